"""Menus: panels that take each other's place in one message, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import ClassVar, Generic, TypeVar

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.blocks import Block, Message, pack
from bot.telegram.feature import Plan
from bot.telegram.press import Press, button
from bot.telegram.reply import Reply
from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text

CHECK, PROFILE = "kn", "u"
TOPICS, REGULATIONS, SANCTIONS, CHANNELS, ABOUT, PRIVACY, MAIN = "t", "p", "x", "l", "e", "ep", "em"
"""Codes of the buttons that begin a guided check, that show the profile, and that open a menu at its first page."""
KEY_LENGTH = 50
"""Leaves room in a button's 64 bytes for its code and a number of six digits."""
_HALF = 22
"""Characters of a label that half the width of a phone shows."""
T = TypeVar("T")
Row = list[InlineKeyboardButton]


class MenuTexts(CheckedTexts):
    """What all menus have in common."""

    previous: Text
    next: Text
    page: Text
    main: Text
    review: Text
    check: Text
    profile: Text
    topics: Text
    regulations: Text
    sanctions: Text
    channels: Text
    about: Text
    privacy: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {"page": frozenset({"number", "count"})}


@cache
def menu_texts() -> MenuTexts:
    """The texts of ``bot/data/menu.yaml``.

    Raises:
        DataError: the file is unreadable or breaks the schema.
    """
    return load_texts("menu.yaml", MenuTexts)


@dataclass(frozen=True)
class Panel:
    """What a menu shows at a time: as a rule one message, with its buttons below."""

    messages: tuple[Message, ...]
    keyboard: InlineKeyboardMarkup | None = None


def panel(blocks: Sequence[Block], rows: Iterable[Row] = ()) -> Panel:
    """Build a panel from blocks and rows of buttons; empty rows are left out."""
    kept = [row for row in rows if row]
    return Panel(tuple(pack(blocks)), InlineKeyboardMarkup(kept) if kept else None)


async def show(reply: Reply, shown: Panel) -> None:
    """Put a panel in the place of the message whose button was pressed; without one, send it.

    Raises:
        TelegramError: it could not be delivered after all repetitions.
    """
    if reply.occasion.press is None:
        await reply.send(shown.messages, shown.keyboard)
        return
    first, *more = shown.messages
    # Buttons belong below the last message, also where one message cannot hold everything.
    await reply.edit(first, None if more else shown.keyboard)
    await reply.send(more, shown.keyboard)


def turn_to(reply: Reply, build: Callable[[], Panel]) -> Plan:
    """Answer a pressed button by showing another panel."""

    async def act() -> None:
        await show(reply, build())

    return Plan(act=act)


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some of many entries."""

    entries: Sequence[T]
    number: int
    """From 0."""
    count: int
    first: int
    """Position of the first entry among all, from 0."""

    @property
    def numbered(self) -> Iterable[tuple[int, T]]:
        """The entries, each with its number among all, from 1."""
        return enumerate(self.entries, self.first + 1)

    @property
    def words(self) -> str:
        """``Halaman 1 dari 3``; empty when there is only one."""
        if self.count == 1:
            return ""
        return menu_texts().page.format(number=self.number + 1, count=self.count)

    def turning(self, code: str, key: str = "") -> Row:
        """The buttons to the pages beside it; ``code`` and ``key`` with a page's number open that page."""
        texts, row = menu_texts(), []
        if self.number > 0:
            row.append(button(texts.previous, Press(code, key, self.number - 1)))
        if self.number + 1 < self.count:
            row.append(button(texts.next, Press(code, key, self.number + 1)))
        return row


def page_of(entries: Sequence[T], number: int, size: int) -> Page[T]:
    """The page of that number; the last one where there are fewer by now."""
    count = max(1, -(-len(entries) // size))
    number = min(number, count - 1)
    first = number * size
    return Page(entries[first : first + size], number, count, first)


def in_rows(buttons: Iterable[InlineKeyboardButton], width: int) -> list[Row]:
    """Buttons side by side."""
    listed = list(buttons)
    return [listed[start : start + width] for start in range(0, len(listed), width)]


def paired(buttons: Iterable[InlineKeyboardButton]) -> list[Row]:
    """Buttons two in a row where both labels can be read on a phone, else alone."""
    rows: list[Row] = []
    for one in buttons:
        last = rows[-1] if rows else []
        if len(last) == 1 and len(last[0].text) <= _HALF and len(one.text) <= _HALF:
            last.append(one)
        else:
            rows.append([one])
    return rows


def home(*, anew: bool = False) -> InlineKeyboardButton:
    """The button to the main menu; ``anew`` leaves the message that it is below as it is."""
    return button(menu_texts().main, Press(MAIN, "", int(anew)))


def main_rows(*, private: bool) -> list[Row]:
    """The buttons of the main menu; a guided check and the profile are about what a group should not read."""
    texts = menu_texts()
    entries = (
        *([(texts.check, CHECK), (texts.profile, PROFILE)] if private else []),
        (texts.topics, TOPICS),
        (texts.regulations, REGULATIONS),
        (texts.sanctions, SANCTIONS),
        (texts.channels, CHANNELS),
        (texts.about, ABOUT),
        (texts.privacy, PRIVACY),
    )
    return paired(button(label, Press(code)) for label, code in entries)


def key_of(identity: str) -> str:
    """An id as a button can carry it: itself, or where it is too long its beginning and a digest."""
    if len(identity) <= KEY_LENGTH:
        return identity
    digest = sha256(identity.encode()).hexdigest()[:12]
    return f"{identity[: KEY_LENGTH - 13]}~{digest}"


def named(key: str, entries: Iterable[T], identity: Callable[[T], str]) -> T | None:
    """The entry that a button's key stands for; None when there is none."""
    return next((entry for entry in entries if key_of(identity(entry)) == key), None)
