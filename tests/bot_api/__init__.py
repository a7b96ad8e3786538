"""A Bot API server for tests: as strict as Telegram's, on loopback."""

from tests.bot_api.faults import Fault
from tests.bot_api.server import TOKEN, BotApiServer
from tests.bot_api.state import InlineAnswer, SentFile, SentMessage, UserMessage
from tests.bot_api.users import GROUP, USER

__all__ = [
    "GROUP",
    "TOKEN",
    "USER",
    "BotApiServer",
    "Fault",
    "InlineAnswer",
    "SentFile",
    "SentMessage",
    "UserMessage",
]
