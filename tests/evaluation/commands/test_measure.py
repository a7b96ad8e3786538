from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.testsets.named import open_set
from knowledge.model import Pair
from tests.evaluation.commands.conftest import Run
from tests.evaluation.learning.examples import knowledge

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


def test_bench_prints_every_measure(
    run: Run, monkeypatch: pytest.MonkeyPatch, devset: Path
) -> None:
    monkeypatch.setattr("evaluation.speed.bench.measure_startup", lambda: (1.5, 2.5))
    monkeypatch.setattr("evaluation.speed.bench.measure_memory", lambda questions: (300.0, 400.0))
    monkeypatch.setattr(
        "evaluation.speed.bench.measure_build", lambda settings, cold: (2.0, 90.0 if cold else None)
    )
    code, out, _ = run("bench", "--cold", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["questions"] == 2 + len(open_set("proyek").questions)
    assert (found["startup_s"], found["startup_worst_s"]) == (1.5, 2.5)
    assert (found["resident_mb"], found["peak_mb"]) == (300.0, 400.0)
    assert (found["build_unchanged_s"], found["build_cold_s"]) == (2.0, 90.0)
    _, out, _ = run("bench")
    assert "2.00 s" in out
    assert "cold" not in out
