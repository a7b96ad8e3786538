"""What a line typed in the terminal chat means, in the light of the answer shown last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.answering.answer import Answer, Citation
from bot.day import parse_day
from bot.question import question_fault
from bot.terminal_texts import TerminalTexts
from bot.text_view import citations_of, follow_ups_of, options_of
from knowledge.clock import today

_NUMBER = re.compile(r"(?P<open>\[?)(?P<number>[0-9]{1,3})[\].)]?")
_LETTER = re.compile(r"\(?(?P<letter>[a-z])[.)]?", re.IGNORECASE)

_DATED = "/per"
_TODAY = ("", "sekarang", "hari ini")


class Order(Enum):
    """A command of the chat."""

    HELP = ("/bantuan", "/help", "/start")
    FORGET = ("/hapus",)
    LEAVE = ("/keluar", "/exit", "/quit")


@dataclass(frozen=True)
class Ask:
    """A question for the answering room."""

    question: str
    ruling: str | None = None
    """The ruling of the option that was chosen."""
    option: str | None = None
    """The words of that option; the user's turn is remembered as them."""
    suggested: bool = False
    """Chosen by its letter, not typed."""


@dataclass(frozen=True)
class Read:
    """The wish to read a source."""

    citation: Citation


@dataclass(frozen=True)
class Dated:
    """The wish for answers by the law of a day; None: of today."""

    day: date | None


@dataclass(frozen=True)
class Say:
    """Nothing to do but to say something."""

    text: str


Meaning = Ask | Read | Dated | Say | Order


@dataclass(frozen=True)
class Shown:
    """What the numbers and letters on the screen stand for."""

    question: str
    citations: tuple[Citation, ...]
    options: tuple[tuple[str, str], ...]
    follow_ups: tuple[str, ...]


def shown(question: str, answer: Answer) -> Shown:
    """Keep what may be chosen from an answer to ``question``."""
    return Shown(question, citations_of(answer), options_of(answer), follow_ups_of(answer))


def meaning(line: str, last: Shown | None, texts: TerminalTexts) -> Meaning | None:
    """Tell what a typed line asks for; None for a blank line.

    A bare number chooses an option where the last answer asked back, else a source; a number
    in square brackets is always a source.
    """
    typed = line.strip()
    if not typed:
        return None
    if typed.startswith("/"):
        return _order(typed, texts)
    if number := _NUMBER.fullmatch(typed):
        return _numbered(int(number["number"]), bool(number["open"]), last, texts)
    if letter := _LETTER.fullmatch(typed):
        return _lettered(letter["letter"].lower(), last, texts)
    fault = question_fault(line)
    return Say(fault) if fault else Ask(line)


def _order(typed: str, texts: TerminalTexts) -> Order | Dated | Say:
    name, _, rest = typed.partition(" ")
    name = name.lower()
    if name == _DATED:
        return _dated(rest.strip())
    for order in Order:
        if name in order.value:
            return order
    return Say(texts.unknown_command)


def _dated(typed: str) -> Dated | Say:
    if typed.lower() in _TODAY:
        return Dated(None)
    try:
        return Dated(parse_day(typed, today()))
    except ValueError as error:
        return Say(str(error))


def _numbered(number: int, source: bool, last: Shown | None, texts: TerminalTexts) -> Meaning:
    if last is None:
        return Say(texts.nothing_shown)
    if last.options and not source:
        if not 1 <= number <= len(last.options):
            return Say(texts.no_option.format(number=number, count=len(last.options)))
        text, ruling = last.options[number - 1]
        return Ask(last.question, ruling=ruling, option=text)
    if not 1 <= number <= len(last.citations):
        return Say(texts.no_citation.format(number=number, count=len(last.citations)))
    return Read(last.citations[number - 1])


def _lettered(letter: str, last: Shown | None, texts: TerminalTexts) -> Meaning:
    if last is None:
        return Say(texts.nothing_shown)
    position = ord(letter) - ord("a")
    if position >= len(last.follow_ups):
        return Say(texts.no_follow_up.format(letter=letter))
    return Ask(last.follow_ups[position], suggested=True)
