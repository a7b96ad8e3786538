"""Any bytes give a text or a ReadError: never another exception, never an untidy line."""

from __future__ import annotations

import io
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.reading.characters import clean
from ingest.reading.decode import decode
from ingest.reading.draft import Draft
from ingest.reading.formats import read_here
from ingest.reading.html import read_html
from ingest.reading.layout import Word, rows_of, text_of
from ingest.reading.limits import Limits
from ingest.reading.markdown import read_markdown
from ingest.reading.numerals import numeral
from ingest.reading.ocr import words_of
from ingest.reading.plain import read_plain
from ingest.reading.protocol import Batch, encode
from ingest.reading.protocol import decode as decode_message
from ingest.reading.text import Line
from knowledge.errors import ReadError
from tests.ingest.reading.making import ARTICLES, docx_of, paragraph, pdf_of, zip_of

PDF = pdf_of([ARTICLES])
DOCX = docx_of(paragraph("satu", num=91), paragraph("dua", num=91, level=1))
with zipfile.ZipFile(io.BytesIO(DOCX)) as _archive:
    PARTS = {name: _archive.read(name) for name in _archive.namelist()}
NAMES = st.sampled_from(["a.pdf", "a.docx", "a.html", "a.md", "a.txt", "a", "a.doc", ""])
PIECES = (
    "<p> </p> <table> <tr> <td> </table> <ol\u00a0type=a> <li> </li> <br> <pre> <!-- <b > &#0; &nbsp; x "
    "|\u00a0a\u00a0|\u00a0b\u00a0|\n ---|---\n ** _ ` ```\n #\u00a0 >\u00a0 \\ \f \0 \u202e 1. (a) \n"
)
MARKUP = st.lists(
    st.sampled_from([piece.replace("\u00a0", " ") for piece in PIECES.split(" ")]), max_size=60
).map("".join)
slow = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def tidy(draft: Draft) -> None:
    for line in draft.lines:
        assert line.text == clean(line.text) != ""
        assert line.page >= 1
        assert all(cell == clean(cell) for cell in line.cells)
        if line.cells:
            assert line.text == " ".join(cell for cell in line.cells if cell)


@given(st.binary(max_size=300), NAMES)
@settings(deadline=None)
def test_any_bytes_under_any_name(data: bytes, name: str) -> None:
    try:
        _, draft = read_here(data, name, Limits())
    except ReadError:
        return
    tidy(draft)


@given(st.text(max_size=200) | MARKUP, st.sampled_from(["utf-8", "utf-16", "cp1252"]))
@settings(deadline=None)
def test_any_text_in_any_of_the_text_formats(text: str, encoding: str) -> None:
    data = text.encode(encoding, errors="replace")
    for read in (read_plain, read_markdown, read_html):
        tidy(read(data))


@given(st.data())
@slow
def test_a_pdf_with_any_bytes_changed(data: st.DataObject) -> None:
    changed = bytearray(PDF)
    for _ in range(data.draw(st.integers(1, 20))):
        changed[data.draw(st.integers(0, len(PDF) - 1))] = data.draw(st.integers(0, 255))
    try:
        _, draft = read_here(bytes(changed), "a.pdf", Limits())
    except ReadError:
        return
    tidy(draft)


@given(st.data())
@slow
def test_a_docx_with_any_part_changed_or_missing(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(PARTS)))
    part = bytearray(PARTS[name])
    start = data.draw(st.integers(0, len(part)))
    part[start : start + data.draw(st.integers(0, 50))] = data.draw(st.binary(max_size=20))
    parts = {**PARTS, name: bytes(part)}
    if data.draw(st.booleans()):
        del parts[data.draw(st.sampled_from(sorted(PARTS)))]
    try:
        _, draft = read_here(zip_of(parts), "a.docx", Limits())
    except ReadError:
        return
    tidy(draft)


@given(st.text())
def test_cleaning_is_done_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_is_encoded_with_a_mark_or_in_utf8_comes_back(text: str, encoding: str) -> None:
    plain = text.encode("utf-8", errors="ignore").decode()
    if encoding == "utf-8" and "\0" in plain:
        return  # taken for UTF-16
    assert decode(plain.encode(encoding)).text == plain.removeprefix("\ufeff")


PLACES = st.floats(-5000, 5000, allow_nan=False)


@given(
    st.lists(
        st.builds(
            lambda text, left, wide, base, size: Word(text, left, left + wide, base, size),
            st.text("abc1.(", min_size=1, max_size=4),
            PLACES,
            st.floats(0, 200),
            PLACES,
            st.floats(1, 40),
        ),
        max_size=40,
    )
)
def test_layout_loses_no_word_wherever_words_stand(words: list[Word]) -> None:
    rows = rows_of(words)
    assert sorted(str(w) for row in rows for w in row.words) == sorted(str(w) for w in words)
    letters = "".join(text_of(row.words) for row in rows).replace(" ", "")
    assert sorted(letters) == sorted("".join(word.text for word in words))


FIELD = st.sampled_from(["4", "5", "-1", "1e400", "nan", "x", "", "12.5", "\x85"])


@given(st.lists(st.lists(FIELD, min_size=11, max_size=13).map("\t".join)).map("\n".join))
def test_any_table_of_tesseract_is_read_without_an_error(table: str) -> None:
    assert all(word.text.strip() for word in words_of(f"heading\n{table}", 1.0))


@given(st.integers(-10, 10_000), st.sampled_from(["decimal", "lowerLetter", "upperRoman", "x"]))
def test_any_number_prints(number: int, style: str) -> None:
    assert numeral(number, style)


@given(st.lists(st.builds(Line, st.text(), st.integers(1, 99), st.tuples(st.text(), st.text()))))
def test_lines_come_through_the_pipe_as_they_were(lines: list[Line]) -> None:
    message = Batch(tuple(lines))
    line = encode(message)
    assert line.count(b"\n") == 1
    assert decode_message(line) == message


@given(st.binary())
def test_any_line_from_the_pipe_is_a_message_or_a_value_error(line: bytes) -> None:
    try:
        decode_message(line)
    except ValueError:
        return
