from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.runs.record import RunSet
from knowledge.settings import Settings
from tests.evaluation.commands.conftest import Run
from tests.evaluation.runs.making import keep


@pytest.fixture
def settings(tmp_path: Path, run: Run) -> Settings:
    """The settings of the command line under test."""
    return Settings(data_dir=tmp_path / "var")


def test_without_runs_it_says_how_to_make_one(run: Run) -> None:
    code, out, _ = run("runs")
    assert (code, out) == (0, "There are no runs yet. Make one: asn-eval run\n")


def test_runs_are_listed_with_what_they_came_to(run: Run, settings: Settings) -> None:
    ended = keep(settings, "dilarang", "dilarang")
    broken = keep(settings, "dilarang", ended=False, system="baseline-rag")
    code, out, _ = run("runs")
    assert code == 0
    lines = [line for line in out.splitlines() if "2026-11-21.1" in line]
    assert broken in lines[0]
    assert "baseline-rag" in lines[0]
    assert "interrupted" in lines[0]
    assert ended in lines[1]
    assert "1.000" in lines[1]


def test_perturbed_sets_alone_are_named(run: Run, settings: Settings) -> None:
    sets = (RunSet(name="dev+typo", questions=2, sha256="cd34"),)
    keep(settings, "dilarang", "dilarang", sets=sets)
    assert "dev+typo" in run("runs")[1]


def test_json_is_one_object(run: Run, settings: Settings) -> None:
    made = keep(settings, "dilarang", "dilarang")
    found = json.loads(run("runs", "--json")[1])
    assert [one["id"] for one in found["runs"]] == [made]
    assert found["runs"][0]["sets"][0]["name"] == "mini"
    assert (found["unreadable"], found["removed"]) == ([], [])


def test_old_runs_are_removed(run: Run, settings: Settings) -> None:
    first, second, third = (keep(settings, "dilarang", "dilarang") for _ in range(3))
    found = json.loads(run("runs", "--keep", "1", "--remove", second, "--json")[1])
    assert found["removed"] == [second, first]
    assert [one["id"] for one in found["runs"]] == [third]
    code, _, err = run("runs", "--remove", second)
    assert code == 7
    assert f"no run '{second}'" in err


def test_a_damaged_run_is_named_and_can_be_removed(run: Run, settings: Settings) -> None:
    made = keep(settings, "dilarang", "dilarang")
    (settings.data_dir / "runs" / made / "run.json").write_text("{")
    assert f"asn-eval runs --remove {made}" in run("runs")[2]
    assert run("runs", "--remove", made)[1].startswith(f"Removed: {made}")
