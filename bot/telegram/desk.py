"""What the features for admins work with."""

from __future__ import annotations

from dataclasses import dataclass

from bot.admin.program import Program
from bot.admin.roles import Admins
from bot.telegram.dialogue import Dialogue


@dataclass(frozen=True)
class Desk:
    """The dialogue's parts, the admins' command, and who the admins are."""

    dialogue: Dialogue
    program: Program
    admins: Admins
