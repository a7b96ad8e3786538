from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from evaluation.learning.methods import (
    METHODS,
    Guess,
    Leaf,
    guesses,
    linear_leaf,
    nearest_all,
    nearest_vector,
)
from knowledge.classifier.features import Seen
from knowledge.classifier.heads import Labels

FAMILIES = {"r1": "f1", "r2": "f2", "r3": "f2", "r4": "f4"}


def seen(text: str, *vector: float) -> Seen:
    return Seen(text, tuple(text.split()), np.array(vector or (1.0, 0.0), np.float32))


def test_summed_probability_may_differ_from_the_likeliest_leaf() -> None:
    labels = Labels(("r1", "r2", "r3"), ("dilarang", "boleh", "boleh"), ("f1", "f2", "f2"))
    found = guesses(labels, np.log([[0.4, 0.3, 0.3], [0.7, 0.2, 0.1]]))
    assert found == [
        Guess("r1", "f2", "boleh", "dilarang"),
        Guess("r1", "f1", "dilarang", "dilarang"),
    ]


def test_a_rulings_leaves_are_summed_for_the_ruling() -> None:
    labels = Labels(("r1", "r2", "r2"), ("dilarang", "boleh", "wajib"), ("f1", "f2", "f2"))
    assert guesses(labels, np.log([[0.4, 0.35, 0.25]])) == [
        Guess("r2", "f2", "dilarang", "dilarang")
    ]


def test_nearest_vector_goes_by_angle_not_by_length() -> None:
    examples = [seen("a", 10.0, 9.0), seen("b", 0.1, 0.0), seen("c", 0.0, 5.0)]
    leaves = [("r1", "dilarang"), ("r2", "boleh"), ("r4", "wajib")]
    asked = [seen("x", 3.0, 0.1), seen("y", 0.2, 9.0), seen("z", 1.0, 1.0)]
    found = nearest_vector(examples, leaves, FAMILIES.__getitem__, asked)
    assert found == [
        Guess("r2", "f2", "boleh", "boleh"),
        Guess("r4", "f4", "wajib", "wajib"),
        Guess("r1", "f1", "dilarang", "dilarang"),
    ]


def test_nearest_all_sees_words_where_the_vectors_are_alike() -> None:
    examples = [seen("foto bersama calon"), seen("foto keluarga"), seen("bersama keluarga calon")]
    leaves = [("r1", "dilarang"), ("r2", "boleh"), ("r4", "wajib")]
    asked = [seen("foto keluarga besar"), seen("foto bersama calon bupati")]
    found = nearest_all(examples, leaves, FAMILIES.__getitem__, asked)
    assert [guess.ruling for guess in found] == ["r2", "r1"]


CONDUCTS = {
    "suka unggahan": ("r1", "dilarang", (1.0, 0.1, 0.0)),
    "hadir kampanye": ("r2", "boleh", (0.1, 1.0, 0.0)),
    "lapor pelanggaran": ("r4", "wajib", (0.0, 0.1, 1.0)),
}
GUESSES = {
    "suka unggahan": Guess("r1", "f1", "dilarang", "dilarang"),
    "hadir kampanye": Guess("r2", "f2", "boleh", "boleh"),
    "lapor pelanggaran": Guess("r4", "f4", "wajib", "wajib"),
}


def learnt(conducts: Sequence[str]) -> tuple[list[Seen], list[Leaf]]:
    words = ["pasar", "kantor", "sekolah", "taman", "balai", "masjid"]
    examples = [seen(f"{c} {w}", *CONDUCTS[c][2]) for c in conducts for w in words]
    return examples, [CONDUCTS[c][:2] for c in conducts for _ in words]


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("times", [1, 200])
def test_every_method_tells_plain_conducts_apart(name: str, times: int) -> None:
    examples, leaves = learnt(list(CONDUCTS))
    order = ["hadir kampanye", "lapor pelanggaran", "suka unggahan"] * times
    asked = [seen(f"{c} stadion", *CONDUCTS[c][2]) for c in order]
    found = METHODS[name](examples, leaves, FAMILIES.__getitem__, asked)
    assert found == [GUESSES[c] for c in order]


def test_one_linear_classifier_of_two_labels_gives_both() -> None:
    order = ["hadir kampanye", "suka unggahan"]
    examples, leaves = learnt(order)
    asked = [seen(f"{c} stadion", *CONDUCTS[c][2]) for c in order]
    found = linear_leaf(examples, leaves, FAMILIES.__getitem__, asked)
    assert found == [GUESSES[c] for c in order]
