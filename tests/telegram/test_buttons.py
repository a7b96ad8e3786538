"""What pressing a button does."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import create_engine, text

from bot.answering.answer import Citation, Clarify, ClarifyOption
from bot.storage.shown import DAYS_SHOWN
from knowledge.clock import today
from knowledge.model import Verdict
from tests.bot_api import BotApiServer, SentMessage
from tests.telegram.conftest import Running
from tests.telegram.scripted import EDITION, ScriptedAnswering, answer, citation

EXPIRED = "kedaluwarsa"


async def ask(server: BotApiServer, question: str = "boleh like?") -> SentMessage:
    """Ask, and return the last message of the answer."""
    before = len(server.messages)
    server.user_sends(question)
    return (await server.await_messages(before + 1))[-1]


async def test_a_numbered_button_shows_the_provision(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    old = citation("uu-5-2014:pasal-2", label="UU 5/2014 Pasal 2", status="dicabut")
    answering.provisions[old.id] = old.model_copy(
        update={
            "text": "Ayat satu.\n\nAyat dua.",
            "kind": "official",
            "url": "https://contoh.go.id/uu?a=1&b=<2>",
        }
    )
    answering.script.append(answer(citations=(citation(), old), as_of=today()))
    message = await ask(server)
    note = await server.await_note(server.user_presses(message, "[1]"))
    query = server.user_presses(message, "[2]")
    _, first, second = await server.await_messages(3)
    assert note is None
    assert await server.await_note(query) is None
    assert first.text == (
        "PP 94/2021 Pasal 5 huruf n (berlaku)\n\nPNS dilarang memberi dukungan kepada calon.\n\n"
        "Ringkasan kami, bukan kutipan. Bunyi aslinya ada di dokumen resmi.\n\n"
        f"Menurut edisi {EDITION}."
    )
    assert second.text == (
        "UU 5/2014 Pasal 2 (DICABUT \N{EN DASH} tidak berlaku)\n\nAyat satu.\n\nAyat dua.\n\n"
        "Kutipan dari dokumen resmi.\n\nSumber: https://contoh.go.id/uu?a=1&b=<2>\n\n"
        f"Menurut edisi {EDITION}."
    )
    assert '<a href="https://contoh.go.id/uu?a=1&amp;b=&lt;2&gt;">' in second.source


async def test_a_provision_of_another_edition_says_so(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    message = await ask(server)
    answering.edition = "2026-12-01.1"
    server.user_presses(message, "[1]")
    shown = (await server.await_messages(2))[-1]
    assert f"Jawaban tadi memakai edisi {EDITION}; teks ini dari edisi 2026-12-01.1" in shown.text


async def test_a_provision_is_shown_as_of_the_day_of_its_answer(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.extend((answer(as_of=date(2020, 6, 1)), answer(as_of=today())))
    server.user_presses(await ask(server), "[1]")
    shown = (await server.await_messages(2))[-1]
    assert "Menurut hukum per 1 Juni 2020." in shown.text
    server.user_presses(await ask(server), "[1]")
    assert "Menurut hukum per" not in (await server.await_messages(4))[-1].text
    assert answering.looked_up == [(citation().id, date(2020, 6, 1)), (citation().id, None)]


async def test_a_provision_is_told_to_be_of_the_edition_that_it_is_of(
    bot: Running,
    server: BotApiServer,
    answering: ScriptedAnswering,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another edition takes its place between the look at the provision and the look at its id."""
    message = await ask(server)
    new = citation(text="Teks baru.")
    look_up = answering.citation

    def changing(identity: str, as_of: date | None = None) -> Citation | None:
        found = look_up(identity, as_of)
        if answering.edition == EDITION:
            answering.edition, answering.provisions = "2026-12-01.1", {new.id: new}
        return found

    monkeypatch.setattr(answering, "citation", changing)
    server.user_presses(message, "[1]")
    shown = (await server.await_messages(2))[-1].text
    assert "Teks baru." in shown
    assert "teks ini dari edisi 2026-12-01.1" in shown


