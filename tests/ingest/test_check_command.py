"""``asn-ingest check``: what it prints and how it ends; and the bundled data are free of errors."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingest.check import Severity, check_data
from ingest.cli import app, main
from knowledge.dataset import BUNDLED
from knowledge.errors import DataError
from tests.ingest.tiny import Folder

RULINGS = "rulings/medsos.yaml"


def test_bundled_data_have_no_errors() -> None:
    start = time.monotonic()
    problems = check_data(BUNDLED)
    took = time.monotonic() - start

    assert [str(p) for p in problems if p.severity is Severity.ERROR] == []
    assert took < 5


def test_no_problems(folder: Folder) -> None:
    done = CliRunner().invoke(app, ["check", "--data", str(folder.root)])

    assert (done.exit_code, done.stdout) == (0, "0 errors, 0 warnings\n")


def test_warnings_alone_are_allowed(folder: Folder) -> None:
    folder.replace(RULINGS, "Batalkan tanda suka.", "Lihat dosir.")

    done = CliRunner().invoke(app, ["check", "--data", str(folder.root)])

    line = folder.line_of(RULINGS, "dosir")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        f"{folder.root / RULINGS}:{line}: warning: ruling suka: next_steps speaks of 'dosir'. "
        "Say it without the project's own words.",
        "0 errors, 1 warning",
    ]


def test_errors_are_sorted_and_counted(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.replace(RULINGS, "Batalkan tanda suka.", "Lapor ke KASN.")
    folder.replace("classes.yaml", "ruling: suka", "ruling: sukai")
    monkeypatch.chdir(folder.root.parent)

    done = CliRunner().invoke(app, ["check", "--data", str(folder.root)])

    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "data/classes.yaml:10: an option of rinci names the ruling or class sukai, which does not "
        "exist. Correct the id (nearest: suka), or add it.",
        f"data/{RULINGS}:{folder.line_of(RULINGS, 'KASN')}: ruling suka names the KASN in "
        "next_steps, which no longer works. Name the PPK, BKN or Bawaslu instead.",
        "2 errors, 0 warnings",
    ]


def test_json(folder: Folder) -> None:
    folder.replace("classes.yaml", "ruling: suka", "ruling: sukai")

    done = CliRunner().invoke(app, ["check", "--json", "--data", str(folder.root)])

    assert done.exit_code == 1
    assert json.loads(done.stdout) == {
        "data": str(folder.root),
        "errors": 1,
        "warnings": 0,
        "problems": [
            {
                "file": "classes.yaml",
                "line": 10,
                "message": "an option of rinci names the ruling or class sukai, which does not "
                "exist",
                "remedy": "Correct the id (nearest: suka), or add it.",
                "severity": "error",
            }
        ],
    }


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["check", "--data", str(tmp_path / "none")])

    assert done.exit_code == 2
    assert "does not exist" in done.stderr


def test_a_deliberate_error_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: Path) -> None:
        raise DataError("The data\nare gone. Restore them.")

    monkeypatch.setattr("ingest.check.check_data", fail)
    monkeypatch.setattr(sys, "argv", ["asn-ingest", "check"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == DataError.exit_code
    assert capsys.readouterr().err == "asn-ingest: The data are gone. Restore them.\n"
