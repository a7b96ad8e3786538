"""Provisions as citations: labelled as lawyers do, with their words and standing on one day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.answering.answer import Citation
from bot.answering.wording import load_wording
from knowledge.amended import amended_label
from knowledge.clock import today
from knowledge.dataset import Knowledge
from knowledge.edition import Edition
from knowledge.model import Provision, RegulationStatus
from knowledge.standing import LawOn

MOST = 8
"""Citations shown with one answer: what it rests on, not all that was found."""


def law_on(edition: Edition, day: date) -> LawOn:
    """The law of an edition as it stood on a day.

    What an edition records was true on the day it was built.
    """
    return LawOn(edition.knowledge.regulations, day, min(edition.manifest.built, today()))


def found_provision(knowledge: Knowledge, provision_id: str) -> Provision | None:
    """The provision of this name, which may be the one that an amending law gives it."""
    return knowledge.provisions.get(provision_id) or knowledge.provision(provision_id)


def citation_of(
    knowledge: Knowledge, provision_id: str, law: LawOn | None = None
) -> Citation | None:
    """A provision as a citation, or None if the edition does not have it.

    It keeps the name by which it was asked for; without ``law`` it is today's.
    """
    provision = found_provision(knowledge, provision_id)
    if provision is None:
        return None
    law = law or LawOn(knowledge.regulations, today(), today())
    made_by = law.made_by(provision)
    as_made = provision
    if made_by != provision.made_by:
        as_made = provision.model_copy(update={"made_by": made_by})
    return Citation(
        id=provision_id,
        regulation=provision.regulation,
        label=amended_label(as_made, knowledge.regulations),
        status=law.of_provision(provision).value,
        text=text_of(provision, law),
        kind=provision.text_kind,
        url=knowledge.regulations[provision.regulation].url,
    )


def text_of(provision: Provision, law: LawOn, *, alone: bool = True) -> str:
    """The words of a provision on a day, with what a reader must know of them.

    ``alone``: not below the provision that it belongs to, so that it needs the words around it.
    """
    marks = load_wording().citation
    valid = law.text(provision)
    if valid is not None and valid.text != provision.text:
        return valid.text
    text = provision.text
    if alone and provision.lead and not text.startswith(provision.lead):
        text = f"{provision.lead} {text}"
    if provision.sanction and provision.sanction.lower() not in text.lower():
        text = f"{text} Sanksi: {provision.sanction}."
    if provision.unconfirmed:
        text = f"{text} {marks.unconfirmed}"
    if valid is None and law.of_provision(provision) is RegulationStatus.TIDAK_PASTI:
        text = f"{text} {marks.other_text}"
    return text


def citations_of(
    knowledge: Knowledge,
    provision_ids: Iterable[str],
    most: int = MOST,
    law: LawOn | None = None,
) -> tuple[Citation, ...]:
    """Distinct citations in order, at most ``most``; one provision under two names is one."""
    found: dict[str, Citation] = {}
    for provision_id in provision_ids:
        provision = found_provision(knowledge, provision_id)
        if provision is None or provision.id in found:
            continue
        citation = citation_of(knowledge, provision_id, law)
        if citation is not None:
            found[provision.id] = citation
        if len(found) == most:
            break
    return tuple(found.values())
