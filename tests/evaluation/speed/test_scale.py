"""Search at scale: the synthetic edition is sound, and what is measured is told whole."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from evaluation.speed import scale
from evaluation.speed.synthetic import YEAR, invented_words, synthetic, texts
from knowledge.dataset import load_knowledge


def random() -> np.random.Generator:
    return np.random.default_rng(7)


def test_words_are_distinct_and_texts_repeat_the_common_ones() -> None:
    words = invented_words(random())
    assert len(set(words)) == len(words) == 20_000
    found = " ".join(texts(random(), words, 50, 40)).split()
    assert len(found) == 2000
    assert len(set(found)) < 1000


def test_the_synthetic_knowledge_has_as_many_provisions_as_asked_for() -> None:
    bundled = load_knowledge()
    size = len(bundled.provisions) + 777
    made = synthetic(bundled, size, random())
    assert len(made.provisions) == size
    assert set(bundled.provisions) <= set(made.provisions)
    invented = [i for i in made.provisions if i not in bundled.provisions]
    assert invented[0] == f"uu-1-{YEAR}:pasal-1"
    assert invented[2] == f"uu-1-{YEAR}:pasal-1:ayat-2"
    assert {made.provisions[i].regulation for i in invented} <= set(made.regulations)


@pytest.mark.slow
def test_a_small_edition_is_built_searched_and_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    size = len(load_knowledge().provisions) + 300
    assert scale.main(["--provisions", str(size), "--questions", "6", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["provisions"], found["questions"]) == (size, 6)
    for step in ("embed", "search", "whole", "lookup"):
        assert 0 < found[f"{step}_p50_ms"] <= found[f"{step}_p95_ms"]
    assert 0 < found["opened_mb"] <= found["resident_mb"] <= found["peak_mb"]
