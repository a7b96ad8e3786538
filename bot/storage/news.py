"""News of published editions on their way to subscribers: each told once at most, also across a restart.

A publish leaves a `News`; when its time has come it is planned, a `NewsDelivery` for each subscriber whom it concerns.
A delivery is noted as under way before its message is sent, and as sent afterwards. One that was under way when the
bot was killed may have arrived: it is not sent again.

A chat is sent at most one notice an hour, with all that waits for it by then: so editions that follow each other
closely are told together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.storage.subscription import subscription_of
from bot.storage.tables import News, NewsDelivery, Subscriber

APART = 3600.0
"""Seconds between two notices to one chat."""
ATTEMPTS = 6
"""How often a notice is tried that does not get through."""
_DAYS = 90
"""Days that news are remembered for; longer than a publish is looked back at."""


class State(StrEnum):
    """What has become of news, or of one delivery."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"
    """Gone back from, before all was sent."""
    NOTHING = "nothing"
    """A publish that changed nothing for users."""
    UNDER_WAY = "under_way"
    LOST = "lost"
    """Under way when the bot was killed, or its receipt lost: it may have arrived."""
    FAILED = "failed"


class Change(StrEnum):
    """What became of a ruling, from what concerns users most to what concerns them least."""

    NEW = "new"
    EDITED = "edited"
    BASIS = "basis"
    """The provisions that it rests on have changed."""
    REMOVED = "removed"
    QUOTED = "quoted"
    """Official text has taken the place of our digest of what it rests on; the law is the same."""


class RulingChange(BaseModel):
    """A ruling that a user may have asked about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    topic: str
    change: Change


class RegulationChange(BaseModel):
    """A regulation with another standing than before."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    label: str
    """``PP 94/2021``."""
    status: str
    """As `knowledge.model.RegulationStatus`."""
    topics: tuple[str, ...]
    """Those of the rulings that rest on it."""


