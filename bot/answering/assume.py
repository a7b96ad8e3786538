"""The status that an asker has told once and for all counts wherever the question does not tell another.

A question is decided three ways at most: without the status; with it among the facts; and, where the outcome
allows something, read with the status said in words. So an assumed status never allows more than the same
question with the status in it would, and the answer says so exactly when the status changed it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answering.answer import Turn
from bot.answering.conversation import asker_of
from bot.answering.decide import (
    PERMISSIVENESS,
    Decision,
    decide,
    decide_on,
    is_more_permissive,
    settle,
)
from bot.answering.understand import Understood, with_words
from bot.answering.wording import AssumedWords
from knowledge.cues import read_facts
from knowledge.edition import Edition
from knowledge.model import FACT_VALUES, Facts, QuestionClass, Ruling
from knowledge.settings import Settings

_STATUS = "status"
_ASN = frozenset({"pns", "pppk", "cpns", "pejabat"})
_ANY_ASN = re.compile(r"\basn\b")
"""Names civil servants of all kinds; the cues read it as the commonest of them."""
_GENERIC = "pns"


@dataclass(frozen=True)
class Deciding:
    """Decides the questions of one asker."""

    edition: Edition
    settings: Settings
    words: AssumedWords
    status: str | None = None
    """What the asker has told to be; None when nothing is assumed."""

    def question(self, understood: Understood) -> tuple[Decision, Understood]:
        """The decision on a question, with what was taken for granted to come to it."""
        held = self._held(understood)
        if held is understood:
            return decide(self.edition, understood, self.settings), understood
        knowledge = self.edition.knowledge
        reading = self.edition.classifier.read(understood.seen)
        plain = decide_on(reading, knowledge, understood, self.settings)
        decision = decide_on(reading, knowledge, held, self.settings)
        outside = self._outside and plain.verdict in PERMISSIVENESS
        if outside or PERMISSIVENESS.get(decision.verdict, 0) > 0:
            first, last = self._in_words(held)
            if outside and first.verdict is last.verdict:
                decision = first
            for worded in (first, last):
                if is_more_permissive(decision.verdict, worded.verdict):
                    decision = worded
        return decision, replace(held, turned=_outcome(decision) != _outcome(plain))

    def chosen(
        self, target: Ruling | QuestionClass, understood: Understood
    ) -> tuple[Decision, Understood]:
        """The decision once its ruling was chosen with a button."""
        held, knowledge = self._held(understood), self.edition.knowledge
        decision = settle(knowledge, target, target.verdict, held, 1.0)
        plain = settle(knowledge, target, target.verdict, understood, 1.0)
        return decision, replace(held, turned=_outcome(decision) != _outcome(plain))

    def _in_words(self, held: Understood) -> tuple[Decision, ...]:
        """The decisions on the question with its status said in words, before it and after it."""
        statement = self.words.says[held.assumed[_STATUS]]
        return tuple(
            decide(self.edition, worded, self.settings)
            for worded in with_words(self.edition, held, statement)
        )

    @property
    def _outside(self) -> bool:
        """Whether what forbids or allows something to civil servants does not fit the asker.

        Then the words decide, where both ways of saying them agree: facts alone cannot tell that
        a pensioner may what a civil servant may not.
        """
        return self.status not in _ASN and self.status not in self.edition.knowledge.statuses

    def _held(self, understood: Understood) -> Understood:
        """The question with the status taken for granted; the same one when it tells a status itself."""
        stated = understood.facts.get(_STATUS)
        if self.status is None or (stated is not None and not self._leaves_open(understood)):
            return understood
        assumed: Facts = {_STATUS: self.status}
        return replace(understood, facts={**understood.facts, **assumed}, assumed=assumed)

    def _leaves_open(self, understood: Understood) -> bool:
        """Whether a question says no more of the status than "ASN", to an asker who is one."""
        if understood.facts.get(_STATUS) != _GENERIC or self.status not in _ASN:
            return False
        rest, found = _ANY_ASN.subn(" ", understood.seen.text)
        return bool(found) and _STATUS not in read_facts(self.edition.knowledge.cues, rest)


def assumed_status(edition: Edition, assumed: Facts | None, history: Sequence[Turn]) -> str | None:
    """The status to assume; None when there is none, or the asker has told one in the conversation.

    Whatever else an asker might be known for belongs to single questions, and is not assumed.
    """
    status = (assumed or {}).get(_STATUS)
    if status not in FACT_VALUES[_STATUS]:
        return None
    earlier = [edition.reader.text(turn.text) for turn in history if turn.role == "user"]
    return None if asker_of(edition.knowledge.cues, earlier) else status


def _outcome(decision: Decision) -> tuple[object, ...]:
    """What of a decision the asker sees."""
    return (
        decision.verdict,
        decision.target.id if decision.target else None,
        decision.branch.id if decision.branch else None,
        decision.status.id if decision.status else None,
        decision.rivals,
    )
