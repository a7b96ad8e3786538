from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.cli import main
from evaluation.report.writing import places
from tests.evaluation.runs.making import keep, settings_in


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", "var")
    monkeypatch.delenv("LOG_LEVEL", raising=False)
    return tmp_path / "var"


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit code and the one line that says what is wrong."""
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    (line,) = capsys.readouterr().err.splitlines()
    return int(str(stopped.value.code)), line


def carried_out(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert not stopped.value.code


def test_a_run_becomes_a_page_and_a_summary(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = keep(settings_in(data), "dilarang", "boleh")
    carried_out(["report"])
    said = capsys.readouterr()
    assert said.out.splitlines()[1] == f"var/reports/{run}/report.md"
    assert "<!DOCTYPE html>" in (data / "reports" / run / "report.html").read_text("utf-8")
    assert "1 unsafe answer" in (data / "reports" / run / "report.md").read_text("utf-8")
    assert "baseline-rag does not stand beside it. Make it: asn-eval run mini" in said.err


def test_the_newest_run_of_each_baseline_stands_beside_it(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = settings_in(data)
    keep(settings, "boleh", "boleh", system="baseline-rag")
    rival = keep(settings, "dilarang", "boleh", system="baseline-rag")
    ours = keep(settings, "dilarang", "dilarang")
    carried_out(["report", ours, "--json", "--out", "laporan"])
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert told["beside"] == [rival]
    assert told["missing"] == ["baseline-bm25", "baseline-dense"]
    assert told["html"] == "laporan/report.html"
    assert told["bytes"] == Path("laporan/report.html").stat().st_size
    assert (told["run"], told["unsafe"], told["trust"]) == (ours, 0, "open")


def test_other_runs_can_be_put_beside_it(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = settings_in(data)
    before = keep(settings, "boleh", "dilarang", code="0.0.9")
    keep(settings, "dilarang", "dilarang")
    carried_out(["report", "latest", "--beside", "previous", "--out", "ours.html", "--json"])
    said = capsys.readouterr()
    assert json.loads(said.out)["beside"] == [before]
    assert said.err == ""
    assert Path("ours.html").is_file()
    assert Path("ours.md").is_file()


def test_what_cannot_be_reported_is_one_line(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(["report"], capsys) == (
        7,
        "asn-eval: There is no ended run of asn. Make one: asn-eval run --system asn",
    )
    keep(settings_in(data), "dilarang", "dilarang")
    code, line = refused(["report", "2020-01-01.1"], capsys)
    assert code == 7
    assert "There is no run '2020-01-01.1'" in line
    Path("file").write_text("")
    code, line = refused(["report", "--out", "file/below"], capsys)
    assert code == 7
    assert line.startswith("asn-eval: The report cannot be written to file/below (")


@pytest.mark.parametrize(
    ("out", "html", "markdown"),
    [
        ("laporan", "laporan/report.html", "laporan/report.md"),
        ("laporan.v2", "laporan.v2/report.html", "laporan.v2/report.md"),
        ("x/ours.html", "x/ours.html", "x/ours.md"),
        ("ours.md", "ours.html", "ours.md"),
    ],
)
def test_out_is_a_folder_or_a_file(out: str, html: str, markdown: str) -> None:
    assert places(Path(out)) == (Path(html), Path(markdown))
