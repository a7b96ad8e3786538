from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answer import Answer
from bot.answering.protocol import Answering
from evaluation.asking import Progress
from evaluation.cli import main
from evaluation.testsets.named import open_set
from knowledge.errors import EditionMissing
from knowledge.model import Pair
from knowledge.settings import Settings
from tests.evaluation.learning.examples import knowledge, word_embedder
from tests.evaluation.made import Scripted, answer, row, write_set

Run = Callable[..., tuple[int, str, str]]
ARTICLE = "pp-94-2021:pasal-5"
GOLD = [["pp-94-2021 pasal 5"]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line with a scripted bot: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    for name in ("DEVSET", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))

    def call(
        *arguments: str, script: Callable[[str], Answer] = lambda _: answer("dilarang", [ARTICLE])
    ) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments, lambda settings: Scripted(script, {ARTICLE}))
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return call


@pytest.fixture
def devset(tmp_path: Path) -> Path:
    return write_set(
        tmp_path / "dev.jsonl",
        row(question="Bolehkah [like] unggahan?", gold_citations=GOLD),
        row(id="T-002", question="Bolehkah hadir?", gold_citations=GOLD, category="kampanye"),
    )


def test_a_table_shows_the_figures_of_a_set(run: Run, devset: Path) -> None:
    code, out, _ = run("run", "dev", "--devset", str(devset))
    assert code == 0
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in out.splitlines()]
    assert ["all", "2", "1.000", "0", "1.000", "1.000", "1.000", "-"] in rows
    assert "kampanye" in out
    assert "out of scope: recall -, precision -; asked back: 0.000" in out
    assert "Bolehkah" not in out


def test_json_is_one_object(run: Run, devset: Path) -> None:
    code, out, _ = run("run", "dev", "--json", "--devset", str(devset))
    assert code == 0
    found = json.loads(out)
    assert found["missed"] == []
    (report,) = found["reports"]
    assert (report["set"], report["edition"]) == ("dev", "2026-11-21.1")
    assert report["overall"]["verdict_accuracy"] == 1.0
    assert report["overall"]["citation_existence"] == 1.0
    assert set(report["by_category"]) == {"kampanye", "medsos"}
    assert report["mistakes"] == []


def test_errors_are_listed_when_asked_for(run: Run, devset: Path) -> None:
    def script(question: str) -> Answer:
        return answer("boleh" if "like" in question else "dilarang")

    arguments = ("run", "dev", "--devset", str(devset), "--errors", "5")
    _, out, _ = run(*arguments, script=script)
    assert "T-001 UNSAFE: Bolehkah [like] unggahan?" in out
    assert "expected dilarang, answered boleh" in out
    assert "T-002" not in out
    _, out, _ = run(*arguments, "--fault", "citation", "--json", script=script)
    assert [m["id"] for m in json.loads(out)["reports"][0]["mistakes"]] == ["T-001", "T-002"]


def test_by_default_dev_and_the_first_half_of_proyek_are_run(
    run: Run, devset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEVSET", str(devset))
    _, out, _ = run("run", "--json")
    assert [r["set"] for r in json.loads(out)["reports"]] == ["dev", "proyek:kembang"]


def test_an_absent_dev_set_is_skipped_with_a_message(run: Run) -> None:
    code, out, err = run("run", "--json", "--devset", "nowhere.jsonl")
    assert code == 0
    assert [r["set"] for r in json.loads(out)["reports"]] == ["proyek:kembang"]
    assert err == (
        "asn-eval: The dev set is not at nowhere.jsonl. "
        "Name its file with --devset or in DEVSET. It is skipped.\n"
    )


def test_nothing_left_to_run_is_an_error(run: Run) -> None:
    code, out, err = run("run", "dev")
    assert code == 7
    assert out == ""
    assert "no test set left" in err


@pytest.mark.parametrize("name", ["proyek:uji", "proyek"])
@pytest.mark.parametrize("form", ["--json", "--gate"])
def test_questions_held_back_are_never_printed(run: Run, name: str, form: str) -> None:
    if (name, form) == ("proyek", "--gate"):
        name = "proyek:uji"
    _, out, err = run("run", name, "--errors", "999", form, script=lambda _: answer("boleh"))
    held_back = open_set("proyek:uji").questions
    assert not [q.id for q in held_back if q.id in out + err or q.question[:40] in out + err]
    shown = [q.id for q in open_set("proyek:kembang").questions if q.id in out]
    assert bool(shown) is (name == "proyek")


def test_the_gate_opens_when_thresholds_are_kept(run: Run, devset: Path) -> None:
    assert run("run", "dev", "--gate", "--devset", str(devset))[0] == 0


def test_a_missed_threshold_is_exit_code_1_and_named(run: Run, devset: Path) -> None:
    arguments = ("run", "dev", "--devset", str(devset))
    wrong: dict[str, Any] = {"script": lambda _: answer("boleh", ["uu-99-2099:pasal-1"])}
    code, out, err = run(*arguments, "--gate", "--json", **wrong)
    assert code == 1
    assert "dev: unsafe is 2, must be at most 0" in json.loads(out)["missed"]
    assert "asn-eval: threshold missed: dev: citation_existence is 0, must be at least 1\n" in err
    assert run(*arguments, **wrong)[0] == 0


def test_a_set_without_thresholds_cannot_be_gated(run: Run, devset: Path) -> None:
    code, _, err = run("run", str(devset), "--gate")
    assert code == 7
    assert "leave out --gate" in err


def test_a_damaged_set_is_one_line_with_its_place(run: Run, tmp_path: Path) -> None:
    path = write_set(tmp_path / "own.jsonl", row(), row(id="T-002", expected_verdict="mungkin"))
    code, out, err = run("run", str(path))
    assert (code, out) == (3, "")
    assert err.startswith("asn-eval: own.jsonl:2: Question.expected_verdict: ")
    assert err.count("\n") == 1


def opens_badly(error: Exception) -> Callable[[Settings], Answering]:
    def opener(settings: Settings) -> Answering:
        raise error

    return opener


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (EditionMissing("There is no edition yet. Build one."), 4, "There is no edition yet."),
        (RuntimeError("secret words"), 70, "Unexpected error (RuntimeError)."),
    ],
)
def test_every_error_is_one_line(
    run: Run,
    devset: Path,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    code: int,
    line: str,
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["run", "dev", "--devset", str(devset)], opens_badly(error))
    err = capsys.readouterr().err
    assert ended.value.code == code
    assert err.startswith(f"asn-eval: {line}")
    assert err.count("\n") == 1
    assert "secret" not in err


