from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from evaluation.learning.methods import (
    METHODS,
    Guess,
    Leaf,
    both,
    encoder,
    guesses,
    heads,
    linear_leaf,
    nearest_all,
    nearest_vector,
    ngrams,
)
from knowledge.classifier.features import Seen
from knowledge.classifier.heads import train
from knowledge.classifier.labels import Labels
from knowledge.encoder import Opinion

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


def opinion(leaf: Leaf, sure: float = 0.9) -> Opinion:
    """An encoder's opinion that is ``sure`` of one leaf and all that belongs to it."""
    names = {
        "leaf": [f"{ruling}|{verdict}" for ruling, verdict, _ in CONDUCTS.values()],
        "ruling": [ruling for ruling, _, _ in CONDUCTS.values()],
        "family": [FAMILIES[ruling] for ruling, _, _ in CONDUCTS.values()],
        "verdict": [verdict for _, verdict, _ in CONDUCTS.values()],
    }
    likely = {
        "leaf": "|".join(leaf),
        "ruling": leaf[0],
        "family": FAMILIES[leaf[0]],
        "verdict": leaf[1],
    }
    return Opinion(
        {head: tuple(labels) for head, labels in names.items()},
        {
            head: np.log([sure if x == likely[head] else (1 - sure) / 2 for x in labels]).astype(
                np.float32
            )
            for head, labels in names.items()
        },
    )


def asked_of(conduct: str, opined: str, sure: float = 0.9) -> Seen:
    """A question in the words of one conduct that the encoder takes for another."""
    plain = seen(f"{conduct} stadion", *CONDUCTS[conduct][2])
    return replace(plain, opinion=opinion(CONDUCTS[opined][:2], sure))


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("times", [1, 200])
def test_every_method_tells_plain_conducts_apart(name: str, times: int) -> None:
    examples, leaves = learnt(list(CONDUCTS))
    order = ["hadir kampanye", "lapor pelanggaran", "suka unggahan"] * times
    asked = [asked_of(c, opined=c) for c in order]
    found = METHODS[name].decide(examples, leaves, FAMILIES.__getitem__, asked)
    assert found == [GUESSES[c] for c in order]


def test_one_linear_classifier_of_two_labels_gives_both() -> None:
    order = ["hadir kampanye", "suka unggahan"]
    examples, leaves = learnt(order)
    asked = [seen(f"{c} stadion", *CONDUCTS[c][2]) for c in order]
    found = linear_leaf(examples, leaves, FAMILIES.__getitem__, asked)
    assert found == [GUESSES[c] for c in order]


def test_the_encoder_alone_sees_no_words() -> None:
    examples, leaves = learnt(list(CONDUCTS))
    asked = [asked_of("suka unggahan", opined="lapor pelanggaran")]
    found = encoder(examples, leaves, FAMILIES.__getitem__, asked)
    assert found == [GUESSES["lapor pelanggaran"]]


def test_the_encoders_heads_are_multiplied() -> None:
    examples, leaves = learnt(list(CONDUCTS))
    unsure = opinion(CONDUCTS["suka unggahan"][:2], sure=0.4)
    certain = opinion(CONDUCTS["hadir kampanye"][:2], sure=0.99)
    mixed = Opinion(
        unsure.heads,
        {**unsure.log_probability, "verdict": certain.log_probability["verdict"]},
    )
    asked = [replace(seen("x"), opinion=mixed)]
    found = encoder(examples, leaves, FAMILIES.__getitem__, asked)
    assert found == [GUESSES["hadir kampanye"]]


def test_ngrams_do_not_look_at_vectors_and_heads_do() -> None:
    examples, leaves = learnt(list(CONDUCTS))
    misleading = [seen("suka unggahan stadion", *CONDUCTS["hadir kampanye"][2])]
    elsewhere = [seen("jadwal terminal", *CONDUCTS["hadir kampanye"][2])]
    family_of = FAMILIES.__getitem__
    assert ngrams(examples, leaves, family_of, misleading) == [GUESSES["suka unggahan"]]
    assert heads(examples, leaves, family_of, elsewhere) == [GUESSES["hadir kampanye"]]
    without = [replace(one, vector=np.zeros(0, np.float32)) for one in examples]
    blind = [replace(one, vector=np.zeros(0, np.float32)) for one in misleading]
    assert ngrams(without, leaves, family_of, blind) == [GUESSES["suka unggahan"]]


def test_both_is_the_bots_classifier_without_vectors_and_with_the_opinion() -> None:
    examples, leaves = learnt(list(CONDUCTS))
    family_of = FAMILIES.__getitem__
    asked = [asked_of(words, opined) for words in CONDUCTS for opined in CONDUCTS]
    classifier = train(examples, leaves, family_of, vectors=False)
    assert both(examples, leaves, family_of, asked) == guesses(
        classifier.labels, classifier.scores(asked)
    )
    alike = seen("zzz qqq", *CONDUCTS["hadir kampanye"][2])
    told = replace(alike, opinion=opinion(CONDUCTS["lapor pelanggaran"][:2], sure=0.4))
    assert both(examples, leaves, family_of, [told]) == [GUESSES["lapor pelanggaran"]]


@pytest.mark.parametrize(
    ("sure", "expected"), [(0.4, "suka unggahan"), (1 - 1e-9, "lapor pelanggaran")]
)
def test_of_words_and_encoder_the_surer_wins(sure: float, expected: str) -> None:
    examples, leaves = learnt(list(CONDUCTS))
    asked = [asked_of("suka unggahan", "lapor pelanggaran", sure)]
    assert both(examples, leaves, FAMILIES.__getitem__, asked) == [GUESSES[expected]]


@pytest.mark.parametrize("name", ["encoder", "both"])
def test_a_question_that_the_encoder_did_not_read_is_no_guess_by_chance(name: str) -> None:
    examples, leaves = learnt(list(CONDUCTS))
    asked = [asked_of("suka unggahan", "suka unggahan"), seen("suka unggahan stadion", 1.0, 0.1, 0)]
    with pytest.raises(ValueError, match="did not read"):
        METHODS[name].decide(examples, leaves, FAMILIES.__getitem__, asked)
