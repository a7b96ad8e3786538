"""Inline mode: cards for what is typed after the bot's name in any chat."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import create_engine, text

from bot.telegram.inline import CACHE_SECONDS, MOST_CARDS
from knowledge.model import Verdict
from tests.bot_api import BotApiServer, Fault
from tests.bot_api.users import BOT_NAME
from tests.telegram.conftest import Running
from tests.telegram.scripted import EDITION, ScriptedAnswering
from tests.telegram.scripted_library import ruling


async def test_the_nearest_rulings_are_offered_as_cards(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    query = server.user_asks_inline("menyukai unggahan")
    first, *_ = await server.await_inline(query)
    assert answering.library.sought == ["menyukai unggahan"]
    assert first["id"] == "medsos-like"
    assert first["title"] == "Bolehkah ASN menyukai unggahan calon?"
    assert first["description"].startswith("⛔ DILARANG. Menyukai unggahan")
    said = first["input_message_content"]["message_text"]
    assert "<b>⛔ DILARANG</b>\n\n<b>Bolehkah ASN menyukai unggahan calon?</b>" in said
    assert "Menyukai unggahan calon adalah bentuk dukungan." in said
    assert EDITION in said
    assert "Bukan nasihat hukum" in said
    [[link]] = first["reply_markup"]["inline_keyboard"]
    assert link["url"] == f"https://t.me/{BOT_NAME}?start=r_medsos-like"


async def test_a_card_opens_the_whole_answer(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    [first, *_] = await server.await_inline(server.user_asks_inline("menyukai"))
    [[link]] = first["reply_markup"]["inline_keyboard"]
    server.user_sends("/start " + link["url"].split("start=")[1])
    await server.await_messages(1)
    assert answering.asked[0].ruling == "medsos-like"


async def test_a_card_tells_of_conditions_and_of_a_review(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.library.cards = [
        ruling("a", title="cuti a", verdict=Verdict.BOLEH_BERSYARAT),
        ruling("b", title="cuti b", verdict=Verdict.BOLEH, review=True),
    ]
    cards = await server.await_inline(server.user_asks_inline("cuti"))
    conditional, plain = (card["input_message_content"]["message_text"] for card in cards)
    assert "Ada syarat dan batasnya" in conditional
    assert "Ada syarat dan batasnya" not in plain
    assert "Sedang ditinjau ulang" in plain
    assert "Sedang ditinjau ulang" not in conditional


@pytest.mark.parametrize(
    ("verdict", "summary", "description", "told"),
    [
        (Verdict.DILARANG, "Dilarang. Tanda suka.", "⛔ DILARANG. Tanda suka.", "Tanda suka."),
        (Verdict.DILARANG, "Tidak boleh. Itu uang.", "⛔ DILARANG. Itu uang.", "Itu uang."),
        (Verdict.DILARANG, "Dilarang, juga saat cuti.", "⛔ DILARANG, juga saat cuti.", None),
        (Verdict.DILARANG, "Dilarangnya jelas.", "⛔ DILARANG. Dilarangnya jelas.", None),
        (Verdict.DILARANG, "Dilarang.", "⛔ DILARANG.", None),
        (Verdict.DILARANG, "Tidak boleh ikut.", "⛔ DILARANG. Tidak boleh ikut.", None),
        (Verdict.BOLEH, "Boleh! Itu hak.", "✅ BOLEH. Itu hak.", "Itu hak."),
        (Verdict.BOLEH, "Tidak boleh. Salah.", "✅ BOLEH. Tidak boleh. Salah.", None),
        (Verdict.BOLEH_BERSYARAT, "Boleh. Asal.", "⚠️ BOLEH DENGAN SYARAT. Asal.", "Asal."),
    ],
)
async def test_a_card_gives_its_verdict_once(
    bot: Running,
    server: BotApiServer,
    answering: ScriptedAnswering,
    verdict: Verdict,
    summary: str,
    description: str,
    told: str | None,
) -> None:
    answering.library.cards = [ruling(title="cuti", verdict=verdict, summary=summary)]
    [card] = await server.await_inline(server.user_asks_inline("cuti"))
    assert card["description"] == description
    said = card["input_message_content"]["message_text"]
    assert f"<b>cuti</b>\n\n{told or summary}\n\n" in said


async def test_markup_and_length_of_what_a_ruling_says_are_seen_to(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    long = "a" * 70
    answering.library.cards = [
        ruling(long, title="cuti <b> & lain", summary="<i>panjang</i> " * 900),
        ruling(long + "b", title="cuti"),
    ]
    cards = await server.await_inline(server.user_asks_inline("cuti"))
    again = await server.await_inline(server.user_asks_inline("cuti"))
    assert [card["id"] for card in cards] == [card["id"] for card in again]
    assert len({card["id"] for card in cards}) == 2
    assert len(cards[0]["description"]) <= 160
    [[link]] = cards[0]["reply_markup"]["inline_keyboard"]
    assert link["url"] == f"https://t.me/{BOT_NAME}"


async def test_there_are_at_most_ten_cards_the_same_for_everybody(
    bot: Running, server: BotApiServer
) -> None:
    query = server.user_asks_inline("kampanye")
    assert len(await server.await_inline(query)) == MOST_CARDS
    offered = server.inline_answers[query]
    assert offered.cache_time == CACHE_SECONDS
    assert not offered.is_personal
    assert offered.button is None


async def test_before_anything_is_typed_common_rulings_are_offered(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    cards = await server.await_inline(server.user_asks_inline(" "))
    assert 0 < len(cards) <= MOST_CARDS
    looked_up = len(answering.library.sought)
    await server.await_inline(server.user_asks_inline(""))
    assert len(answering.library.sought) == looked_up
    answering.edition = "2026-12-01.1"
    answering.library.cards = [ruling("baru", title="Bolehkah PNS hadir di kampanye?")]
    [card] = await server.await_inline(server.user_asks_inline(""))
    assert card["id"] == "baru"


async def test_when_nothing_is_near_the_private_chat_is_offered(
    bot: Running, server: BotApiServer
) -> None:
    query = server.user_asks_inline("xyzzy")
    assert await server.await_inline(query) == []
    button = server.inline_answers[query].button
    assert button is not None
    assert "Tidak ditemukan" in button["text"]
    server.user_sends(f"/start {button['start_parameter']}")
    [message] = await server.await_messages(1)
    assert message.text.startswith("Halo")


async def test_who_searches_too_much_is_held_back(running: Running, server: BotApiServer) -> None:
    running.settings = running.settings.model_copy(update={"presses_per_minute": 2})
    async with running():
        for _ in range(2):
            assert await server.await_inline(server.user_asks_inline("menyukai"))
        held = server.user_asks_inline("menyukai")
        assert await server.await_inline(held) == []
        assert "tunggu" in (server.inline_answers[held].button or {})["text"]
        assert await server.await_inline(server.user_asks_inline("menyukai", user=2002))
        running.clock.now += 61
        assert await server.await_inline(server.user_asks_inline("menyukai"))


async def test_what_was_typed_is_neither_stored_nor_logged(
    running: Running, server: BotApiServer, log: Callable[[], str]
) -> None:
    async with running():
        await server.await_inline(server.user_asks_inline("rahasia-pribadi unggahan"))
        await server.await_confirmed()
    engine = create_engine(running.settings.database)
    with engine.connect() as connection:
        [row] = connection.execute(text("SELECT payload FROM received_updates"))
        assert row.payload is None
    engine.dispose()
    assert "rahasia-pribadi" not in log()


async def test_a_search_that_fails_offers_nothing_and_spoils_nothing(
    running: Running, server: BotApiServer, answering: ScriptedAnswering, log: Callable[[], str]
) -> None:
    async with running():
        find = answering.library.find
        answering.library.find = None  # type: ignore[assignment, method-assign]
        failed = server.user_asks_inline("menyukai rahasia")
        assert await server.await_inline(failed) == []
        assert "gangguan" in (server.inline_answers[failed].button or {})["text"]
        answering.library.find = find  # type: ignore[method-assign]
        assert await server.await_inline(server.user_asks_inline("menyukai"))
    written = log()
    assert "update failed" in written
    assert "rahasia" not in written


async def test_an_answer_that_comes_too_late_does_no_harm(
    bot: Running, server: BotApiServer
) -> None:
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    server.fail("answerInlineQuery", 1, Fault(400, too_old))
    server.user_asks_inline("menyukai")
    await server.await_calls("answerInlineQuery")
    assert await server.await_inline(server.user_asks_inline("menyukai"))
    assert not server.messages


async def test_searches_do_not_wait_for_each_other_or_for_a_flood(
    bot: Running, server: BotApiServer
) -> None:
    server.fail("answerInlineQuery", 1, Fault.flood(60))
    server.user_asks_inline("menyukai")
    await server.await_calls("answerInlineQuery")
    assert await server.await_inline(server.user_asks_inline("menyukai", user=2002))
    server.user_sends("boleh like?")
    await server.await_messages(1)


async def test_inline_queries_are_asked_for(bot: Running, server: BotApiServer) -> None:
    [call, *_] = await server.await_calls("getUpdates")
    wanted = json.loads(call.params["allowed_updates"])
    assert {"inline_query", "edited_message", "my_chat_member"} <= set(wanted)
    assert "channel_post" not in wanted


async def test_the_operator_is_told_what_only_botfather_can_set(
    running: Running, server: BotApiServer, log: Callable[[], str]
) -> None:
    for inline, reads_all in ((False, True), (True, False)):
        server.bot["supports_inline_queries"] = inline
        server.bot["can_read_all_group_messages"] = reads_all
        async with running():
            await server.await_calls("getUpdates", len(server.called("getUpdates")) + 1)
        written = log()
        assert ("/setinline" in written) is not inline
        assert ("/setprivacy" in written) is reads_all


async def test_who_searches_too_fast_is_told_so_and_nobody_else(
    running: Running, server: BotApiServer
) -> None:
    running.settings = running.settings.model_copy(update={"presses_per_minute": 1})
    async with running():
        await server.await_inline(server.user_asks_inline("cuti"))
        query = server.user_asks_inline("cuti")
        assert await server.await_inline(query) == []
        told = server.inline_answers[query]
    assert told.cache_time == 0
