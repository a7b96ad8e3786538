"""Into which folds the examples fall: at random within every family, or by who wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evaluation.errors import EvaluationError
from knowledge.training.samples import stratified

By = Literal["family", "author"]
"""``family``: every family spread evenly. ``author``: all that one author wrote in one fold, so that nothing is
guessed from questions in the same hand.
"""


@dataclass(frozen=True)
class Folds:
    """The fold of every example, and the folds that are guessed; they count from 0."""

    by: By
    number: int
    of: tuple[int, ...]
    asked: tuple[int, ...]
    """Not all of them where a part of a long measurement is made."""

    @property
    def questions(self) -> int:
        """How many examples are guessed."""
        return sum(fold in self.asked for fold in self.of)

    def inside(self, fold: int) -> list[int]:
        """The examples of a fold."""
        return [i for i, other in enumerate(self.of) if other == fold]

    def outside(self, fold: int) -> list[int]:
        """The examples of all other folds: what may be learnt from to guess this one."""
        return [i for i, other in enumerate(self.of) if other != fold]


def make_folds(
    families: Sequence[str],
    authors: Sequence[str],
    by: By = "family",
    number: int = 5,
    only: Sequence[int] = (),
) -> Folds:
    """Deal examples, given by family and author, to folds; the same examples are always dealt alike.

    Args:
        families: the family of each example.
        authors: who wrote it.
        by: what is kept even, or together.
        number: how many folds.
        only: the folds that are guessed; none: all.

    Raises:
        EvaluationError: there are fewer examples (or authors) than folds, or fewer than two folds.
    """
    most = len(families) if by == "family" else len(set(authors))
    if not 2 <= number <= most:
        what = f"{most} examples" if by == "family" else f"The examples of {most} authors"
        advice = f"Give --folds between 2 and {most}." if most >= 2 else "Give --by family."
        raise EvaluationError(f"{what} cannot be split into {number} folds. {advice}")
    of = stratified(families, number) if by == "family" else together(authors, number)
    return Folds(by, number, tuple(of), tuple(sorted(set(only))) or tuple(range(number)))


def together(owners: Sequence[str], folds: int) -> list[int]:
    """The fold of each item: those of one owner in one fold, folds about as large as each other.

    The owner of most comes first, and each goes to what is then the smallest fold (Graham 1969).
    """
    sizes = {owner: owners.count(owner) for owner in sorted(set(owners))}
    filled = [0] * folds
    fold: dict[str, int] = {}
    for owner in sorted(sizes, key=lambda owner: -sizes[owner]):
        fold[owner] = filled.index(min(filled))
        filled[fold[owner]] += sizes[owner]
    return [fold[owner] for owner in owners]
