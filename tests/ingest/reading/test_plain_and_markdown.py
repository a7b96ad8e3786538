"""Plain text and Markdown: lines as written, marks taken off, numbering and dirt left alone."""

from __future__ import annotations

import pytest

from ingest.reading.markdown import read_markdown
from ingest.reading.plain import read_plain


def lines(data: bytes | str) -> list[str]:
    raw = data.encode() if isinstance(data, str) else data
    return [line.text for line in read_markdown(raw).lines]


def test_plain_text_keeps_its_lines_without_blank_ones_or_double_spaces() -> None:
    draft = read_plain(b"Pasal 1\r\n\r\n  (1)   isi\tayat \rPasal 2\n")
    assert [line.text for line in draft.lines] == ["Pasal 1", "(1) isi ayat", "Pasal 2"]


def test_a_form_feed_turns_the_page() -> None:
    draft = read_plain(b"satu\n\fdua\n\f\fempat\n\f")
    assert [(line.text, line.page) for line in draft.lines] == [
        ("satu", 1),
        ("dua", 2),
        ("empat", 4),
    ]
    assert draft.pages == 4


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-16-le-sig"]
)
def test_unicode_encodings_need_no_warning(encoding: str) -> None:
    text = "Pasal 1 “ketentuan” – umum\n" * 3
    data = (
        b"\xff\xfe" + text.encode("utf-16-le")
        if encoding == "utf-16-le-sig"
        else text.encode(encoding)
    )
    draft = read_plain(data)
    assert draft.lines[0].text == "Pasal 1 “ketentuan” – umum"
    assert draft.warnings == ()


def test_windows_1252_is_read_with_a_warning() -> None:
    draft = read_plain("ketentuan “umum” – Pasal 1".encode("cp1252"))
    assert draft.lines[0].text == "ketentuan “umum” – Pasal 1"
    assert "Windows-1252" in draft.warnings[0]


def test_one_broken_byte_does_not_turn_utf8_into_windows_1252() -> None:
    draft = read_plain("“ketentuan” – umum ".encode() * 50 + b"\xff")
    assert draft.lines[0].text.startswith("“ketentuan” – umum")
    assert "UTF-8" in draft.warnings[0]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("## BAB I ##", "BAB I"),
        ("**Pasal 1**", "Pasal 1"),
        ("__BAB I__ KETENTUAN", "BAB I KETENTUAN"),
        ("> kutipan", "kutipan"),
        ("1. Pegawai adalah", "1. Pegawai adalah"),
        ("1\\. Pegawai \\(ASN\\)", "1. Pegawai (ASN)"),
        ("a. bahwa *netral* itu", "a. bahwa netral itu"),
        ("* butir", "butir"),
        ("- 2 -", "- 2 -"),
        ("lihat [UU ASN](https://example.org/uu)", "lihat UU ASN"),
        ("`(41` &amp; 25o/o", "(41 & 25o/o"),
        ("undang<br>undang", "undang undang"),
        ("nama_berkas_lama tetap", "nama_berkas_lama tetap"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("R E ^p u J.Tn= t,',?o=| * .,, o .", "R E ^p u J.Tn= t,',?o=| * .,, o ."),
    ],
)
def test_marks_go_and_everything_else_stays(source: str, text: str) -> None:
    assert " ".join(lines(source)) == text


def test_front_matter_rules_and_fences_are_left_out() -> None:
    source = "---\njudul: UU\ntahun: 2014\n---\n# UU\n\n***\n```\nPasal  1 *x*\n```\n"
    assert lines(source) == ["UU", "Pasal 1 *x*"]


def test_a_ruled_table_becomes_rows_of_cells() -> None:
    draft = read_markdown(b"No | Jenis\n---|:---:\n1 | **Ringan**\n2 | a\\|b\n\nPasal 1")
    assert [line.cells for line in draft.lines] == [
        ("No", "Jenis"),
        ("1", "Ringan"),
        ("2", "a|b"),
        (),
    ]
    assert draft.lines[1].text == "1 Ringan"


def test_rows_between_bars_are_a_table_even_without_a_ruling() -> None:
    draft = read_markdown(b"| 1. | Ringan | |\n| 2. | Sedang | x |\n")
    assert [line.cells for line in draft.lines] == [("1.", "Ringan", ""), ("2.", "Sedang", "x")]


def test_a_single_line_with_bars_is_not_a_table() -> None:
    assert [line.cells for line in read_markdown(b"| a | b | c |\nteks").lines] == [(), ()]


def test_a_line_of_a_million_marks_is_read_in_no_time() -> None:
    for mark in ("*", "_", "[", "`", "<a", "\\", "|", "> ", "#"):
        assert read_markdown((mark * 200_000 + " x").encode()).pages == 1
