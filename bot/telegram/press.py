"""The few bytes that a button carries."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import InlineKeyboardButton

from bot.telegram.blocks import clean, cut_short

LABEL_LENGTH = 60
DATA_LIMIT = 64
"""Bytes of callback data that the Bot API takes."""
_DATA = re.compile(r"([a-z]{1,3}):([\x21-\x7e]*):(\d{1,6})")


@dataclass(frozen=True)
class Press:
    """What a button stands for."""

    code: str
    """One to three letters: which feature's which button it is."""
    key: str = ""
    """What it is about: an answer's token, a ruling's id. ASCII without spaces."""
    number: int = 0
    """Which of several: a citation, a page, a choice."""

    def encode(self) -> str:
        """Write it as callback data.

        Raises:
            ValueError: longer than the Bot API takes.
        """
        data = f"{self.code}:{self.key}:{self.number}"
        if len(data.encode()) > DATA_LIMIT or decode(data) != self:
            raise ValueError(f"no button can carry {data!r}")
        return data


def decode(data: str | None) -> Press | None:
    """Read callback data; None for what no button of ours carries."""
    found = _DATA.fullmatch(data or "")
    return Press(found[1], found[2], int(found[3])) if found else None


def button(label: str, press: Press) -> InlineKeyboardButton:
    """A button with a label that fits."""
    return InlineKeyboardButton(fitting(label), callback_data=press.encode())


def fitting(label: str) -> str:
    """A label on one line, cut where it is too long, never empty: the Bot API refuses that."""
    return cut_short(" ".join(clean(label).split()), LABEL_LENGTH) or "…"
