"""What users think of an answer: one vote a user, changeable, without any words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import StringConstraints, model_validator
from sqlalchemy.orm import Session

from bot.judgement import Judgement
from bot.storage import feedback as stored
from bot.storage.shown import Shown
from bot.telegram import keyboards
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature, Plan
from bot.telegram.known import below_answer
from bot.telegram.press import Press
from bot.telegram.reply import Reply
from bot.texts import CheckedTexts, load_texts

_Toast = Annotated[str, StringConstraints(min_length=1, max_length=200)]
_OLD_VOTE = 0
"""Number of the button "Kurang" of earlier versions, which still stands below their answers."""


class FeedbackTexts(CheckedTexts):
    """Short notes on a vote."""

    thanks: dict[Judgement, _Toast]
    noted: _Toast
    """Thanks that ask for nothing more."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if missing := sorted(set(Judgement) - set(self.thanks)):
            raise ValueError(f"thanks lacks {', '.join(missing)}")
        return self


def feature(dialogue: Dialogue) -> Feature:
    """The votes below an answer."""
    feedback = _Feedback(dialogue, load_texts("feedback.yaml", FeedbackTexts))
    return Feature(presses={keyboards.VOTE: below_answer(dialogue, feedback.vote)})


def marking(
    dialogue: Dialogue, reply: Reply, token: str, judgement: Judgement | None, *, offer: bool
) -> Callable[[], Awaitable[None]] | None:
    """What puts the vote and the offer of a comment below the answer; None when they stand there already."""
    below = reply.occasion.below
    if below is None or below.reply_markup is None:
        return None
    markup = keyboards.mark_vote(
        below.reply_markup, token, dialogue.messages, judgement=judgement, offer=offer
    )
    if markup == below.reply_markup:
        return None
    return lambda: dialogue.sender.change_buttons(reply.chat, below.message_id, markup)


def invites_comment(judgement: Judgement, *, commented: bool) -> bool:
    """Whether a comment is offered below an answer: on a complaint, once."""
    return judgement is not Judgement.USEFUL and not commented


@dataclass(frozen=True)
class _Feedback:
    dialogue: Dialogue
    texts: FeedbackTexts

    async def vote(self, reply: Reply, press: Press, shown: Shown) -> Plan:
        """Record a vote, mark its button, and offer a comment where it is a complaint."""
        judgement = (
            Judgement.UNCLEAR if press.number == _OLD_VOTE else keyboards.VOTES.get(press.number)
        )
        if judgement is None:
            return Plan(self.dialogue.messages.toasts.expired)
        occasion, now = reply.occasion, self.dialogue.clock()

        def record(session: Session) -> bool:
            stored.vote(session, press.key, occasion.user, shown, judgement=judgement, now=now)
            return stored.comment_on(session, reply.chat, press.key) is not None

        commented = await self.dialogue.store.run(record)
        if not occasion.private:
            # Others see the same buttons, and nobody can agree to the keeping of another's words.
            return Plan(self.texts.noted)
        offer = invites_comment(judgement, commented=commented)
        return Plan(
            self.texts.noted if commented else self.texts.thanks[judgement],
            marking(self.dialogue, reply, press.key, judgement, offer=offer),
        )
