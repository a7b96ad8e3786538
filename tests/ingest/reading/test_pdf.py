"""PDF: lines as printed, in reading order; tables as cells; what has no text layer is named."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.reading.draft import Draft
from ingest.reading.limits import Limits
from ingest.reading.pdf import read_pdf
from knowledge.errors import ReadError
from tests.ingest.reading.making import (
    ARTICLES,
    encrypted,
    pdf_drawn,
    pdf_of,
    pdf_with_table,
    scanned,
    turned,
)

ROWS = (
    ("No.", "Jenis pelanggaran", "Hukuman", "Dasar"),
    ("1.", "Memberikan dukungan kepada calon dengan cara apa pun juga", "Sedang", "Pasal 13"),
    ("2.", "Mengadakan kegiatan", "Berat", "Pasal 14 huruf i angka 2"),
    ("3.", "Ikut kampanye", "Sedang", "Pasal 13"),
)


def read(data: bytes, **limits: int) -> Draft:
    return read_pdf(data, Limits(**limits))


def texts(draw: Callable[[Canvas], None]) -> list[str]:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 12)
        draw(canvas)
        canvas.showPage()

    return [line.text for line in read(pdf_drawn(page)).lines]


def test_each_printed_line_is_a_line_with_its_page() -> None:
    draft = read(pdf_of([ARTICLES, ("Pasal 3",)]))
    assert [line.text for line in draft.lines] == [*ARTICLES, "Pasal 3"]
    assert [line.page for line in draft.lines] == [1] * len(ARTICLES) + [2]
    assert draft.pages == 2
    assert draft.warnings == ()


def test_order_is_that_of_the_page_not_that_of_the_drawing() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 100, "- 2 -")
        for place, mark in ((700, "1."), (680, "2."), (660, "a.")):
            canvas.drawString(72, place, mark)
        for place, text in ((660, "tiga"), (700, "satu"), (680, "dua")):
            canvas.drawString(100, place, text)

    assert texts(draw) == ["1. satu", "2. dua", "a. tiga", "- 2 -"]


def test_a_skewed_line_and_a_raised_mark_stay_on_their_line() -> None:
    def draw(canvas: Canvas) -> None:
        for index, word in enumerate(("Setiap", "pegawai", "wajib", "netral")):
            canvas.drawString(72 + 60 * index, 700 - 2 * index, word)
            canvas.drawString(72 + 60 * index, 682 - 2 * index, word)
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(300, 698, "1)")

    assert texts(draw) == ["Setiap pegawai wajib netral 1)", "Setiap pegawai wajib netral"]


def test_words_are_joined_or_split_only_where_the_gaps_say_so() -> None:
    def draw(canvas: Canvas) -> None:
        at = 72.0
        for piece in ("ke", "tentuan"):  # drawn in two pieces that touch
            canvas.drawString(at, 700, piece)
            at += canvas.stringWidth(piece, "Times-Roman", 12)
        canvas.drawString(at + 4, 700, "umum")  # drawn apart without a space
        spaced = canvas.beginText(72, 660)
        spaced.setCharSpace(4)
        spaced.textOut("MEMUTUSKAN HARI INI")
        spaced.setCharSpace(0)
        canvas.drawText(spaced)
        canvas.drawString(72, 640, "Pasal 1 1 ayat (2)")

    assert texts(draw) == ["ketentuan umum", "MEMUTUSKAN HARI INI", "Pasal 1 1 ayat (2)"]


def test_text_that_is_printed_twice_to_look_bold_is_read_once() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Pasal 1")
        canvas.drawString(72.3, 700, "Pasal 1")

    assert texts(draw) == ["Pasal 1"]


def test_a_hyphen_at_the_end_of_a_line_stays() -> None:
    printed = ["atas Undang-", "Undang Nomor 8", "bahwa per-", "aturan"]
    assert [line.text for line in read(pdf_of([printed])).lines] == printed


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_is_shown_turned_reads_the_same(degrees: int) -> None:
    draft = read(turned(pdf_of([ARTICLES]), degrees))
    assert [line.text for line in draft.lines] == list(ARTICLES)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_text_that_is_drawn_turned_reads_along_its_lines_with_its_tables(degrees: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(300, 400)
        canvas.rotate(degrees)
        canvas.drawString(0, 0, "LAMPIRAN satu")
        for x in (-5, 100, 200):
            canvas.line(x, -40, x, -80)
        for y in (-40, -60, -80):
            canvas.line(-5, y, 200, y)
        for row in range(2):
            canvas.drawString(0, -55 - 20 * row, f"kiri {row}")
            canvas.drawString(110, -55 - 20 * row, f"kanan {row}")
        canvas.showPage()

    draft = read(pdf_drawn(draw))
    assert [line.text for line in draft.lines] == [
        "LAMPIRAN satu",
        "kiri 0 kanan 0",
        "kiri 1 kanan 1",
    ]
    assert draft.lines[1].cells == ("kiri 0", "kanan 0")


def test_a_slanting_watermark_follows_the_text_instead_of_cutting_it() -> None:
    def draw(canvas: Canvas) -> None:
        for index, line in enumerate(ARTICLES):
            canvas.drawString(72, 700 - 18 * index, line)
        canvas.translate(100, 620)
        canvas.rotate(40)
        canvas.drawString(0, 0, "SALINAN RESMI")

    assert texts(draw) == [*ARTICLES, "SALINAN RESMI"]


@pytest.mark.parametrize("ruled", [True, False])
def test_table_columns_are_cells_with_or_without_rules(ruled: bool) -> None:
    draft = read(pdf_with_table(ROWS, ruled=ruled, widths=(40, 160, 100, 140)))
    assert [line.cells for line in draft.lines] == [(), *ROWS, ()]
    assert draft.lines[0].text == "LAMPIRAN PERATURAN"
    assert draft.lines[2].text == " ".join(ROWS[1])


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_goes_on_over_pages_row_by_row(ruled: bool) -> None:
    rows = [
        (
            f"{n}.",
            f"Uraian pelanggaran nomor {n} yang dilipat ke baris berikut",
            f"Pasal {n}",
            "Berat",
        )
        for n in range(1, 91)
    ]
    draft = read(pdf_with_table(rows, ruled=ruled, widths=(40, 160, 100, 100)))
    assert draft.pages > 2
    assert [line.cells for line in draft.lines if line.cells] == rows
    assert [line.text for line in draft.lines if not line.cells] == [
        "LAMPIRAN PERATURAN",
        "Ditetapkan di Jakarta",
    ]


def test_an_empty_cell_keeps_its_column() -> None:
    rows = (("1.", "a", ""), ("2.", "", "b"))
    draft = read(pdf_with_table(rows, ruled=True, widths=(40, 100, 100)))
    assert [line.cells for line in draft.lines] == [(), *rows, ()]


def test_a_cell_that_spans_columns_or_rows_counts_to_the_first() -> None:
    def draw(canvas: Canvas) -> None:
        # Row 1: one cell over both right columns; column 1: one cell over rows 1 and 2.
        for x, top in ((72, 700), (172, 700), (272, 680), (372, 700)):
            canvas.line(x, top, x, 640)
        canvas.line(72, 700, 372, 700)
        canvas.line(172, 680, 372, 680)
        for y in (660, 640):
            canvas.line(72, y, 372, y)
        canvas.drawString(80, 685, "kiri")
        canvas.drawString(180, 685, "atas lebar")
        canvas.drawString(180, 665, "x")
        canvas.drawString(280, 665, "y")
        for x, text in ((80, "a"), (180, "b"), (280, "c")):
            canvas.drawString(x, 645, text)
        canvas.showPage()

    assert [line.cells for line in read(pdf_drawn(draw)).lines] == [
        ("kiri", "atas lebar", ""),
        ("", "x", "y"),
        ("a", "b", "c"),
    ]


@pytest.mark.parametrize("ruled", [True, False])
def test_frames_numbered_lists_and_name_lists_are_not_tables(ruled: bool) -> None:
    lines = [
        ("Nama", ":", "Budi"),
        ("Jabatan", ":", "Lurah"),
        ("NIP", ":", "1959"),
        ("a.", "satu", ""),
    ]

    def draw(canvas: Canvas) -> None:
        if ruled:
            canvas.rect(60, 600, 400, 120)
        for index, (name, colon, value) in enumerate(lines):
            for x, text in ((72, name), (172, colon), (200, value)):
                canvas.drawString(x, 700 - 18 * index, text)
        canvas.showPage()

    draft = read(pdf_drawn(draw))
    assert [line.cells for line in draft.lines] == [()] * 4
    assert [line.text for line in draft.lines] == [" ".join(filter(None, line)) for line in lines]


def test_progress_is_told_for_each_page() -> None:
    told: list[tuple[str, int, int]] = []
    read_pdf(pdf_of([ARTICLES] * 3), Limits(), lambda *step: told.append(step))
    assert told == [("membaca", 1, 3), ("membaca", 2, 3), ("membaca", 3, 3)]


def test_pages_that_are_pictures_are_named_and_blank_ones_are_not() -> None:
    pages = [ARTICLES, (), ARTICLES, ARTICLES, ARTICLES, ARTICLES]
    draft = read(scanned(pdf_of(pages), [3, 5, 6]))
    assert draft.unread_pages == (3, 5, 6)
    assert "halaman 3 dan 5-6" in draft.warnings[0]
    assert {line.page for line in draft.lines} == {1, 4}


def test_a_scan_under_a_stamp_of_text_still_needs_ocr() -> None:
    stamp = pypdf.PdfReader(io.BytesIO(pdf_of([("www.jdih.example.go.id",)]))).pages[0]
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(scanned(pdf_of([ARTICLES])))))
    writer.pages[0].merge_page(stamp)
    out = io.BytesIO()
    writer.write(out)
    assert read(out.getvalue()).unread_pages == (1,)


def test_an_owner_password_alone_does_not_keep_a_pdf_from_being_read() -> None:
    draft = read(encrypted(pdf_of([ARTICLES]), user="", owner="rahasia"))
    assert draft.lines[0].text == "Pasal 1"


def test_a_pdf_that_needs_a_password_is_refused() -> None:
    with pytest.raises(ReadError, match="password"):
        read(encrypted(pdf_of([ARTICLES]), user="rahasia", owner="x"))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_pdf_that_breaks_off_is_refused_even_where_its_pages_could_be_opened(
    share: float,
) -> None:
    data = pdf_of([ARTICLES] * 3)
    with pytest.raises(ReadError, match="breaks off"):
        read(data[: int(len(data) * share)])


def test_a_pdf_whose_later_revision_breaks_off_is_refused() -> None:
    data = pdf_of([ARTICLES])
    with pytest.raises(ReadError, match="breaks off"):
        read(data + b"\n99 0 obj\n<< /Length 9000 >> stream\n" + b"x" * 2_000)


def test_a_header_without_a_document_is_damaged() -> None:
    with pytest.raises(ReadError, match="damaged"):
        read(b"%PDF-1.7\nnothing\n%%EOF\n")


def test_limits_of_pages_and_text_say_what_to_do() -> None:
    data = pdf_of([ARTICLES] * 4)
    with pytest.raises(ReadError, match="4 pages, more than the limit of 3: raise READ_PAGES"):
        read(data, pages=3)
    with pytest.raises(ReadError, match="limit of 300 characters: split the file"):
        read(data, text_chars=300)