class Changes(BaseModel):
    """What an edition changed for users."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rulings: tuple[RulingChange, ...] = ()
    regulations: tuple[RegulationChange, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.rulings or self.regulations)

    def about(self, topics: Collection[str]) -> Changes:
        """Those that concern topics; all of them for none."""
        if not topics:
            return self
        return Changes(
            rulings=tuple(ruling for ruling in self.rulings if ruling.topic in topics),
            regulations=tuple(one for one in self.regulations if {*one.topics} & {*topics}),
        )

    def followed_by(self, later: Changes) -> Changes:
        """These and later ones as one; of what changed twice, the later change."""
        rulings = {one.id: one for one in self.rulings} | {one.id: one for one in later.rulings}
        regulations = {one.id: one for one in (*self.regulations, *later.regulations)}
        return Changes(rulings=tuple(rulings.values()), regulations=tuple(regulations.values()))


@dataclass(frozen=True)
class Notice:
    """What one chat is to be told now."""

    chat: int
    editions: tuple[str, ...]
    """The earliest first."""
    changes: Changes


def news_known(session: Session) -> Mapping[str, State]:
    """All editions that there are, or were, news of."""
    rows = session.execute(select(News.edition, News.state))
    return {edition: State(state) for edition, state in rows}


def add_news(
    session: Session, edition: str, previous: str, changes: Changes, *, due: float
) -> None:
    """Keep what an edition changed, to be told from ``due`` on; without any change, that there is nothing to tell."""
    if session.get(News, edition) is None:
        session.add(
            News(
                edition=edition,
                previous=previous,
                changes=changes.model_dump(mode="json"),
                at=due,
                state=State.WAITING if changes else State.NOTHING,
            )
        )


def cancel_news(session: Session, editions: Collection[str]) -> None:
    """Tell nobody any more of these editions, as far as they have not been told."""
    session.execute(
        update(News)
        .where(News.edition.in_(editions), News.state.in_((State.WAITING, State.SENDING)))
        .values(state=State.CANCELLED)
    )
    session.execute(
        delete(NewsDelivery).where(
            NewsDelivery.edition.in_(editions), NewsDelivery.state == State.WAITING
        )
    )


def lose_under_way(session: Session) -> None:
    """Give up what an earlier run of the bot was just sending; to be done at the start."""
    session.execute(
        update(NewsDelivery).where(NewsDelivery.state == State.UNDER_WAY).values(state=State.LOST)
    )


def plan(session: Session, *, now: float) -> None:
    """Plan the deliveries of news whose time has come."""
    waiting = select(News).where(News.state == State.WAITING, News.at <= now).order_by(News.at)
    for news in session.scalars(waiting).all():
        changes = Changes.model_validate(news.changes)
        for subscriber in session.scalars(select(Subscriber)).all():
            if changes.about(subscriber.topics):
                session.add(
                    NewsDelivery(
                        edition=news.edition,
                        chat_id=subscriber.chat_id,
                        state=State.WAITING,
                        attempts=0,
                        at=now,
                    )
                )
        news.state = State.SENDING


def take_next(session: Session, *, now: float) -> Notice | None:
    """The next notice, noted as under way; None when nothing is to be sent now."""
    while (chat := _next_chat(session, now)) is not None:
        latest = session.scalar(
            select(func.max(NewsDelivery.at)).where(
                NewsDelivery.chat_id == chat,
                NewsDelivery.state.in_((State.SENT, State.LOST)),
                NewsDelivery.at > now - APART,
            )
        )
        waiting = _waiting(session, chat)
        if latest is not None:
            for row, _ in waiting:
                row.at = latest + APART
            session.flush()
            continue
        topics = subscription_of(session, chat)
        changes = Changes()
        for _, news in waiting:
            changes = changes.followed_by(Changes.model_validate(news.changes))
        wanted = changes.about(topics) if topics is not None else Changes()
        if not wanted:  # no subscriber any more, or of other topics
            for row, _ in waiting:
                session.delete(row)
            session.flush()
            continue
        for row, _ in waiting:
            row.state, row.at = State.UNDER_WAY, now
            row.attempts += 1
        return Notice(chat, tuple(row.edition for row, _ in waiting), wanted)
    _finish(session)
    return None


def _next_chat(session: Session, now: float) -> int | None:
    return session.scalar(
        select(NewsDelivery.chat_id)
        .join(News, News.edition == NewsDelivery.edition)
        .where(NewsDelivery.state == State.WAITING, NewsDelivery.at <= now)
        .order_by(NewsDelivery.at, NewsDelivery.chat_id)
        .limit(1)
    )


def _waiting(session: Session, chat: int) -> list[tuple[NewsDelivery, News]]:
    """All that waits for a chat, the earliest news first."""
    found = session.execute(
        select(NewsDelivery, News)
        .join(News, News.edition == NewsDelivery.edition)
        .where(NewsDelivery.chat_id == chat, NewsDelivery.state == State.WAITING)
        .order_by(News.at, News.edition)
    )
    return [(delivery, news) for delivery, news in found]


def _finish(session: Session) -> None:
    """News of which no delivery waits have been told."""
    open_ones = select(NewsDelivery.edition).where(
        NewsDelivery.state.in_((State.WAITING, State.UNDER_WAY))
    )
    session.execute(
        update(News)
        .where(News.state == State.SENDING, News.edition.not_in(open_ones))
        .values(state=State.SENT)
    )


def note_sent(session: Session, notice: Notice, *, now: float) -> None:
    """Note that a notice has arrived."""
    _note(session, notice, state=State.SENT, at=now)


def note_lost(session: Session, notice: Notice, *, now: float) -> None:
    """Note that nobody knows whether a notice has arrived."""
    _note(session, notice, state=State.LOST, at=now)


def note_failed(session: Session, notice: Notice, *, now: float) -> None:
    """Note that a notice cannot be sent."""
    _note(session, notice, state=State.FAILED, at=now)


def put_off(session: Session, notice: Notice, *, until: float) -> None:
    """Let a notice that did not get through be tried again, unless that was done often enough."""
    _note(session, notice, state=State.WAITING, at=until)
    session.execute(
        update(NewsDelivery)
        .where(NewsDelivery.chat_id == notice.chat, NewsDelivery.attempts >= ATTEMPTS)
        .where(NewsDelivery.state == State.WAITING)
        .values(state=State.FAILED)
    )
    # What was gone back from in the meantime is not told any more.
    cancelled = select(News.edition).where(News.state == State.CANCELLED)
    session.execute(
        delete(NewsDelivery).where(
            NewsDelivery.state == State.WAITING, NewsDelivery.edition.in_(cancelled)
        )
    )


def _note(session: Session, notice: Notice, **values: Any) -> None:
    session.execute(
        update(NewsDelivery)
        .where(
            NewsDelivery.chat_id == notice.chat,
            NewsDelivery.edition.in_(notice.editions),
            NewsDelivery.state == State.UNDER_WAY,
        )
        .values(**values)
    )


def erase_old_news(session: Session, *, now: float) -> None:
    """Forget whom was told what once it is not needed, and old news."""
    done = NewsDelivery.state.not_in((State.WAITING, State.UNDER_WAY))
    session.execute(delete(NewsDelivery).where(done, NewsDelivery.at <= now - APART))
    session.execute(delete(News).where(News.at <= now - _DAYS * 86400))
    session.execute(delete(NewsDelivery).where(NewsDelivery.edition.not_in(select(News.edition))))
