"""Short notes to the other publishers: what one of them has done."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from telegram import InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.telegram.blocks import Block, pack
from bot.telegram.desk import Desk
from bot.telegram.logs import describe, say

log = logging.getLogger(__name__)


def other_publishers(desk: Desk, user: int) -> list[int]:
    """All publishers but one; a user's private chat has the user's id."""
    return sorted(desk.admins.publishers - {user})


async def tell_publishers(
    desk: Desk, but: int, blocks: Sequence[Block], keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """Tell all publishers but one; who cannot be reached, has blocked the bot or never met it, is left out."""
    [message] = pack(blocks)
    for chat in other_publishers(desk, but):
        try:
            await desk.dialogue.sender.send(chat, message, keyboard)
        except TelegramError as error:
            say(log, logging.INFO, "publisher not told", **describe(error))
