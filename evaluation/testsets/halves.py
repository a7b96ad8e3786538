"""Dividing a set into the half that developers may read and the half that is held back."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from evaluation.errors import EvaluationError
from evaluation.testsets.likeness import alike_within
from evaluation.testsets.question import Question

GROUPINGS: dict[str, Callable[[Question], str]] = {
    "verdict": lambda q: q.expected_verdict.value,
    "category": lambda q: q.category,
    "style": lambda q: q.style,
}
"""What a split can be stratified by."""


def divide(
    questions: Sequence[Question],
    share: float,
    seed: int,
    by: Sequence[str],
    lexicon: Mapping[str, str],
) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """Divide at random, stratified: each stratum and the whole have ``share`` to within one question.

    Near-duplicates go to the same side (the share then holds but for them): else the half held back
    would be read in the other one. The same questions and seed give the same halves in any order.

    Args:
        questions: the set.
        share: of the questions for developers, above 0 and below 1.
        seed: of the chance.
        by: names in ``GROUPINGS``; strata are their combinations.
        lexicon: typed form -> standard words.

    Returns:
        The questions of the splits ``kembang`` and ``uji``, in their order, so marked.

    Raises:
        EvaluationError: the share is out of range, a grouping is unknown, or a half would be empty.
    """
    if not 0 < share < 1:
        raise EvaluationError("--share must lie above 0 and below 1, such as 0.5.")
    if unknown := [name for name in by if name not in GROUPINGS]:
        raise EvaluationError(f"{unknown[0]!r} is no grouping. Use {', '.join(GROUPINGS)}.")
    strata: dict[tuple[str, ...], list[Question]] = defaultdict(list)
    for question in sorted(questions, key=lambda q: q.id):
        strata[tuple(GROUPINGS[name](question) for name in by)].append(question)
    chance = random.Random(seed)  # noqa: S311  a draw of questions, no secret
    taken: set[str] = set()
    owed = chance.random()  # where the first one falls is chance as well
    for stratum in sorted(strata):
        members = strata[stratum]
        chance.shuffle(members)
        for question in members:
            owed += share
            if owed >= 1:
                owed -= 1
                taken.add(question.id)
    for alike in alike_within([q.question for q in questions], lexicon):
        later, first = questions[alike.question].id, questions[alike.other].id
        (taken.add if first in taken else taken.discard)(later)
    first_half = tuple(
        q.model_copy(update={"split": "kembang"}) for q in questions if q.id in taken
    )
    second_half = tuple(
        q.model_copy(update={"split": "uji"}) for q in questions if q.id not in taken
    )
    if not first_half or not second_half:
        raise EvaluationError("One half would be empty. Use another share, or a larger set.")
    return first_half, second_half
