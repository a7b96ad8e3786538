"""HTML: the document's words in order, tables as cells, list numbers as the browser prints them."""

from __future__ import annotations

import pytest

from ingest.reading.html import read_html
from knowledge.errors import ReadError


def lines(source: str | bytes) -> list[str]:
    data = source.encode() if isinstance(source, str) else source
    return [line.text for line in read_html(data).lines]


def test_blocks_and_breaks_are_lines_and_inline_marks_are_not() -> None:
    assert lines("<h2>BAB&nbsp;I</h2><p>Pasal <b>1</b><br>isi <i>a</i>yat &ndash; x") == [
        "BAB I",
        "Pasal 1",
        "isi ayat – x",
    ]


def test_what_is_not_the_document_is_left_out() -> None:
    page = """<head><title>t</title><style>p{}</style></head><body><nav>Beranda</nav>
    <form><p>Pasal 1</p><select><option>2020</option></select></form>
    <script>var x = "<p>no</p>";</script><div hidden>no</div><p style="display: none">no</p>
    <!-- no --><noscript>no</noscript><footer>no</footer></body>"""
    assert lines(page) == ["Pasal 1"]


def test_preformatted_text_keeps_its_lines() -> None:
    assert lines("<pre>Pasal 1\n  (1) satu\n\n(2) dua</pre>") == ["Pasal 1", "(1) satu", "(2) dua"]


def test_ordered_lists_are_numbered_as_the_browser_would() -> None:
    source = """<ol><li>satu<ol type="a"><li>x</li><li>y</li></ol></li><li><p>dua</p><p>lagi</p></li>
    </ol><ol type="I" start="3"><li>q</ol><ul><li>butir</ul>
    <ol style="list-style-type: lower-alpha"><li value="4">d</ol>"""
    assert lines(source) == ["1. satu", "a. x", "b. y", "2. dua", "lagi", "III. q", "butir", "d. d"]


def test_table_rows_become_cells_with_empty_ones_kept() -> None:
    source = """<table><tr><th>No<th>Jenis<th>Sanksi</tr>
    <tr><td>1<td><p>Memberi</p><p>dukungan</p><td></td></tr></table>"""
    assert [line.cells for line in read_html(source.encode()).lines] == [
        ("No", "Jenis", "Sanksi"),
        ("1", "Memberi dukungan", ""),
    ]


def test_a_table_that_only_places_the_page_is_not_a_table() -> None:
    source = "<table><tr><td>menu<td><table><tr><td>1<td>x</tr></table><h1>BAB I</h1></table>"
    draft = read_html(source.encode())
    assert [(line.text, line.cells) for line in draft.lines] == [
        ("menu", ()),
        ("1 x", ("1", "x")),
        ("BAB I", ()),
    ]


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "ISO-8859-1"])
def test_legacy_encodings_are_taken_from_the_page(label: str) -> None:
    data = f'<meta charset="{label}"><p>kata “x”'.encode("cp1252")
    draft = read_html(data)
    assert draft.lines[0].text == "kata “x”"
    assert draft.warnings == ()


def test_a_page_that_wrongly_claims_utf8_is_read_with_a_warning() -> None:
    draft = read_html('<meta charset="utf-8"><p>kata “x”'.encode("cp1252"))
    assert draft.lines[0].text == "kata “x”"
    assert draft.warnings


def test_nesting_that_would_take_minutes_is_refused_at_once() -> None:
    with pytest.raises(ReadError, match="nested more than"):
        read_html(b"<div>" * 100_000 + b"x")


def test_nesting_as_deep_as_allowed_is_read() -> None:
    assert lines(b"<div>" * 1_900 + b"Pasal 1") == ["Pasal 1"]
