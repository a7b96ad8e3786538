"""A drawn chat shows what was said, and nothing of what was said can act in it."""

from __future__ import annotations

import json
import re

from tests.bot_api import GROUP, USER, BotApiServer, InlineAnswer
from tests.bot_api.calling import call, keyboard, sent
from tests.bot_api.screen import Scene, page, styled


def visible(html: str) -> str:
    """What is read of a page, a line each for what stands in a box of its own."""
    body = html.split("<main>")[1]
    lines = (
        re.sub(r"<[^>]*>", "", part) for part in re.split(r"</?(?:div|article|b|span)[^>]*>", body)
    )
    return "\n".join(line.strip() for line in lines if line.strip())


async def test_a_chat_in_order(server: BotApiServer) -> None:
    server.user_sends("boleh <like>?")
    await sent(
        server,
        chat_id=USER,
        text="<b>DILARANG</b> &amp; dicatat",
        parse_mode="HTML",
        reply_markup=keyboard(text="Sanksi & lain", callback_data="d"),
    )
    await sent(server, "sendDocument", chat_id=USER, document=("jawaban.pdf", b"x" * 2050))
    server.user_edits(1, "boleh komentar?")
    html = page(Scene(server.said_in(), me=USER, typed="kalau"))
    assert visible(html).split("\n") == [
        "boleh komentar?",
        "diedit",
        "DILARANG",
        "&amp; dicatat",
        "Sanksi &amp; lain",
        "PDF",
        "jawaban.pdf",
        "2 KB",
        "kalau",
    ]
    assert '<article class="mine">' in html


async def test_a_photo_is_drawn_with_its_caption(server: BotApiServer) -> None:
    await sent(server, "sendPhoto", chat_id=USER, photo=("a.png", b"png"), caption="Statistik")
    html = page(Scene(server.said_in()))
    assert '<img src="data:image/png;base64,cG5n" alt="a.png">' in html
    assert "Statistik" in visible(html)


async def test_what_an_edit_took_away_is_not_shown(server: BotApiServer) -> None:
    message = await sent(server, chat_id=USER, text="lama")
    gone = await sent(server, chat_id=USER, text="sisa")
    await call(server, "editMessageText", chat_id=USER, message_id=message.message_id, text="baru")
    await call(server, "deleteMessage", chat_id=USER, message_id=gone.message_id)
    shown = visible(page(Scene(server.said_in())))
    assert "baru" in shown
    assert "lama" not in shown
    assert "sisa" not in shown


async def test_a_group_tells_who_speaks(server: BotApiServer) -> None:
    server.names[7] = "Budi"
    server.user_sends("@netral_bot boleh?", chat_id=GROUP, user=7)
    hangs = json.dumps({"message_id": server.last_message_id})
    await sent(server, chat_id=GROUP, text="Tidak.", reply_parameters=hangs)
    html = page(Scene(server.said_in(GROUP), bot="Netral", group="Kepegawaian", me=USER))
    assert visible(html).split("\n")[:6] == [
        "Budi",
        "@netral_bot",
        "boleh?",
        "Netral",
        "Budi",
        "@netral_bot boleh?",
    ]


def test_nothing_acts_and_nothing_is_fetched() -> None:
    source = '<a href="javascript:x()">a</a> <b onclick="x()">b</b> &nbsp;&lt;i&gt; https://a.id/x.'
    shown = styled(source, "HTML")
    assert shown == (
        '<a class="link">a</a> <b>b</b> &amp;nbsp;&lt;i&gt; <a class="link">https://a.id/x</a>.'
    )
    assert styled("<b>x</b>", None) == "&lt;b&gt;x&lt;/b&gt;"
    html = page(Scene([], note="<script>", typed="<script>", group="<script>"))
    assert "<script" not in html
    assert not re.search(r"src=|url\(|href=|@import", html)


def test_offers_stand_above_what_is_typed() -> None:
    article = {"title": "Menyukai unggahan", "description": "DILARANG"}
    offered = InlineAnswer([article], 0, False, "", {"text": "Tanya langsung"})
    commands = {"cek": "Periksa langkah demi langkah"}
    html = page(Scene([], offered=offered, commands=commands, typed="@netral_bot like"))
    shown = visible(html)
    for words in ("Tanya langsung", "Menyukai unggahan", "DILARANG", "/cek"):
        assert shown.index(words) < shown.index("@netral_bot like")
