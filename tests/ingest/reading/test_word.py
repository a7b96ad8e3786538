"""DOCX: what Word prints, with the numbers that it keeps apart from the text."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from ingest.reading.limits import MIB, Limits
from ingest.reading.text import Line
from ingest.reading.word import read_word
from knowledge.errors import ReadError
from tests.ingest.reading.making import WORD, docx_of, paragraph, zip_of


def lines(data: bytes) -> tuple[Line, ...]:
    return read_word(data, Limits()).lines


def texts(*blocks: str) -> list[str]:
    return [line.text for line in lines(docx_of(*blocks))]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_automatic_numbers_are_printed_and_start_anew_below_a_new_number() -> None:
    assert texts(
        paragraph("Ketentuan", num=91),
        paragraph("satu", num=91, level=1),
        paragraph("huruf", num=91, level=2),
        paragraph("huruf", num=91, level=2),
        paragraph("dua", num=91, level=1),
        paragraph("huruf", num=91, level=2),
        paragraph("tanpa nomor"),
        paragraph("Lain", num=91),
        paragraph("satu", num=91, level=1),
    ) == [
        "Pasal 1 Ketentuan",
        "(1) satu",
        "a. huruf",
        "b. huruf",
        "(2) dua",
        "a. huruf",
        "tanpa nomor",
        "Pasal 2 Lain",
        "(1) satu",
    ]


def test_a_numbering_that_overrides_its_start_counts_from_there() -> None:
    assert texts(paragraph("x", num=92, level=2), paragraph("y", num=92, level=2)) == [
        "e. x",
        "f. y",
    ]


def test_a_paragraph_takes_the_number_of_its_style() -> None:
    styled = "<w:p><w:pPr><w:pStyle w:val='ListNumber'/></w:pPr><w:r><w:t>satu</w:t></w:r></w:p>"
    document = docx.Document(io.BytesIO(docx_of(styled, styled.replace("satu", "dua"))))
    numbers = document.styles["List Number"].element.pPr.numPr.numId
    numbers.val = 91
    out = io.BytesIO()
    document.save(out)
    assert [line.text for line in lines(out.getvalue())] == ["Pasal 1 satu", "Pasal 2 dua"]


def test_tracked_changes_read_as_accepted_and_hidden_text_is_left_out() -> None:
    block = """<w:p><w:r><w:t xml:space="preserve">PNS </w:t></w:r>
    <w:del><w:r><w:delText>boleh</w:delText></w:r></w:del>
    <w:ins><w:r><w:t>dilarang</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>rahasia</w:t></w:r>
    <w:r><w:tab/><w:t>Undang</w:t><w:noBreakHyphen/><w:t>Undang</w:t><w:br/><w:t>baris dua</w:t></w:r></w:p>"""
    assert texts(block) == ["PNS dilarang Undang-Undang", "baris dua"]


def test_page_breaks_count_pages() -> None:
    block = '<w:p><w:r><w:t>satu</w:t><w:br w:type="page"/><w:t>dua</w:t></w:r></w:p>'
    draft = read_word(docx_of(block, paragraph("tiga")), Limits())
    assert [(line.text, line.page) for line in draft.lines] == [
        ("satu", 1),
        ("dua", 2),
        ("tiga", 2),
    ]
    assert draft.pages == 2


def table(borders: str, *rows: tuple[str, ...]) -> str:
    body = "".join(
        "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl><w:tblPr>{borders}</w:tblPr>{body}</w:tbl>"


def test_a_bordered_table_becomes_rows_of_cells() -> None:
    borders = '<w:tblBorders><w:top w:val="single"/></w:tblBorders>'
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph("Keterangan")
    found = lines(
        docx_of(
            table(
                borders,
                (paragraph("No"), paragraph("Jenis"), paragraph("Sanksi")),
                (paragraph("1"), paragraph("Memberi") + paragraph("dukungan"), "<w:p/>"),
                (wide, paragraph("x")),
            )
        )
    )
    assert [line.cells for line in found] == [
        ("No", "Jenis", "Sanksi"),
        ("1", "Memberi dukungan", ""),
        ("Keterangan", "", "x"),
    ]


def test_a_table_without_borders_only_places_text() -> None:
    found = lines(
        docx_of(
            table(
                "",
                (
                    paragraph("Menimbang"),
                    paragraph(":"),
                    paragraph("a. bahwa satu;") + paragraph("b. bahwa dua;"),
                ),
            )
        )
    )
    assert [(line.text, line.cells) for line in found] == [
        ("Menimbang : a. bahwa satu;", ()),
        ("b. bahwa dua;", ()),
    ]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    block = """<w:p><w:r><w:t>luar</w:t></w:r><w:r>
    <mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
    <mc:Choice Requires="wps"><w:drawing><w:txbxContent><w:p><w:r><w:t>dalam</w:t></w:r></w:p>
    </w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r>
    <w:t>dalam</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"""
    assert texts(block) == ["luar", "dalam"]


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    data = zip_of({**parts(docx_of(paragraph("x"))), "word/media/a.bin": bytes(20 * MIB)})
    with pytest.raises(ReadError, match=r"limit of 10 MB: take its pictures out"):
        read_word(data, Limits(unpacked_bytes=10 * MIB))


@pytest.mark.parametrize("depth", [3_000, 100_000])
def test_deeply_nested_xml_is_refused(depth: int) -> None:
    whole = parts(docx_of(paragraph("x")))
    deep = whole["word/document.xml"].replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * depth)
    with pytest.raises(ReadError, match="damaged"):
        read_word(zip_of({**whole, "word/document.xml": deep}), Limits())


def test_entities_that_multiply_are_not_expanded() -> None:
    whole = parts(docx_of(paragraph("x")))
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "aaaaaaaaaa"}">' for n in range(10)
    )
    hostile = (
        f"<?xml version='1.0'?><!DOCTYPE d [{entities}]>"
        f"<w:document {WORD}><w:body><w:p><w:r><w:t>&e9;</w:t></w:r></w:p></w:body></w:document>"
    )
    data = zip_of({**whole, "word/document.xml": hostile.encode()})
    try:
        draft = read_word(data, Limits())
    except ReadError:
        return
    assert sum(len(line.text) for line in draft.lines) < 1_000


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_document_that_breaks_off_is_damaged(share: float) -> None:
    data = docx_of(paragraph("x"))
    with pytest.raises(ReadError, match="damaged or cut off"):
        read_word(data[: int(len(data) * share)], Limits())
