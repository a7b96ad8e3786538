"""Buttons below an answer, and below the greeting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.answer import Answer
from bot.judgement import Judgement
from bot.storage.shown import Shown
from bot.telegram.messages import ExampleQuestion, Messages
from bot.telegram.press import Press, button, decode
from bot.telegram.render import shows_grounds
from bot.telegram.views import MOST_CITATIONS, Section, View, sections

Row = list[InlineKeyboardButton]

PER_ROW = 5
SECTIONS_PER_ROW = 3
MOST_OPTIONS = 20
MOST_FOLLOW_UPS = 4
FOLLOW_UP, OPTION, VOTE, EXAMPLE, DOCUMENT = "f", "o", "v", "s", "dp"
"""Codes of the buttons: a question to go on with, a choice, a vote, an example question, the answer as a file.

The buttons that open a section of an answer carry the codes of `Section`.
"""
SOURCES = 1000
"""A button that opens a source's text carries its page times this, plus the source's place."""
COMMENT = "vc"
"""Code of the button that asks for a comment on an answer that was voted on."""
VOTES = {1: Judgement.USEFUL, 2: Judgement.WRONG, 3: Judgement.UNCLEAR}
"""What the number of a vote's button stands for."""


def answer_keyboard(
    token: str,
    shown: Shown,
    view: View,
    messages: Messages,
    *,
    share: str | None,
    feedback: Sequence[Sequence[InlineKeyboardButton]],
) -> InlineKeyboardMarkup | None:
    """Build the buttons below a view of an answer; None when it has none.

    ``share`` is the address that passes the answer on; ``feedback`` are the last rows.
    """
    answer = shown.answer
    offered = sections(answer, messages) if answer else ()
    if view.section is Section.SHORT:
        rows = [
            [button(f"{number}. {option.text}", Press(OPTION, token, number - 1))]
            for number, option in enumerate(shown.options[:MOST_OPTIONS], 1)
        ]
        rows += _turning(token, view, messages)
        rows += _opening(token, offered, messages)
        rows += [
            [button(question, Press(FOLLOW_UP, token, number))]
            for number, question in enumerate(shown.follow_ups[:MOST_FOLLOW_UPS])
        ]
        rows += _passing_on(token, answer, messages, share)
    else:
        rows = _turning(token, view, messages)
        if view.section is Section.TEXT:
            rows += _sources(token, len(shown.citations), view.source, messages)
        others = [one for one in offered if one is not view.section]
        rows += _opening(token, others, messages)
        rows.append([button(messages.buttons.back, Press(Section.SHORT, token))])
    rows += [[*row] for row in feedback]
    return InlineKeyboardMarkup(rows) if rows else None


def _opening(token: str, offered: Iterable[Section], messages: Messages) -> list[Row]:
    """The buttons that open sections."""
    labels = messages.buttons
    named = {
        Section.CONDITIONS: labels.conditions,
        Section.SANCTIONS: labels.sanctions,
        Section.BASIS: labels.basis,
        Section.TEXT: labels.text,
        Section.WHOLE: labels.whole,
    }
    return _rows((button(named[one], Press(one, token)) for one in offered), SECTIONS_PER_ROW)


def _turning(token: str, view: View, messages: Messages) -> list[Row]:
    """The buttons that turn the pages of a view; none where there is one page."""
    last = len(view.pages) - 1
    if not last:
        return []
    labels = messages.buttons

    def to(label: str, page: int) -> InlineKeyboardButton:
        number = page * SOURCES + view.source if view.section is Section.TEXT else page
        return button(label, Press(view.section, token, number))

    place = labels.page.format(page=view.page + 1, count=last + 1)
    row = [to(labels.earlier, view.page - 1)] if view.page else []
    row.append(to(place, view.page))
    if view.page < last:
        row.append(to(labels.later, view.page + 1))
    return [row]


def _sources(token: str, count: int, here: int, messages: Messages) -> list[Row]:
    """A button for each source's text; none where there is one source."""
    if count < 2:
        return []
    labels = (
        messages.buttons.here.format(number=number + 1) if number == here else f"[{number + 1}]"
        for number in range(min(count, MOST_CITATIONS))
    )
    return _rows(
        (button(label, Press(Section.TEXT, token, number)) for number, label in enumerate(labels)),
        PER_ROW,
    )


def _passing_on(
    token: str, answer: Answer | None, messages: Messages, share: str | None
) -> list[Row]:
    row = []
    if share is not None:
        row.append(InlineKeyboardButton(messages.buttons.share, url=share))
    if answer is not None and shows_grounds(answer):
        row.append(button(messages.buttons.document, Press(DOCUMENT, token)))
    return [row] if row else []


def examples(questions: Sequence[ExampleQuestion]) -> InlineKeyboardMarkup:
    """Build the buttons of the example questions."""
    return InlineKeyboardMarkup(
        [[button(example.label, Press(EXAMPLE, example.id))] for example in questions]
    )


def feedback_rows(
    token: str,
    messages: Messages,
    *,
    judgement: Judgement | None = None,
    offer: bool = False,
) -> list[list[InlineKeyboardButton]]:
    """The last rows below an answer: the votes, that of ``judgement`` marked; with ``offer``, to comment on it."""
    labels = messages.buttons
    votes = [
        button(
            labels.chosen[vote] if vote is judgement else labels.votes[vote],
            Press(VOTE, token, number),
        )
        for number, vote in VOTES.items()
    ]
    return [votes, [button(labels.comment, Press(COMMENT, token))]] if offer else [votes]


def kept_feedback(markup: InlineKeyboardMarkup | None) -> list[list[InlineKeyboardButton]]:
    """The feedback rows that stand below a message, as they are: for a message that is edited in place."""
    rows = markup.inline_keyboard if markup else ()
    return [list(row) for row in rows if _gives_feedback(row)]


def mark_vote(
    markup: InlineKeyboardMarkup,
    token: str,
    messages: Messages,
    *,
    judgement: Judgement | None,
    offer: bool,
) -> InlineKeyboardMarkup:
    """Return the buttons with other feedback rows, whatever stood there."""
    others = [row for row in markup.inline_keyboard if not _gives_feedback(row)]
    return InlineKeyboardMarkup(
        [*others, *feedback_rows(token, messages, judgement=judgement, offer=offer)]
    )


def _gives_feedback(row: Sequence[InlineKeyboardButton]) -> bool:
    presses = (
        decode(one.callback_data) if isinstance(one.callback_data, str) else None for one in row
    )
    return any(press is not None and press.code in (VOTE, COMMENT) for press in presses)


def _rows(buttons: Iterable[InlineKeyboardButton], most: int) -> list[Row]:
    """Rows of at most so many buttons, as even as can be."""
    listed = list(buttons)
    rows = ceil(len(listed) / most)
    width = ceil(len(listed) / rows) if rows else 1
    return [listed[start : start + width] for start in range(0, len(listed), width)]
