from __future__ import annotations

import contextlib
import random
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evaluation.testsets import grid, xlsx_file
from evaluation.testsets.sheets import read_sheet
from knowledge.errors import RecordError
from tests.evaluation.testsets.books import HEADINGS, ROW, repacked, workbook


def test_a_sheet_is_read(tmp_path: Path) -> None:
    (placed,) = read_sheet(workbook(tmp_path, ROW))
    assert placed.value.id == "S-1"
    assert placed.value.gold_citations == (("pp-94-2021 pasal 5",),)
    assert str(placed.place) == "soal.xlsx[Soal]:2"


def test_numbers_are_read_as_they_stand(tmp_path: Path) -> None:
    first, second = read_sheet(workbook(tmp_path, (1, *ROW[1:]), (2.5, *ROW[1:])))
    assert (first.value.id, second.value.id) == ("1", "2.5")


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (date(2023, 1, 1), "a date or time"),
        (True, "a logical value"),
        ("#REF!", "the spreadsheet error #REF!"),
        ("=1+1", "a formula without a stored value"),
    ],
)
def test_cells_that_hold_no_text_are_named(tmp_path: Path, value: Any, named: str) -> None:
    with pytest.raises(RecordError) as caught:
        read_sheet(workbook(tmp_path, ROW, ("S-2", value, "boleh", "")))
    assert str(caught.value).startswith("soal.xlsx, sheet 'Soal', row 3, column 'Pertanyaan': ")
    assert named in str(caught.value)


def test_a_formula_counts_by_its_stored_value(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("S-1", "=A2", "boleh", ""))
    stored = {b"<v></v>": b"<v>Boleh?</v>", b'<c r="B2">': b'<c r="B2" t="str">'}

    def saved(xml: bytes) -> bytes:
        for old, new in stored.items():
            assert old in xml
            xml = xml.replace(old, new)
        return xml

    repacked(path, sheet1=saved)
    (placed,) = read_sheet(path)
    assert placed.value.question == "Boleh?"


def test_a_text_that_begins_like_a_formula_is_a_text(tmp_path: Path) -> None:
    def as_text(book: Any) -> None:
        book["Soal"]["B2"].data_type = "s"

    (placed,) = read_sheet(workbook(tmp_path, ("S-1", "=boleh?", "boleh", ""), change=as_text))
    assert placed.value.question == "=boleh?"


def test_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "soal.xlsx"
    for data in (b"", b"pertanyaan,verdict\n", b"PK\x03\x04rusak"):
        path.write_bytes(data)
        with pytest.raises(RecordError, match="no XLSX workbook"):
            read_sheet(path)


def test_another_zip_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "soal.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(RecordError, match="no XLSX workbook"):
        read_sheet(path)


def test_a_protected_or_old_workbook_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "soal.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512))
    with pytest.raises(RecordError, match=r"Take the password off and save it as \.xlsx"):
        read_sheet(path)


def test_a_damaged_workbook(tmp_path: Path) -> None:
    path = repacked(workbook(tmp_path, ROW), sheet1=lambda xml: xml[: len(xml) // 2])
    with pytest.raises(RecordError, match="a damaged workbook"):
        read_sheet(path)


def test_whatever_bytes_are_damaged_it_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path, ROW)
    whole, chance = path.read_bytes(), random.Random(1)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(8):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        with contextlib.suppress(RecordError):
            read_sheet(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path, ROW)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/besar.xml", bytes(xlsx_file._UNPACKED_BYTES + 1))
    assert path.stat().st_size < 200_000
    with pytest.raises(RecordError, match="too much for a test set"):
        read_sheet(path)


def test_xml_entities_are_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    path = repacked(workbook(tmp_path, ROW), sheet1=lambda xml: bomb + xml)
    with pytest.raises(RecordError, match="XML entities"):
        read_sheet(path)


def test_a_million_rows_are_refused_unread(tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"/>' % number for number in range(3, grid.ROWS + 4))
    path = repacked(
        workbook(tmp_path, ROW),
        sheet1=lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"),
    )
    with pytest.raises(RecordError, match="more than 10,000 rows"):
        read_sheet(path)


def test_one_cell_far_below_is_refused(tmp_path: Path) -> None:
    def far(book: Any) -> None:
        book["Soal"]["A1048576"] = "x"

    with pytest.raises(RecordError, match="goes on to row 1,048,576"):
        read_sheet(workbook(tmp_path, ROW, change=far))


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluation.testsets.sheets.FILE_BYTES", 1000)
    with pytest.raises(RecordError, match="larger than"):
        read_sheet(workbook(tmp_path, ROW))


def test_merged_cells_and_hidden_rows_are_told(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["Soal"]
        sheet.merge_cells("C3:C4")
        for row in (5, 6, 8):
            sheet.row_dimensions[row].hidden = True

    rows = [(f"S-{n}", *ROW[1:]) for n in range(8)]
    with pytest.raises(RecordError) as caught:
        read_sheet(workbook(tmp_path, *rows, change=change))
    assert "hidden rows: 5-6, 8. Show them" in str(caught.value)
    assert "row 4: merged cells C3:C4. Part them" in str(caught.value)


def test_a_title_above_the_headings_may_be_merged(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book["Soal"].merge_cells("A1:D1")

    path = workbook(tmp_path, HEADINGS, ROW, headings=("Daftar soal 2026",), change=change)
    assert [placed.place.line for placed in read_sheet(path)] == [3]


def test_hidden_sheets_and_guides_do_not_count(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        for name in ("Petunjuk", "Simpanan"):
            book.create_sheet(name).append(["Pertanyaan", "Verdict"])
            book[name].append(["Bukan soal", "boleh"])
        book["Simpanan"].sheet_state = "hidden"

    assert len(read_sheet(workbook(tmp_path, ROW, change=change))) == 1


def test_all_sheets_with_headings_count_and_number_their_rows(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book.create_sheet("Media Sosial").append(["Question", "Expected verdict"])
        book["Media Sosial"].append(["Boleh share?", "boleh"])
        book.create_sheet("Grafik").append(["1", "2"])

    found = read_sheet(workbook(tmp_path, ("", *ROW[1:]), change=change))
    assert [one.value.id for one in found] == ["soal-baris-2", "media-sosial-baris-2"]


def test_an_empty_workbook_says_where_to_get_a_sheet(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"Make an empty sheet with: asn-eval template"):
        read_sheet(workbook(tmp_path, headings=()))
