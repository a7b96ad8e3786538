"""Buttons below an answer, and below the greeting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.storage.shown import Shown
from bot.telegram.messages import ExampleQuestion, Messages
from bot.telegram.press import Press, button, decode

PER_ROW = 5
MOST_CITATIONS = 40
MOST_FOLLOW_UPS = 4
CITATION, FOLLOW_UP, OPTION, VOTE, EXAMPLE = "c", "f", "o", "v", "s"
"""Codes of the buttons: a source, a question to go on with, a choice, a vote, an example question."""


def below_answer(
    token: str, shown: Shown, messages: Messages, *, feedback: bool
) -> InlineKeyboardMarkup | None:
    """Build the buttons of an answer; None when it has none."""
    rows = [
        [button(f"{number}. {option.text}", Press(OPTION, token, number - 1))]
        for number, option in enumerate(shown.options, 1)
    ]
    rows += _rows(
        button(f"[{number + 1}]", Press(CITATION, token, number))
        for number in range(min(len(shown.citations), MOST_CITATIONS))
    )
    rows += [
        [button(question, Press(FOLLOW_UP, token, number))]
        for number, question in enumerate(shown.follow_ups[:MOST_FOLLOW_UPS])
    ]
    if feedback:
        rows.append(
            [
                button(messages.buttons.useful, Press(VOTE, token, 1)),
                button(messages.buttons.useless, Press(VOTE, token, 0)),
            ]
        )
    return InlineKeyboardMarkup(rows) if rows else None


def examples(questions: Sequence[ExampleQuestion]) -> InlineKeyboardMarkup:
    """Build the buttons of the example questions."""
    return InlineKeyboardMarkup(
        [[button(example.label, Press(EXAMPLE, example.id))] for example in questions]
    )


def mark_vote(
    markup: InlineKeyboardMarkup, token: str, messages: Messages, *, useful: bool
) -> InlineKeyboardMarkup:
    """Return the buttons with a mark at the vote that was given."""

    def marked(one: InlineKeyboardButton) -> InlineKeyboardButton:
        data = one.callback_data
        press = decode(data) if isinstance(data, str) else None
        if press is None or press.code != VOTE or press.key != token:
            return one
        label = messages.buttons.useful if press.number else messages.buttons.useless
        if bool(press.number) is useful:
            label = f"{label} {messages.buttons.chosen_mark}"
        return button(label, press)

    return InlineKeyboardMarkup([[marked(one) for one in row] for row in markup.inline_keyboard])


def _rows(buttons: Iterable[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    listed = list(buttons)
    return [listed[start : start + PER_ROW] for start in range(0, len(listed), PER_ROW)]
