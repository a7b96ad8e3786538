"""What the server knows: updates under way, messages sent, buttons pressed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One call of a method, refused or not."""

    method: str
    params: dict[str, str]


@dataclass
class SentMessage:
    """A message of the bot's in a chat."""

    message_id: int
    chat_id: int
    text: str
    """What the user reads."""
    source: str
    """What the bot sent."""
    parse_mode: str | None
    keyboard: list[list[Json]] = field(default_factory=list)

    @property
    def buttons(self) -> list[Json]:
        """All buttons, row by row."""
        return [button for row in self.keyboard for button in row]

    def labels(self) -> list[str]:
        """The labels of all buttons."""
        return [button["text"] for button in self.buttons]

    def data(self, label: str) -> str:
        """The callback data of the button whose label begins with ``label``."""
        for button in self.buttons:
            if button["text"].startswith(label):
                data = button["callback_data"]
                assert isinstance(data, str)
                return data
        raise AssertionError(f"no button {label!r} among {self.labels()}")

    def as_json(self, bot: Json) -> Json:
        """The message as the Bot API shows it."""
        shown: Json = {
            "message_id": self.message_id,
            "date": 1_790_000_000,
            "chat": {"id": self.chat_id, "type": "private", "first_name": "Ani"},
            "from": bot,
            "text": self.text,
        }
        if self.keyboard:
            shown["reply_markup"] = {"inline_keyboard": self.keyboard}
        return shown
