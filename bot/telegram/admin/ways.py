"""The buttons that lead from one of the admins' features to another."""

from __future__ import annotations

from functools import cache

from telegram import InlineKeyboardButton

from bot.telegram.menu import key_of
from bot.telegram.press import Press, button
from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text

OVERVIEW, TRIAL, PUBLISH, UNDO, ROLLBACK = "ys", "yt", "yp", "ypu", "yr"
"""Codes of the buttons: what waits, its trial, its publish, undoing that, the editions to go back to."""
CONFIRMING, PENDING = "yc", "yci"
"""The rulings that await review, and one of those."""


class WayTexts(CheckedTexts):
    """The contents of ``ways.yaml``."""

    overview: Text
    trial: Text
    publish: Text
    undo: Text
    rollback: Text
    confirming: Text


@cache
def way_texts() -> WayTexts:
    """The texts of ``bot/data/ways.yaml``.

    Raises:
        DataError: the file is unreadable or breaks the schema.
    """
    return load_texts("ways.yaml", WayTexts)


def overview_button() -> InlineKeyboardButton:
    """What waits for a publish; for any admin."""
    return button(way_texts().overview, Press(OVERVIEW))


def trial_button() -> InlineKeyboardButton:
    """Test what waits without publishing it; for any admin."""
    return button(way_texts().trial, Press(TRIAL))


def publish_button() -> InlineKeyboardButton:
    """Ask whether to publish what waits; for publishers."""
    return button(way_texts().publish, Press(PUBLISH))


def undo_button(edition: str) -> InlineKeyboardButton:
    """Undo the publish of an edition; for publishers."""
    return button(way_texts().undo, Press(UNDO, edition))


def rollback_button() -> InlineKeyboardButton:
    """The editions to go back to; for publishers."""
    return button(way_texts().rollback, Press(ROLLBACK))


def confirming_button() -> InlineKeyboardButton:
    """The rulings that await review; for publishers."""
    return button(way_texts().confirming, Press(CONFIRMING))


def pending_button(ruling: str) -> InlineKeyboardButton:
    """A ruling that awaits review; for publishers."""
    return button(way_texts().confirming, Press(PENDING, key_of(ruling)))
