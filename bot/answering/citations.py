"""Provisions as citations: labelled, with their standing in law."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answering.answer import Citation
from knowledge.dataset import Knowledge
from knowledge.locator import locator_label, short_name
from knowledge.model import Provision, Regulation

MOST = 8
"""Citations shown with one answer: what it rests on, not all that was found."""


def label_of(provision: Provision, regulation: Regulation) -> str:
    """As lawyers write it: ``PP 94/2021 Pasal 5 huruf n angka 2``."""
    units = tuple(provision.id.split(":")[1:])
    named = all(
        unit.partition("-")[0]
        in {"pasal", "ayat", "huruf", "angka", "lampiran", "penjelasan", "umum"}
        for unit in units
    )
    where = locator_label(units) if named else provision.locator
    return f"{short_name(regulation)} {where}"


def citation_of(knowledge: Knowledge, provision_id: str) -> Citation | None:
    """A provision as a citation, or None if the edition does not have it."""
    provision = knowledge.provisions.get(provision_id)
    if provision is None:
        return None
    regulation = knowledge.regulations[provision.regulation]
    text = provision.text
    if provision.sanction and provision.sanction.lower() not in text.lower():
        text = f"{text} Sanksi: {provision.sanction}."
    return Citation(
        id=provision.id,
        regulation=regulation.id,
        label=label_of(provision, regulation),
        status=regulation.status.value,
        text=text,
        kind=provision.text_kind,
        url=regulation.url,
    )


def citations_of(
    knowledge: Knowledge, provision_ids: Iterable[str], most: int = MOST
) -> tuple[Citation, ...]:
    """Distinct citations in order, at most ``most``."""
    found = []
    for provision_id in dict.fromkeys(provision_ids):
        citation = citation_of(knowledge, provision_id)
        if citation is not None:
            found.append(citation)
        if len(found) == most:
            break
    return tuple(found)
