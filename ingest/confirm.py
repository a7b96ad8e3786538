"""Confirming rulings: an admin read the changed basis and finds that the ruling holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.audit import Act, write_act
from ingest.preview import knowledge_of
from ingest.publish import recover
from ingest.writer import only_writer
from knowledge.clock import now
from knowledge.edition import current_edition
from knowledge.errors import StagingError
from knowledge.model import Review
from knowledge.reviews import add_confirmations, confirmed
from knowledge.settings import Settings


@dataclass(frozen=True)
class Pending:
    """The rulings of the edition that serves that await review."""

    edition: str
    reviews: Mapping[str, Review]


def pending(settings: Settings) -> Pending:
    """What awaits review.

    Raises:
        StagingError: there is no edition.
        EditionCorrupt: it cannot be read.
    """
    serving = current_edition(settings)
    if serving is None:
        raise StagingError("There is no edition yet. Build one: asn-ingest build")
    known = confirmed(settings)
    reviews = {
        name: review
        for name, review in knowledge_of(settings, serving).reviews.items()
        if review.fingerprint not in known.get(name, frozenset())
    }
    return Pending(serving, reviews)


def confirm(
    settings: Settings, rulings: Iterable[str], *, who: str, reason: str | None = None
) -> tuple[str, ...]:
    """Confirm rulings on their present basis; a running bot takes it up by itself.

    Raises:
        StagingError: one of them does not await review; nothing is confirmed then.
        EditionError: another command is writing.
    """
    with only_writer(settings, "confirm"):
        recover(settings, who)
        waiting = pending(settings)
        names = tuple(dict.fromkeys(rulings))
        unknown = [name for name in names if name not in waiting.reviews]
        if unknown:
            raise StagingError(
                f"{', '.join(unknown)}: no such ruling awaits review in edition {waiting.edition}. "
                "asn-ingest confirm without a name lists those that do."
            )
        reviews = [waiting.reviews[name] for name in names]
        write_act(settings, Act(who, "confirm", waiting.edition, ", ".join(names), reason))
        add_confirmations(settings, reviews, who, now(), reason)
        return names
