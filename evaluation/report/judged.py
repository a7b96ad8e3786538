"""The answers of a run, each with its set and its scores: what every part of a report is made from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from evaluation.metrics import abstention
from evaluation.metrics.scores import Score, score
from evaluation.outcome import Outcome
from evaluation.runs.record import Run
from evaluation.testsets.named import SERANGAN, base_and_kind
from knowledge.model import Verdict


@dataclass(frozen=True)
class Judged:
    """One answer of a run."""

    set: str
    outcome: Outcome
    score: Score

    @property
    def faulty(self) -> bool:
        """Whether a developer should read it: wrong, miscited, incomplete or led astray."""
        return not self.score.handled or self.score.citation_hit is False or self.lacks_points

    @property
    def lacks_points(self) -> bool:
        """Whether a must-mention point is not told."""
        return self.score.mentioned < self.score.points

    @property
    def listed(self) -> bool:
        """Whether reports list it: never a question that is held back, and of perturbed sets only
        what is faulty, as the rest stands under the original.
        """
        if self.outcome.question.held_back:
            return False
        return self.faulty or not is_perturbed(self.set)


def judged(run: Run) -> tuple[Judged, ...]:
    """All answers of a run with their scores, set after set."""
    return tuple(
        Judged(name, outcome, score(outcome))
        for name, outcomes in run.outcomes.items()
        for outcome in outcomes
    )


def is_perturbed(name: str) -> bool:
    """Whether a set is a perturbation of another."""
    return bool(base_and_kind(name)[1])


def is_attack(name: str) -> bool:
    """Whether a set is the attack suite or a part of it, by name or as a file."""
    base, kind = base_and_kind(name)
    return not kind and PurePath(re.split("[:#]", base)[0]).stem == SERANGAN


def is_plain(name: str) -> bool:
    """Whether a set holds questions as people ask them, neither perturbed nor attacks."""
    return not is_perturbed(name) and not is_attack(name)


def main_part(answers: Sequence[Judged]) -> tuple[Judged, ...]:
    """The answers that the main figures are over: those of plain sets; without such, all."""
    return tuple(one for one in answers if is_plain(one.set)) or tuple(answers)


def outcomes_of(answers: Iterable[Judged]) -> list[Outcome]:
    """The outcomes alone."""
    return [one.outcome for one in answers]


Values = Sequence[float | None]


def per_question(answers: Sequence[Judged]) -> Mapping[str, Values]:
    """For each figure that is a mean over questions, what each answer adds to it.

    None where the figure does not apply to the question. Booleans stay booleans.
    """
    outside, vague = Verdict.DI_LUAR_CAKUPAN, Verdict.PERLU_RINCIAN
    both = [(one.outcome.question, one.outcome.answer) for one in answers]
    scores = [one.score for one in answers]
    return {
        "verdict_accuracy": [s.right for s in scores],
        "unsafe_rate": [s.unsafe for s in scores],
        "over_strict_rate": [s.over_strict for s in scores],
        "handled": [s.handled for s in scores],
        "citation_hit": [s.citation_hit for s in scores],
        "citation_recall": [s.citation_recall for s in scores],
        "citation_precision": [s.citation_precision for s in scores],
        "citation_recall_finest": [s.citation_recall_finest for s in scores],
        "citation_precision_finest": [s.citation_precision_finest for s in scores],
        "out_of_scope_recall": [abstention.recalled(q, a, outside) for q, a in both],
        "out_of_scope_precision": [abstention.precise(q, a, outside) for q, a in both],
        "abstention_rate": [a.verdict is vague for _, a in both],
        "abstention_recall": [abstention.recalled(q, a, vague) for q, a in both],
        "abstention_precision": [abstention.precise(q, a, vague) for q, a in both],
        "clarify_option_hit": [s.option_hit for s in scores],
        "clarify_resolved": [s.resolved for s in scores],
    }
