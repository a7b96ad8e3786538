"""What one outcome scores on every metric: figures are means and counts of these."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.metrics import citations, clarification, mentions, retrieval, verdicts
from evaluation.outcome import Outcome


@dataclass(frozen=True)
class Score:
    """The scores of one outcome; None where a metric does not apply to the question or answer."""

    right: bool
    unsafe: bool
    over_strict: bool
    handled: bool
    citation_hit: bool | None
    citation_recall: float | None
    citation_precision: float | None
    citation_recall_finest: float | None
    citation_precision_finest: float | None
    given: int
    """Number of provisions cited."""
    unknown: int
    """Those of them that the edition does not have."""
    points: int
    """Number of points to mention."""
    mentioned: int
    option_hit: bool | None
    resolved: bool | None
    ruling_hits: retrieval.Hits | None
    provision_hits: retrieval.Hits | None


def score(outcome: Outcome) -> Score:
    """What an outcome scores."""
    question, answer, aliases = outcome.question, outcome.answer, outcome.aliases
    return Score(
        right=verdicts.verdict_right(question, answer),
        unsafe=verdicts.unsafe(question, answer),
        over_strict=verdicts.over_strict(question, answer),
        handled=handled(outcome),
        citation_hit=citations.citation_hit(question, answer, aliases),
        citation_recall=citations.citation_recall(question, answer, aliases),
        citation_precision=citations.citation_precision(question, answer, aliases),
        citation_recall_finest=citations.citation_recall_finest(question, answer, aliases),
        citation_precision_finest=citations.citation_precision_finest(question, answer, aliases),
        given=len(citations.cited(answer)),
        unknown=len(outcome.unknown),
        points=len(question.must_mention),
        mentioned=mentions.mentioned(question, answer),
        option_hit=clarification.option_hit(outcome),
        resolved=clarification.resolved(outcome),
        ruling_hits=retrieval.ruling_hits(outcome),
        provision_hits=retrieval.provision_hits(outcome),
    )


def handled(outcome: Outcome) -> bool:
    """Whether nothing is amiss: the verdict is accepted, none of ``must_not_say`` is shown, and
    every cited provision exists.

    An accepted verdict is never unsafe, so that needs no condition of its own.
    """
    question, answer = outcome.question, outcome.answer
    return (
        verdicts.verdict_right(question, answer)
        and not outcome.unknown
        and not mentions.forbidden(question, answer)
    )
