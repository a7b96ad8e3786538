"""A difference and a judgement as admins read them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.telegram.admin.difference import (
    changes_anything,
    difference_blocks,
    difference_file,
)
from bot.telegram.admin.judgement import judgement_blocks, judgement_file
from bot.telegram.admin.naming import person, provision_name, regulation_name, time_of
from bot.telegram.messages import load_messages
from tests.telegram.publisher_desk import CHANGED, difference, flip, judgement
from tests.telegram.scripted_library import ScriptedLibrary

LIBRARY, MESSAGES = ScriptedLibrary(), load_messages()
RULING = {"id": "baru", "title": "Bolehkah X?", "verdict": "boleh", "basis": ["pp-94-2021:pasal-5"]}


def short(**fields: Any) -> str:
    return "\n".join(block.text for block in difference_blocks(difference(**fields), LIBRARY))


def whole(**fields: Any) -> str:
    return difference_file(difference(**fields), LIBRARY, MESSAGES).content.decode()


def example(change: str) -> dict[str, str]:
    return {"q": "boleh like?", "ruling": "suka", "verdict": "dilarang", "change": change}


class TestDifference:
    def test_what_does_not_differ_says_so(self) -> None:
        found = difference(findings=[{"message": "Pasal 9 tidak ditemukan."}])
        assert not changes_anything(found)
        assert "tidak mengubah apa pun" in short()
        assert "Pasal 9 tidak ditemukan." in short(findings=found["findings"])
        assert "tidak mengubah apa pun" in whole()

    @pytest.mark.parametrize(
        ("part", "entry"),
        [
            ("added", {"id": "pp-94-2021:pasal-9", "text": "Baru."}),
            ("changed", CHANGED),
            ("removed", {"id": "pp-94-2021:pasal-9", "text": "Lama."}),
            ("unconfirmed", "pp-94-2021:pasal-9"),
            ("standings", {"regulation": "pp-53-2010", "before": "berlaku", "after": "dicabut"}),
            ("edited", "medsos-like"),
            ("examples", example("added")),
        ],
    )
    def test_every_kind_of_change_is_told_in_short_and_whole(self, part: str, entry: Any) -> None:
        found = {part: [entry]}
        assert changes_anything(difference(**found))
        assert "tidak mengubah apa pun" not in short(**found)
        assert len(short(**found).splitlines()) > 1
        assert "(1)" in whole(**found)

    def test_what_editors_entered_is_told_by_title_and_number(self) -> None:
        lost = {"id": "lama", "title": "Bolehkah Y?", "verdict": "boleh"}
        examples = [example("added"), example("added"), example("removed")]
        found = {
            "edited": ["baru", "lama", "medsos-like"],
            "new_rulings": [RULING],
            "lost_rulings": [lost],
            "examples": examples,
        }
        told = short(**found)
        assert "1 putusan diubah dalam berkas data" in told
        assert "2 contoh pertanyaan ditambah" in told
        assert "1 contoh pertanyaan ditarik" in told
        assert "Putusan baru\n• Bolehkah X?" in told
        assert "Putusan yang dihapus\n• Bolehkah Y?" in told
        text = whole(**found)
        assert "Bolehkah X? (baru) – bersandar pada PP 94/2021 Pasal 5" in text
        assert "ditarik: “boleh like?” → suka, DILARANG" in text
        assert "DIUBAH DALAM BERKAS DATA (1)" in text

    def test_of_many_rulings_the_first_are_named_and_the_rest_counted(self) -> None:
        rulings = [
            {"id": f"r{n}", "title": f"Bolehkah {n}?", "provisions": ["pp-94-2021:pasal-5"]}
            for n in range(1234)
        ]
        found = {"edited": ["r1"], "rulings": rulings}
        assert "1.234 putusan akan menunggu peninjauan" in short(**found)
        assert "Bolehkah 4?" in short(**found)
        assert "Bolehkah 5?" not in short(**found)
        assert "… dan 1.229 lagi" in short(**found)
        assert "Bolehkah 1233?" in whole(**found)

    def test_the_file_marks_the_words_that_changed(self) -> None:
        assert (
            "    PNS dilarang memberi [-dukungan.-] {+dukungan kepada calon.+}"
            in whole(changed=[CHANGED]).splitlines()
        )


class TestJudgement:
    def text(self, **fields: Any) -> str:
        return "\n".join(block.text for block in judgement_blocks(judgement(**fields)))

    def test_a_figure_that_stays_is_told_once(self) -> None:
        assert "dasar hukum lengkap 100,0%," in self.text()
        assert "putusan benar 95,0% → 96,4%" in self.text()

    def test_without_an_edition_to_compare_with_there_is_no_before(self) -> None:
        told = self.text(before={}, flips=[], incomparable="damaged")
        assert told.startswith("Hasil uji\n")
        assert "→" not in told
        assert "tidak dapat diuji sebagai pembanding" in told
        assert "jawaban atas soal uji" not in told

    def test_what_cannot_be_measured_and_figures_without_a_name(self) -> None:
        miss = {"set": "dev", "figure": "aurc", "value": None, "limit": 0.5, "at_least": False}
        assert "dev: aurc tidak terukur, seharusnya paling banyak 50,0%" in self.text(misses=[miss])

    def test_no_answer_that_changes(self) -> None:
        assert "Tidak ada jawaban atas soal uji yang berubah." in self.text(flips=[])

    def test_the_file_has_every_answer_that_changes_but_no_words_held_back(self) -> None:
        flips = [
            flip(cited_before=["pp-53-2010 pasal 4"]),
            flip(id="U-7", question=None, before="dilarang"),
        ]
        file = judgement_file(judgement(flips=flips), LIBRARY, MESSAGES)
        text = file.content.decode()
        assert "dev S-1: BOLEH → DILARANG (seharusnya DILARANG)" in text
        assert "soal: like foto cagub boleh?" in text
        assert "dasar hukum yang hilang: PP 53/2010 Pasal 4" in text
        assert "dev U-7: tetap DILARANG (seharusnya DILARANG)" in text
        assert text.count("soal:") == 1


def test_names() -> None:
    assert regulation_name(LIBRARY, "perpu-1-2022") == "PERPU 1/2022"
    assert regulation_name(LIBRARY, "se-menpanrb-18-2023") == "SE Menpanrb 18/2023"
    assert regulation_name(LIBRARY, "aneh") == "aneh"
    assert provision_name(LIBRARY, "uu-1-2027:pasal-5:huruf-n") == "UU 1/2027 Pasal 5 huruf n"
    assert person("telegram:7", 7) == "Anda"
    assert person("telegram:7", 8) == "pengguna Telegram 7"
    assert person("siti", 8) == "siti (lewat terminal)"
    assert time_of("2026-11-22T07:05:00+00:00") == "pukul 14.05 WIB"
