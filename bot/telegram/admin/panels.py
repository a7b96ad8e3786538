"""Panels of admins' features: what takes a second to find out is put in the place of a word that it is being read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from zlib import crc32

from bot.telegram.blocks import paragraph
from bot.telegram.feature import Plan
from bot.telegram.menu import Panel, show
from bot.telegram.reply import Reply

MARKS = 1_000_000
"""A mark has as many digits as a button can carry beside its key."""


def mark_of(text: str) -> int:
    """A number that changes, as good as always, when a text does: whether a button shows what is the case now."""
    return crc32(text.encode()) % MARKS


async def announce(reply: Reply, word: str) -> None:
    """Say that something is being read, where no pressed button says so itself.

    Raises:
        TelegramError: it could not be delivered after all repetitions.
    """
    if reply.occasion.press is None:
        await reply.say([paragraph(word)])


def present_soon(reply: Reply, word: str, build: Callable[[], Awaitable[Panel]]) -> Plan:
    """Answer a pressed button with a word, and show a panel once it is built."""

    async def act() -> None:
        await present(reply, await build())

    return Plan(word, act)


async def present(reply: Reply, shown: Panel) -> None:
    """Put a panel in the place of what was announced, or of the message whose button was pressed.

    Raises:
        TelegramError: it could not be delivered after all repetitions.
    """
    if reply.occasion.press is not None or not reply.said:
        await show(reply, shown)
        return
    first, *more = shown.messages
    below = None if more else shown.keyboard
    if await reply.sender.edit(reply.chat, reply.said[-1], first, below):
        await reply.send(more, shown.keyboard)
    else:
        await reply.send(shown.messages, shown.keyboard)
