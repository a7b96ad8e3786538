"""The commands for admins: their names in Telegram's menus, by role, and all texts of /admin and /audit."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import ClassVar, Self

from pydantic import Field, model_validator

from bot.admin.roles import Role
from bot.telegram.messages import Command
from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text


class AdminCommand(Command):
    """A command that is for some roles only."""

    roles: frozenset[Role] = Field(min_length=1)


class AdminTexts(CheckedTexts):
    """The contents of ``admin.yaml``."""

    commands: tuple[AdminCommand, ...]
    title: Text
    roles: dict[Role, Text]
    your_roles: Text
    serving: Text
    no_edition: Text
    waiting: Text
    nothing_waits: Text
    four_eyes: Text
    undo: Text
    list: Text
    reading: Text
    refresh: Text
    trail: Text
    back: Text
    trail_title: Text
    trail_empty: Text
    trail_reading: Text
    trail_count: Text
    reason: Text
    edition: Text
    acts: dict[str, Text]
    words: dict[str, Text]

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "your_roles": frozenset({"roles"}),
        "serving": frozenset({"edition"}),
        "waiting": frozenset({"count"}),
        "four_eyes": frozenset({"count"}),
        "undo": frozenset({"edition", "time"}),
        "trail_count": frozenset({"count"}),
        "reason": frozenset({"reason"}),
        "edition": frozenset({"edition"}),
    }

    @model_validator(mode="after")
    def _each_role_named(self) -> Self:
        if missing := set(Role) - set(self.roles):
            raise ValueError(f"roles: {sorted(missing)} has no name")
        return self


@cache
def admin_texts() -> AdminTexts:
    """The texts of ``bot/data/admin.yaml``.

    Raises:
        DataError: the file is unreadable or breaks the schema.
    """
    return load_texts("admin.yaml", AdminTexts)


def commands_for(roles: Collection[Role]) -> tuple[AdminCommand, ...]:
    """The commands that somebody with these roles may use."""
    return tuple(one for one in admin_texts().commands if not one.roles.isdisjoint(roles))
