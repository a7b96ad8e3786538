"""From single outcomes to figures over a set, each defined at its field."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evaluation.metrics import citations, mentions, verdicts
from evaluation.outcome import Outcome
from evaluation.testsets.question import Question
from knowledge.model import Verdict


@dataclass(frozen=True)
class Figures:
    """Figures over some outcomes; None where there is nothing to measure."""

    questions: int
    verdict_accuracy: float | None
    """Share of answers with the expected or an acceptable verdict."""
    unsafe: int
    """Number of answers more permissive than every accepted verdict."""
    citation_hit: float | None
    """Share of the questions with expected citations whose every group is cited."""
    citation_precision: float | None
    """Mean share of cited articles that were expected, over questions with expected citations
    that got any citation.
    """
    citation_existence: float | None
    """Share of all citations given that the edition has."""
    must_mention: float | None
    """Share of all must-mention points that are told."""
    out_of_scope_recall: float | None
    """Share of the questions expected to be di_luar_cakupan that are answered so."""
    out_of_scope_precision: float | None
    """Share of the answers di_luar_cakupan where that verdict is accepted."""
    asked_back: float | None
    """Share of answers with the verdict perlu_rincian."""
    latency_p50_ms: float | None
    latency_p95_ms: float | None

    def to_dict(self) -> dict[str, Any]:
        """The figures as JSON values, rounded to four places."""
        return {name: rounded(value) for name, value in asdict(self).items()}


def rounded(value: Any) -> Any:
    """A number with four places; anything else as it is."""
    return round(value, 4) if isinstance(value, float) else value


def mean(values: Iterable[float]) -> float | None:
    """The arithmetic mean; None of nothing."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else None


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The nearest-rank percentile: the least value that ``percent`` of all values do not exceed."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(percent / 100 * len(values)) - 1)]


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """The figures over outcomes."""
    pairs = [(outcome.question, outcome.answer) for outcome in outcomes]
    hits = [citations.citation_hit(q, a) for q, a in pairs]
    shares = [citations.citation_precision(q, a) for q, a in pairs]
    given = sum(len(citations.cited(a)) for _, a in pairs)
    unknown = sum(len(outcome.unknown) for outcome in outcomes)
    points = sum(len(q.must_mention) for q, _ in pairs)
    told = sum(mentions.mentioned(q, a) for q, a in pairs)
    outside = Verdict.DI_LUAR_CAKUPAN
    latencies = [outcome.milliseconds for outcome in outcomes]
    return Figures(
        questions=len(pairs),
        verdict_accuracy=mean(verdicts.verdict_right(q, a) for q, a in pairs),
        unsafe=sum(verdicts.unsafe(q, a) for q, a in pairs),
        citation_hit=mean(hit for hit in hits if hit is not None),
        citation_precision=mean(share for share in shares if share is not None),
        citation_existence=(given - unknown) / given if given else None,
        must_mention=told / points if points else None,
        out_of_scope_recall=mean(
            a.verdict is outside for q, a in pairs if q.expected_verdict is outside
        ),
        out_of_scope_precision=mean(
            outside in q.accepted for q, a in pairs if a.verdict is outside
        ),
        asked_back=mean(a.verdict is Verdict.PERLU_RINCIAN for _, a in pairs),
        latency_p50_ms=percentile(latencies, 50),
        latency_p95_ms=percentile(latencies, 95),
    )


def by(outcomes: Sequence[Outcome], key: Callable[[Question], str]) -> Mapping[str, Figures]:
    """The figures of each group of questions, groups in alphabetical order."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(key(outcome.question), []).append(outcome)
    return {name: figures(groups[name]) for name in sorted(groups)}