async def test_a_provision_that_is_gone(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    message = await ask(server)
    answering.provisions.clear()
    note = await server.await_note(server.user_presses(message, "[1]"))
    assert note is not None
    assert "tidak ada lagi" in note
    assert len(server.messages) == 1


async def test_a_follow_up_is_asked_as_if_typed(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.append(answer(follow_ups=("Kalau saya PPPK?",)))
    message = await ask(server)
    server.user_presses(message, "Kalau saya")
    reply = (await server.await_messages(2))[-1]
    assert reply.text.startswith("Pertanyaan: Kalau saya PPPK?\n\n⛔ DILARANG")
    assert answering.asked[-1].question == "Kalau saya PPPK?"
    assert [turn.role for turn in answering.asked[-1].history] == ["user", "assistant"]


def unclear() -> ScriptedAnswering:
    """A room that asks back first."""
    room = ScriptedAnswering()
    options = (
        ClarifyOption(text="Jadwal dari KPU", ruling="bagikan-jadwal"),
        ClarifyOption(text="Poster calon", ruling="bagikan-poster"),
    )
    room.script.append(
        answer(
            "Apa isinya?",
            verdict=Verdict.PERLU_RINCIAN,
            citations=(),
            clarify=Clarify(question="Apa isinya?", options=options),
        )
    )
    return room


async def test_an_option_forces_its_ruling_on_the_users_question(
    running: Running, server: BotApiServer
) -> None:
    running.answering = room = unclear()
    async with running():
        message = await ask(server, "boleh share postingan?")
        server.user_presses(message, "2.")
        reply = (await server.await_messages(2))[-1]
        assert reply.text.startswith("Pilihan Anda: Poster calon\n\n")
        assert (room.asked[-1].question, room.asked[-1].ruling) == (
            "boleh share postingan?",
            "bagikan-poster",
        )
        await ask(server, "kalau PPPK?")
        turns = room.asked[-1].history
        assert [turn.text for turn in turns if turn.role == "user"] == [
            "boleh share postingan?",
            "Poster calon",
        ]


async def test_an_option_after_the_question_was_erased(
    running: Running, server: BotApiServer
) -> None:
    running.answering = room = unclear()
    async with running():
        message = await ask(server)
    running.clock.now += 61 * 60
    async with running():
        note = await server.await_note(server.user_presses(message, "1."))
    assert note is not None
    assert "Silakan ketik lagi" in note
    assert len(room.asked) == 1


async def test_votes_are_kept_once_and_can_be_changed(bot: Running, server: BotApiServer) -> None:
    message = await ask(server)
    for button, shown in (
        ("👍", ["👍 Berguna ✓", "👎 Kurang"]),
        ("👎", ["👍 Berguna", "👎 Kurang ✓"]),
    ):
        note = await server.await_note(server.user_presses(message, button))
        assert note is not None
        assert note.startswith("Terima kasih")
        await server.until(lambda shown=shown: message.labels()[-2:] == shown, "mark")  # type: ignore[misc]
    edits = len(server.called("editMessageReplyMarkup"))
    await server.await_note(server.user_presses(message, "👎"))
    await ask(server, "lagi?")
    assert len(server.called("editMessageReplyMarkup")) == edits
    engine = create_engine(bot.settings.database)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT useful, ruling, verdict, edition FROM feedback"))
        assert [tuple(row) for row in rows] == [(0, "medsos-like", "dilarang", EDITION)]
    engine.dispose()


async def test_buttons_expire_kindly(running: Running, server: BotApiServer) -> None:
    async with running():
        message = await ask(server)
        running.clock.now += DAYS_SHOWN * 86400 + 1
        for button in ("[1]", "👍"):
            note = await server.await_note(server.user_presses(message, button))
            assert EXPIRED in (note or "")
    assert len(server.messages) == 1


@pytest.mark.parametrize(
    "data",
    [
        "",
        "x",
        "c:",
        "c:none:0",
        "s:none:0",
        "c:{token}:99",
        "f:{token}:0",
        "o:{token}:0",
        "z:{token}:1",
    ],
)
async def test_strange_data_is_answered(bot: Running, server: BotApiServer, data: str) -> None:
    message = await ask(server)
    token = message.data("👍").split(":")[1]
    query = server.user_presses(message, "", data=data.format(token=token))
    assert EXPIRED in (await server.await_note(query) or "")


async def test_a_button_works_only_in_its_chat(bot: Running, server: BotApiServer) -> None:
    message = await ask(server)
    server.user_sends("lain", chat_id=2002)
    other = (await server.await_messages(2))[-1]
    query = server.user_presses(other, "", data=message.data("👍"))
    assert EXPIRED in (await server.await_note(query) or "")


async def test_a_press_that_is_too_old_still_works(bot: Running, server: BotApiServer) -> None:
    message = await ask(server)
    query = server.user_presses(message, "[1]")
    server.queries.discard(query)
    await server.await_messages(2)
