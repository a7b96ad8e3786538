"""Fit the confidence of answers to how often they are right: ``python -m evaluation.learning.trust RUN``.

Platt scaling (Platt 1999) with slope and shift on the log-odds, by least log loss over the answers of
a stored run. What it prints goes into ``bot/answering/decide.py`` as ``TRUST``; fit it on questions that
are not held back.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.answering.decide import TRUST
from evaluation.errors import EvaluationError
from evaluation.metrics.verdicts import verdict_right
from evaluation.outcome import Outcome
from evaluation.runs.store import load_run
from knowledge.settings import load_settings

Floats = NDArray[np.float64]


def fitted(confidence: Floats, right: Floats) -> tuple[float, float]:
    """Slope and shift with the least log loss, from the log-odds of confidence to being right."""
    odds = log_odds(confidence)

    def loss(parameters: Floats) -> float:
        signed = (1 - 2 * right) * (parameters[0] * odds + parameters[1])
        return float(np.logaddexp(0, signed).mean())

    found = minimize(loss, np.array([1.0, 0.0]))
    return float(found.x[0]), float(found.x[1])


def log_odds(confidence: Floats) -> Floats:
    """The log-odds of probabilities, those of 0 and 1 kept finite."""
    held = np.clip(confidence, 0.001, 0.999)
    return np.asarray(np.log(held / (1 - held)))


def decided(outcome: Outcome) -> bool:
    """Whether the answer's confidence comes from the decision: not of a look-up, not of parts."""
    return outcome.answer.ruling is not None and not outcome.question.held_back


def main(run: str) -> None:
    """Print slope and shift as they would have to be for the answers of a run."""
    outcomes = [
        outcome
        for found in load_run(load_settings(), run).outcomes.values()
        for outcome in found
        if decided(outcome)
    ]
    if not outcomes:
        raise EvaluationError("The run has no decided answers. Run dev and proyek:kembang first.")
    told = np.array([outcome.answer.confidence for outcome in outcomes])
    right = np.array([float(verdict_right(o.question, o.answer)) for o in outcomes])
    raw_odds = (log_odds(told) - TRUST[1]) / TRUST[0]
    slope, shift = fitted(1 / (1 + np.exp(-raw_odds)), right)
    print(f"{len(outcomes)} answers, {right.mean():.3f} right; TRUST = ({slope:.2f}, {shift:.2f})")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "latest")
