"""Named choices of answers: the links by which a report leads from a figure to its questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from evaluation.metrics import abstention, mentions
from evaluation.report.judged import Judged
from knowledge.model import Verdict

SLOW_MS = 100.0
"""From here on an answer is listed as slow."""


@dataclass(frozen=True)
class Filter:
    """One choice of answers."""

    label: str
    holds: Callable[[Judged], bool]
    """Whether an answer belongs to it."""


def _short(value: float | None) -> bool:
    return value is not None and value < 1


def _fails(verdict: Verdict, precise: bool) -> Callable[[Judged], bool]:
    def holds(one: Judged) -> bool:
        question, answer = one.outcome.question, one.outcome.answer
        of = abstention.precise if precise else abstention.recalled
        return of(question, answer, verdict) is False

    return holds


def _not_first(one: Judged) -> bool:
    hits = one.score.ruling_hits
    return hits is not None and any(rank != 1 for rank in hits)


FILTERS: Mapping[str, Filter] = {
    "unsafe": Filter("unsafe answers", lambda one: one.score.unsafe),
    "wrong": Filter("wrong verdicts", lambda one: not one.score.right),
    "strict": Filter("over-strict answers", lambda one: one.score.over_strict),
    "unhandled": Filter("answers not handled", lambda one: not one.score.handled),
    "astray": Filter(
        "words are shown that must not be",
        lambda one: bool(mentions.forbidden(one.outcome.question, one.outcome.answer)),
    ),
    "uncited": Filter(
        "an expected article is not cited", lambda one: _short(one.score.citation_recall)
    ),
    "surplus": Filter(
        "an article is cited that was not expected",
        lambda one: _short(one.score.citation_precision),
    ),
    "uncited-finest": Filter(
        "an expected provision is not cited", lambda one: _short(one.score.citation_recall_finest)
    ),
    "surplus-finest": Filter(
        "a provision is cited that was not expected",
        lambda one: _short(one.score.citation_precision_finest),
    ),
    "invented": Filter("a citation does not exist", lambda one: one.score.unknown > 0),
    "unsaid": Filter("a must-mention point is not told", lambda one: one.lacks_points),
    "scope-missed": Filter(
        "out of scope, but answered otherwise", _fails(Verdict.DI_LUAR_CAKUPAN, False)
    ),
    "scope-wrong": Filter("wrongly called out of scope", _fails(Verdict.DI_LUAR_CAKUPAN, True)),
    "abstained": Filter(
        "answers perlu_rincian", lambda one: one.outcome.answer.verdict is Verdict.PERLU_RINCIAN
    ),
    "abstention-missed": Filter(
        "too vague, but answered otherwise", _fails(Verdict.PERLU_RINCIAN, False)
    ),
    "abstention-wrong": Filter("wrongly called too vague", _fails(Verdict.PERLU_RINCIAN, True)),
    "asked-back": Filter("questions back", lambda one: one.outcome.answer.clarify is not None),
    "ruling-not-first": Filter("no right ruling stands first", _not_first),
    "slow": Filter(
        f"answers that took {SLOW_MS:.0f} ms or longer",
        lambda one: one.outcome.milliseconds >= SLOW_MS,
    ),
}
"""By their names, which are also their anchors; the gravest first."""

FLAGS: Mapping[str, str] = {
    "unsafe": "unsafe",
    "wrong": "wrong verdict",
    "strict": "over-strict",
    "invented": "citation does not exist",
    "astray": "led astray",
    "uncited": "article not cited",
    "unsaid": "point not told",
}
"""The filters that a question is marked with where it is listed, and their short names."""


def cell(expected: Verdict, answered: Verdict) -> str:
    """The filter of one cell of the confusion matrix."""
    return f"c-{list(Verdict).index(expected)}-{list(Verdict).index(answered)}"


def names_of(one: Judged) -> tuple[str, ...]:
    """The filters that an answer belongs to."""
    return tuple(name for name, choice in FILTERS.items() if choice.holds(one))
