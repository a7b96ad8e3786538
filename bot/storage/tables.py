"""The tables of the bot. Every moment but those of the audit log is stored as seconds since the epoch, in UTC."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Float,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# SQLite counts up only a plain INTEGER primary key.
_Id = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Base of all tables of this room."""


class ChatTurn(Base):
    """One message of a conversation, kept as context for follow-up questions."""

    __tablename__ = "chat_turns"

    id: Mapped[int] = mapped_column(_Id, primary_key=True, autoincrement=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, index=True)
    user_id: Mapped[int | None] = mapped_column(BigInteger)
    """Who talks in a group; None in a private chat."""
    update_id: Mapped[int | None] = mapped_column(BigInteger)
    """The update on which the turn came about."""
    role: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[float] = mapped_column(Float, index=True)


class ShownAnswer(Base):
    """What the buttons below an answer need."""

    __tablename__ = "shown_answers"

    token: Mapped[str] = mapped_column(String(16), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, index=True)
    user_id: Mapped[int | None] = mapped_column(BigInteger)
    """Who asked in a group, so that they can have their words erased; None in a private chat."""
    update_id: Mapped[int | None] = mapped_column(BigInteger)
    """The update that it answers; handled again, it has more rows of the same."""
    question: Mapped[str | None] = mapped_column(Text)
    """The user's words: erased long before the rest of the row."""
    worded: Mapped[str | None] = mapped_column(Text)
    """The answer as JSON where a chat model worded it, perhaps with the user's words: erased with the question."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[float] = mapped_column(Float, index=True)


class Vote(Base):
    """Whether an answer was useful, without a word of the user's."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("token", "voter"),)

    id: Mapped[int] = mapped_column(_Id, primary_key=True, autoincrement=True)
    token: Mapped[str] = mapped_column(String(16), index=True)
    voter: Mapped[int | None] = mapped_column(BigInteger, index=True)
    """Needed only while the vote can be changed; then forgotten."""
    useful: Mapped[bool]
    judgement: Mapped[str | None] = mapped_column(String(20))
    """What was judged, as `bot.judgement.Judgement`; None in votes from before there was a choice."""
    ruling: Mapped[str | None] = mapped_column(String(200))
    verdict: Mapped[str] = mapped_column(String(40))
    edition: Mapped[str] = mapped_column(String(80))
    at: Mapped[float] = mapped_column(Float, index=True)


class FeedbackComment(Base):
    """What a user has written about an answer, with consent to its being read by those who run the bot.

    The chat is known for as long as the words are: who wrote them may erase them.
    """

    __tablename__ = "feedback_comments"
    __table_args__ = (UniqueConstraint("chat_id", "message"),)

    id: Mapped[int] = mapped_column(_Id, primary_key=True, autoincrement=True)
    chat_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    message: Mapped[int | None] = mapped_column(BigInteger)
    """The user's message that is the comment: handled again, it is the same comment."""
    token: Mapped[str] = mapped_column(String(16), index=True)
    question: Mapped[str | None] = mapped_column(Text)
    """None when it was erased before the comment was written."""
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    edition: Mapped[str] = mapped_column(String(80))
    ruling: Mapped[str | None] = mapped_column(String(200))
    verdict: Mapped[str] = mapped_column(String(40))
    judgement: Mapped[str | None] = mapped_column(String(20))
    comment: Mapped[str | None] = mapped_column(Text)
    at: Mapped[float] = mapped_column(Float, index=True)
    state: Mapped[str] = mapped_column(String(20), index=True)


class ReceivedUpdate(Base):
    """An update of the Bot API: its content until it is handled, then its id alone."""

    __tablename__ = "received_updates"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    counted: Mapped[bool | None]
    """Whether the statistics have counted its answers."""
    received_at: Mapped[float] = mapped_column(Float, index=True)


class SentMessage(Base):
    """A message that the bot sent on an update."""

    __tablename__ = "sent_messages"
    __table_args__ = (Index("sent_by_question", "chat_id", "question"),)

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    question: Mapped[int | None] = mapped_column(BigInteger)
    """The user's message that it answers."""
    message_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[float] = mapped_column(Float, index=True)


class StartedMessage(Base):
    """A message that the bot began to send on an update, until it is known that it was sent."""

    __tablename__ = "started_messages"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[float] = mapped_column(Float, index=True)


class Flow(Base):
    """What a user is in the middle of in a chat: a guided check, a comment that is awaited."""

    __tablename__ = "flows"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(40))
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[float] = mapped_column(Float, index=True)


class Profile(Base):
    """What a chat has told the bot of itself, to be taken for granted in its questions."""

    __tablename__ = "profiles"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    status: Mapped[str] = mapped_column(String(40))
    at: Mapped[float] = mapped_column(Float)


class AuditLine(Base):
    """What somebody did to the knowledge; see `bot.storage.audit`. A line is never changed and never erased."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    moment: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    """In Jakarta's time; SQLite keeps it without its offset."""
    who: Mapped[str] = mapped_column(String(100))
    act: Mapped[str] = mapped_column(String(30))
    edition: Mapped[str | None] = mapped_column(String(30))
    subject: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)


