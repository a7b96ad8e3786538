"""How the bot introduces itself: its commands, name and descriptions."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from tests.bot_api.faults import bad_request
from tests.bot_api.state import Json

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_COMMANDS = 100
_DESCRIPTION = 256
_LIMITS = {"name": 64, "description": 512, "short_description": 120}
_OF_ONE_CHAT = frozenset(["chat", "chat_administrators", "chat_member"])
_SCOPES = frozenset(
    [
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ]
)


class Introduction:
    """What people see of the bot before they write to it; by language, where it told one."""

    def __init__(self) -> None:
        self.menus: dict[tuple[str, str], list[Json]] = {}
        """Commands by the chats that they are for (``default``, ``chat 1001``), and language."""
        self.texts: dict[tuple[str, str], str] = {}
        """``name``, ``description`` and ``short_description``, and language."""

    @property
    def commands(self) -> dict[str, str]:
        """Names and descriptions of the commands that stand in everybody's menu."""
        menu = self.menus.get(("default", ""), [])
        return {command["command"]: command["description"] for command in menu}

    def set_commands(self, params: Mapping[str, str]) -> bool:
        """Take over a menu.

        Raises:
            Refused: a command breaks a rule.
        """
        try:
            commands = json.loads(params.get("commands") or "[]")
            pairs = [(command["command"], command["description"]) for command in commands]
        except (ValueError, KeyError, TypeError):
            raise bad_request("can't parse commands") from None
        if len(pairs) > _COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for name, description in pairs:
            if not _COMMAND.fullmatch(name):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(description) <= _DESCRIPTION:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self.menus[_key(params)] = commands
        return True

    def get_commands(self, params: Mapping[str, str]) -> list[Json]:
        """The menu of a kind of chats."""
        return self.menus.get(_key(params), [])

    def delete_commands(self, params: Mapping[str, str]) -> bool:
        """Forget the menu of a kind of chats."""
        self.menus.pop(_key(params), None)
        return True

    def set_text(self, field: str, params: Mapping[str, str]) -> bool:
        """Take over a name or description.

        Raises:
            Refused: it is too long.
        """
        text = params.get(field, "")
        if len(text) > _LIMITS[field]:
            raise bad_request(f"{field} is too long")
        self.texts[field, params.get("language_code", "")] = text
        return True


def chat_meant(params: Mapping[str, str]) -> str | None:
    """The chat that a menu is for; None for one of a kind of chats."""
    scope = json.loads(params.get("scope") or "{}")
    return str(scope.get("chat_id", "")) if scope.get("type") in _OF_ONE_CHAT else None


def _key(params: Mapping[str, str]) -> tuple[str, str]:
    scope = json.loads(params.get("scope") or '{"type": "default"}')
    if scope.get("type") not in _SCOPES:
        raise bad_request("unsupported bot command scope")
    kind = " ".join(str(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope)
    return kind, params.get("language_code", "")
