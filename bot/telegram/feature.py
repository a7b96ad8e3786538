"""A part of the Telegram room: the commands, the buttons and the typed texts that it answers to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field

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


@dataclass(frozen=True)
class Features:
    """All features together."""

    commands: Mapping[str, Command]
    presses: Mapping[str, Pressed]
    personal: frozenset[str]
    """Codes of the buttons that work in private chats only."""
    typed: tuple[Typed, ...]
    changed: tuple[Typed, ...] = ()


def together(features: Iterable[Feature]) -> Features:
    """Put features together.

    Raises:
        ValueError: two of them answer to the same command or code.
    """
    commands: dict[str, Command] = {}
    presses: dict[str, Pressed] = {}
    personal: set[str] = set()
    typed, changed = [], []
    for feature in features:
        if twice := (commands.keys() & feature.commands) | (presses.keys() & feature.presses):
            raise ValueError(f"two features answer to {sorted(twice)}")
        commands |= feature.commands
        presses |= feature.presses
        personal |= feature.presses.keys() if feature.personal else set()
        typed += [feature.typed] if feature.typed else []
        changed += [feature.changed] if feature.changed else []
    return Features(commands, presses, frozenset(personal), tuple(typed), tuple(changed))
