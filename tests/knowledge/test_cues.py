"""Facts, kinds of question and wrappings, read from wording."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from knowledge.cues import (
    Cues,
    matches,
    read_facts,
    read_kind,
    strip_wrapping,
    with_standard_titles,
)
from knowledge.dataset import BUNDLED, read_cues
from knowledge.model import FACT_VALUES, QuestionKind
from knowledge.text import words

CUES = Cues.model_validate(
    {
        "facts": {
            "status": {"cpns": ["calon pns"], "pns": ["pns", "asn"]},
            "objek": {"bakal_calon": ["bakal calon"], "calon": ["calon(?! pns)"]},
        },
        "kinds": {
            "akibat_sanksi": ["sanksi(?:nya)?", "dihukum"],
            "siapa_bagaimana_prosedur": ["ke mana", "lapor"],
        },
        "follow_up_openers": ["kalau"],
        "corrections": ["maksud saya"],
        "wrappings": ["halo", "selamat pagi", "mau tanya", "min"],
        "closings": ["terima kasih(?: ya)?", "mohon jawabannya"],
        "conduct_words": ["suka"],
        "regulation_aliases": {"pp disiplin": "pp-94-2021"},
    }
)


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("saya pns", {"status": "pns"}),
        ("saya calon pns", {"status": "cpns"}),  # the first value that matches wins
        ("pns foto dengan calon bupati", {"status": "pns", "objek": "calon"}),
        ("asn foto dengan bakal calon", {"status": "pns", "objek": "bakal_calon"}),
        ("naik bekasn", {}),  # only whole words, at either end
        ("naik asnawi", {}),
        ("", {}),
    ],
)
def test_facts(question: str, facts: dict[str, str]) -> None:
    assert read_facts(CUES, question) == facts


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("apa sanksinya kalau lapor", QuestionKind.AKIBAT_SANKSI),  # the first kind wins
        ("lapor ke mana", QuestionKind.PROSEDUR),
        ("boleh like calon", QuestionKind.BOLEH_TIDAK),
        ("", QuestionKind.BOLEH_TIDAK),
    ],
)
def test_kind(question: str, kind: QuestionKind) -> None:
    assert read_kind(CUES, question) is kind


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("halo min selamat pagi, mau tanya: boleh like calon", "boleh like calon"),
        ("boleh like calon min", "boleh like calon min"),  # only in front
        ("boleh like calon mohon jawabannya terima kasih ya", "boleh like calon"),
        ("terima kasih boleh like calon", "terima kasih boleh like calon"),  # only behind
        ("apakah menerima kasih", "apakah menerima kasih"),
        ("minum kopi bersama calon", "minum kopi bersama calon"),  # only whole words
        ("halo", ""),
        ("", ""),
    ],
)
def test_wrapping(question: str, bare: str) -> None:
    assert strip_wrapping(CUES, question) == bare


def test_no_patterns_match_nothing() -> None:
    assert not matches([], "apa saja")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"facts": {"cuaca": {"hujan": ["hujan"]}}}, "unknown fact or value: cuaca"),
        ({"facts": {"status": {"p3k": ["p3k"]}}}, r"unknown fact or value: status \['p3k'\]"),
        ({"facts": {"status": {"pns": ["pns("]}}}, "pattern 'pns\\('"),
        ({"wrappings": ["[a"]}, "pattern"),
        ({"closings": ["[a"]}, "pattern"),
        ({"kinds": {"cuaca": ["hujan"]}}, "kinds"),
    ],
)
def test_faulty_cues_are_refused(change: dict[str, object], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Cues.model_validate({**CUES.model_dump(mode="json"), **change})


@pytest.mark.parametrize(
    ("question", "fact", "value"),
    [
        ("saya pppk guru", "status", "pppk"),
        ("saya cpns", "status", "cpns"),
        ("sedang cuti di luar tanggungan negara", "waktu", "cltn"),
        ("istri saya jadi calon bupati", "hubungan", "suami_istri"),
        ("pakai mobil dinas", "fasilitas", "negara"),
        ("besok masa tenang", "fase", "masa_tenang"),
    ],
)
def test_bundled_cues(question: str, fact: str, value: str) -> None:
    assert read_facts(read_cues(BUNDLED), question)[fact] == value


def test_every_bundled_pattern_can_match_a_normalised_question() -> None:
    """Questions are lower case without punctuation: a pattern with other signs never matches."""
    cues = read_cues(BUNDLED)
    literal = [p for f in cues.facts.values() for ps in f.values() for p in ps]
    literal += [p for ps in cues.kinds.values() for p in ps]

    assert [p for p in literal if p != p.lower() or "/" in p or ", " in p] == []
    assert set(cues.facts) <= set(FACT_VALUES)


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("wali nagari boleh jadi tim sukses", "kepala desa boleh jadi tim sukses"),
        ("saya hukum tua boleh hadir kampanye", "saya kepala desa boleh hadir kampanye"),
        ("tetangga jadi peratin", "tetangga jadi kepala desa"),
        ("hukum tua sama wali nagari", "kepala desa sama kepala desa"),
        ("kantor kepala kampungan", "kantor kepala kampungan"),
        ("ada calon wali nagari di surau", "ada calon wali nagari di surau"),
        ("lurah boleh kampanye", "lurah boleh kampanye"),
    ],
)
def test_an_office_goes_by_its_standard_name(text: str, standard: str) -> None:
    assert with_standard_titles(read_cues(BUNDLED).titles, text) == standard


def test_titles_are_as_normalised_words_stand() -> None:
    titles = read_cues(BUNDLED).titles
    every = [*titles, *(one for regional in titles.values() for one in regional)]
    assert [one for one in every if one != " ".join(words(one))] == []
    assert not set(titles) & {one for regional in titles.values() for one in regional}
