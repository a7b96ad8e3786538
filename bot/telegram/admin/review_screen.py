"""One message that shows the review queue, whatever is done in it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.telegram.menu import Panel
from bot.telegram.reply import Reply


@dataclass
class Screen:
    """The message whose button was pressed, or the one that was sent last on a typed text.

    Unlike `bot.telegram.menu.show`, it may be changed several times on one update: reading takes a second or two.
    """

    reply: Reply
    message: int | None = None
    """Its id; None as long as nothing is shown."""

    @classmethod
    def of(cls, reply: Reply) -> Screen:
        """The screen that an update is about."""
        below = reply.occasion.below
        return cls(reply, below.message_id if below else None)

    async def show(self, shown: Panel) -> int:
        """Put a panel into it, or send it anew where that cannot be changed any more; return its message's id.

        Raises:
            TelegramError: it could not be delivered after all repetitions.
        """
        reply = self.reply
        first, *more = shown.messages
        keyboard = None if more else shown.keyboard
        if self.message is None or not await reply.sender.edit(
            reply.chat, self.message, first, keyboard
        ):
            await reply.send([first], keyboard)
            self.message = reply.said[-1]
        if more:
            await reply.send(more, shown.keyboard)
            self.message = reply.said[-1]
        return self.message
