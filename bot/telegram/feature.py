"""A part of the Telegram room: the commands, the buttons and the typed texts that it answers to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field

from telegram import Message

from bot.admin.roles import Role
from bot.telegram.press import Press
from bot.telegram.reply import Reply


@dataclass(frozen=True)
class Plan:
    """What to say on a pressed button at once, and what to do then."""

    note: str | None = None
    """At most 200 characters, shown over the chat."""
    act: Callable[[], Awaitable[None]] | None = None


Command = Callable[[Reply, str], Awaitable[None]]
"""Called with what was typed after the command."""
Pressed = Callable[[Reply, Press], Awaitable[Plan]]
Typed = Callable[[Reply, str], Awaitable[bool]]
"""Called with a text that is no command, before it is taken for a question; True when it was meant for the feature."""
Received = Callable[[Reply, Message], Awaitable[bool]]
"""Called with a message that carries a file; True when the feature takes it."""
Background = Callable[[], Awaitable[None]]
"""Runs beside the answering of questions until it is cancelled."""


@dataclass(frozen=True)
class Feature:
    """What one part of the room does; ``bot.telegram.features`` lists them all."""

    commands: Mapping[str, Command] = field(default_factory=dict)
    """By name, without the slash; several names may stand for one."""
    presses: Mapping[str, Pressed] = field(default_factory=dict)
    """By the code that the buttons carry; no two features share one."""
    personal: bool = False
    """Whether its buttons work in private chats only: anybody in a group may send what a button of theirs carries."""
    typed: Typed | None = None
    changed: Typed | None = None
    """The same, of a message that the user has changed: it is not what is awaited now."""
    roles: frozenset[Role] = frozenset()
    """Who it is for, in private chats; to all others it is as if it did not exist. Empty: for everybody."""
    received: Received | None = None
    background: Background | None = None


@dataclass(frozen=True)
class Features:
    """All features together."""

    commands: Mapping[str, Command]
    presses: Mapping[str, Pressed]
    personal: frozenset[str]
    """Codes of the buttons that work in private chats only."""
    typed: tuple[tuple[Typed, frozenset[Role]], ...]
    changed: tuple[tuple[Typed, frozenset[Role]], ...] = ()
    received: tuple[tuple[Received, frozenset[Role]], ...] = ()
    backgrounds: tuple[Background, ...] = ()
    command_roles: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    """Whom a command is for, where not for everybody."""
    press_roles: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    """The same, of a button's code."""


def together(features: Iterable[Feature]) -> Features:
    """Put features together.

    Raises:
        ValueError: two of them answer to the same command or code.
    """
    commands: dict[str, Command] = {}
    presses: dict[str, Pressed] = {}
    command_roles: dict[str, frozenset[Role]] = {}
    press_roles: dict[str, frozenset[Role]] = {}
    personal: set[str] = set()
    listed = tuple(features)
    for feature in listed:
        if twice := (commands.keys() & feature.commands) | (presses.keys() & feature.presses):
            raise ValueError(f"two features answer to {sorted(twice)}")
        commands |= feature.commands
        presses |= feature.presses
        if feature.roles:
            command_roles |= dict.fromkeys(feature.commands, feature.roles)
            press_roles |= dict.fromkeys(feature.presses, feature.roles)
        personal |= feature.presses.keys() if feature.personal or feature.roles else set()
    return Features(
        commands,
        presses,
        frozenset(personal),
        typed=tuple((f.typed, f.roles) for f in listed if f.typed),
        changed=tuple((f.changed, f.roles) for f in listed if f.changed),
        received=tuple((f.received, f.roles) for f in listed if f.received),
        backgrounds=tuple(f.background for f in listed if f.background),
        command_roles=command_roles,
        press_roles=press_roles,
    )