def test_the_traceback_is_kept_for_debugging(
    run: Run, devset: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    with pytest.raises(SystemExit):
        main(["run", "dev", "--devset", str(devset)], opens_badly(RuntimeError("here")))
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "--errors", "-1"],
        ["crossval", "--methods", "luck"],
        ["crossval", "--folds", "1"],
        ["walk"],
    ],
)
def test_wrong_use_is_exit_code_2(run: Run, arguments: list[str]) -> None:
    assert run(*arguments)[0] == 2


@pytest.mark.parametrize("command", ["run", "pairs", "crossval", "bench"])
def test_every_command_helps_with_an_example(run: Run, command: str) -> None:
    code, out, _ = run(command, "--help")
    assert code == 0
    assert f"asn-eval {command}" in out.replace("\n", " ")
    assert "--json" in out


PAIR = {
    "id": "pair-1",
    "a": {"q": "jadwal?", "ruling": "bagikan-jadwal", "verdict": "boleh"},
    "b": {"q": "poster?", "ruling": "suka-unggahan", "verdict": "dilarang"},
    "flip": "jadwal menjadi poster",
}


@pytest.mark.parametrize(("ruling", "expected"), [("bagikan-jadwal", 0), ("hilang", 7)])
def test_pairs_are_reported_by_topic(
    run: Run, monkeypatch: pytest.MonkeyPatch, ruling: str, expected: int
) -> None:
    pair = Pair.model_validate({**PAIR, "a": {**PAIR["a"], "ruling": ruling}})  # type: ignore[dict-item]
    monkeypatch.setattr("knowledge.dataset.load_knowledge", knowledge)
    monkeypatch.setattr("knowledge.dataset.load_pairs", lambda: (pair,))
    code, out, err = run("pairs", "--json")
    assert code == expected
    if expected:
        assert "pair-1" in err
        return
    found = json.loads(out)
    assert found["overall"] == {"pairs": 1, "both": 0.0, "at_least_one": 1.0, "unsafe": 0}
    assert list(found["by_topic"]) == ["medsos"]
    assert "both right" in run("pairs")[1]


def test_methods_are_compared_side_by_side(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("knowledge.dataset.load_knowledge", knowledge)
    monkeypatch.setattr("knowledge.embedding.make_embedder", lambda name: word_embedder())
    code, out, _ = run("crossval", "--methods", "all", "--folds", "3", "--json")
    assert code == 0
    methods = json.loads(out)["methods"]
    names = [method["method"] for method in methods]
    assert names == ["nearest-vector", "nearest-all", "linear-leaf", "heads"]
    assert {method["overall"]["examples"] for method in methods} == {60}
    assert (tmp_path / "var" / "cache" / "embeddings.sqlite3").is_file()
    code, out, _ = run("crossval", "--methods", "nearest-all, nearest-vector")
    assert "5-fold cross-validation, 60 examples, 0 doubles removed" in out
    assert "author a" in out


def test_bench_prints_every_measure(
    run: Run, monkeypatch: pytest.MonkeyPatch, devset: Path
) -> None:
    monkeypatch.setattr("evaluation.speed.bench.measure_startup", lambda: (1.5, 2.5))
    monkeypatch.setattr("evaluation.speed.bench.measure_memory", lambda questions: (300.0, 400.0))
    monkeypatch.setattr(
        "evaluation.speed.bench.measure_build", lambda settings, cold: (2.0, 90.0 if cold else None)
    )
    code, out, _ = run("bench", "--cold", "--json", "--devset", str(devset))
    assert code == 0
    found = json.loads(out)
    assert found["questions"] == 2 + len(open_set("proyek").questions)
    assert (found["startup_s"], found["startup_worst_s"]) == (1.5, 2.5)
    assert (found["resident_mb"], found["peak_mb"]) == (300.0, 400.0)
    assert (found["build_unchanged_s"], found["build_cold_s"]) == (2.0, 90.0)
    _, out, _ = run("bench", "--devset", str(devset))
    assert "2.00 s" in out
    assert "cold" not in out


def test_progress_is_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    from evaluation.view import watched

    with watched("set") as progress:
        step: Progress = progress
        step(1, 2)
    assert capsys.readouterr() == ("", "")
