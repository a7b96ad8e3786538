"""What a chat model may write for an answer, and what keeps its draft from being used."""

from __future__ import annotations

import pytest

from bot.answering.draft import Refusal
from knowledge.model import Verdict
from tests.bot.answering.worded import as_verdict, composed, refused

LIKE, ATTEND, SHARE = composed("like"), composed("hadir"), composed("bagikan")
FORBIDDEN = "Dilarang menyukai unggahan calon."


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        (FORBIDDEN, "Tanda suka pada unggahan calon terbaca sebagai dukungan."),
        ("Anda tidak boleh menyukai unggahan calon itu.", "Batalkan tanda suka Anda segera."),
        (
            "Menyukai unggahan calon dilarang menurut PP 94/2021 Pasal 5 huruf n.",
            "Tanda suka terlihat publik. Tanda suka pada unggahan termasuk dukungan.",
        ),
    ],
)
def test_a_faithful_draft_passes(headline: str, text: str) -> None:
    assert refused(LIKE, headline, text) == set()


@pytest.mark.parametrize(
    "headline",
    [
        "Boleh menyukai unggahan calon.",
        "Menyukai unggahan calon tidak dilarang.",
        "Tidak perlu ragu menyukai unggahan calon.",
        "Menyukai unggahan calon terlihat publik.",
    ],
)
def test_the_headline_must_give_the_verdict(headline: str) -> None:
    assert Refusal.VERDICT in refused(LIKE, headline)


@pytest.mark.parametrize(
    "text",
    [
        "Namun Anda boleh menyukai unggahan calon.",
        "Tanda suka di akun calon diperbolehkan di luar jam kerja.",
        "Tanda suka calon tidak melanggar.",
        "Tidak ada sanksi untuk tanda suka.",
        "Kecuali tanda suka yang tidak terlihat publik.",
        "Silakan beri tanda suka pada unggahan calon.",
        "Anda bisa menyukai unggahan calon.",
    ],
)
def test_a_forbidding_answer_is_not_loosened(text: str) -> None:
    assert Refusal.PERMISSIVE in refused(LIKE, FORBIDDEN, text)


def test_what_the_composer_says_itself_may_be_repeated() -> None:
    allowing = LIKE.model_copy(update={"text": "Akun penyelenggara boleh disukai."})
    assert refused(allowing, FORBIDDEN, "Akun penyelenggara boleh disukai.") == set()
    assert refused(allowing, FORBIDDEN, "Akun calon boleh disukai.") == {Refusal.PERMISSIVE}


@pytest.mark.parametrize("verdict", [Verdict.WAJIB, Verdict.INFORMASI])
def test_duty_and_information_are_not_loosened_either(verdict: Verdict) -> None:
    answer = as_verdict(LIKE, verdict)
    assert Refusal.PERMISSIVE in refused(answer, FORBIDDEN, "Tanda suka calon diperbolehkan.")


def test_a_duty_stays_a_duty() -> None:
    answer = as_verdict(LIKE, Verdict.WAJIB)
    assert Refusal.VERDICT in refused(answer, "Pegawai ASN tidak wajib menjaga netralitas.")
    assert Refusal.VERDICT not in refused(answer, "Pegawai ASN wajib menjaga netralitas.")


@pytest.mark.parametrize(
    ("headline", "why"),
    [
        ("Boleh hadir menyimak kampanye di luar jam kerja, tanpa atribut.", None),
        ("Boleh hadir menyimak kampanye.", Refusal.VERDICT),
        ("Boleh hadir kampanye, bebas di luar jam kerja.", Refusal.PERMISSIVE),
        ("Dilarang hadir menyimak kampanye tanpa atribut.", Refusal.VERDICT),
    ],
)
def test_a_conditional_permission_keeps_its_condition(headline: str, why: Refusal | None) -> None:
    found = refused(ATTEND, headline)
    assert found == set() if why is None else why in found


def test_a_conditional_permission_gets_no_new_permission() -> None:
    headline = "Boleh hadir menyimak kampanye di luar jam kerja, tanpa atribut."
    assert refused(ATTEND, headline, "Hadir menyimak tanpa atribut diperbolehkan.") == set()
    found = refused(ATTEND, headline, "Anda boleh ikut bersorak mendukung partai.")
    assert Refusal.PERMISSIVE in found


def test_a_permission_is_not_turned_into_a_prohibition() -> None:
    assert refused(SHARE, "Boleh membagikan jadwal dari penyelenggara secara utuh.") == set()
    assert Refusal.VERDICT in refused(SHARE, "Tidak boleh membagikan jadwal penyelenggara.")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Tanda suka dilarang Pasal 71 UU 10/2016.", Refusal.ARTICLE),
        ("Dukungan calon dilarang Pasal 99.", Refusal.ARTICLE),
        ("Dukungan calon dilarang PP 94/2021 Pasal 5 huruf z.", Refusal.ARTICLE),
        ("Dukungan calon dilarang UU Pemilu.", Refusal.ARTICLE),
        ("Tanda suka terbaca sebagai dukungan selama 12 bulan.", Refusal.NUMBER),
        ("Tanda suka terlihat publik tiga bulan.", Refusal.NUMBER),
        ("Tanda suka kepada Sutrisno terbaca sebagai dukungan.", Refusal.NAME),
        ("Sutrisno terbaca sebagai calon.", Refusal.NAME),
        ("Tanda suka terbaca sebagai dukungan: www.contoh.id", Refusal.LINK),
        ("Tanda suka terbaca publik, lihat contoh.com", Refusal.LINK),
        ("Tanda suka <b>terbaca</b> sebagai dukungan.", Refusal.MARKUP),
        ("Tanda suka **terbaca** sebagai dukungan.", Refusal.MARKUP),
        ("Mengapa tanda suka terbaca sebagai dukungan?", Refusal.QUESTION),
        ("Liking a post is public support of the candidate.", Refusal.LANGUAGE),
        ("Anda leluasa menyukai unggahan calon.", Refusal.WORD),
        ("Gaskeun saja, tanda suka calon itu publik.", Refusal.WORD),
        ("Resep rendang memerlukan santan dan cabai.", Refusal.UNGROUNDED),
        ("Dukunglah calon terbaik itu.", Refusal.OPINION),
        ("Tanda suka terbaca publik. " * 60, Refusal.LONG),
    ],
)
def test_what_has_no_source_in_the_answer_is_refused(text: str, why: Refusal) -> None:
    assert why in refused(LIKE, FORBIDDEN, text)


@pytest.mark.parametrize("headline", ["", "…", "!!!"])
def test_an_empty_headline_is_refused(headline: str) -> None:
    assert Refusal.EMPTY in refused(LIKE, headline)
