from __future__ import annotations

import numpy as np
import pytest

from evaluation.methods import METHODS, Guess, guesses, nearest_all, nearest_vector
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
    assert guesses(labels, np.log([[0.4, 0.35, 0.25]])) == [Guess("r2", "f2", "dilarang", "dilarang")]


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


@pytest.mark.parametrize("name", METHODS)
def test_every_method_tells_two_plain_conducts_apart(name: str) -> None:
    words = ["pasar", "kantor", "sekolah", "taman", "balai", "masjid"]
    examples = [seen(f"suka unggahan {w}", 1.0, 0.1) for w in words]
    examples += [seen(f"hadir kampanye {w}", 0.1, 1.0) for w in words]
    leaves = [("r1", "dilarang")] * 6 + [("r2", "boleh")] * 6
    asked = [seen("hadir kampanye stadion", 0.1, 1.0), seen("suka unggahan stadion", 1.0, 0.1)]
    found = METHODS[name](examples, leaves, FAMILIES.__getitem__, asked)
    assert found == [
        Guess("r2", "f2", "boleh", "boleh"),
        Guess("r1", "f1", "dilarang", "dilarang"),
    ]


@pytest.mark.parametrize("name", METHODS)
def test_more_questions_than_are_compared_at_once(name: str) -> None:
    examples = [seen("suka", 1.0, 0.0), seen("suka", 1.0, 0.0), seen("hadir", 0.0, 1.0)]
    examples.append(seen("hadir", 0.0, 1.0))
    leaves = [("r1", "dilarang")] * 2 + [("r2", "boleh")] * 2
    asked = [seen("suka", 1.0, 0.0), seen("hadir", 0.0, 1.0)] * 150
    found = METHODS[name](examples, leaves, FAMILIES.__getitem__, asked)
    assert [guess.ruling for guess in found] == ["r1", "r2"] * 150
