"""``asn-eval check``, ``convert``, ``split`` and ``template`` as people run them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from evaluation.cli import main
from evaluation.testsets.columns import load_columns
from evaluation.testsets.files import read_questions
from evaluation.testsets.named import open_set
from evaluation.testsets.xlsx_writing import GUIDE, SHEET
from knowledge.model import Verdict
from tests.evaluation.made import row, write_set
from tests.evaluation.testsets.books import ROW, csv_file, workbook

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LOG_LEVEL", raising=False)

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return call


def test_the_bundled_sets_pass(run: Run) -> None:
    code, out, err = run("check", "proyek", "serangan", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)["sets"]
    assert [(one["set"], one["errors"]) for one in found] == [("proyek", 0), ("serangan", 0)]
    assert found[0]["n"] >= 150
    assert found[1]["n"] >= 60


def test_questions_held_back_are_never_printed(run: Run) -> None:
    _, out, _ = run("check", "proyek:uji")
    assert "proyek:uji" in out
    assert not [q.id for q in open_set("proyek:uji").questions if q.question[:40] in out]


def test_findings_numbers_and_sums_are_shown(run: Run, tmp_path: Path) -> None:
    path = write_set(
        tmp_path / "soal.jsonl",
        row(question="Siapa pengawasnya?", gold_citations=[["pp-95-2021"]], tags=["[b]"]),
        row(id="T-002", question="Di mana melapor?", acceptable_verdicts=["dilarang"]),
    )
    code, out, err = run("check", path)
    assert (code, err) == (3, "")
    assert "error: T-001: pp-95-2021: there is no regulation pp-95-2021. Did you mean pp-9" in out
    assert "warning: T-002: its acceptable verdicts repeat" in out
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in out.splitlines()]
    assert ["verdict", "dilarang", "2"] in rows
    assert ["tag", "[b]", "1"] in rows
    assert "2 questions, 1 errors, 1 warnings" in out


def test_a_file_with_faults_lists_them_and_the_next_set_is_checked(
    run: Run, tmp_path: Path
) -> None:
    bad = csv_file(tmp_path, "pertanyaan,verdict\nBoleh?,mungkin\n,boleh\n")
    good = write_set(tmp_path / "soal.jsonl", row(question="Siapa pengawasnya?"))
    bad.write_text(bad.read_text().replace("\n,boleh", "\nApa?,boleh bersyarta"))
    code, out, _ = run("check", bad, good, "--json")
    assert code == 3
    first, second = json.loads(out)["sets"]
    assert [finding["place"] for finding in first["findings"]] == [
        "soal.csv, row 2, column 'verdict'",
        "soal.csv, row 3, column 'verdict'",
    ]
    assert (first["n"], second["n"], second["errors"]) == (0, 1, 0)


def test_convert_there_and_back(run: Run, tmp_path: Path) -> None:
    sheet = workbook(tmp_path, ROW)
    code, out, _ = run("convert", sheet, "soal.jsonl")
    assert (code, out) == (0, "soal.jsonl: 1 questions\n")
    assert run("convert", "soal.jsonl", "soal.csv")[0] == 0
    assert read_questions(tmp_path / "soal.csv") == read_questions(sheet)


def test_convert_tells_every_fault(run: Run, tmp_path: Path) -> None:
    code, out, err = run("convert", workbook(tmp_path, ("S-1", "", "x", "y")), "soal.jsonl")
    assert (code, out) == (3, "")
    assert err.startswith("asn-eval: soal.xlsx: 3 faults:\n")
    assert not (tmp_path / "soal.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("convert", "soal.xlsx", "ada.csv"), "ada.csv exists"),
        (("convert", "soal.xlsx", "soal.txt"), "soal.txt must end in .jsonl, .csv, .xlsx"),
        (("convert", "soal.xlsx", "tiada/soal.csv"), "cannot be written"),
        (("convert", "tiada.xlsx", "b.csv"), "There is no test set at tiada.xlsx"),
        (("template", "soal.csv"), "must end in .xlsx"),
        (("template", "soal.xlsx"), "soal.xlsx exists"),
        (("split", "soal.xlsx", "--out", "b.csv"), "would be empty"),
    ],
)
def test_what_cannot_be_written_is_told(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], named: str
) -> None:
    workbook(tmp_path, ROW)
    csv_file(tmp_path, "", "ada.csv")
    code, out, err = run(*arguments)
    assert (code, out) == (7, "")
    assert named in err
    assert len(err.splitlines()) == 1


def test_split_writes_both_halves_and_only_once(run: Run, tmp_path: Path) -> None:
    write_set(
        tmp_path / "soal.jsonl", *[row(id=f"T-{n}", question=f"Soal {n * 977}?") for n in range(20)]
    )
    code, out, _ = run("split", "soal.jsonl", "--share", "0.3", "--out", "bagi.csv")
    assert (code, out) == (0, "bagi-kembang.csv: 6 questions\nbagi-uji.csv: 14 questions\n")
    halves = [read_questions(tmp_path / f"bagi-{name}.csv") for name in ("kembang", "uji")]
    assert [{q.split for q in half} for half in halves] == [{"kembang"}, {"uji"}]
    assert run("split", "soal.jsonl", "--out", "bagi.csv")[0] == 7
    code, _, err = run("split", "bagi-uji.csv", "--out", "lagi.csv")
    assert code == 7
    assert "divided already" in err


def test_the_template_explains_itself_and_reads_as_headings_alone(run: Run, tmp_path: Path) -> None:
    assert run("template", "soal.xlsx")[0] == 0
    book = load_workbook(tmp_path / "soal.xlsx")
    assert book.sheetnames == [SHEET, GUIDE]
    headings = [cell.value for cell in book[SHEET][1]]
    assert headings == [column.names[0] for column in load_columns().columns]
    lists = [v.formula1 for v in book[SHEET].data_validations.dataValidation]
    assert lists[0].count(",") + 1 == len(Verdict)
    told = [cell.value for line in book[GUIDE].iter_rows() for cell in line if cell.value]
    assert set(headings) <= set(told)
    code, _, err = run("convert", "soal.xlsx", "soal.jsonl")
    assert code == 3
    assert "holds no questions" in err


def test_a_template_that_is_filled_in_is_a_set(run: Run, tmp_path: Path) -> None:
    run("template", "soal.xlsx")
    book = load_workbook(tmp_path / "soal.xlsx")
    sheet = book[SHEET]
    headings = [cell.value for cell in sheet[1]]
    for column in load_columns().columns:
        sheet.cell(2, headings.index(column.names[0]) + 1).value = column.example
    book.save(tmp_path / "soal.xlsx")
    (asked,) = read_questions(tmp_path / "soal.xlsx")
    assert asked.expected_verdict is Verdict.DILARANG
    assert asked.gold_citations[1] == ("uu-20-2023 pasal 24",)
    assert len(asked.history) == 2
