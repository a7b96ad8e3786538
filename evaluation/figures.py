"""From single outcomes to figures over a set, each defined at its field."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evaluation.metrics.abstention import precise, recalled
from evaluation.metrics.calibration import aurc, ece
from evaluation.metrics.citations import citation_existence
from evaluation.metrics.retrieval import ndcg_at, recall_at, reciprocal_rank
from evaluation.metrics.scores import Score, score
from evaluation.metrics.statistics import share_interval
from evaluation.outcome import Outcome
from evaluation.testsets.question import Question
from knowledge.model import Verdict

_Scored = tuple[Outcome, Score]


@dataclass(frozen=True)
class Figures:
    """Figures over some outcomes; None where there is nothing to measure.

    Formulas, sources and caveats of all of them: docs/evaluation.md.
    """

    n: int
    """Number of questions."""
    verdict_accuracy: float | None
    """Share of answers with the expected or an acceptable verdict."""
    verdict_low: float | None
    """Lower end of the 95 % interval of ``verdict_accuracy``: bootstrap; Wilson where all agree."""
    verdict_high: float | None
    """Upper end of the same."""
    unsafe: int
    """Number of answers more permissive than every accepted verdict."""
    unsafe_rate: float | None
    """Share of answers that are unsafe."""
    over_strict_rate: float | None
    """Share of answers that permit less than every accepted verdict."""
    citation_hit: float | None
    """Share of the questions with expected citations whose every group is cited."""
    citation_recall: float | None
    """Mean share of the expected groups that are cited, by article."""
    citation_precision: float | None
    """Mean share of cited articles that were expected, over questions with expected citations
    that got any citation.
    """
    citation_recall_finest: float | None
    """Mean share of the groups of expected provisions of which one, or what lies in it, is cited,
    over questions that are labelled so finely.
    """
    citation_precision_finest: float | None
    """Mean share of the cited provisions that were expected or lie in one that was, over those."""
    citation_existence: float | None
    """Share of all citations given that the edition has."""
    must_mention: float | None
    """Share of all must-mention points that are told."""
    handled: float | None
    """Share of answers with a right verdict that say nothing forbidden and cite what exists."""
    out_of_scope_recall: float | None
    """Share of the questions expected to be di_luar_cakupan that are answered so."""
    out_of_scope_precision: float | None
    """Share of the answers di_luar_cakupan where that verdict is accepted."""
    abstention_rate: float | None
    """Share of answers with the verdict perlu_rincian."""
    abstention_recall: float | None
    """Share of the questions expected to be perlu_rincian that are answered so."""
    abstention_precision: float | None
    """Share of the answers perlu_rincian where that verdict is accepted."""
    clarify_option_hit: float | None
    """Share of the questions back that offer a ruling that the question is labelled with."""
    clarify_resolved: float | None
    """Share of the questions back of which some option leads to an accepted verdict."""
    ruling_recall_1: float | None
    """Share of the questions labelled with rulings that have one of them ranked first."""
    ruling_recall_5: float | None
    ruling_recall_10: float | None
    ruling_mrr: float | None
    """Mean of 1 / the rank of the first ruling that the question is labelled with."""
    ruling_ndcg_10: float | None
    """Mean normalised discounted cumulative gain of the first ten."""
    provision_recall_5: float | None
    """Mean share of the groups of expected provisions found among the first five."""
    provision_recall_10: float | None
    provision_mrr: float | None
    provision_ndcg_10: float | None
    ece: float | None
    """Expected calibration error of the confidence, ten bins of equal width."""
    aurc: float | None
    """Area under the risk-coverage curve: mean share of wrong verdicts over all coverages."""
    latency_p50_ms: float | None
    latency_p95_ms: float | None
    latency_p99_ms: float | None

    def to_dict(self) -> dict[str, Any]:
        """The figures as JSON values, rounded to four places."""
        return {name: rounded(value) for name, value in asdict(self).items()}


def rounded(value: Any) -> Any:
    """A number with four places; anything else as it is."""
    return round(value, 4) if isinstance(value, float) else value


def mean(values: Iterable[float | None]) -> float | None:
    """The arithmetic mean of the values that are not None; None of nothing."""
    listed = [value for value in values if value is not None]
    return sum(listed) / len(listed) if listed else None


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The nearest-rank percentile: the least value that ``percent`` of all values do not exceed."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(percent / 100 * len(values)) - 1)]


def figures(outcomes: Sequence[Outcome], clusters: Sequence[Hashable] | None = None) -> Figures:
    """The figures over outcomes.

    ``clusters`` names what each outcome belongs to, where several are not independent (one question
    under several perturbations): the interval then resamples whole clusters.
    """
    return _figures([(outcome, score(outcome)) for outcome in outcomes], clusters)


def by(outcomes: Sequence[Outcome], key: Callable[[Question], str]) -> Mapping[str, Figures]:
    """The figures of each group of questions, groups in alphabetical order."""
    return by_any(outcomes, lambda question: (key(question),))


def by_any(
    outcomes: Sequence[Outcome], keys: Callable[[Question], Iterable[str]]
) -> Mapping[str, Figures]:
    """The same where a question belongs to any number of groups, such as its tags."""
    groups: dict[str, list[_Scored]] = {}
    for outcome in outcomes:
        scored = (outcome, score(outcome))
        for name in dict.fromkeys(keys(outcome.question)):
            groups.setdefault(name, []).append(scored)
    return {name: _figures(groups[name]) for name in sorted(groups)}


def _figures(scored: Sequence[_Scored], clusters: Sequence[Hashable] | None = None) -> Figures:
    scores = [score for _, score in scored]
    pairs = [(outcome.question, outcome.answer) for outcome, _ in scored]
    right = [score.right for score in scores]
    confidences = [answer.confidence for _, answer in pairs]
    low, high = share_interval(right, clusters) or (None, None)
    points = sum(score.points for score in scores)
    latencies = [outcome.milliseconds for outcome, _ in scored]
    return Figures(
        n=len(scores),
        verdict_accuracy=mean(right),
        verdict_low=low,
        verdict_high=high,
        unsafe=sum(score.unsafe for score in scores),
        unsafe_rate=mean(score.unsafe for score in scores),
        over_strict_rate=mean(score.over_strict for score in scores),
        citation_hit=mean(score.citation_hit for score in scores),
        citation_recall=mean(score.citation_recall for score in scores),
        citation_precision=mean(score.citation_precision for score in scores),
        citation_recall_finest=mean(score.citation_recall_finest for score in scores),
        citation_precision_finest=mean(score.citation_precision_finest for score in scores),
        citation_existence=citation_existence(
            sum(score.given for score in scores), sum(score.unknown for score in scores)
        ),
        must_mention=sum(score.mentioned for score in scores) / points if points else None,
        handled=mean(score.handled for score in scores),
        out_of_scope_recall=mean(recalled(q, a, Verdict.DI_LUAR_CAKUPAN) for q, a in pairs),
        out_of_scope_precision=mean(precise(q, a, Verdict.DI_LUAR_CAKUPAN) for q, a in pairs),
        abstention_rate=mean(a.verdict is Verdict.PERLU_RINCIAN for _, a in pairs),
        abstention_recall=mean(recalled(q, a, Verdict.PERLU_RINCIAN) for q, a in pairs),
        abstention_precision=mean(precise(q, a, Verdict.PERLU_RINCIAN) for q, a in pairs),
        clarify_option_hit=mean(score.option_hit for score in scores),
        clarify_resolved=mean(score.resolved for score in scores),
        **_retrieval(scored),
        ece=ece(confidences, right),
        aurc=aurc(confidences, right),
        latency_p50_ms=percentile(latencies, 50),
        latency_p95_ms=percentile(latencies, 95),
        latency_p99_ms=percentile(latencies, 99),
    )


def _retrieval(scored: Sequence[_Scored]) -> dict[str, float | None]:
    """The figures of both rankings; a system that never ranks any of a kind is not measured."""
    rankings = [outcome.ranking for outcome, _ in scored if outcome.ranking is not None]
    rulings, provisions = (
        [hits for hits in found if hits is not None and ranked]
        for found, ranked in (
            ((score.ruling_hits for _, score in scored), any(r.rulings for r in rankings)),
            ((score.provision_hits for _, score in scored), any(r.provisions for r in rankings)),
        )
    )
    return {
        "ruling_recall_1": mean(recall_at(hits, 1) for hits in rulings),
        "ruling_recall_5": mean(recall_at(hits, 5) for hits in rulings),
        "ruling_recall_10": mean(recall_at(hits, 10) for hits in rulings),
        "ruling_mrr": mean(map(reciprocal_rank, rulings)),
        "ruling_ndcg_10": mean(ndcg_at(hits, 10) for hits in rulings),
        "provision_recall_5": mean(recall_at(hits, 5) for hits in provisions),
        "provision_recall_10": mean(recall_at(hits, 10) for hits in provisions),
        "provision_mrr": mean(map(reciprocal_rank, provisions)),
        "provision_ndcg_10": mean(ndcg_at(hits, 10) for hits in provisions),
    }
