"""Buttons that belong to an answer work as long as the bot knows what it showed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.storage.shown import Shown, find_shown
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Plan, Pressed
from bot.telegram.press import Press
from bot.telegram.reply import Reply

Below = Callable[[Reply, Press, Shown], Awaitable[Plan]]
"""What a button below an answer does, given what was shown."""


def below_answer(dialogue: Dialogue, act: Below) -> Pressed:
    """A button whose key is an answer's token; the note says so when that answer is no longer known."""

    async def pressed(reply: Reply, press: Press) -> Plan:
        shown = await dialogue.store.run(
            find_shown,
            reply.chat,
            press.key,
            now=dialogue.clock(),
            minutes=dialogue.settings.history_minutes,
        )
        if shown is None:
            return Plan(dialogue.messages.toasts.expired)
        return await act(reply, press, shown)

    return pressed
