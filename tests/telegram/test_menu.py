"""Greeting, help, the main menu, what the bot tells of itself, and the command menu."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.admin.roles import Admins
from bot.answering.library import EditionCard, RegulationCard
from bot.storage.inbox import HOURS_REMEMBERED
from bot.storage.shown import DAYS_SHOWN
from bot.telegram.admin.commands import admin_texts
from bot.telegram.desk import Desk
from bot.telegram.dialogue import Dialogue
from bot.telegram.features import all_features
from bot.telegram.menu import main_rows
from bot.telegram.messages import load_messages
from bot.telegram.press import decode
from knowledge.settings import Settings
from tests.bot_api import BotApiServer
from tests.telegram.conftest import Running
from tests.telegram.scripted import ScriptedAnswering
from tests.telegram.scripted_library import ScriptedLibrary
from tests.telegram.user import answer_below, say, turn

MENUS = frozenset({"t", "tr", "tq", "p", "pr", "pa", "x", "xl", "l", "e", "er", "ep", "em"})
"""Codes of all buttons of menus."""


async def test_the_greeting_leads_to_examples_and_menus(bot: Running, server: BotApiServer) -> None:
    greeting = await say(server, "/start")
    assert greeting.text.startswith("Halo!")
    assert "Bolehkah like postingan calon?" in greeting.labels()
    # The greeting stays, with its examples.
    menu = await answer_below(server, greeting, "Menu utama")
    assert menu.text == "Menu utama\n\nPilih salah satu, atau ketik saja pertanyaan Anda."
    assert len(greeting.labels()) == len(load_messages().examples) + 1


@pytest.mark.parametrize(
    ("button", "begins"),
    [
        ("Profil", "Profil Anda\n\n"),
        ("Topik", "Topik\n\n"),
        ("Peraturan", "Peraturan dan pasal\n\n"),
        ("Sanksi", "Sanksi pelanggaran netralitas\n\n"),
        ("Melapor", "Melapor, bertanya, dan mengajukan keberatan\n\n"),
        ("Tentang", "Tentang bot ini\n\n"),
        ("Privasi", "Privasi\n\n"),
    ],
)
async def test_every_menu_leads_back_to_the_main_menu(
    bot: Running, server: BotApiServer, button: str, begins: str
) -> None:
    menu = await say(server, "/bantuan")
    assert (await turn(server, menu, button)).startswith(begins)
    assert (await turn(server, menu, "Menu utama")).startswith("Menu utama\n\n")
    assert len(server.messages) == 1


@pytest.mark.parametrize("command", ["/bantuan", "/help"])
async def test_help_lists_every_command(bot: Running, server: BotApiServer, command: str) -> None:
    text = (await say(server, command)).text
    for one in load_messages().commands:
        assert f"\n/{one.name} – {one.description}" in text
    assert f"paling lama {bot.settings.history_minutes} menit" in text


async def test_about_tells_edition_figures_and_sources(
    running: Running, server: BotApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    laws = tuple(
        RegulationCard(f"pp-{n}-2001", f"PP {n}/2001", "Judul", "dicabut", url, 1)
        for n, url in [(1, "https://contoh.go.id/?a=1&b=2"), *((n, None) for n in range(2, 18))]
    )
    card = EditionCard("2026-11-21.1", date(2026, 11, 21), 212, 1725, 35, laws)
    monkeypatch.setattr(ScriptedLibrary, "about", lambda _self: card)
    async with running():
        menu = await say(server, "/tentang")
        assert "edisi 2026-11-21.1, disusun 21 November 2026." in menu.text
        assert "212 pertanyaan yang sudah dikaji dan 1.725 ketentuan dari 17 peraturan" in menu.text
        assert "35 ketentuan (2%) dikutip dari dokumen resmi" in menu.text
        assert "bukan nasihat hukum" in menu.text
        text = await turn(server, menu, "Daftar peraturan")
        assert "• PP 1/2001 – Judul (DICABUT – tidak berlaku)\n• PP 2/2001" in text
        assert "Halaman 1 dari 2" in text
        shown = server.called("editMessageText")[-1].params["text"]
        assert '<a href="https://contoh.go.id/?a=1&amp;b=2"><b>PP 1/2001</b></a>' in shown
        assert "PP 17/2001" in await turn(server, menu, "Berikutnya")
        assert (await turn(server, menu, "‹ Tentang")).startswith("Tentang bot ini")


@pytest.mark.parametrize(
    ("official", "share"), [(1, "<1%"), (500, "50%"), (999, ">99%"), (1000, "100%")]
)
async def test_the_share_of_official_texts_is_not_rounded_to_nothing(
    bot: Running,
    server: BotApiServer,
    monkeypatch: pytest.MonkeyPatch,
    official: int,
    share: str,
) -> None:
    card = EditionCard("e", date(2026, 11, 21), 1, 1000, official, ())
    monkeypatch.setattr(ScriptedLibrary, "about", lambda _self: card)
    assert f" ketentuan ({share}) dikutip" in (await say(server, "/tentang")).text


async def test_an_edition_of_digests_alone_says_so(
    bot: Running, server: BotApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = EditionCard("e", date(2026, 11, 21), 1, 1000, 0, ())
    monkeypatch.setattr(ScriptedLibrary, "about", lambda _self: card)
    text = (await say(server, "/tentang")).text
    assert "Semua ketentuan itu ringkasan kami" in text
    assert "dikutip dari" not in text


async def test_privacy_tells_the_times_that_are_kept(bot: Running, server: BotApiServer) -> None:
    text = (await say(server, "/privasi")).text
    settings = bot.settings
    for told in (
        f"{settings.history_minutes} menit",
        f"{DAYS_SHOWN} hari",
        f"{settings.feedback_days} hari",
        f"{HOURS_REMEMBERED // 24} hari",
        "/hapus",
    ):
        assert told in text
    assert "model bahasa" not in text


async def test_privacy_tells_of_a_chat_model(running: Running, server: BotApiServer) -> None:
    changed = {"chat_model": "openai:x", "history_minutes": 180, "feedback_days": 1}
    running.settings = running.settings.model_copy(update=changed)
    async with running():
        text = (await say(server, "/privasi")).text
    assert "dikirim ke model tersebut" in text
    assert "paling lama 3 jam" in text
    assert "paling lama setelah 24 jam" in text


def features(settings: Settings, answering: ScriptedAnswering) -> Any:
    """All features, of a bot that is not running."""
    nobody = cast("Any", SimpleNamespace())
    dialogue = Dialogue(answering, nobody, nobody, load_messages(), settings, nobody)
    return all_features(dialogue, Desk(dialogue, nobody, Admins(), nobody))


def test_every_button_of_the_main_menu_leads_somewhere(
    settings: Settings, answering: ScriptedAnswering
) -> None:
    presses = features(settings, answering).presses
    codes = [
        press.code
        for row in main_rows(private=True)
        for one in row
        if (press := decode(cast("str", one.callback_data)))
    ]
    assert len(codes) == 8
    assert set(codes) <= set(presses)


async def test_a_group_is_not_asked_what_concerns_one_alone(
    bot: Running, server: BotApiServer
) -> None:
    server.user_sends("/bantuan@netral_bot", chat_id=-1001, user=1001)
    [menu] = await server.await_messages(1)
    assert "Topik" in menu.labels()
    assert not {"Periksa tindakan", "Profil saya"} & {*menu.labels()}


def test_the_command_menu_and_the_commands_are_the_same(
    settings: Settings, answering: ScriptedAnswering
) -> None:
    """Every entry is understood, and every command is in the menu under one of its names, or in that of admins."""
    commands = features(settings, answering).commands
    listed = (*load_messages().commands, *admin_texts().commands)
    menu = [command.name for command in listed]
    assert len(set(menu)) == len(menu) <= 100
    assert set(menu) <= set(commands)
    names: dict[str, set[str]] = {}
    for name, handler in commands.items():
        names.setdefault(f"{handler.__module__}.{handler.__qualname__}", set()).add(name)
    missing = [sorted(alike) for alike in names.values() if not alike & set(menu)]
    assert not missing


async def test_the_command_menu_is_offered(bot: Running, server: BotApiServer) -> None:
    [call, *_] = await server.await_calls("setMyCommands")
    for command in load_messages().commands:
        assert f'"command": "{command.name}"' in call.params["commands"]


async def test_what_is_listed_is_prepared_away_from_the_event_loop(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    for asked in ("/topik", "boleh like?"):
        answering.library.prepared.clear()
        await say(server, asked)
        assert answering.library.prepared == {False}
    menu = await say(server, "/bantuan")
    answering.library.prepared.clear()
    await turn(server, menu, "Topik")
    assert answering.library.prepared == {False}


async def test_a_menu_whose_message_cannot_be_changed_is_sent_anew(
    bot: Running, server: BotApiServer
) -> None:
    menu = await say(server, "/bantuan")
    server.log.remove(menu)
    anew = await answer_below(server, menu, "Topik")
    assert anew.text.startswith("Topik\n\n")


async def test_pressing_the_same_twice_changes_nothing(bot: Running, server: BotApiServer) -> None:
    menu = await say(server, "/bantuan")
    topics = menu.data("Topik")
    await turn(server, menu, "Topik")
    note = await server.await_note(server.user_presses(menu, "", data=topics))
    await server.await_calls("editMessageText", 2)
    assert note is None
    await say(server, "/privasi")
    assert len(server.messages) == 2


async def test_every_button_of_every_menu_works(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    """From the main menu through all menus and pages, each button is pressed once."""
    library = answering.library
    library.cards = library.cards[:12]  # nine in one topic: two pages
    library.units["uu-7-2017"] = library.units["uu-7-2017"][:3]
    sources = tuple(replace(library.laws[0], label=f"PP {n}/2021") for n in range(16))
    card = replace(library.about(), regulations=sources)
    library.about = lambda: card  # type: ignore[method-assign]
    running.settings = running.settings.model_copy(
        update={"presses_per_minute": 0, "questions_per_minute": 0}
    )
    async with running():
        menu = await say(server, "/bantuan")
        waiting, seen = [menu.data("Topik")], set[str]()
        while waiting:
            data = waiting.pop()
            if data in seen:
                continue
            seen.add(data)
            pressed = len(server.called("editMessageText")) + len(server.called("sendMessage"))
            assert await server.await_note(server.user_presses(menu, "", data=data)) is None
            await server.until(
                lambda before=pressed: (  # type: ignore[misc]
                    len(server.called("editMessageText")) + len(server.called("sendMessage"))
                    > before
                ),
                f"something said on {data}",
            )
            # A check has its own tests; and its buttons work only one after the other.
            found = [str(one["callback_data"]) for one in menu.buttons]
            waiting += [one for one in found if one.partition(":")[0] in MENUS]
        codes = {one.partition(":")[0] for one in seen}
    assert codes == MENUS
