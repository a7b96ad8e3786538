from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.settings import Settings
from tests.evaluation.commands.conftest import Run
from tests.evaluation.runs.making import keep


@pytest.fixture
def settings(tmp_path: Path, run: Run) -> Settings:
    """The settings of the command line under test."""
    return Settings(data_dir=tmp_path / "var")


def test_runs_are_compared_by_words(run: Run, settings: Settings) -> None:
    a = keep(settings, "boleh", "dilarang")
    b = keep(settings, "dilarang", "dilarang", code="0.1.0 sha256:4567")
    code, out, err = run("compare", "previous", "latest")
    assert (code, err) == (0, "")
    assert f"A is run {a}, B is run {b}" in out
    assert "code: 0.1.0 sha256:0123 -> 0.1.0 sha256:4567" in out
    assert "verdicts: 0 lost, 1 won" in out
    assert "wrong to right: 1\n  A: Bolehkah PNS menyukai" in out
    assert "boleh -> dilarang, expected dilarang" in out


def test_json_is_one_object(run: Run, settings: Settings) -> None:
    a, b = keep(settings, "dilarang", "dilarang"), keep(settings, "boleh", "dilarang")
    code, out, _ = run("compare", a, b, "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["a"], found["b"]) == (a, b)
    (one,) = found["sets"]
    assert (one["set"], one["n"], one["worse"], one["more_unsafe"]) == ("mini", 2, 1, 1)
    assert [flip["change"] for flip in one["flips"]] == ["newly unsafe"]
    figures = {d["figure"]: d["difference"] for d in one["differences"]}
    assert figures["verdict_accuracy"] == -0.5
    assert found["faults"] == ["mini: 1 answers are newly unsafe"]


def test_the_gate_fails_on_a_newly_unsafe_answer(run: Run, settings: Settings) -> None:
    keep(settings, "dilarang", "dilarang")
    keep(settings, "boleh", "dilarang")
    assert run("compare", "previous", "latest")[0] == 0
    code, _, err = run("compare", "previous", "latest", "--gate")
    assert code == 1
    assert "newly unsafe" in err
    assert run("compare", "latest", "previous", "--gate")[0] == 0


def test_what_is_left_out_is_said(run: Run, settings: Settings) -> None:
    keep(settings, "dilarang", "dilarang")
    last = keep(settings, "dilarang", ended=False)
    code, _, err = run("compare", "latest", last)
    assert code == 0
    assert f"run {last} was interrupted" in err
    assert "mini is not the same in both: 1 questions are compared, 1 of" in err


def test_a_run_that_is_not_there_is_one_line(run: Run, settings: Settings) -> None:
    keep(settings, "dilarang", "dilarang")
    code, out, err = run("compare", "previous", "latest")
    assert (code, out) == (7, "")
    assert err.count("\n") == 1


@pytest.mark.parametrize("arguments", [(), ("latest",), ("latest", "previous", "--flips", "-1")])
def test_wrong_use_is_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("compare", *arguments)[0] == 2
