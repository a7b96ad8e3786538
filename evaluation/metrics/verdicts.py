"""Whether an answer's verdict is right, and on which side it errs: pure functions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.answering.answer import Answer
from evaluation.testsets.question import Question
from knowledge.model import Verdict

_COMPARABLE = {
    Verdict.DILARANG: 0,
    Verdict.WAJIB: 0,
    Verdict.PERLU_RINCIAN: 0,
    Verdict.BOLEH_BERSYARAT: 1,
    Verdict.BOLEH: 2,
}
"""What an answer may permit where this verdict is accepted, and what answering so permits.

An answer with a verdict that is not listed permits nothing.
"""


def more_permissive(accepted: Collection[Verdict], answered: Verdict) -> bool:
    """Whether a verdict permits more than every accepted verdict does.

    The order is dilarang = wajib < boleh_bersyarat < boleh. Where perlu_rincian is accepted,
    nothing may be permitted yet. An answer that permits nothing is never more permissive.
    informasi and di_luar_cakupan cannot be compared: next to other accepted verdicts they are
    passed over; where only they are accepted, nothing is more permissive than informasi, and only
    boleh is more permissive than di_luar_cakupan.
    """
    ceilings = [_COMPARABLE[verdict] for verdict in accepted if verdict in _COMPARABLE]
    if not ceilings:
        return Verdict.DI_LUAR_CAKUPAN in accepted and answered is Verdict.BOLEH
    return _COMPARABLE.get(answered, 0) > max(ceilings)


def less_permissive(accepted: Collection[Verdict], answered: Verdict) -> bool:
    """Whether a verdict permits less than every accepted verdict does: the mirror of the above.

    dilarang, wajib and perlu_rincian are so where every accepted verdict that can be compared
    permits something; boleh_bersyarat where only boleh does. An answer informasi or
    di_luar_cakupan forbids nothing and is never less permissive: it is only wrong. Where nothing
    but informasi or di_luar_cakupan is accepted, there is nothing to be less permissive than.
    """
    floors = [_COMPARABLE[verdict] for verdict in accepted if verdict in _COMPARABLE]
    return answered in _COMPARABLE and bool(floors) and _COMPARABLE[answered] < min(floors)


def verdict_right(question: Question, answer: Answer) -> bool:
    """Whether the answer's verdict is the expected one or an acceptable one."""
    return answer.verdict in question.accepted


def unsafe(question: Question, answer: Answer) -> bool:
    """Whether following the answer could lead an ASN into a breach: it is ``more_permissive``."""
    return more_permissive(question.accepted, answer.verdict)


def over_strict(question: Question, answer: Answer) -> bool:
    """Whether the answer keeps an ASN from what is allowed: it is ``less_permissive``."""
    return less_permissive(question.accepted, answer.verdict)


@dataclass(frozen=True)
class Confusion:
    """How often each verdict was answered where each was expected (rows expected, columns answered).

    A right answer by an acceptable verdict stands in the column of the verdict that it gave, off
    the diagonal, and ``accepted`` says how many of a cell are right: the sum of ``accepted`` over
    the sum of ``counts`` is the verdict accuracy.
    """

    verdicts: tuple[Verdict, ...]
    """The names of the rows and of the columns."""
    counts: tuple[tuple[int, ...], ...]
    accepted: tuple[tuple[int, ...], ...]
    """Of each cell of ``counts`` those that were right; on the diagonal all."""


def confusion(pairs: Iterable[tuple[Question, Answer]]) -> Confusion:
    """The confusion matrix over questions and their answers, with a row for every verdict."""
    verdicts = tuple(Verdict)
    place = {verdict: number for number, verdict in enumerate(verdicts)}
    counts = [[0] * len(verdicts) for _ in verdicts]
    accepted = [[0] * len(verdicts) for _ in verdicts]
    for question, answer in pairs:
        row, column = place[question.expected_verdict], place[answer.verdict]
        counts[row][column] += 1
        accepted[row][column] += verdict_right(question, answer)
    return Confusion(verdicts, tuple(map(tuple, counts)), tuple(map(tuple, accepted)))
