"""``asn-bot chat`` and the terminal side of ``asn-bot run`` on the real edition."""

from __future__ import annotations

import pytest

from tests.e2e.programs import Place

pytestmark = pytest.mark.slow


def test_a_conversation(place: Place) -> None:
    done = place.bot(
        "chat", typed="boleh gak like postingan cabup?\n1\nkalau saya PPPK?\na\n/keluar\n"
    )
    assert done.code == 0
    assert done.err == ""
    assert done.out.count("⛔ DILARANG") >= 2
    assert "Ringkasan kami, bukan kutipan" in done.out
    assert "PP 49/2018" in done.out
    assert "Sampai jumpa" in done.out


def test_a_question_back_is_answered_by_its_number(place: Place) -> None:
    done = place.bot("chat", typed="saya boleh gak ikut?\n1\n")
    assert done.code == 0
    first, _, second = done.out.partition("Ketik nomor pilihan")
    assert "❓ PERLU RINCIAN" in first
    assert any(badge in second for badge in ("⛔", "⚠️", "✅", "❗", "ℹ️", "❓"))


def test_nonsense_does_not_end_a_conversation(place: Place) -> None:
    typed = "\n   \n99\n[99]\nz\n/tidakada\n🙂\n\x1b[2J\u202e\n" + "a" * 10_000 + "\n\xff\n"
    done = place.bot("chat", typed=typed.encode() + b"\xff\xfe\nboleh like postingan cabup?\n")
    assert done.code == 0
    assert "⛔ DILARANG" in done.out
    assert "4000" in done.out
    assert "\x1b" not in done.out


@pytest.mark.parametrize("token", ["", "   "])
def test_without_a_token_run_is_a_conversation(place: Place, token: str) -> None:
    done = place.bot("run", typed="resep rendang\n/keluar\n", TELEGRAM_BOT_TOKEN=token)
    assert done.code == 0
    assert "TELEGRAM_BOT_TOKEN" in done.err
    assert "DI LUAR CAKUPAN" in done.out
