"""What a user is in the middle of in a chat; forgotten with the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.storage.tables import Flow


@dataclass(frozen=True)
class Step:
    """Which flow a user is in, and how far it has come."""

    name: str
    state: dict[str, Any]


def begin(session: Session, chat_id: int, user_id: int, step: Step, *, now: float) -> None:
    """Put a user into a flow, or a step on; it takes the place of any other."""
    session.merge(Flow(chat_id=chat_id, user_id=user_id, name=step.name, state=step.state, at=now))


def current(
    session: Session, chat_id: int, user_id: int, *, now: float, minutes: int
) -> Step | None:
    """The flow that a user is in; None when in none, or when it was left for ``minutes``."""
    row = session.get(Flow, (chat_id, user_id))
    if row is None or row.at <= now - minutes * 60:
        return None
    return Step(row.name, row.state)


def leave(session: Session, chat_id: int, user_id: int, *, name: str | None = None) -> None:
    """End the flow that a user is in, if any; with ``name`` only that one."""
    theirs = delete(Flow).where(Flow.chat_id == chat_id, Flow.user_id == user_id)
    session.execute(theirs if name is None else theirs.where(Flow.name == name))


def erase_old_flows(session: Session, *, now: float, minutes: int) -> None:
    """Erase the flows that nobody went on with for ``minutes``."""
    session.execute(delete(Flow).where(Flow.at <= now - minutes * 60))
