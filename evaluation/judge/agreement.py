"""How far a judge agrees with labels: accuracy and Cohen's kappa, with their uncertainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.judge.judging import Judgement
from evaluation.metrics.statistics import LEVEL, RESAMPLES, Interval, share_interval

RELIABLE = 0.6
"""Kappa below which a judge is not called reliable: where "substantial" agreement begins (Landis
and Koch, 1977)."""
_SEED = 20_261_122


@dataclass(frozen=True)
class Agreement:
    """A judge beside labels; shares from 0 to 1, intervals of 95 %."""

    n: int
    unjudged: int
    """Labels for which it gave no usable reply: they count as disagreement."""
    accuracy: float
    accuracy_interval: Interval
    kappa: float
    """Agreement beyond chance, at most 1; 0 is what guessing by the same shares reaches."""
    kappa_interval: Interval
    caught: float
    """Of the statements labelled unsupported, the share that it calls unsupported."""
    spared: float
    """Of the statements labelled supported, the share that it calls supported."""

    @property
    def reliable(self) -> bool:
        """Whether figures of this judge may be relied on."""
        return self.kappa >= RELIABLE


def agreement(labels: Sequence[bool], judged: Sequence[Judgement]) -> Agreement:
    """How far judgements agree with labels, pair by pair.

    Raises:
        ValueError: there are no labels of one kind, or not as many judgements.
    """
    if len(labels) != len(judged) or len(set(labels)) < 2:
        raise ValueError("agreement needs a judgement a label, and labels of both kinds")
    right = [label is one for label, one in zip(labels, judged, strict=True)]
    interval = share_interval(right)
    assert interval is not None  # there are labels
    return Agreement(
        n=len(labels),
        unjudged=sum(one is None for one in judged),
        accuracy=sum(right) / len(right),
        accuracy_interval=interval,
        kappa=cohens_kappa(labels, judged),
        kappa_interval=_kappa_interval(labels, judged),
        caught=_share(right, labels, of=False),
        spared=_share(right, labels, of=True),
    )


def _share(right: Sequence[bool], labels: Sequence[bool], *, of: bool) -> float:
    these = [one for one, label in zip(right, labels, strict=True) if label is of]
    return sum(these) / len(these)


def cohens_kappa(first: Sequence[Judgement], second: Sequence[Judgement]) -> float:
    """Cohen's kappa (1960) of two raters: (observed - expected) / (1 - expected) agreement.

    ``None`` is a category of its own. Two raters who both always say the same one thing agree
    wholly: 1.
    """
    n = len(first)
    observed = sum(a is b for a, b in zip(first, second, strict=True)) / n
    expected = sum(
        first.count(category) * second.count(category) for category in (True, False, None)
    ) / (n * n)
    return 1.0 if expected == 1.0 else (observed - expected) / (1 - expected)


def _kappa_interval(labels: Sequence[bool], judged: Sequence[Judgement]) -> Interval:
    """The percentile bootstrap interval of kappa (Efron 1979), labels drawn with their judgements."""
    random = np.random.default_rng(_SEED)
    found = []
    for drawn in random.integers(0, len(labels), (RESAMPLES, len(labels))).tolist():
        found.append(cohens_kappa([labels[i] for i in drawn], [judged[i] for i in drawn]))
    low, high = np.quantile(found, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
