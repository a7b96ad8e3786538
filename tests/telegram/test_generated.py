"""Whatever an answer holds, Telegram accepts all that the bot makes of it: every view, every page, every button."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import cast

import pytest
from telegram import InlineKeyboardMarkup

from bot.answering.answer import Answer
from bot.storage.shown import Shown, find_shown
from bot.storage.store import Store, open_store
from bot.telegram.blocks import Message
from bot.telegram.client import Client
from bot.telegram.dialogue import Dialogue
from bot.telegram.messages import load_messages
from bot.telegram.press import decode
from bot.telegram.reply import Occasion, Reply
from bot.telegram.sending import Sender
from bot.telegram.views import Section, sections
from tests.bot_api.keyboards import check_keyboard
from tests.bot_api.markup import check_text
from tests.telegram.conftest import FAST, make_settings
from tests.telegram.made_answers import made_answer
from tests.telegram.scripted import ScriptedAnswering

CHAT = 1001
PAGES = (0, 1, 99)
"""Of each view: beyond the last page stands the last one."""
Sent = tuple[Message, InlineKeyboardMarkup | None]


class Collecting(Sender):
    """Keeps what would be sent."""

    def __init__(self) -> None:
        super().__init__(cast("Client", None), FAST)
        self.sent: list[Sent] = []

    @property
    def username(self) -> str:
        return "netral_bot"

    async def send(
        self,
        chat: int,
        message: Message,
        keyboard: InlineKeyboardMarkup | None = None,
        *,
        answers: int | None = None,
    ) -> int:
        self.sent.append((message, keyboard))
        return len(self.sent)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    yield store
    store.close()


def assert_accepted(sent: Sent) -> list[str]:
    """Check a message, with markup and without, and its buttons; return what these send."""
    message, keyboard = sent
    styled = check_text(message.html, "HTML")
    plain = check_text(message.plain, None)
    assert styled.text.split() == plain.text.split()
    if keyboard is None:
        return []
    rows = check_keyboard(keyboard.to_json()) or []
    pressed = [
        button["callback_data"] for row in rows for button in row if "callback_data" in button
    ]
    assert all(decode(data) for data in pressed)
    return pressed


def all_views(dialogue: Dialogue, token: str, shown: Shown, answer: Answer) -> Iterator[Sent]:
    """Everything that the buttons of an answer can open."""
    presenter = dialogue.presenter
    others = [one for one in sections(answer, dialogue.messages) if one is not Section.TEXT]
    for page in PAGES:
        found = [presenter.short(token, shown, answer, page=page)]
        found += [presenter.section(token, shown, answer, one, page=page) for one in others]
        if answer.citations:
            source = page % len(answer.citations)
            found.append(presenter.source(token, shown, answer, source, page=page))
        yield from ((one.message, one.keyboard) for one in found)


async def check_answers(
    store: Store, tmp_path: Path, *, seed: int, count: int, every: int = 1
) -> int:
    """Answer with ``count`` made answers, and open all views of one in ``every``; how many were accepted."""
    random, answering, sender = Random(seed), ScriptedAnswering(), Collecting()
    settings = make_settings(tmp_path, telegram_api_url="http://127.0.0.1:1")
    dialogue = Dialogue(answering, store, sender, load_messages(), settings, FAST)
    accepted = 0
    for number in range(count):
        made = made_answer(random)
        answering.script.append(made)
        sender.sent.clear()
        await dialogue.ask(Reply(Occasion(number + 1, CHAT, CHAT, 1), sender, store), "tanya")
        pressed = [data for sent in sender.sent for data in assert_accepted(sent)]
        accepted += len(sender.sent)
        if number % every:
            continue
        tokens = dict.fromkeys(press.key for data in pressed if (press := decode(data)))
        for token in tokens:
            shown = await store.run(find_shown, CHAT, token, now=dialogue.clock(), minutes=60)
            assert shown is not None
            assert shown.answer is not None
            for sent in all_views(dialogue, token, shown, shown.answer):
                assert_accepted(sent)
                accepted += 1
    return accepted


async def test_five_hundred_answers_and_their_buttons_are_accepted(
    store: Store, tmp_path: Path
) -> None:
    assert await check_answers(store, tmp_path, seed=6, count=500, every=10) > 1000


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
async def test_ten_thousand_answers_and_their_buttons_are_accepted(
    store: Store, tmp_path: Path, seed: int
) -> None:
    assert await check_answers(store, tmp_path, seed=1000 + seed, count=1000, every=10) > 2000
