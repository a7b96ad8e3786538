"""Provisions written out under each other, official texts as the law writes them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answering.citations import citation_of, found_provision, text_of
from bot.answering.wording import LookupWords
from knowledge.dataset import Knowledge
from knowledge.model import Provision
from knowledge.standing import OUT_OF_FORCE, LawOn

LONGEST = 12_000
"""Characters of law in one answer; what is longer is read in the official document."""


def worth_showing(knowledge: Knowledge, law: LawOn, provision_ids: Iterable[str]) -> list[str]:
    """The ids of provisions whose words do not stand already in the one that they belong to.

    Left out are also those that were not in force on the day below one that was: an amendment's later insertion.
    """
    kept: dict[str, Provision] = {}
    for provision_id in provision_ids:
        provision = found_provision(knowledge, provision_id)
        if provision is None:
            continue
        above = [kept[i] for i in units_above(provision.id) if i in kept]
        gone = law.of_provision(provision) in OUT_OF_FORCE
        if any(
            _words(provision, law) in _words(other, law)
            or (gone and law.of_provision(other) not in OUT_OF_FORCE)
            for other in above
        ):
            continue
        kept[provision.id] = provision
    return list(kept)


def written_out(
    knowledge: Knowledge, law: LawOn, provision_ids: Iterable[str], words: LookupWords
) -> str:
    """The provisions with a line above that says whose words they are.

    An official unit below one that stands directly before it is a line of it, with its mark.
    """
    provisions = [p for i in provision_ids if (p := found_provision(knowledge, i)) is not None]
    kinds = {provision.text_kind for provision in provisions}
    mixed = len(kinds) > 1
    opening = words.mixed if mixed else words.official if "official" in kinds else words.digest
    blocks: list[str] = []
    length = 0
    block: list[str] = []  # the ids in the block that is being written
    for provision in provisions:
        below = provision.text_kind == "official" and units_above(provision.id)[0] in block
        if below:
            line = f"{_mark(provision.id)} {text_of(provision, law, alone=False)}"
        else:
            citation = citation_of(knowledge, provision.id, law)
            assert citation is not None  # it was found just now
            mark = f" {words.digest_mark}" if mixed and provision.text_kind == "digest" else ""
            line = f"{citation.label}{mark}: {citation.text}"
            block = []
        length += len(line)
        if blocks and length > LONGEST:
            blocks.append(words.cut)
            break
        if below:
            blocks[-1] = f"{blocks[-1]}\n{line}"
        else:
            blocks.append(line)
        block.append(provision.id)
    return f"{opening}:\n\n" + "\n\n".join(blocks)


def _words(provision: Provision, law: LawOn) -> str:
    """The bare words of a provision on the day."""
    valid = law.text(provision)
    return provision.text if valid is None else valid.text


def units_above(provision_id: str) -> list[str]:
    """The ids of the units around a provision, the nearest first, its regulation last."""
    parts = provision_id.split(":")
    return [":".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]


def _mark(provision_id: str) -> str:
    """How the law marks the unit: ``(1)``, ``a.``, ``2.``."""
    unit, _, value = provision_id.rpartition(":")[2].partition("-")
    return f"({value})" if unit == "ayat" else f"{value}."
