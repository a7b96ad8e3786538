"""The labelled statements, and the judges measured on them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from evaluation.judge.judging import LexicalJudge
from evaluation.judge.labels import Label, measure, read_labels
from knowledge.dataset import load_knowledge
from knowledge.errors import RecordError
from tests.evaluation.judge.judges import Knowing

HARD = {"number", "condition", "verdict", "subject", "sanction", "addition"}


def label(**changed: Any) -> dict[str, Any]:
    plain = {
        "id": "L-1",
        "provision": "pp-94-2021:pasal-5",
        "source": "PNS dilarang ikut kampanye.",
        "statement": "Ikut kampanye dilarang.",
        "supported": True,
        "kind": "paraphrase",
    }
    return {**plain, **changed}


def write(folder: Path, *lines: dict[str, Any]) -> Path:
    path = folder / "labels.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_the_bundled_labels_are_many_and_balanced() -> None:
    labels = read_labels()
    assert len(labels) >= 40
    assert 0.35 <= sum(one.supported for one in labels) / len(labels) <= 0.65
    assert len({(one.source, one.statement) for one in labels}) == len(labels)


def test_each_way_of_being_wrong_is_among_them() -> None:
    kinds = Counter(one.kind for one in read_labels() if not one.supported)
    assert set(kinds) == HARD
    assert not HARD & {one.kind for one in read_labels() if one.supported}


def test_their_provisions_are_in_the_knowledge() -> None:
    known = load_knowledge().provisions
    assert {one.provision for one in read_labels()} <= set(known)


@pytest.mark.parametrize(
    ("lines", "line", "problem"),
    [
        ([label(), label(supported=False)], 2, "id L-1 stands twice"),
        ([label(), label(id="L-2", kind="mood")], 2, "kind"),
        ([label(statement=" ")], 1, "statement"),
        ([label()], 1, "labels of both kinds"),
        ([], 1, "labels of both kinds"),
    ],
)
def test_bad_labels_are_refused_with_their_place(
    tmp_path: Path, lines: list[dict[str, Any]], line: int, problem: str
) -> None:
    with pytest.raises(RecordError, match=problem) as refused:
        read_labels(write(tmp_path, *lines))
    assert refused.value.line == line


async def test_a_judge_is_asked_for_each_label_alone() -> None:
    labels = [
        Label.model_validate(label()),
        Label.model_validate(label(id="L-2", statement="Boleh.", supported=False)),
    ]
    judge = Knowing({"Ikut kampanye dilarang.": True})
    seen: list[tuple[int, int]] = []
    found = await measure(judge, labels, lambda done, total: seen.append((done, total)))
    assert judge.asked == [
        (("Ikut kampanye dilarang.",), ("PNS dilarang ikut kampanye.",)),
        (("Boleh.",), ("PNS dilarang ikut kampanye.",)),
    ]
    assert (found.accuracy, found.unjudged) == (0.5, 1)
    assert seen == [(1, 2), (2, 2)]


async def test_words_alone_are_better_than_chance_and_no_reliable_judge() -> None:
    found = await measure(LexicalJudge(), read_labels())
    assert found.kappa_interval[0] > 0
    assert not found.reliable
