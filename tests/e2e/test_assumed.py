"""A profile on the real edition: it never allows more than the status said in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer, open_answerer
from bot.answering.decide import is_more_permissive
from bot.answering.wording import load_wording
from knowledge.settings import Settings

pytestmark = pytest.mark.slow
STATUSES = ("pns", "pppk", "cpns", "ppnpn", "kades", "tni_polri", "bumn", "pensiunan", "bukan_asn")
# None names a status: one that is named wins over the profile, also where it is the office that is aimed at.
QUESTIONS = (
    "Bolehkah saya menyukai unggahan calon bupati di Instagram?",
    "boleh gak hadir kampanye cuma nonton di luar jam kerja?",
    "Bolehkah saya foto bareng calon gubernur di acara nikahan?",
    "istri saya maju caleg, boleh saya menemani dia kampanye?",
    "Bolehkah saya jadi saksi di TPS untuk pasangan calon?",
    "boleh pasang stiker partai di mobil pribadi?",
    "Bolehkah saya menjadi anggota partai politik?",
    "Bolehkah saya ikut nyoblos di pemilu?",
    "boleh follow akun KPU?",
    "Bolehkah saya jadi anggota KPPS?",
    "Rumah saya mau disewa timses buat posko, boleh?",
    "Bolehkah saya mencalonkan diri di pilkada sambil tetap bekerja?",
    "Boleh terima sembako dari calon?",
    "Bolehkah ceramah di masjid tentang memilih pemimpin?",
    "Kalau sedang cuti, boleh ikut kampanye?",
    "Bolehkah saya menonton debat calon di televisi?",
    "Boleh pinjamkan mobil dinas untuk acara calon?",
    "Apa sanksi kalau saya share postingan calon?",
    "Bolehkah menghadiri reses anggota DPRD?",
    "boleh jual kaos kampanye di toko online saya?",
)


@pytest.fixture(scope="module")
def answerer(real_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    database = tmp_path_factory.mktemp("profile") / "bot.sqlite3"
    settings = Settings(
        _env_file=None, data_dir=real_data_dir, database_url=f"sqlite:///{database}"
    )
    opened = open_answerer(settings)
    yield opened
    opened.close()


@pytest.mark.parametrize("status", STATUSES)
def test_a_profile_never_allows_more_than_the_words_would(answerer: Answerer, status: str) -> None:
    says = load_wording().assumed.says[status]
    looser = []
    for question in QUESTIONS:
        assumed = answerer.answer_now(question, assumed={"status": status})
        for words in (f"{says} {question}", f"{question} {says}"):
            stated = answerer.answer_now(words)
            if is_more_permissive(assumed.verdict, stated.verdict):
                looser.append((words, assumed.verdict, stated.verdict))
    assert looser == []


def test_a_profile_changes_answers_and_says_so(answerer: Answerer) -> None:
    words = load_wording().assumed
    told = words.note.format(status=words.statuses["pppk"])
    changed = 0
    for question in QUESTIONS:
        plain = answerer.answer_now(question)
        found = answerer.answer_now(question, assumed={"status": "pppk"})
        changed += bool(found.assumed)
        assert (told in found.text) == bool(found.assumed)
        if not found.assumed:
            assert (found.verdict, found.text) == (plain.verdict, plain.text)
            assert (found.sanctions, found.citations) == (plain.sanctions, plain.citations)
    assert changed >= len(QUESTIONS) // 2  # PPPK are under another law


def test_nothing_assumed_is_as_if_there_were_no_profiles(answerer: Answerer) -> None:
    for question in QUESTIONS[:5]:
        plain = answerer.answer_now(question)
        none = answerer.answer_now(question, assumed={})
        same = {"latency_ms": 0.0}
        assert none.model_copy(update=same) == plain.model_copy(update=same)
