"""What users may think of an answer."""

from __future__ import annotations

from enum import StrEnum


class Judgement(StrEnum):
    """A user's judgement of an answer."""

    USEFUL = "berguna"
    WRONG = "keliru"
    UNCLEAR = "kurang_jelas"
