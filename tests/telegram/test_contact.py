"""Where to report, to ask and to object."""

from __future__ import annotations

import pytest

from tests.bot_api import BotApiServer
from tests.telegram.scripted import ScriptedAnswering
from tests.telegram.scripted_library import ruling
from tests.telegram.user import answer_below, say, turn

pytestmark = pytest.mark.usefixtures("bot")


async def test_where_to_report(server: BotApiServer, answering: ScriptedAnswering) -> None:
    menu = await say(server, "/lapor")
    assert "1. Ke mana melaporkan dugaan pelanggaran netralitas ASN?\n\n2. Bagaimana" in menu.text
    assert "Saya sendiri tidak menerima laporan" in menu.text
    assert menu.labels() == ["1", "2", "Menu utama"]
    reply = await answer_below(server, menu, "2")
    assert reply.text.startswith(
        "Pertanyaan: Bagaimana mengajukan keberatan atas hukuman disiplin?\n\n"
    )
    assert answering.asked[-1].ruling == "keberatan-hukuman"


async def test_what_is_typed_after_report_is_asked(
    server: BotApiServer, answering: ScriptedAnswering
) -> None:
    await say(server, "/lapor atasan yang ikut kampanye.")
    assert answering.asked[-1].question == "Ke mana saya melaporkan atasan yang ikut kampanye?"


async def test_many_and_no_channels(server: BotApiServer, answering: ScriptedAnswering) -> None:
    answering.library.cards += [
        ruling(f"lapor-{n}", topic="melapor", title=f"Saluran {n}?", review=n == 11)
        for n in range(1, 12)
    ]
    menu = await say(server, "/lapor")
    assert "Halaman 1 dari 2" in menu.text
    assert "13. Saluran 11? (menunggu peninjauan" in await turn(server, menu, "Berikutnya")
    answering.library.cards.clear()
    assert "hubungi Bawaslu setempat" in await turn(server, menu, "‹ Sebelumnya")
