"""A Bot API server for tests: as strict as Telegram's, on loopback."""

from tests.bot_api.faults import Fault
from tests.bot_api.server import TOKEN, USER, BotApiServer
from tests.bot_api.state import SentMessage

__all__ = ["TOKEN", "USER", "BotApiServer", "Fault", "SentMessage"]
