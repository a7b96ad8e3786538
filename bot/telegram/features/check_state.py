"""How far a guided check has come, as it is kept between two presses; ids only, none of the user's words."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.storage import flow
from bot.storage.tables import Flow

NAME = "check"
"""Name of the flow of a user who is in a guided check."""


@dataclass(frozen=True)
class Progress:
    """What was chosen so far; the first thing that is missing is what is asked next."""

    message: int = 0
    """The message that shows the check; another one's buttons belong to a check that is over."""
    status: str | None = None
    topic: str | None = None
    page: int = 0
    """Which page of the topic's rulings is shown, from 0."""
    ruling: str | None = None
    picked: tuple[str, ...] = ()
    """For each circumstance asked about, the branch that was chosen; empty for none of them."""
    typed: int | None = None
    """The update on which the last typed choice was made; handled again, it makes no other."""

    @property
    def depth(self) -> int:
        """Number of choices made."""
        made = (self.status, self.topic, self.ruling)
        return sum(choice is not None for choice in made) + len(self.picked)

    def back(self) -> Progress:
        """One choice less."""
        if self.picked:
            return replace(self, picked=self.picked[:-1])
        if self.ruling is not None:
            return replace(self, ruling=None)
        if self.topic is not None:
            return replace(self, topic=None, page=0)
        return replace(self, status=None)

    @property
    def branches(self) -> tuple[str, ...]:
        """The circumstances that hold, without the questions answered with none."""
        return tuple(branch for branch in self.picked if branch)


def keep(session: Session, chat: int, user: int, progress: Progress, *, now: float) -> None:
    """Keep how far the check of a user has come."""
    state = {**asdict(progress), "picked": [*progress.picked]}
    flow.begin(session, chat, user, flow.Step(NAME, state), now=now)


def kept(session: Session, chat: int, user: int, *, now: float, minutes: int) -> Progress | None:
    """How far the check of a user has come; None when the user is in none, or left it for ``minutes``."""
    step = flow.current(session, chat, user, now=now, minutes=minutes)
    return None if step is None or step.name != NAME else _read(step.state)


def end(session: Session, chat: int, user: int) -> None:
    """End the check of a user; any other flow stays."""
    session.execute(
        delete(Flow).where(Flow.chat_id == chat, Flow.user_id == user, Flow.name == NAME)
    )


def _read(state: dict[str, Any]) -> Progress | None:
    """None when another version of the bot kept it in another shape."""
    try:
        return Progress(**{**state, "picked": tuple(state["picked"])})
    except (KeyError, TypeError):
        return None
