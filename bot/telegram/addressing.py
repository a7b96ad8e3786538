"""What of a message is said to the bot: all of it in private, in groups only what is addressed to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType

_COMMAND = re.compile(
    r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>\w+))?(?:\s+(?P<typed>.*))?", re.DOTALL
)
GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})
# What stands around a name that a sentence opens or goes on with: "@netral_bot, bolehkah ...".
_AROUND = " \t\n,:;–—-"


@dataclass(frozen=True)
class Identity:
    """Who the bot is on Telegram."""

    id: int
    username: str


@dataclass(frozen=True)
class Heard:
    """What was said to the bot."""

    words: str | None
    """Without the bot's name in groups; empty when nothing else was said; None for a picture and the like."""
    command: str | None = None
    """A command's name, in lower case and without the slash."""
    typed: str = ""
    """What was typed after the command."""


def hear(message: Message, me: Identity, *, meant: bool = False) -> Heard | None:
    """Tell what a message says to the bot; None when it is not meant for it.

    ``meant`` is known beforehand: the message was addressed to the bot before it was changed.
    """
    chat = message.chat.type
    if chat not in GROUPS:
        return _read(message.text or message.caption) if chat == ChatType.PRIVATE else None
    if message.is_automatic_forward:
        return None  # a channel's post, which Telegram puts into its group
    words = message.text or message.caption
    rest = _without_name(message, words, me) if words else None
    named = rest is not None
    command = _COMMAND.fullmatch((rest or words or "").strip())
    if command:
        bot = command["bot"]
        if bot and bot.lower() != me.username.lower():
            return None
    elif not (named or meant or _replies(message, me)):
        return None
    return _read(rest if rest is not None else words)


def overheard(update: Update, me: Identity) -> bool:
    """Whether an update is talk among the people of a group, of which the bot keeps nothing, not for a moment.

    Only what was said before tells whether a changed message is: that is looked up where it is handled.
    """
    message = update.message
    if message is None or message.chat.type not in GROUPS:
        return False
    if message.migrate_to_chat_id or message.migrate_from_chat_id:
        return False
    return hear(message, me) is None


def _read(words: str | None) -> Heard:
    found = _COMMAND.fullmatch(words.strip()) if words else None
    if found is None:
        return Heard(words)
    return Heard(words, found["name"].lower(), (found["typed"] or "").strip())


def _replies(message: Message, me: Identity) -> bool:
    """Whether a message answers one of the bot's own."""
    answered = message.reply_to_message
    # In a topic every message "answers" the one that opened it.
    if answered is None or answered.forum_topic_created:
        return False
    return answered.from_user is not None and answered.from_user.id == me.id


def _without_name(message: Message, words: str, me: Identity) -> str | None:
    """The words without the bot's name; None when it is not named."""
    raw = words.encode("utf-16-le")
    named = False
    for entity in sorted(
        (*message.entities, *message.caption_entities), key=lambda entity: -entity.offset
    ):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        said = raw[start:end].decode("utf-16-le", "replace")
        if not _names(entity, said, me):
            continue
        named = True
        before = raw[:start].decode("utf-16-le", "replace")
        after = raw[end:].decode("utf-16-le", "replace")
        opens = not before.strip()
        joined = after.lstrip(_AROUND) if opens else before.rstrip() + " " + after.lstrip(" ")
        raw = joined.encode("utf-16-le", "surrogatepass")
    return raw.decode("utf-16-le", "replace").strip() if named else None


def _names(entity: MessageEntity, said: str, me: Identity) -> bool:
    if entity.type == MessageEntity.MENTION:
        return said.lower() == f"@{me.username}".lower()
    return (
        entity.type == MessageEntity.TEXT_MENTION
        and entity.user is not None
        and entity.user.id == me.id
    )
