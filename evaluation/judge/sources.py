"""What a written answer may rest on: the provisions that it cites and what its ruling says."""

from __future__ import annotations

from bot.answering.answer import Answer
from bot.answering.statements import statements
from bot.answering.wording import load_wording
from knowledge.dataset import Knowledge


def sources_of(answer: Answer, knowledge: Knowledge) -> tuple[str, ...]:
    """The texts that an answer may rest on; its own headline and text are not among them."""
    found = [f"{citation.label}: {citation.text}" for citation in answer.citations]
    found += [*answer.conditions, *answer.sanctions, *answer.next_steps]
    found += [answer.conflicts] if answer.conflicts else []
    ruling = knowledge.rulings.get(answer.ruling or "")
    if ruling is not None:
        found += [ruling.summary, *ruling.conditions, *ruling.exceptions]
        for branch in ruling.branches:
            found += [f"{branch.when}: {branch.summary}", *branch.conditions]
    if (other := knowledge.classes.get(answer.ruling or "")) is not None:
        found.append(other.answer)
    # What the composer says of an answer in every case: how firmly it stands, that it awaits review.
    words = load_wording()
    found += [text for name, text in words.strengths.items() if name == answer.strength]
    found += [words.review.note] if answer.review else []
    status = knowledge.statuses.get(answer.facts.get("status", ""))
    if status is not None:
        found.append(status.note)
    return tuple(found)


def statements_of(answer: Answer) -> tuple[str, ...]:
    """What an answer states in headline and text, one sentence each.

    A bare verdict ("Dilarang.") is left out: verdicts are measured by themselves.
    """
    told = (*statements(answer.headline), *statements(answer.text))
    return tuple(one for one in told if len(one.split()) > 1)
