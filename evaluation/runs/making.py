"""Asking a system every question of the sets of a run, and keeping each answer at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluation.asking import ask
from evaluation.outcome import Outcome
from evaluation.runs.recording import Recording
from evaluation.systems.embedders import Watcher, unwatched
from evaluation.systems.system import System
from evaluation.testsets.question import QuestionSet


async def answer_sets(
    system: System,
    testsets: Sequence[QuestionSet],
    made: Recording,
    progress: Watcher = unwatched,
) -> Mapping[str, tuple[Outcome, ...]]:
    """The outcomes by set; only what the run does not have yet is asked.

    ``progress`` is called with the set's name, and how many of all questions are answered.

    Raises:
        EvaluationError: the system failed at a question, or an answer cannot be kept; what was
            answered before is kept.
    """
    total = sum(len(testset.questions) for testset in testsets)
    count = 0
    found = {}
    for testset in testsets:
        kept = {outcome.question.id: outcome for outcome in made.done.get(testset.name, ())}
        outcomes = []
        for question in testset.questions:
            outcome = kept.get(question.id)
            if outcome is None:
                outcome = await ask(system, question)
                made.add(testset.name, outcome)
            outcomes.append(outcome)
            count += 1
            progress(testset.name, count, total)
        found[testset.name] = tuple(outcomes)
    return found
