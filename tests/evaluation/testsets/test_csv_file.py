from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from evaluation.testsets import csv_file as csv_module
from evaluation.testsets.sheets import read_sheet
from knowledge.errors import RecordError
from tests.evaluation.testsets.books import csv_file

TEXT = "pertanyaan,verdict,harus menyebut\nBolehkah like?,dilarang,disiplin\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_delimiter_mark_and_line_ends_are_found_out(
    tmp_path: Path, delimiter: str, encoding: str, newline: str
) -> None:
    text = TEXT.replace(",", delimiter).replace("\n", newline)
    (placed,) = read_sheet(csv_file(tmp_path, text.encode(encoding)))
    assert placed.value.question == "Bolehkah like?"
    assert placed.value.must_mention == (("disiplin",),)


def test_a_comma_inside_texts_does_not_mislead(tmp_path: Path) -> None:
    text = "pertanyaan;verdict;alasan\nSaya PNS, guru, boleh like?;dilarang;a, b, c, d\n"
    (placed,) = read_sheet(csv_file(tmp_path, text))
    assert placed.value.rationale == "a, b, c, d"


def test_a_spreadsheet_may_name_its_delimiter(tmp_path: Path) -> None:
    (placed,) = read_sheet(csv_file(tmp_path, "sep=;\n" + TEXT.replace(",", ";")))
    assert placed.value.id == "baris-2"


def test_text_in_utf_16_with_its_mark_is_read(tmp_path: Path) -> None:
    data = codecs.BOM_UTF16_LE + TEXT.replace(",", "\t").encode("utf-16-le")
    assert len(read_sheet(csv_file(tmp_path, data))) == 1


def test_quotes_hold_delimiters_quotes_and_new_lines(tmp_path: Path) -> None:
    text = 'pertanyaan,verdict\n"a, ""b""\nc",boleh\nd,boleh\n'
    first, second = read_sheet(csv_file(tmp_path, text))
    assert first.value.question == 'a, "b"\nc'
    assert second.value.id == "baris-3"  # as a spreadsheet program numbers it


def test_windows_1252_is_refused_with_its_line(tmp_path: Path) -> None:
    data = TEXT.encode() + "“Boleh” hadir?,boleh,\n".encode("cp1252")
    with pytest.raises(RecordError, match=r"^soal\.csv:3: not UTF-8 .*'CSV UTF-8' or as XLSX"):
        read_sheet(csv_file(tmp_path, data))


def test_a_quote_that_does_not_close_is_named_by_its_line(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"^soal\.csv:3: no CSV from this line on"):
        read_sheet(csv_file(tmp_path, TEXT + '"Bolehkah,boleh,\nx,boleh,\n'))


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_module, "ROWS", 20)
    text = TEXT + "Bolehkah?,boleh,\n" * 30
    with pytest.raises(RecordError, match="more than 20 rows"):
        read_sheet(csv_file(tmp_path, text))


def test_a_text_like_a_formula_is_written_so_that_no_program_runs_it(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    csv_module.write_csv(path, [["=HYPERLINK(1)", "'=x", "'biasa", "-5"]])
    assert path.read_text("utf-8-sig") == "'=HYPERLINK(1),''=x,'biasa,'-5\n"
