"""A conversation in a terminal: questions with memory, sources by number, suggestions by letter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TextIO

from bot.answering.answer import Turn
from bot.answering.protocol import Answering
from bot.conversation import Ask, Dated, Order, Read, Shown, meaning, shown
from bot.day import asked_day, written
from bot.question import mended, recent
from bot.screen import Screen, harmless
from bot.telegram.render import remembered
from bot.text_view import Line, Wording, answer_lines, provision_lines
from knowledge.errors import AsnBotError

PROMPT = "> "
Reader = Callable[[], str | None]
"""Gives the next line that the user types; None when there are no more."""


def line_reader(source: TextIO, out: TextIO) -> Reader:
    """Read lines from a person, with a prompt, or from a file or pipe, each repeated on ``out``.

    What was typed on a terminal stands there already; without the repetition nobody could
    tell from a transcript which answer belongs to which question.
    """
    if source.isatty() and out.isatty():
        return _typed_line

    def piped_line() -> str | None:
        line = source.readline()
        if not line:
            return None
        line = mended(line.rstrip("\r\n"))
        if line.strip():
            out.write(f"\n{PROMPT}{harmless(line)}\n")
        return line

    return piped_line


def _typed_line() -> str | None:
    import readline  # noqa: F401 (gives the prompt its arrow keys; keeps no file)

    print()
    try:
        return mended(input(PROMPT))
    except EOFError:
        print()
        return None


@dataclass
class Chat:
    """One conversation, remembered only as long as it lasts."""

    answering: Answering
    screen: Screen
    wording: Wording
    turns: int
    """How many turns the answering room is told of."""
    report: Callable[[Exception], None]
    """Hears of failures that nobody foresaw; the user gets an apology."""
    _history: tuple[Turn, ...] = field(default=(), init=False)
    _last: Shown | None = field(default=None, init=False)
    _day: date | None = field(default=None, init=False)
    """The day whose law counts, if not today."""

    def talk(self, read: Reader) -> None:
        """Converse until the user leaves, by a command, Ctrl-D or Ctrl-C."""
        messages, texts = self.wording.messages, self.wording.texts
        example = messages.examples[0].question
        try:
            self.screen.say(*(text.format(example=example) for text in texts.welcome))
            with asyncio.Runner() as runner:
                while (line := read()) is not None:
                    if not self._do(line, runner):
                        break
        except KeyboardInterrupt:
            pass
        self.screen.say(texts.goodbye)

    def _do(self, line: str, runner: asyncio.Runner) -> bool:
        """Do what a line asks for; False when the user leaves."""
        texts = self.wording.texts
        match meaning(line, self._last, texts):
            case Ask() as ask:
                self._answer(ask, runner)
            case Read(citation):
                self.screen.show(provision_lines(citation, self.wording))
            case Dated(day):
                self._day = day
                told = texts.dated.format(day=written(day)) if day else texts.dated_today
                self.screen.say(told)
            case Order.LEAVE:
                return False
            case Order.HELP:
                self.screen.say(*texts.help)
            case Order.FORGET:
                self._history, self._last, self._day = (), None, None
                self.screen.say(texts.forgotten)
            case None:
                pass
            case said:
                self.screen.say(said.text)
        return True

    def _answer(self, ask: Ask, runner: asyncio.Runner) -> None:
        messages = self.wording.messages
        if ask.option:
            self.screen.say(messages.chosen.format(option=ask.option))
        elif ask.suggested:
            self.screen.say(messages.asked.format(question=ask.question))
        day = None if asked_day(ask.question) else self._day
        try:
            answer = runner.run(
                self.answering.answer(ask.question, self._history, ruling=ask.ruling, as_of=day)
            )
            said = remembered(answer)
            lines = answer_lines(answer, self.wording, chat=True)
        except AsnBotError as error:
            self.screen.say(str(error))
            return
        except Exception as error:  # the conversation goes on whatever one answer ran into
            self.report(error)
            self.screen.say(self.wording.texts.failed.format(kind=type(error).__name__))
            return
        self.screen.show([Line(""), *lines])
        self._last = shown(ask.question, answer)
        # A follow-up refers to what was chosen, not to what was unclear.
        new = (
            Turn(role="user", text=ask.option or ask.question),
            Turn(role="assistant", text=said),
        )
        self._history = recent((*self._history, *new), self.turns)
