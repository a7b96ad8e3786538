"""Whether confidence is the probability of being right, and where to stop trusting it.

``confidence`` is ``Answer.confidence``: the probability that the verdict is right, as the system
itself puts it. ``right`` is whether the verdict was accepted. Pure functions of such pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluation.metrics.statistics import LEVEL, Floats, upper_bound

BINS = 10
SIMULATIONS = 2_000
MAX_RISK = 0.05
"""The share of wrong verdicts that the suggested threshold may let pass."""
_SEED = 20_261_122


@dataclass(frozen=True)
class Bin:
    """The answers whose confidence lies in (low, high]; a confidence of 0 lies in the first bin."""

    low: float
    high: float
    n: int
    confidence: float | None
    """Mean confidence; None of no answers."""
    accuracy: float | None
    """Share of right verdicts; None of no answers."""


@dataclass(frozen=True)
class Calibration:
    """How far confidence is from the probability of being right."""

    bins: tuple[Bin, ...]
    """The reliability diagram: ten bins of equal width (DeGroot & Fienberg 1983)."""
    ece: float
    ece_equal_mass: float
    """The same error over ten bins with about as many answers each (Nixon et al. 2019)."""
    brier: float
    """Mean squared distance of confidence from 1 (right) or 0 (wrong) (Brier 1950)."""
    ece_if_perfect: float
    """Mean ECE that a perfectly calibrated system with these confidences would be given."""
    ece_if_perfect_high: float
    """The ECE that such a system would stay below in 95 of 100 test sets."""


@dataclass(frozen=True)
class RiskPoint:
    """What is answered, and how often wrongly, if only confidences from here on are answered."""

    confidence: float
    n: int
    """Number of answers given."""
    coverage: float
    """Their share of all questions."""
    wrong: int
    unsafe: int
    risk: float
    """Share of wrong verdicts among them."""
    risk_high: float
    """One-sided 95 % upper bound of the risk (Clopper & Pearson 1934)."""


def ece(confidences: Sequence[float], right: Sequence[bool]) -> float | None:
    """Expected calibration error (Naeini et al. 2015; Guo et al. 2017); None of no answers.

    Sum over ten bins of equal width of (answers in it / all answers) * |accuracy - mean confidence|.
    Biased upwards for few answers: see ``calibration``.
    """
    if not confidences:
        return None
    given, hits = _arrays(confidences, right)
    return float(_ece(_width_bins(given), given, hits[np.newaxis])[0])


def calibration(confidences: Sequence[float], right: Sequence[bool]) -> Calibration | None:
    """The reliability diagram and its errors; None of no answers.

    With few answers a bin's accuracy is off by chance alone, so ECE is above 0 even for a perfect
    system. How far is found by simulation (consistency resampling, Broecker & Smith 2007): verdicts
    are drawn right with just the stated confidence, ``SIMULATIONS`` times. An ECE below
    ``ece_if_perfect_high`` is no evidence of bad calibration.
    """
    if not confidences:
        return None
    given, hits = _arrays(confidences, right)
    width = _width_bins(given)
    random = np.random.default_rng(_SEED)
    perfect = _ece(width, given, (random.random((SIMULATIONS, given.size)) < given).astype(float))
    return Calibration(
        bins=_bins(width, given, hits),
        ece=float(_ece(width, given, hits[np.newaxis])[0]),
        ece_equal_mass=float(_ece(_mass_bins(given), given, hits[np.newaxis])[0]),
        brier=float(np.mean((given - hits) ** 2)),
        ece_if_perfect=float(perfect.mean()),
        ece_if_perfect_high=float(np.quantile(perfect, LEVEL)),
    )


def risk_coverage(
    confidences: Sequence[float], right: Sequence[bool], unsafe: Sequence[bool]
) -> tuple[RiskPoint, ...]:
    """The risk-coverage curve (El-Yaniv & Wiener 2010), from the highest confidence to the lowest.

    One point for each confidence that occurs: answers of one confidence are given together.
    """
    if not confidences:
        return ()
    given, hits = _arrays(confidences, right)
    order = np.argsort(-given, kind="stable")
    last = np.append(np.flatnonzero(np.diff(given[order])), given.size - 1)
    n = last + 1
    wrong = np.cumsum(1 - hits[order]).astype(np.int64)[last]
    breaches = np.cumsum(np.asarray(unsafe, dtype=np.int64)[order])[last]
    bounds = upper_bound(wrong, n)
    return tuple(
        RiskPoint(
            confidence=float(given[order][at]),
            n=int(n[i]),
            coverage=float(n[i] / given.size),
            wrong=int(wrong[i]),
            unsafe=int(breaches[i]),
            risk=float(wrong[i] / n[i]),
            risk_high=float(bounds[i]),
        )
        for i, at in enumerate(last)
    )


def aurc(confidences: Sequence[float], right: Sequence[bool]) -> float | None:
    """Area under the risk-coverage curve (Geifman, Uziel & El-Yaniv 2019); None of no answers.

    The mean, over i = 1 .. n, of the share of wrong verdicts among the i most confident answers.
    Answers of one confidence stand in random order: their mistakes are spread evenly over them.
    Lower is better; a system whose confidence says nothing has its error rate for AURC.
    """
    if not confidences:
        return None
    given, hits = _arrays(confidences, right)
    _, place, size = np.unique(-given, return_inverse=True, return_counts=True)
    wrong = np.bincount(place, weights=1 - hits)
    spread = np.repeat(wrong / size, size)
    return float(np.mean(np.cumsum(spread) / np.arange(1, given.size + 1)))


def threshold_for_risk(curve: Sequence[RiskPoint], limit: float = MAX_RISK) -> RiskPoint | None:
    """The suggested threshold: the point of most coverage whose ``risk_high`` is within the limit.

    Answering only from its confidence on, the share of wrong verdicts is at most ``limit``, with
    95 % confidence for that point alone; the best of many points is a little too hopeful, so test
    a threshold on questions that it was not chosen on. None: no point keeps the limit, often only
    because there are too few questions (0 wrong of 58 cannot yet show a risk of 0.05; 0 of 59 can).
    """
    kept = [point for point in curve if point.risk_high <= limit]
    return max(kept, key=lambda point: point.coverage, default=None)


def threshold_for_unsafe(curve: Sequence[RiskPoint], limit: int = 0) -> RiskPoint | None:
    """The point of most coverage with at most ``limit`` unsafe answers; None: there is none."""
    kept = [point for point in curve if point.unsafe <= limit]
    return max(kept, key=lambda point: point.coverage, default=None)


def _arrays(confidences: Sequence[float], right: Sequence[bool]) -> tuple[Floats, Floats]:
    return np.asarray(confidences, dtype=np.float64), np.asarray(right, dtype=np.float64)


def _width_bins(given: Floats) -> NDArray[np.int64]:
    """The bin of each confidence, by equal width; (low, high] as in Guo et al."""
    return np.searchsorted(np.arange(1, BINS) / BINS, given, side="left")


def _mass_bins(given: Floats) -> NDArray[np.int64]:
    """The bin of each confidence, by quantiles; equal confidences share a bin."""
    edges = np.quantile(given, np.arange(1, BINS) / BINS)
    return np.searchsorted(edges, given, side="left")


def _ece(bins: NDArray[np.int64], given: Floats, hits: Floats) -> Floats:
    """The error of each row of ``hits``: sum over bins of |right - confidence|, over n."""
    member = np.zeros((given.size, BINS))
    member[np.arange(given.size), bins] = 1.0
    errors: Floats = np.abs(hits @ member - given @ member).sum(axis=1) / given.size
    return errors


def _bins(places: NDArray[np.int64], given: Floats, hits: Floats) -> tuple[Bin, ...]:
    found = []
    for number in range(BINS):
        here = places == number
        n = int(here.sum())
        found.append(
            Bin(
                low=number / BINS,
                high=(number + 1) / BINS,
                n=n,
                confidence=float(given[here].mean()) if n else None,
                accuracy=float(hits[here].mean()) if n else None,
            )
        )
    return tuple(found)
