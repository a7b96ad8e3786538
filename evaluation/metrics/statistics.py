"""Intervals and tests for figures over test sets: pure functions of numbers.

Random numbers come from a fixed seed, so that the same answers always give the same interval.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, betaincinv, ndtri

Interval = tuple[float, float]
"""The lower and the upper end."""

LEVEL = 0.95
RESAMPLES = 2_000
_SEED = 20_261_122
_AT_ONCE = 2_000_000
"""Numbers drawn at once: bounds memory for large sets."""

Floats = NDArray[np.float64]


def bootstrap(
    values: Sequence[float], clusters: Sequence[Hashable] | None = None, level: float = LEVEL
) -> Interval | None:
    """The percentile bootstrap interval of the mean (Efron 1979; Efron & Tibshirani 1993, ch. 13).

    ``RESAMPLES`` times as many values as there are get drawn with replacement; the interval leaves
    out the lowest and the highest ``(1 - level) / 2`` of their means. Values that all agree give an
    interval without width, however few they are: for shares see ``share_interval``.

    Args:
        values: one number a question; True and False count as 1 and 0.
        clusters: what each value belongs to. Values of one cluster are not independent (one
            question under several perturbations) and are drawn together. None: all independent.
        level: the share of the sampling distribution that the interval covers.

    Returns:
        The interval, or None of no values.
    """
    numbers = np.asarray(values, dtype=np.float64)
    if not numbers.size:
        return None
    sizes = np.ones_like(numbers)
    if clusters is not None:
        order: dict[Hashable, int] = {}
        places = [order.setdefault(cluster, len(order)) for cluster in clusters]
        sizes, numbers = (
            np.asarray(np.bincount(places, weights=each), dtype=np.float64)
            for each in (sizes, numbers)
        )
    return _ends(_resampled_means(numbers, sizes), level)


def share_interval(
    values: Sequence[bool], clusters: Sequence[Hashable] | None = None
) -> Interval | None:
    """The 95 % interval of a share of right answers: ``bootstrap``, where the answers differ.

    Where all agree the bootstrap has no width and would call 3 of 3 certain: then ``wilson`` over
    as many answers as are independent. None of no values.
    """
    if 0 < sum(values) < len(values):
        return bootstrap(values, clusters)
    n = len(values) if clusters is None else len(set(clusters))
    return wilson(n if all(values) else 0, n)


def paired_interval(a: Sequence[float], b: Sequence[float], level: float = LEVEL) -> Interval:
    """The bootstrap interval of mean(b) - mean(a), where ``a[i]`` and ``b[i]`` answer one question.

    Questions are resampled with both their values (Efron & Tibshirani 1993), so that what makes a
    question hard for both cancels out. Zero within the interval: no difference is shown.

    Raises:
        ValueError: there are no pairs, or one side has more values.
    """
    first, second = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if not first.size or first.shape != second.shape:
        raise ValueError("a paired comparison needs as many values on both sides, and at least one")
    differences = second - first
    return _ends(_resampled_means(differences, np.ones_like(differences)), level)


def wilson(right: int, n: int, level: float = LEVEL) -> Interval | None:
    """The score interval of a share (Wilson 1927); None where ``n`` is 0.

    Holds its level for few questions and at 0 and n of n, where the bootstrap has no width:
    0 of 100 is 0 to 0.037.
    """
    if not n:
        return None
    z = float(ndtri(0.5 + level / 2))
    share = right / n
    middle = share + z * z / (2 * n)
    half = z * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    scale = 1 + z * z / n
    low, high = (middle - half) / scale, (middle + half) / scale
    return (0.0 if right == 0 else low, 1.0 if right == n else high)


def upper_bound(wrong: NDArray[np.int64], n: NDArray[np.int64], level: float = LEVEL) -> Floats:
    """The exact one-sided upper bound of shares (Clopper & Pearson 1934), each ``n`` above 0."""
    bounded = np.minimum(wrong, n - 1)  # n of n has the bound 1, no quantile of a beta
    bound: Floats = betaincinv(bounded + 1, n - bounded, level)
    return np.where(wrong >= n, 1.0, bound)


def mcnemar(only_a: int, only_b: int) -> float:
    """The exact two-sided p-value of McNemar's test (McNemar 1947, binomial form).

    Of the questions that A and B answer differently well, ``only_a`` are right with A alone and
    ``only_b`` with B alone; if neither is better, each such question falls to either side like a
    coin. Questions that both have right, or both wrong, say nothing.
    """
    flips = only_a + only_b
    return min(1.0, 2 * float(bdtr(min(only_a, only_b), flips, 0.5))) if flips else 1.0


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """P-values adjusted for the number of comparisons made (Holm 1979), in the order given.

    Comparing at 0.05 each adjusted value keeps the chance of any false alarm among them at 0.05.
    """
    adjusted: dict[str, float] = {}
    highest = 0.0
    for place, name in enumerate(sorted(p_values, key=lambda name: p_values[name])):
        highest = max(highest, min(1.0, (len(p_values) - place) * p_values[name]))
        adjusted[name] = highest
    return {name: adjusted[name] for name in p_values}


def _resampled_means(sums: Floats, sizes: Floats) -> Floats:
    """The mean over each resample of clusters, given the sum and the size of each."""
    random = np.random.default_rng(_SEED)
    step = max(1, _AT_ONCE // len(sums))
    means = []
    for start in range(0, RESAMPLES, step):
        drawn = random.integers(0, len(sums), (min(step, RESAMPLES - start), len(sums)))
        means.append(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1))
    return np.concatenate(means)


def _ends(means: Floats, level: float) -> Interval:
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
