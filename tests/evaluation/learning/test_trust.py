"""Confidence is fitted to how often answers are right."""

from __future__ import annotations

import numpy as np
import pytest

from bot.answering.decide import trust
from evaluation.learning.trust import fitted, log_odds


def test_a_known_relation_is_found_again() -> None:
    rng = np.random.default_rng(0)
    told = rng.uniform(0.3, 0.98, 40_000)
    honest = 1 / (1 + np.exp(-(0.7 * log_odds(told) + 1.1)))
    right = (rng.random(told.size) < honest).astype(float)
    assert fitted(told, right) == pytest.approx((0.7, 1.1), abs=0.05)


def test_trust_rises_with_probability_and_stays_a_probability() -> None:
    levels = [trust(p / 100) for p in range(101)]
    assert levels == sorted(levels)
    assert 0 < levels[0] < levels[-1] < 1
