"""/profil: a status that is told once, and counts in the questions of a private chat."""

from __future__ import annotations

import pytest

from bot.telegram.features.profile import profile_texts, status_named
from bot.telegram.menu import PROFILE
from bot.telegram.messages import load_messages
from bot.telegram.press import Press
from knowledge.model import FACT_VALUES
from tests.bot_api import BotApiServer, SentMessage
from tests.telegram.conftest import Running
from tests.telegram.scripted import ScriptedAnswering
from tests.telegram.user import say

TITLES = [named.title for named in profile_texts().statuses.values()]


async def turn(server: BotApiServer, message: SentMessage, button: str) -> str | None:
    """Press a button that changes its message in place; return the note."""
    before = message.text
    note = await server.await_note(server.user_presses(message, button))
    await server.until(lambda: message.text != before, "message changed")
    return note


async def test_a_status_is_chosen_changed_and_erased_in_one_message(
    bot: Running, server: BotApiServer
) -> None:
    profile = await say(server, "/profil")
    assert profile.text.startswith("Profil Anda\n\nAnda belum memilih status.")
    assert profile.labels() == [*TITLES, "Menu utama"]
    assert await turn(server, profile, "PPPK") == "Profil disimpan: PPPK."
    assert "Status Anda: PPPK." in profile.text
    assert "PPPK ✓" in profile.labels()
    assert await turn(server, profile, "CPNS") == "Profil disimpan: CPNS."
    assert [label for label in profile.labels() if "✓" in label] == ["CPNS ✓"]
    assert await turn(server, profile, "Hapus profil") == "Profil dihapus."
    assert "Anda belum memilih status." in profile.text
    assert profile.labels() == [*TITLES, "Menu utama"]
    assert len(server.messages) == 1


async def test_the_profile_goes_along_with_every_question(
    running: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    async with running():
        await say(server, "boleh like?")
        await say(server, "/profil pppk")
        await say(server, "boleh like?")
    async with running():
        await say(server, "boleh komentar?")
        profile = await say(server, "/profil")
        await turn(server, profile, "Hapus profil")
        await say(server, "boleh follow?")
    told = [asked.assumed for asked in answering.asked]
    assert told == [{}, {"status": "pppk"}, {"status": "pppk"}, {}]


async def test_no_profile_counts_in_a_group(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    """A group has the profile of nobody, also where its own id has one."""
    await say(server, "/profil pppk")
    before = len(server.messages)
    server.user_sends("@netral_bot boleh like?", chat_id=-100500, chat_type="supergroup", user=1001)
    await server.await_messages(before + 1)
    assert [asked.assumed for asked in answering.asked] == [{}]


async def test_a_profile_is_not_shown_in_a_group(bot: Running, server: BotApiServer) -> None:
    await say(server, "/profil pppk")
    before = len(server.messages)
    server.user_sends("/profil@netral_bot", chat_id=-100500, chat_type="supergroup", user=1001)
    shown = (await server.await_messages(before + 1))[-1]
    assert "PPPK" not in shown.text
    changes = len(server.called("editMessageText"))
    note = await server.await_note(
        server.user_presses(shown, "", data=Press(PROFILE).encode(), user=1001)
    )
    assert note == load_messages().toasts.expired
    assert len(server.called("editMessageText")) == changes


async def test_being_forgotten_takes_the_profile_along(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    await say(server, "/profil kades")
    await say(server, "/hapus ya")
    assert "Anda belum memilih status." in (await say(server, "/profil")).text


async def test_a_status_that_is_not_known_offers_those_that_are(
    bot: Running, server: BotApiServer
) -> None:
    await say(server, "/profil pppk")
    shown = await say(server, "/profil astronot")
    assert shown.text.startswith("Saya tidak mengenal status itu.")
    assert "Status Anda: PPPK." in shown.text  # unchanged
    assert "PPPK ✓" in shown.labels()


async def test_a_button_of_no_known_status_changes_nothing(
    bot: Running, server: BotApiServer
) -> None:
    profile = await say(server, "/profil")
    note = await server.await_note(server.user_presses(profile, "PNS", data="us:raja:0"))
    assert note is not None
    assert "kedaluwarsa" in note
    assert "Anda belum memilih status." in (await say(server, "/profil")).text


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("pppk", "pppk"),
        ("PPPK", "pppk"),
        ("p3k paruh waktu", "pppk"),
        ("ppk", "pppk"),
        ("saya PNS", "pns"),
        ("cpns", "cpns"),
        ("honorer", "ppnpn"),
        ("honorrer", "ppnpn"),
        ("Honorer/PPNPN", "ppnpn"),
        ("kades", "kades"),
        ("kepla desa", "kades"),
        ("perangkat desa", "perangkat_desa"),
        ("tni polri", "tni_polri"),
        ("polisi", "tni_polri"),
        ("pensiunan", "pensiunan"),
        ("suami pns", "keluarga_asn"),
        ("keluarga_asn", "keluarga_asn"),
        ("bukan asn", "bukan_asn"),
        ("astronot", None),
        ("desa", None),
        ("?", None),
        ("", None),
    ],
)
def test_a_typed_status_may_have_a_slip(typed: str, status: str | None) -> None:
    assert status_named(typed, profile_texts()) == status


def test_every_status_can_be_typed_by_its_title() -> None:
    texts = profile_texts()
    assert {status_named(named.title, texts) for named in texts.statuses.values()} == set(
        FACT_VALUES["status"]
    )
