"""Provisions written out under each other, official texts as the law writes them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answering.citations import citation_of, found_provision, text_of
from bot.answering.wording import LookupWords
from knowledge.dataset import Knowledge
from knowledge.standing import LawOn

LONGEST = 12_000
"""Characters of law in one answer; what is longer is read in the official document."""


def written_out(
    knowledge: Knowledge, law: LawOn, provision_ids: Iterable[str], words: LookupWords
) -> str:
    """The provisions with a line above that says whose words they are.

    An official unit below one that stands directly before it is a line of it, with its mark.
    """
    provisions = [p for i in provision_ids if (p := found_provision(knowledge, i)) is not None]
    kinds = {provision.text_kind for provision in provisions}
    mixed = len(kinds) > 1
    above = words.mixed if mixed else words.official if "official" in kinds else words.digest
    blocks: list[str] = []
    length = 0
    shown: list[str] = []
    for provision in provisions:
        below = provision.text_kind == "official" and _parent(provision.id) in shown
        if below:
            line = f"{_mark(provision.id)} {text_of(provision, law, alone=False)}"
        else:
            citation = citation_of(knowledge, provision.id, law)
            assert citation is not None  # it was found just now
            mark = f" {words.digest_mark}" if mixed and provision.text_kind == "digest" else ""
            line = f"{citation.label}{mark}: {citation.text}"
            shown = []
        length += len(line)
        if blocks and length > LONGEST:
            blocks.append(words.cut)
            break
        blocks[-1:] = [f"{blocks[-1]}\n{line}"] if below else [*blocks[-1:], line]
        shown.append(provision.id)
    return f"{above}:\n\n" + "\n\n".join(blocks)


def _parent(provision_id: str) -> str:
    return provision_id.rpartition(":")[0]


def _mark(provision_id: str) -> str:
    """How the law marks the unit: ``(1)``, ``a.``, ``2.``."""
    unit, _, value = provision_id.rpartition(":")[2].partition("-")
    return f"({value})" if unit == "ayat" else f"{value}."
