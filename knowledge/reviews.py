"""Which rulings rest on law that is no longer what their authors read, and who has looked since.

A ruling's basis has a fingerprint: the texts and the standing of the provisions that it names. The
data that ship with the project are their authors' own reading; a ruling whose fingerprint differs
in an edition awaits review until an admin confirms that very fingerprint. Confirmations lie beside
the editions and count at once: a published edition itself is never written again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from knowledge.dataset import Knowledge
from knowledge.errors import DataError
from knowledge.files import write_whole
from knowledge.model import Frozen, QuestionClass, Review, Ruling
from knowledge.settings import Settings

_FILE = "confirmed.json"


class Confirmation(Frozen):
    """An admin's word that a ruling holds on its changed basis."""

    fingerprint: str
    by: str
    when: datetime
    reason: str | None = None


Confirmations = Mapping[str, tuple[Confirmation, ...]]
"""By ruling, the latest last."""


def grounds_of(target: Ruling | QuestionClass) -> tuple[str, ...]:
    """The ids of all provisions that a ruling or class rests on, its branches' and sanctions' too."""
    named = list(target.basis)
    if isinstance(target, Ruling):
        named += target.sanctions
        for branch in target.branches:
            named += [*branch.basis, *branch.sanctions]
    return tuple(dict.fromkeys(name for name in named if ":" in name and " " not in name))


def reading_of(knowledge: Knowledge, provision_id: str) -> str:
    """What a reader finds under a provision's id: its words, its elucidation, its standing.

    A digest that the official document turned out not to have reads otherwise than one that might
    be there.
    """
    provision = knowledge.provision(provision_id)
    if provision is None:
        return "-"
    regulation, _, units = provision.id.partition(":")
    explained = knowledge.provision(f"{regulation}:penjelasan:{units}")
    standing = knowledge.regulations[provision.regulation]
    parts = [
        provision.lead,
        provision.text,
        explained.text if explained else None,
        provision.repealed_since,
        "unconfirmed" if provision.unconfirmed else None,
        standing.status.value if standing.status.value != "diubah" else "berlaku",
        standing.repealed_since,
        ",".join(standing.repealed_by),
    ]
    return "\0".join(str(part or "") for part in parts)


def fingerprint(knowledge: Knowledge, target: Ruling | QuestionClass) -> str:
    """Of all that a ruling or class rests on."""
    digest = hashlib.sha256()
    for name in grounds_of(target):
        digest.update(f"{name}\0{reading_of(knowledge, name)}\0".encode())
    return digest.hexdigest()[:16]


def readings_of(knowledge: Knowledge, target: Ruling | QuestionClass) -> dict[str, str]:
    """A short hash of what is read under each id that a ruling or class rests on."""
    return {name: _short(reading_of(knowledge, name)) for name in grounds_of(target)}


def _short(reading: str) -> str:
    return hashlib.sha256(reading.encode()).hexdigest()[:16]


def find_reviews(
    read: Knowledge, now: Knowledge, readings: Mapping[str, Mapping[str, str]] | None = None
) -> dict[str, Review]:
    """The rulings and classes of ``now`` whose basis is not what their authors ``read``.

    ``readings`` are what the authors of single rulings read (see ``readings_of``), by ruling and
    provision. They alone count for a ruling that ``read`` does not have; for one that it has, either
    reading will do.
    """
    found = {}
    for target in now.answerables():
        own = (readings or {}).get(target.id, {})
        entered = bool(own) and read.answerable(target.id) is None

        def holds(name: str, own: Mapping[str, str] = own, entered: bool = entered) -> bool:
            present = reading_of(now, name)
            if own and own.get(name) == _short(present):
                return True
            return not entered and reading_of(read, name) == present

        changed = tuple(name for name in grounds_of(target) if not holds(name))
        if changed:
            found[target.id] = Review(
                ruling=target.id, fingerprint=fingerprint(now, target), changed=changed
            )
    return found


def confirmations_file(settings: Settings) -> Path:
    """Where the confirmations are kept."""
    return settings.data_dir / _FILE


def read_confirmations(settings: Settings) -> Confirmations:
    """All confirmations.

    Raises:
        DataError: the file is damaged.
    """
    path = confirmations_file(settings)
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return {
            ruling: tuple(Confirmation.model_validate(entry) for entry in entries)
            for ruling, entries in raw.items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError, TypeError, ValidationError) as error:
        raise DataError(
            f"{path} cannot be read ({type(error).__name__}). Restore it from a backup; without "
            "it every changed ruling awaits review again."
        ) from None


def confirmed(settings: Settings) -> Mapping[str, frozenset[str]]:
    """By ruling, the fingerprints that admins have confirmed; a damaged file confirms nothing."""
    try:
        entries = read_confirmations(settings)
    except DataError:
        return {}
    return {ruling: frozenset(c.fingerprint for c in given) for ruling, given in entries.items()}


def add_confirmations(
    settings: Settings, reviews: Iterable[Review], by: str, when: datetime, reason: str | None
) -> None:
    """Note that these rulings hold on their changed basis; readers see all of it or nothing.

    Raises:
        DataError: the file is damaged.
        OSError: there is no room; the old ones stay.
    """
    kept = {ruling: list(given) for ruling, given in read_confirmations(settings).items()}
    for review in reviews:
        entry = Confirmation(fingerprint=review.fingerprint, by=by, when=when, reason=reason)
        kept.setdefault(review.ruling, []).append(entry)
    raw = {r: [entry.model_dump(mode="json") for entry in given] for r, given in kept.items()}
    content = json.dumps(raw, indent=1, ensure_ascii=False).encode()
    write_whole(confirmations_file(settings), content)
