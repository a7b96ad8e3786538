"""Buttons below a message, and the few bytes that each carries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.storage.shown import Shown
from bot.telegram.blocks import clean
from bot.telegram.messages import ExampleQuestion, Messages

PER_ROW = 5
LABEL_LENGTH = 60
MOST_CITATIONS = 40
MOST_FOLLOW_UPS = 4

Action = Literal["citation", "follow_up", "option", "vote", "example"]
_CODES: dict[Action, str] = {
    "citation": "c",
    "follow_up": "f",
    "option": "o",
    "vote": "v",
    "example": "s",
}
_ACTIONS: dict[str, Action] = {code: action for action, code in _CODES.items()}


@dataclass(frozen=True)
class Press:
    """What a button stands for."""

    action: Action
    key: str
    """The token of the answer that it belongs to; for an example its id."""
    number: int = 0
    """Which citation, follow-up or option; for a vote 1 for useful, 0 for not."""

    def encode(self) -> str:
        """Write it as callback data, which the Bot API limits to 64 bytes."""
        return f"{_CODES[self.action]}:{self.key}:{self.number}"


def decode(data: str | None) -> Press | None:
    """Read callback data; None for what no button of ours carries."""
    code, _, rest = (data or "").partition(":")
    key, _, number = rest.rpartition(":")
    if code not in _ACTIONS or not key or not number.isascii() or not number.isdigit():
        return None
    return Press(_ACTIONS[code], key, int(number))


def below_answer(
    token: str, shown: Shown, messages: Messages, *, feedback: bool
) -> InlineKeyboardMarkup | None:
    """Build the buttons of an answer; None when it has none."""
    rows = [
        [_button(f"{number}. {option.text}", Press("option", token, number - 1))]
        for number, option in enumerate(shown.options, 1)
    ]
    rows += _rows(
        _button(f"[{number + 1}]", Press("citation", token, number))
        for number in range(min(len(shown.citations), MOST_CITATIONS))
    )
    rows += [
        [_button(question, Press("follow_up", token, number))]
        for number, question in enumerate(shown.follow_ups[:MOST_FOLLOW_UPS])
    ]
    if feedback:
        rows.append(
            [
                _button(messages.buttons.useful, Press("vote", token, 1)),
                _button(messages.buttons.useless, Press("vote", token, 0)),
            ]
        )
    return InlineKeyboardMarkup(rows) if rows else None


def examples(questions: Sequence[ExampleQuestion]) -> InlineKeyboardMarkup:
    """Build the buttons of the example questions."""
    return InlineKeyboardMarkup(
        [[_button(example.label, Press("example", example.id))] for example in questions]
    )


def mark_vote(
    markup: InlineKeyboardMarkup, token: str, messages: Messages, *, useful: bool
) -> InlineKeyboardMarkup:
    """Return the buttons with a mark at the vote that was given."""

    def marked(button: InlineKeyboardButton) -> InlineKeyboardButton:
        data = button.callback_data
        press = decode(data) if isinstance(data, str) else None
        if press is None or press.action != "vote" or press.key != token:
            return button
        label = messages.buttons.useful if press.number else messages.buttons.useless
        if bool(press.number) is useful:
            label = f"{label} {messages.buttons.chosen_mark}"
        return _button(label, press)

    return InlineKeyboardMarkup(
        [[marked(button) for button in row] for row in markup.inline_keyboard]
    )


def _button(label: str, press: Press) -> InlineKeyboardButton:
    text = " ".join(clean(label).split())
    if len(text) > LABEL_LENGTH:
        text = text[: LABEL_LENGTH - 1].rstrip() + "…"
    # The Bot API refuses a button without a label, and with it the whole message.
    return InlineKeyboardButton(text or "…", callback_data=press.encode())


def _rows(buttons: Iterable[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    listed = list(buttons)
    return [listed[start : start + PER_ROW] for start in range(0, len(listed), PER_ROW)]
