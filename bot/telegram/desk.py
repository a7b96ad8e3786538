"""What the features for admins work with."""

from __future__ import annotations

from dataclasses import dataclass

from bot.admin.program import Program
from bot.admin.roles import Admins
from bot.telegram.dialogue import Dialogue
from bot.telegram.offering import Menus


@dataclass(frozen=True)
class Desk:
    """The dialogue's parts, the admins' command, who the admins are, and the menus that they are offered."""

    dialogue: Dialogue
    program: Program
    admins: Admins
    menus: Menus
