"""The users' side: what people write, change, press and ask."""

from __future__ import annotations

import itertools
import re
from typing import Any

from tests.bot_api.markup import units
from tests.bot_api.state import Json, SentFile, SentMessage, UserMessage, chat_of

USER = 1001
GROUP = -1_001_234_500_001
"""A group, for tests that need one."""
BOT_NAME = "netral_bot"
_MENTION = re.compile(r"(?<!\w)@\w{5,32}")
_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w{5,32})?(?!\w)")


def entities_of(text: str) -> list[Json]:
    """The commands and mentions in what a user writes, as Telegram marks them."""
    found = [
        (match.start(), kind, match[0])
        for kind, pattern in (("bot_command", _COMMAND), ("mention", _MENTION))
        for match in pattern.finditer(text)
    ]
    commands = [(start, start + len(said)) for start, kind, said in found if kind == "bot_command"]
    return [
        {"type": kind, "offset": units(text[:start]), "length": units(said)}
        for start, kind, said in sorted(found)
        if kind == "bot_command" or not any(first < start < last for first, last in commands)
    ]


class Users:
    """Turns what people do into updates for the bot."""

    def __init__(self, bot: Json) -> None:
        self.bot = bot
        self.chats: dict[int, Json] = {USER: chat_of(USER, "private")}
        self.names: dict[int, str] = {}
        """First names of people; the others are all called Ani."""
        self.log: list[UserMessage | SentMessage] = []
        """Everything that was said in all chats, in order."""
        self.numbers = itertools.count(1)
        self.last_message_id = 0
        """The id of the message that a user sent last."""
        self.queries: set[str] = set()
        """Presses that can still be answered."""
        self.inline_queries: set[str] = set()
        """Inline queries that can still be answered."""
        self.files: dict[str, SentFile] = {}
        """Files that can be fetched, by their id."""
        self.pending: list[Json] = []
        """Updates that the bot has not confirmed."""
        self._update_ids = itertools.count(700_000_001)
        self._query_ids = itertools.count(10**15)

    def note_change(self) -> None:
        """Wake everyone who waits for something to happen."""
        raise NotImplementedError

    def user_sends(
        self,
        text: str,
        *,
        chat_id: int = USER,
        user: int | None = None,
        reply_to: SentMessage | UserMessage | int | None = None,
        **extra: Any,
    ) -> int:
        """Let a user send a text; return the update's id.

        In a group, ``user`` is who writes. Commands and mentions are marked as Telegram marks them.
        """
        entities = entities_of(text)
        if entities and "entities" not in extra:
            extra["entities"] = entities
        return self.user_sends_message(
            chat_id=chat_id, user=user, reply_to=reply_to, text=text, **extra
        )

    def user_sends_message(
        self,
        *,
        chat_id: int = USER,
        chat_type: str | None = None,
        user: int | None = None,
        reply_to: SentMessage | UserMessage | int | None = None,
        kind: str = "message",
        **fields: Any,
    ) -> int:
        """Let a user send a message of any content; return the update's id.

        A chat keeps the type that it was first said to have; by default those below zero are supergroups.
        """
        chat = self._enter(chat_id, chat_type)
        caption = fields.get("caption")
        if caption and "caption_entities" not in fields and entities_of(caption):
            fields["caption_entities"] = entities_of(caption)
        if reply_to is not None:
            fields["reply_to_message"] = self._replied(chat_id, reply_to)
        message = UserMessage(next(self.numbers), chat, self._person(chat_id, user), fields)
        self.last_message_id = message.message_id
        self.log.append(message)
        return self.deliver({kind: message.as_json()})

    def user_sends_file(
        self, name: str, content: bytes, mime: str = "application/octet-stream", **extra: Any
    ) -> int:
        """Let a user send a file that the bot can fetch; return the update's id."""
        return self.user_sends_message(
            document=self.keep_file(name, content, mime).as_json(), **extra
        )

    def keep_file(self, name: str, content: bytes, mime: str) -> SentFile:
        """Give a file the id by which it can be fetched."""
        kept = SentFile(name, content, mime, f"file-{len(self.files) + 1}")
        self.files[kept.identity] = kept
        return kept

    def user_edits(self, message_id: int, text: str) -> int:
        """Let a user change a message; return the update's id."""
        message = self.find(message_id)
        assert isinstance(message, UserMessage), f"no user sent message {message_id}"
        field = "text" if "text" in message.content else "caption"
        marks = "entities" if field == "text" else "caption_entities"
        message.content[field] = text
        message.content.pop(marks, None)
        if entities := entities_of(text):
            message.content[marks] = entities
        message.edited = True
        return self.deliver({"edited_message": message.as_json()})

    def user_deletes(self, message_id: int) -> None:
        """Let a user take back a message; the bot is not told."""
        self.log = [message for message in self.log if message.message_id != message_id]

    def user_presses(
        self, message: SentMessage, button: str, *, user: int | None = None, data: str | None = None
    ) -> str:
        """Let a user press the button whose label begins with ``button``; return the press's id."""
        query = str(next(self._query_ids))
        self.queries.add(query)
        self.deliver(
            {
                "callback_query": {
                    "id": query,
                    "from": self._person(message.chat_id, user),
                    "chat_instance": str(message.chat_id),
                    "message": message.as_json(self.bot),
                    "data": message.data(button) if data is None else data,
                }
            }
        )
        return query

    def user_asks_inline(
        self, query: str, *, user: int = USER, offset: str = "", chat_type: str = "sender"
    ) -> str:
        """Let a user write ``@bot query`` in any chat; return the query's id."""
        identity = str(next(self._query_ids))
        self.inline_queries.add(identity)
        self.deliver(
            {
                "inline_query": {
                    "id": identity,
                    "from": self._person(user, None),
                    "query": query,
                    "offset": offset,
                    "chat_type": chat_type,
                }
            }
        )
        return identity

    def user_chooses(self, result: Json, query: str = "", *, user: int = USER) -> int:
        """Let a user send one of the results of an inline query; return the update's id."""
        return self.deliver(
            {
                "chosen_inline_result": {
                    "result_id": result["id"],
                    "from": self._person(user, None),
                    "query": query,
                }
            }
        )

    def bot_is_added(self, chat_id: int = GROUP, *, status: str = "member") -> int:
        """Let somebody add the bot to a group, or remove it with ``status="left"``; return the update's id."""
        member = {"user": self.bot}
        before, after = ("left", status) if status != "left" else ("member", "left")
        return self.deliver(
            {
                "my_chat_member": {
                    "chat": self._enter(chat_id, None),
                    "from": self._person(chat_id, None),
                    "date": 1_790_000_000,
                    "old_chat_member": {**member, "status": before},
                    "new_chat_member": {**member, "status": after},
                }
            }
        )

    def deliver(self, update: Json) -> int:
        """Put an update in line; return its id."""
        number = next(self._update_ids)
        self.pending.append({"update_id": number, **update})
        self.note_change()
        return number

    def find(self, message_id: int) -> UserMessage | SentMessage | None:
        """The message with an id, if there is one that nobody deleted."""
        for message in reversed(self.log):
            if message.message_id == message_id:
                return message
        return None

    def said_in(self, chat_id: int = USER) -> list[UserMessage | SentMessage]:
        """What a chat shows now, in order."""
        return [message for message in self.log if message.chat_id == chat_id]

    def _enter(self, chat_id: int, kind: str | None) -> Json:
        usual = "private" if chat_id > 0 else "supergroup"
        known = self.chats.get(chat_id)
        if known is None or (kind and kind != known["type"]):
            self.chats[chat_id] = chat_of(chat_id, kind or usual)
        return self.chats[chat_id]

    def _replied(self, chat_id: int, to: SentMessage | UserMessage | int) -> Json:
        message = self.find(to) if isinstance(to, int) else to
        assert message is not None, f"no message {to} to reply to"
        assert message.chat_id == chat_id, "a reply stays in its chat"
        if isinstance(message, SentMessage):
            return message.as_json(self.bot, nested=True)
        shown = message.as_json()
        shown.pop("reply_to_message", None)
        return shown

    def _person(self, chat_id: int, user: int | None) -> Json:
        identity = user or (chat_id if chat_id > 0 else USER)
        return {"id": identity, "is_bot": False, "first_name": self.names.get(identity, "Ani")}
