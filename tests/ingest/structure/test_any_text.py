"""Any text gives a regulation or a StructureError, in time that grows with its length."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.reading.text import Line, SourceText
from ingest.structure.document import ParsedRegulation
from ingest.structure.parse import Overrides, parse
from knowledge.errors import StructureError
from tests.ingest.structure.samples import CLOSING, HEAD, pp, source

GIVEN = Overrides(kind="pp", number="1", year=2020, enacted=date(2020, 1, 1))
PIECES = st.sampled_from(
    [
        "Pasal ", "Pasal 1\n", "Pasal 2 ", "1", "2", "(1) ", "(2) ", "(41 ", "a. ", "b. ", "aa. ", "1) ", "f .",
        "BAB I ", "BAB II\n", "Bagian Kesatu ", "Paragraf 1 ", "BUKU KEDUA\n", "MEMUTUSKAN:", "Menimbang ",
        "Menetapkan : ", "PENJELASAN ATAS ", "I. UMUM ", "II. PASAL DEMI PASAL", "Ayat (1) ", "Huruf a ",
        "Angka 1 ", "Cukup jelas. ", "LAMPIRAN I\n", "KESATU: ", "Agar setiap orang ", "Ditetapkan di Jakarta ",
        "pada tanggal 31 Februari 2020 ", "diubah sebagai berikut:", "Pasal I\n", "Pasal II\n", "berbunyi: ",
        "Ketentuan Pasal 5 diubah ", "dihapus. ", "NOMOR 5 TAHUN 2014 TENTANG ", "PRESIDEN REPUBLIK INDONESIA ",
        "…", ". . .", "\n", " ", "l()(r ", "^x", "25o/o (", "Undang-Undang Nomor 1 Tahun 2014 ", "ayat l2l ",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=300)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("")
@example("\x00\ufffe\u2028")
@example("Pasal 99999999999999999999\n")
def test_any_text_gives_a_regulation_or_a_structure_error(text: str) -> None:
    for whole in (text, HEAD + text + CLOSING):
        with suppress(StructureError):
            result = parse(source(whole), overrides=GIVEN)
            assert ParsedRegulation.model_validate_json(result.model_dump_json()) == result


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.integers(1, 9), st.lists(st.text(max_size=9), max_size=3))))
def test_any_lines_pages_and_cells_do(rows: list[tuple[str, int, list[str]]]) -> None:
    lines = [Line(line) for line in HEAD.splitlines()]
    lines += [Line("Pasal 1"), Line("Isi."), *(Line(line) for line in CLOSING.splitlines())]
    lines += [Line("LAMPIRAN I"), *(Line(t, page, tuple(cells)) for t, page, cells in rows)]
    result = parse(SourceText("x", "text/plain", "0" * 64, tuple(lines), 9))
    assert result.id == "pp-7-2020"


HOSTILE = (
    "Pasal ",
    "Pasal 5 ",
    "((((",
    "a. ",
    "1. ",
    "(1) X ",
    "BAB I ",
    "^",
    "… ",
    ". . . ",
    "l()(r ",
    "\n",
)


def hostile(piece: str, size: int) -> str:
    return f"{HEAD}Pasal 1\nIsi.\n{piece * (size // len(piece))}"


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_repetition_ends(piece: str) -> None:
    parse(source(hostile(piece, 20_000)))


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_repetition_does_not_explode(piece: str) -> None:
    """Eight times the text takes about eight times as long; quadratic work would take 64 times."""

    def seconds(size: int) -> float:
        start = time.process_time()
        parse(source(hostile(piece, size)))
        return time.process_time() - start

    seconds(5_000)
    assert seconds(400_000) < 30 * max(seconds(50_000), 0.05)


@pytest.mark.parametrize("text", ["", "   \n\n", "\x00"])
def test_an_empty_text_says_what_to_do(text: str) -> None:
    with pytest.raises(StructureError, match=r"no text|type of regulation"):
        parse(source(text))


def test_a_text_without_articles_is_refused() -> None:
    with pytest.raises(StructureError, match="no articles"):
        pp("Tidak ada apa-apa di sini.")
