"""A user in the menus: typing, and turning to what a button shows in place of its message."""

from __future__ import annotations

from tests.bot_api import BotApiServer, SentMessage


async def say(server: BotApiServer, text: str) -> SentMessage:
    """Send a text, and return the last message of what the bot says on it."""
    before = len(server.messages)
    server.user_sends(text)
    return (await server.await_messages(before + 1))[-1]


async def turn(server: BotApiServer, message: SentMessage, button: str) -> str:
    """Press a button that changes its message in place; return what it says then."""
    before = message.text
    server.user_presses(message, button)
    await server.until(lambda: message.text != before, "message changed")
    return message.text


async def answer_below(server: BotApiServer, message: SentMessage, button: str) -> SentMessage:
    """Press a button that says something new; return that."""
    before = len(server.messages)
    server.user_presses(message, button)
    return (await server.await_messages(before + 1))[-1]
