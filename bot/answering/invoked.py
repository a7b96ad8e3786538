"""The rules that a question invokes: how to name them, and a warning where they are no ground."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.answering.wording import Wording
from knowledge.dataset import Knowledge
from knowledge.locator import Reference, locator_label, short_name
from knowledge.model import RegulationStatus
from knowledge.standing import LawOn


def rule_notes(
    knowledge: Knowledge, wording: Wording, references: Iterable[Reference], law: LawOn
) -> list[str]:
    """Warnings about rules that the question invokes but that are unknown, repealed or not there."""
    notes = []
    for reference in references:
        if reference.regulation is None:
            continue
        regulation = knowledge.regulations.get(reference.regulation)
        if regulation is None:
            name = reference_name(reference, knowledge)
            notes.append(wording.unknown_rule.note.format(reference=name))
        elif law.of(regulation) is RegulationStatus.DICABUT:  # all of it: its article may not exist
            notes.append(
                wording.repealed_rule.note.format(
                    reference=short_name(regulation),
                    successor=successor(knowledge, wording, regulation.id),
                )
            )
        elif beyond := beyond_last(knowledge, wording, reference):
            notes.append(beyond)
    return list(dict.fromkeys(notes))


def successor(knowledge: Knowledge, wording: Wording, regulation_id: str) -> str:
    """ " oleh UU 20/2023" for a repealed regulation, or nothing."""
    repealing = [
        short_name(knowledge.regulations[i])
        for i in knowledge.regulations[regulation_id].repealed_by
    ]
    return wording.successor.format(names=", ".join(repealing)) if repealing else ""


def beyond_last(knowledge: Knowledge, wording: Wording, reference: Reference) -> str | None:
    """That the regulation has no such article, if its last one is known and comes before it."""
    regulation = knowledge.regulations.get(reference.regulation or "")
    if regulation is None or regulation.articles is None or not reference.units:
        return None
    if int(re.sub(r"\D", "", reference.units[0])) <= regulation.articles:
        return None
    return wording.lookup.headline_beyond.format(
        regulation=short_name(regulation),
        article=locator_label(reference.units[:1]),
        last=regulation.articles,
    )


def reference_name(reference: Reference, knowledge: Knowledge) -> str:
    """How to name what a question refers to, whether it exists or not."""
    name = ""
    if reference.regulation is not None:
        known = knowledge.regulations.get(reference.regulation)
        if known is not None:
            name = short_name(known)
        else:
            kind, number, year = reference.regulation.rsplit("-", 2)
            titled = kind.upper() if len(kind) <= 4 else kind.replace("-", " ").capitalize()
            name = f"{titled} {number}/{year}"
    return f"{name} {locator_label(reference.units)}".strip()
