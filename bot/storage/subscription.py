"""Who wants to hear of changes, and of which topics."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.storage.tables import NewsDelivery, Subscriber


def subscription_of(session: Session, chat_id: int) -> frozenset[str] | None:
    """The topics that a chat wants to hear of, empty for all of them; None when it does not want to."""
    row = session.get(Subscriber, chat_id)
    return None if row is None else frozenset(row.topics)


def subscribe(session: Session, chat_id: int, topics: Collection[str], *, now: float) -> None:
    """Let a chat hear of these topics from now on, or of all of them for none, in place of those before."""
    session.merge(Subscriber(chat_id=chat_id, topics=sorted(topics), at=now))


def unsubscribe(session: Session, chat_id: int) -> None:
    """Let a chat hear of nothing any more, and forget that it ever did."""
    session.execute(delete(Subscriber).where(Subscriber.chat_id == chat_id))
    session.execute(delete(NewsDelivery).where(NewsDelivery.chat_id == chat_id))
