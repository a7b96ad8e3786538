"""A user of the bot: typing, asking, and pressing what buttons show in place of their message or below it."""

from __future__ import annotations

from tests.bot_api import BotApiServer, SentMessage


async def say(server: BotApiServer, text: str) -> SentMessage:
    """Send a text, and return the last message of what the bot says on it."""
    before = len(server.messages)
    server.user_sends(text)
    return (await server.await_messages(before + 1))[-1]


async def ask(server: BotApiServer, question: str = "boleh like?") -> SentMessage:
    """Ask a question, whichever it is; return the last message of the answer."""
    return await say(server, question)


async def turn(server: BotApiServer, message: SentMessage, *buttons: str) -> str:
    """Press buttons, each of which changes its message in place; return what it says at last."""
    for button in buttons:
        before = message.text
        server.user_presses(message, button)
        await server.until(lambda before=before: message.text != before, f"{button} shown")  # type: ignore[misc]
    return message.text


async def answer_below(server: BotApiServer, message: SentMessage, button: str) -> SentMessage:
    """Press a button that says something new; return that."""
    before = len(server.messages)
    server.user_presses(message, button)
    return (await server.await_messages(before + 1))[-1]
