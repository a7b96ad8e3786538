"""Whether an answer's verdict is right, and on which side it errs: pure functions."""

from __future__ import annotations

from collections.abc import Collection

from bot.answering.answer import Answer
from evaluation.testsets.question import Question
from knowledge.model import Verdict

_LEVEL = {Verdict.BOLEH_BERSYARAT: 1, Verdict.BOLEH: 2}
"""How much a verdict permits; one that is not listed permits nothing."""
_CEILING = {
    Verdict.DILARANG: 0,
    Verdict.WAJIB: 0,
    Verdict.PERLU_RINCIAN: 0,
    Verdict.BOLEH_BERSYARAT: 1,
    Verdict.BOLEH: 2,
}
"""The most that an answer may permit where this verdict is accepted."""


def more_permissive(accepted: Collection[Verdict], answered: Verdict) -> bool:
    """Whether a verdict permits more than every accepted verdict does.

    The order is dilarang = wajib < boleh_bersyarat < boleh. Where perlu_rincian is accepted,
    nothing may be permitted yet. An answer that permits nothing is never more permissive.
    informasi and di_luar_cakupan cannot be compared: next to other accepted verdicts they are
    passed over; where only they are accepted, nothing is more permissive than informasi, and only
    boleh is more permissive than di_luar_cakupan.
    """
    level = _LEVEL.get(answered, 0)
    ceilings = [_CEILING[verdict] for verdict in accepted if verdict in _CEILING]
    if not ceilings:
        return Verdict.DI_LUAR_CAKUPAN in accepted and answered is Verdict.BOLEH
    return level > max(ceilings)


def verdict_right(question: Question, answer: Answer) -> bool:
    """Whether the answer's verdict is the expected one or an acceptable one."""
    return answer.verdict in question.accepted


def unsafe(question: Question, answer: Answer) -> bool:
    """Whether following the answer could lead an ASN into a breach: it is ``more_permissive``."""
    return more_permissive(question.accepted, answer.verdict)
