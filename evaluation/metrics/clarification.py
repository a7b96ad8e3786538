"""Whether a question back brings the user on: pure functions."""

from __future__ import annotations

from evaluation.outcome import Outcome
from knowledge.model import Verdict


def option_hit(outcome: Outcome) -> bool | None:
    """Whether an option of the question back is a ruling that the question is labelled with.

    None where nothing was asked back, or the question is not labelled with rulings.
    """
    clarify, rulings = outcome.answer.clarify, outcome.question.rulings
    if clarify is None or not rulings:
        return None
    return any(option.ruling in rulings for option in clarify.options)


def resolved(outcome: Outcome) -> bool | None:
    """Whether some option of the question back leads to an accepted verdict.

    perlu_rincian does not count as accepted here: an option must commit itself. None where nothing
    was asked back, where it is not known what the options lead to, or where only perlu_rincian is
    accepted: such a question does not tell which option its writer would choose.
    """
    wanted = outcome.question.accepted - {Verdict.PERLU_RINCIAN}
    if outcome.answer.clarify is None or not outcome.option_verdicts or not wanted:
        return None
    return not wanted.isdisjoint(outcome.option_verdicts)
