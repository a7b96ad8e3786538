from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answer import Answer
from evaluation.commands.run import Listed
from evaluation.results import Fault
from evaluation.robustness.perturb import KINDS
from evaluation.runs.store import list_runs, load_run
from evaluation.systems.opening import NAMES
from evaluation.testsets.named import open_set
from knowledge.settings import Settings
from tests.evaluation.commands.conftest import ARTICLE, Run, scripted
from tests.evaluation.made import answer, row, write_set


def settings_of(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "var")


def test_a_table_shows_the_figures_of_a_set(run: Run, devset: Path) -> None:
    code, out, _ = run("run", "dev")
    assert code == 0
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in out.splitlines()]
    assert ["all", "2", "1.000", "0", "0.000", "1.000", "1.000", "1.000", "1.000", "-"] in rows
    assert "kampanye" in out
    assert "out of scope: recall -, precision -" in out
    assert "Bolehkah" not in out


def test_json_is_one_object_with_the_pooled_figures_on_top(run: Run, devset: Path) -> None:
    code, out, err = run("run", "dev", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert (found["n"], found["verdict_accuracy"], found["unsafe"]) == (2, 1.0, 0)
    for figure in ("citation_recall", "out_of_scope_recall", "ece", "latency_p95_ms"):
        assert figure in found
    assert (found["system"], found["edition"], found["missed"]) == ("asn", "2026-11-21.1", [])
    (one,) = found["sets"]
    assert one["set"] == "dev"
    assert one["overall"]["citation_existence"] == 1.0
    assert set(one["by_category"]) == {"kampanye", "medsos"}
    assert one["mistakes"] == []


def test_figures_on_top_are_those_over_all_sets(run: Run, devset: Path, tmp_path: Path) -> None:
    other = write_set(tmp_path / "own.jsonl", row(expected_verdict="boleh"))
    _, out, _ = run("run", "dev", str(other), "--json")
    found = json.loads(out)
    assert [one["overall"]["verdict_accuracy"] for one in found["sets"]] == [1.0, 0.0]
    assert (found["n"], found["verdict_accuracy"]) == (3, 0.6667)


def test_the_run_is_kept_with_every_answer(run: Run, devset: Path, tmp_path: Path) -> None:
    _, out, _ = run("run", "dev", "--json")
    kept = load_run(settings_of(tmp_path), json.loads(out)["run"])
    assert [o.question.id for o in kept.outcomes["dev"]] == ["T-001", "T-002"]
    assert kept.outcomes["dev"][0].answer == answer("dilarang", [ARTICLE])
    assert kept.info.ended is not None
    assert kept.info.figures["verdict_accuracy"] == 1.0


def test_an_interrupted_run_says_how_to_go_on_and_does(run: Run, devset: Path) -> None:
    asked: list[str] = []

    def interrupted_at(word: str) -> Any:
        def script(question: str) -> Answer:
            if word and word in question:
                raise KeyboardInterrupt
            asked.append(question)
            return answer("dilarang", [ARTICLE])

        return script

    code, out, err = run("run", "dev", "--json", script=interrupted_at("hadir"))
    assert (code, out) == (130, "")
    assert "interrupted; 1 of 2 answers are kept" in err
    code, out, err = run("run", "dev", "--json", script=interrupted_at(""))
    assert code == 0
    assert "goes on after 1 of 2 answers" in err
    assert json.loads(out)["n"] == 2
    assert asked == ["Bolehkah [like] unggahan?", "Bolehkah hadir?"]


def test_fresh_asks_everything_anew(run: Run, devset: Path) -> None:
    def broken(question: str) -> Answer:
        if "hadir" in question:
            raise KeyboardInterrupt
        return answer("boleh")

    run("run", "dev", script=broken)
    code, out, err = run("run", "dev", "--json", "--fresh")
    assert (code, err) == (0, "")
    assert json.loads(out)["verdict_accuracy"] == 1.0


def test_a_limit_asks_the_first_questions_only(run: Run, devset: Path) -> None:
    assert json.loads(run("run", "dev", "--limit", "1", "--json")[1])["n"] == 1


def test_perturbed_sets_are_asked_beside_the_set_with_the_drop(run: Run, devset: Path) -> None:
    def script(question: str) -> Answer:
        return answer("dilarang" if question == "Bolehkah hadir?" else "boleh", [ARTICLE])

    _, out, _ = run("run", "dev", "--perturb", "basa-basi", "--json", script=script)
    found = json.loads(out)
    assert [one["set"] for one in found["sets"]] == ["dev", "dev+basa-basi"]
    assert found["n"] == 4
    assert found["drops"]["dev+basa-basi"]["drop"] == 0.5
    _, out, _ = run("run", "dev", "--perturb", "basa-basi", script=script)
    assert "perturbations: verdict accuracy lost" in out
    assert "+0.500" in out


def test_all_perturbations_are_asked_for_in_one_word(run: Run, devset: Path) -> None:
    asked = [
        [one["set"] for one in json.loads(run("run", *words, "--json")[1])["sets"]]
        for words in (("dev", "--perturb", "all"), ("dev+all",))
    ]
    assert asked[0] == asked[1] == ["dev", *(f"dev+{kind}" for kind in KINDS)]


def test_all_systems_stand_beside_each_other(run: Run, devset: Path, tmp_path: Path) -> None:
    openers = scripted(
        lambda _: answer("dilarang", [ARTICLE]), baseline_bm25=lambda _: answer("boleh")
    )
    code, out, _ = run("run", "dev", "--system", "all", "--json", openers=openers)
    assert code == 0
    found = json.loads(out)
    assert (found["system"], found["verdict_accuracy"]) == ("asn", 1.0)
    assert {one["system"]: one["unsafe"] for one in found["systems"]} == {
        "asn": 0,
        "baseline-rag": 0,
        "baseline-bm25": 2,
        "baseline-dense": 0,
    }
    assert {info.system for info in list_runs(settings_of(tmp_path))} == set(NAMES)
    _, out, _ = run("run", "dev", "--system", "all", openers=openers)
    assert "baseline-dense" in out


def test_a_model_writes_only_for_systems_that_have_a_use_for_one(
    run: Run, devset: Path, tmp_path: Path
) -> None:
    run("run", "dev", "--system", "all", "--model", "openai:any")
    assert {info.system: info.model for info in list_runs(settings_of(tmp_path))} == {
        "asn": "openai:any",
        "baseline-rag": "openai:any",
        "baseline-bm25": None,
        "baseline-dense": None,
    }


def test_errors_are_listed_when_asked_for(run: Run, devset: Path) -> None:
    def script(question: str) -> Answer:
        return answer("boleh" if "like" in question else "dilarang")

    _, out, _ = run("run", "dev", "--errors", "5", script=script)
    assert "T-001 UNSAFE: Bolehkah [like] unggahan?" in out
    assert "expected dilarang, answered boleh" in out
    assert "T-002" not in out
    arguments = ("run", "dev", "--errors", "5", "--fault", "citation", "--json")
    _, out, _ = run(*arguments, script=script)
    assert [m["id"] for m in json.loads(out)["sets"][0]["mistakes"]] == ["T-001", "T-002"]


def test_every_fault_can_be_listed() -> None:
    assert list(Listed.__args__) == [fault.value for fault in Fault]  # type: ignore[attr-defined]


def test_by_default_dev_proyek_and_the_attacks_are_run(run: Run, devset: Path) -> None:
    _, out, _ = run("run", "--json")
    assert [one["set"] for one in json.loads(out)["sets"]] == ["dev", "proyek", "serangan"]


def test_an_absent_dev_set_is_skipped_with_a_message(run: Run) -> None:
    names = ("dev", "dev+typo", "proyek:kembang")
    code, out, err = run("run", *names, "--json", "--devset", "nowhere.jsonl")
    assert code == 0
    assert [one["set"] for one in json.loads(out)["sets"]] == ["proyek:kembang"]
    assert err == (
        "asn-eval: The dev set is not at nowhere.jsonl. "
        "Name its file with --devset or in DEVSET. It is skipped.\n"
    )


def test_nothing_left_to_run_is_an_error(run: Run) -> None:
    code, out, err = run("run", "dev")
    assert code == 7
    assert out == ""
    assert "no test set left" in err


@pytest.mark.parametrize(
    "words",
    [
        ("proyek:uji", "--json"),
        ("proyek", "--json"),
        ("proyek",),
        ("proyek:uji", "--gate"),
        ("proyek:uji", "--perturb", "huruf"),
    ],
)
def test_questions_held_back_are_never_printed(run: Run, words: tuple[str, ...]) -> None:
    _, out, err = run("run", *words, "--errors", "999", script=lambda _: answer("boleh"))
    held_back = open_set("proyek:uji").questions
    told = (out + err).casefold()
    assert not [
        q.id for q in held_back if q.id.casefold() in told or q.question[:40].lower() in told
    ]
    shown = [q.id for q in open_set("proyek:kembang").questions if q.id in out]
    assert bool(shown) is (words[0] == "proyek")


def test_a_gate_that_is_kept_is_exit_code_0(run: Run, devset: Path, tmp_path: Path) -> None:
    limits = tmp_path / "limits.yaml"
    limits.write_text("dev:\n  min: {verdict_accuracy: 1.0}\n  max: {unsafe: 0}\n")
    assert run("run", "dev", "--gate", "--thresholds", str(limits))[0] == 0


def test_a_missed_threshold_is_exit_code_1_and_named(run: Run, devset: Path) -> None:
    wrong: dict[str, Any] = {"script": lambda _: answer("boleh", ["uu-99-2099:pasal-1"])}
    code, out, err = run("run", "dev", "--gate", "--json", **wrong)
    assert code == 1
    assert "dev: unsafe is 2, must be at most 0" in json.loads(out)["missed"]
    assert "asn-eval: threshold missed: dev: citation_existence is 0, must be at least 1\n" in err
    assert run("run", "dev", **wrong)[0] == 0


def test_a_perturbation_that_costs_too_much_misses_the_gate(
    run: Run, devset: Path, tmp_path: Path
) -> None:
    limits = tmp_path / "limits.yaml"
    limits.write_text("dev:\n  perturbed: {basa-basi: {drop: 0.4, unsafe: 0}}\n")
    arguments = ("run", "dev", "dev+basa-basi", "--gate", "--thresholds", str(limits))

    def script(question: str) -> Answer:
        return answer("dilarang" if question == "Bolehkah hadir?" else "wajib", [ARTICLE])

    assert run(*arguments)[0] == 0
    code, _, err = run(*arguments, script=script)
    assert code == 1
    assert "threshold missed: dev+basa-basi: drop is 0.5, must be at most 0.4" in err


def test_a_set_without_thresholds_cannot_be_gated(run: Run, devset: Path) -> None:
    code, _, err = run("run", str(devset), "--gate")
    assert code == 7
    assert "leave out --gate" in err


def test_thresholds_are_raised_in_their_file(run: Run, devset: Path, tmp_path: Path) -> None:
    limits = tmp_path / "limits.yaml"
    limits.write_text("dev:\n  min: {verdict_accuracy: 0.3}  # what was reached\n")
    arguments = ("run", "dev", "--raise-thresholds", "--thresholds", str(limits))
    code, _, err = run(*arguments)
    assert code == 0
    assert "threshold raised: dev: min.verdict_accuracy 0.3 -> 0.5" in err
    assert limits.read_text() == "dev:\n  min: {verdict_accuracy: 0.5}  # what was reached\n"
    assert "no threshold of limits.yaml can be raised" in run(*arguments)[2]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--errors", "-1"],
        ["--limit", "0"],
        ["--fault", "luck"],
        ["--system", "luck"],
        ["--gate", "--limit", "1"],
        ["--gate", "--system", "baseline-bm25"],
        ["--raise-thresholds", "--system", "baseline-rag"],
        ["--raise-thresholds", "--edition", "2026-11-21.1"],
        ["--thresholds", "limits.yaml"],
    ],
)
def test_wrong_use_is_exit_code_2(run: Run, devset: Path, arguments: list[str]) -> None:
    assert run("run", "dev", *arguments)[0] == 2


@pytest.mark.parametrize("name", ["dev", "dev+huruf"])
def test_an_unknown_perturbation_is_named_with_those_there_are(
    run: Run, devset: Path, name: str
) -> None:
    code, _, err = run("run", name, "--perturb", "luck")
    assert code == 7
    assert "'luck'" in err
    assert "typo" in err


def test_a_damaged_set_is_one_line_with_its_place(run: Run, tmp_path: Path) -> None:
    path = write_set(tmp_path / "own.jsonl", row(), row(id="T-002", expected_verdict="mungkin"))
    code, out, err = run("run", str(path))
    assert (code, out) == (3, "")
    assert "own.jsonl:2" in err
    assert err.count("\n") == 1


def test_progress_is_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    from evaluation.views.progress import staged, watched

    with watched("set") as counted, staged() as told:
        counted(1, 2)
        told("dev", 1, 2)
        told("dev+typo", 2, 2)
    assert capsys.readouterr() == ("", "")