class AdminMenu(Base):
    """A private chat that has a menu of its own, because its user is an admin."""

    __tablename__ = "admin_menus"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class AdminJob(Base):
    """Long work that an admin has begun in a chat: a document that is taken in, a publish.

    It is there until the admin has done with it, so that a restart goes on with it, or says that it was broken off.
    """

    __tablename__ = "admin_jobs"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, index=True)
    user_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(Text, server_default="")
    """What stands above its progress."""
    phase: Mapped[str] = mapped_column(String(20))
    """How far it is; each kind has phases of its own."""
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    """The message that tells its progress."""
    update_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    """The update on which it was begun: handled again, it is the same job."""
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[float] = mapped_column(Float, index=True)


class ReviewQuestion(Base):
    """A question without a sure answer, kept for those who mend the knowledge.

    Its words lack whatever could name a person. Chat and user are known for as long as the words are: who wrote them
    may erase them.
    """

    __tablename__ = "review_questions"
    __table_args__ = (UniqueConstraint("update_id", "part"),)

    id: Mapped[int] = mapped_column(_Id, primary_key=True, autoincrement=True)
    chat_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    user_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    """Who asked in a group; None in a private chat."""
    update_id: Mapped[int | None] = mapped_column(BigInteger)
    part: Mapped[int] = mapped_column(Integer, default=1)
    """Which of several questions of one message."""
    question: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(20))
    """``unanswered`` or ``unsure``."""
    verdict: Mapped[str] = mapped_column(String(40))
    ruling: Mapped[str | None] = mapped_column(String(200))
    confidence: Mapped[float] = mapped_column(Float)
    provisions: Mapped[list[str]] = mapped_column(JSON)
    """Ids of the nearest provisions, as far as the answer named some."""
    edition: Mapped[str] = mapped_column(String(80))
    at: Mapped[float] = mapped_column(Float, index=True)
    state: Mapped[str] = mapped_column(String(20), index=True)
    """``open``, or ``staged``: a change that answers it waits for a publish."""
    staged: Mapped[str | None] = mapped_column(String(300))
    """The name of that change in the staging area."""
    vector: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Its meaning, as 32-bit floats, once the queue has computed it; erased with the words."""
    embedder: Mapped[str | None] = mapped_column(String(200))
    """The identity of the embedder that the vector is of."""


class ReviewDraft(Base):
    """A form that an editor fills in on an item of the review queue, until it is handed in or given up."""

    __tablename__ = "review_drafts"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    item: Mapped[str] = mapped_column(String(200), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger, index=True)
    """The message that shows it; another one's buttons belong to a form that has gone on."""
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[float] = mapped_column(Float, index=True)


class Dismissal(Base):
    """Until when complaints of a ruling's answers have been dealt with."""

    __tablename__ = "dismissals"

    ruling: Mapped[str] = mapped_column(String(200), primary_key=True)
    """Empty for answers that rest on no ruling."""
    until: Mapped[float] = mapped_column(Float)
    staged: Mapped[str | None] = mapped_column(String(300))
    """The name of the change that deals with them, as long as it waits for a publish."""
    before: Mapped[float] = mapped_column(Float, default=0.0, server_default="0")
    """Until when they had been dealt with before that change: counts again when it is discarded."""


class AnswerCount(Base):
    """How many answers of a kind a day had; no more than that is counted of a question."""

    __tablename__ = "answer_counts"

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    family: Mapped[str] = mapped_column(String(200), primary_key=True)
    """Empty for answers of no family."""
    verdict: Mapped[str] = mapped_column(String(40), primary_key=True)
    answered: Mapped[bool] = mapped_column(primary_key=True)
    """False for an honest "not found"."""
    number: Mapped[int] = mapped_column(Integer)


class LatencyCount(Base):
    """How many answers of a day took how long."""

    __tablename__ = "latency_counts"

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    below: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """Milliseconds that they took less than."""
    number: Mapped[int] = mapped_column(Integer)


class Subscriber(Base):
    """A private chat that wants to hear of changes."""

    __tablename__ = "subscribers"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    topics: Mapped[list[str]] = mapped_column(JSON)
    """Empty: all of them."""
    at: Mapped[float] = mapped_column(Float)


class News(Base):
    """What a published edition changed for users, until all who want to know have been told."""

    __tablename__ = "news"

    edition: Mapped[str] = mapped_column(String(80), primary_key=True)
    previous: Mapped[str] = mapped_column(String(80))
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    """As `bot.storage.news.Changes`."""
    at: Mapped[float] = mapped_column(Float)
    """From when on users are told."""
    state: Mapped[str] = mapped_column(String(20), index=True)


class NewsDelivery(Base):
    """A subscriber who is to be told of an edition, or was."""

    __tablename__ = "news_deliveries"

    edition: Mapped[str] = mapped_column(String(80), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(20), index=True)
    attempts: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    at: Mapped[float] = mapped_column(Float)
    """While it waits, not before when it is to be sent; then, when that was tried last."""
