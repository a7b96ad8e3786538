"""Examples, pairs and test sets."""

from __future__ import annotations

import pytest

from ingest.check import Severity, check_data
from tests.ingest.broken import (
    CLASSES,
    EXAMPLE,
    EXAMPLES,
    PAIRS,
    RULINGS,
    Broken,
    assert_found,
    only,
)
from tests.ingest.tiny import Folder

CASES = [
    Broken(
        "example twice",
        EXAMPLES,
        "teruskan info DPT",
        "Share  jadwal... tps!",
        "Share  jadwal",
        "the example stands already at examples/medsos.jsonl:6",
        "Delete one of them",
    ),
    Broken(
        "example in two rulings",
        EXAMPLES,
        "pencet love di ig caleg gpp?",
        "boleh gak",
        "boleh gak",
        "the example stands under suka here and under rinci at examples/lain.jsonl:1",
        "Keep it under the ruling that answers it",
    ),
    Broken(
        "example that is a pair's side",
        EXAMPLES,
        "share jadwal TPS",
        "Like akun Bawaslu: boleh",
        "Like akun Bawaslu",
        "the example is also a test question at pairs/pairs.jsonl:1",
        "Delete the example",
    ),
    Broken(
        "example that is a test question",
        EXAMPLES,
        "share jadwal TPS",
        "LOVE foto caleg aman",
        "LOVE foto",
        "the example is also a test question at testsets/proyek.jsonl:2",
        "Delete the example",
    ),
    Broken(
        "verdict that the ruling does not give",
        EXAMPLES,
        EXAMPLE,
        EXAMPLE.replace('"boleh"', '"wajib"'),
        "share jadwal",
        "the example says wajib, bagikan gives only boleh, dilarang",
        "Correct the label",
    ),
    Broken(
        "pair with a verdict that the ruling does not give",
        PAIRS,
        '"verdict": "boleh"',
        '"verdict": "informasi"',
        "pair-001",
        "side a of pair-001 says informasi, suka gives only boleh, dilarang",
        "Decide by the law",
        Severity.WARNING,
    ),
    Broken(
        "too few examples",
        EXAMPLES,
        EXAMPLE + "\n",
        "",
        "- id: bagikan",
        "bagikan has only 4 examples",
        "at least 5",
        Severity.WARNING,
        found_in=RULINGS,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_place_and_remedy(folder: Folder, case: Broken) -> None:
    assert_found(folder, case)


def test_a_ruling_without_examples_is_an_error(folder: Folder) -> None:
    folder.replace(
        "examples/lain.jsonl", folder.root.joinpath("examples/lain.jsonl").read_text(), ""
    )

    problem = only(check_data(folder.root), "rinci has no example")

    assert (problem.file, problem.line) == (CLASSES, 1)
    assert problem.severity is Severity.ERROR
    assert "Add at least 5" in problem.remedy
