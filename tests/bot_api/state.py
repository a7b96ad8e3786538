"""What the server knows: updates under way, chats, messages sent, files, buttons pressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
NOW = 1_790_000_000
"""Every message's date: the bot must not tell time by it."""


@dataclass(frozen=True)
class SentFile:
    """A file that the bot or a user has sent."""

    name: str
    content: bytes
    mime: str
    identity: str = ""
    """The id by which it can be fetched or sent again."""

    def as_json(self) -> Json:
        """The file as the Bot API shows it."""
        return {
            "file_id": self.identity,
            "file_unique_id": f"u{self.identity}",
            "file_name": self.name,
            "mime_type": self.mime,
            "file_size": len(self.content),
        }


@dataclass(frozen=True)
class Call:
    """One call of a method, refused or not."""

    method: str
    params: Mapping[str, str]
    files: Mapping[str, SentFile] = field(default_factory=dict)


@dataclass(frozen=True)
class InlineAnswer:
    """What the bot offers on an inline query."""

    results: Sequence[Json]
    cache_time: int
    """Seconds that Telegram may show the same to others, or to the same user when personal."""
    is_personal: bool
    next_offset: str
    button: Json | None


def chat_of(chat_id: int, kind: str) -> Json:
    """A chat as the Bot API shows it."""
    named = {"first_name": "Ani"} if kind == "private" else {"title": "Grup"}
    return {"id": chat_id, "type": kind, **named}


@dataclass
class UserMessage:
    """A message of a user's in a chat."""

    message_id: int
    chat: Json
    user: Json
    content: Json
    """Its fields apart from those that say who, where and when."""
    edited: bool = False

    @property
    def chat_id(self) -> int:
        """The chat that it stands in."""
        return int(self.chat["id"])

    @property
    def text(self) -> str:
        """What others read: its text or caption."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    def as_json(self) -> Json:
        """The message as the Bot API shows it."""
        return {
            "message_id": self.message_id,
            "date": NOW,
            "chat": self.chat,
            "from": self.user,
            **({"edit_date": NOW + 1} if self.edited else {}),
            **self.content,
        }


@dataclass
class SentMessage:
    """A message of the bot's in a chat."""

    message_id: int
    chat_id: int
    text: str
    """What the user reads; of a file, its caption."""
    source: str
    """What the bot sent."""
    parse_mode: str | None
    keyboard: list[list[Json]] = field(default_factory=list)
    chat: Json = field(default_factory=dict)
    entities: list[Json] = field(default_factory=list)
    answers: int | None = None
    """The id of the message that it hangs on."""
    answered: Json | None = None
    """That message as the Bot API shows it."""
    document: SentFile | None = None
    photo: SentFile | None = None
    edits: int = 0
    """How often its text was changed."""
    deleted: bool = False

    @property
    def buttons(self) -> list[Json]:
        """All buttons, row by row."""
        return [button for row in self.keyboard for button in row]

    def labels(self) -> list[str]:
        """The labels of all buttons."""
        return [button["text"] for button in self.buttons]

    def button(self, label: str) -> Json:
        """The button whose label begins with ``label``."""
        for button in self.buttons:
            if button["text"].startswith(label):
                return button
        raise AssertionError(f"no button {label!r} among {self.labels()}")

    def data(self, label: str) -> str:
        """The callback data of the button whose label begins with ``label``."""
        data = self.button(label).get("callback_data")
        assert isinstance(data, str), f"button {label!r} sends nothing to the bot"
        return data

    def as_json(self, bot: Json, *, nested: bool = False) -> Json:
        """The message as the Bot API shows it; ``nested`` within a reply to it."""
        shown: Json = {
            "message_id": self.message_id,
            "date": NOW,
            "chat": self.chat,
            "from": bot,
        }
        file = self.document or self.photo
        if file is None:
            shown["text"] = self.text
        elif self.text:
            shown["caption"] = self.text
        if self.document:
            shown["document"] = self.document.as_json()
        if self.photo:
            shown["photo"] = [{**self.photo.as_json(), "width": 90, "height": 90}]
        if self.entities:
            shown["entities" if file is None else "caption_entities"] = self.entities
        if self.edits:
            shown["edit_date"] = NOW + self.edits
        if self.answered and not nested:
            shown["reply_to_message"] = self.answered
        if self.keyboard:
            shown["reply_markup"] = {"inline_keyboard": self.keyboard}
        return shown
