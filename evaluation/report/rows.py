"""The questions that a report lists, and how much of each the page has room for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answering.answer import Answer
from evaluation.metrics import citations, mentions
from evaluation.report.choices import Choices
from evaluation.report.filters import FLAGS, names_of
from evaluation.report.judged import Judged, is_perturbed
from evaluation.report.visible import shortened

LONGEST = 4_000
"""Characters of an answer's text that are shown at most."""
LONGEST_QUESTION = 2_000


@dataclass(frozen=True)
class Cited:
    """A citation as a report shows it."""

    id: str
    label: str
    status: str
    expected: bool
    exists: bool


@dataclass(frozen=True)
class Row:
    """One question with its answer."""

    set: str
    id: str
    question: str
    history: tuple[tuple[str, str], ...]
    """Who said what before the question."""
    expected: str
    acceptable: tuple[str, ...]
    answered: str
    right: bool
    flags: tuple[str, ...]
    choices: tuple[str, ...]
    confidence: float
    milliseconds: float
    family: str | None
    ruling: str | None
    rulings: tuple[str, ...]
    """The expected ones."""
    headline: str
    text: str
    asked_back: str | None
    options: tuple[tuple[str, str | None], ...]
    """Offered answers to the question back, with the verdict that each leads to."""
    cited: tuple[Cited, ...]
    gold: tuple[tuple[str, ...], ...]
    missing: tuple[tuple[str, ...], ...]
    forbidden: tuple[str, ...]
    rationale: str


def rows(answers: Sequence[Judged], chosen: Choices) -> tuple[Row, ...]:
    """The answers to list, faulty ones first, the gravest at the top."""
    listed = [(one, names) for one, names in zip(answers, chosen.names, strict=True) if one.listed]
    listed.sort(key=lambda pair: _gravity(pair[0]))
    return tuple(_row(one, tuple(n for n in names if n in chosen.by_name)) for one, names in listed)


@dataclass(frozen=True)
class Fitted:
    """Rendered rows that keep within a number of bytes."""

    pieces: tuple[str, ...]
    brief: int
    """Rows without the answer's text."""
    left_out: int


def fit(listed: Sequence[Row], render: Callable[[Row, bool], str], room: int) -> Fitted:
    """Render the first rows whole while there is room, the next in brief, and leave out the rest.

    Args:
        listed: the rows, most important first.
        render: gives a row's markup; True: whole, False: in brief.
        room: bytes that there are for all.
    """
    briefs = [render(row, False) for row in listed]
    sizes = [len(brief.encode()) for brief in briefs]
    spare = room - sum(sizes)
    while spare < 0:
        briefs.pop()
        spare += sizes.pop()
    pieces: list[str] = []
    for row, size in zip(listed, sizes, strict=False):
        whole = render(row, True)
        spare -= len(whole.encode()) - size
        if spare < 0:
            break
        pieces.append(whole)
    brief_ones = briefs[len(pieces) :]
    return Fitted((*pieces, *brief_ones), len(brief_ones), len(listed) - len(briefs))


def _gravity(one: Judged) -> tuple[bool, ...]:
    score = one.score
    return (
        not score.unsafe,
        score.right,
        score.handled,
        score.citation_hit is not False,
        not one.lacks_points,
        is_perturbed(one.set),
    )


def _row(one: Judged, names: tuple[str, ...]) -> Row:
    question, answer = one.outcome.question, one.outcome.answer
    known = names_of(one)
    verdicts: Sequence[str | None] = [verdict.value for verdict in one.outcome.option_verdicts]
    options = answer.clarify.options if answer.clarify else ()
    padded = [*verdicts, *([None] * len(options))]
    return Row(
        set=one.set,
        id=question.id,
        question=shortened(question.question, LONGEST_QUESTION),
        history=tuple((turn.role, shortened(turn.text, 500)) for turn in question.history),
        expected=question.expected_verdict.value,
        acceptable=tuple(verdict.value for verdict in question.acceptable_verdicts),
        answered=answer.verdict.value,
        right=one.score.right,
        flags=tuple(short for name, short in FLAGS.items() if name in known),
        choices=names,
        confidence=answer.confidence,
        milliseconds=one.outcome.milliseconds,
        family=answer.family,
        ruling=answer.ruling,
        rulings=question.rulings,
        headline=shortened(answer.headline, LONGEST),
        text=shortened(_told(answer), LONGEST),
        asked_back=answer.clarify.question if answer.clarify else None,
        options=tuple(
            (option.text, verdict) for option, verdict in zip(options, padded, strict=False)
        ),
        cited=_cited(one),
        gold=question.gold_citations,
        missing=mentions.missing(question, answer),
        forbidden=mentions.forbidden(question, answer),
        rationale=shortened(question.rationale, 600),
    )


def _told(answer: Answer) -> str:
    """What the answer says below its headline, with its parts if it has any."""
    pieces = [answer.text, *(f"• {item}" for item in (*answer.conditions, *answer.sanctions))]
    for part in answer.parts:
        pieces += ["", part.headline, _told(part)]
    return "\n".join(pieces)


def _cited(one: Judged) -> tuple[Cited, ...]:
    question, aliases = one.outcome.question, one.outcome.aliases
    wanted = [reference for group in question.gold_citations for reference in group]
    return tuple(
        Cited(
            found.id,
            found.label,
            found.status,
            any(citations.matches(reference, found.id, aliases) for reference in wanted),
            found.id not in one.outcome.unknown,
        )
        for found in citations.cited(one.outcome.answer)
    )
