"""A chat model's server for tests, reached over HTTP as a real one is."""

from tests.chat_api.server import KEY, MODEL, Asked, ChatServer, Reply, chat_server, fails, says

__all__ = ["KEY", "MODEL", "Asked", "ChatServer", "Reply", "chat_server", "fails", "says"]
