"""What the encoder's heads say of an edition's leaves, also of those that it never saw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from knowledge.classifier import opinions as module
from knowledge.classifier.features import Seen
from knowledge.classifier.heads import TEMPER, TEMPER_TOGETHER, Classifier, train
from knowledge.classifier.labels import HEADS, Labels
from knowledge.classifier.opinions import opinions
from knowledge.encoder import Opinion
from tests.knowledge.fakes import hashed, see

LABELS = Labels(
    rulings=("foto", "suka", "suka"),
    verdicts=("dilarang", "boleh", "dilarang"),
    families=("gambar", "reaksi", "reaksi"),
)
KNOWN = {
    "leaf": ("foto|dilarang", "suka|boleh", "suka|dilarang"),
    "ruling": ("foto", "suka"),
    "family": ("gambar", "reaksi"),
    "verdict": ("boleh", "dilarang"),
}
SHARES = {
    "leaf": (0.1, 0.2, 0.7),
    "ruling": (0.3, 0.7),
    "family": (0.4, 0.6),
    "verdict": (0.25, 0.75),
}


def opinion(
    known: dict[str, tuple[str, ...]] = KNOWN, shares: dict[str, tuple[float, ...]] = SHARES
) -> Opinion:
    said = {head: np.log(np.array(share, np.float32)) for head, share in shares.items()}
    return Opinion(known, said)


def seen(said: Opinion | None) -> Seen:
    return Seen("like", ("like",), hashed("like"), said)


def on(labels: Labels, said: Opinion | None = None) -> dict[tuple[str, str], float]:
    """The number of every leaf."""
    (row,) = opinions(labels, [seen(opinion() if said is None else said)])
    leaves = zip(labels.rulings, labels.verdicts, strict=True)
    return dict(zip(leaves, map(float, row), strict=True))


def product(*shares: float) -> float:
    return float(np.log(shares).sum())


@pytest.fixture
def evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every head of the encoder counts once."""
    monkeypatch.setattr(module, "WEIGHT", dict.fromkeys(HEADS, 1.0))


@pytest.mark.usefixtures("evenly")
class TestALeafThatTheEncoderKnows:
    def test_is_given_the_product_of_the_heads(self) -> None:
        assert on(LABELS) == pytest.approx(
            {
                ("foto", "dilarang"): product(0.1, 0.3, 0.4, 0.75),
                ("suka", "boleh"): product(0.2, 0.7, 0.6, 0.25),
                ("suka", "dilarang"): product(0.7, 0.7, 0.6, 0.75),
            },
            abs=1e-6,
        )

    def test_a_head_counts_as_much_as_its_weight(self, monkeypatch: pytest.MonkeyPatch) -> None:
        weights = {"leaf": 2.0, "ruling": 0.5, "family": 0.0, "verdict": 1.0}
        monkeypatch.setattr(module, "WEIGHT", weights)

        expected = 2 * np.log(0.7) + 0.5 * np.log(0.7) + np.log(0.75)
        assert on(LABELS)["suka", "dilarang"] == pytest.approx(expected, abs=1e-6)

    def test_the_order_in_which_the_encoder_names_its_labels_does_not_matter(self) -> None:
        turned = opinion(
            {head: names[::-1] for head, names in KNOWN.items()},
            {head: shares[::-1] for head, shares in SHARES.items()},
        )
        assert on(LABELS, turned) == pytest.approx(on(LABELS))

    def test_a_label_that_the_edition_lacks_is_ignored(self) -> None:
        more = opinion(
            {
                "leaf": ("asing|boleh", *KNOWN["leaf"]),
                "ruling": ("asing", *KNOWN["ruling"]),
                "family": ("asing", *KNOWN["family"]),
                "verdict": ("asing", *KNOWN["verdict"]),
            },
            {head: (0.9, *shares) for head, shares in SHARES.items()},
        )
        assert on(LABELS, more) == pytest.approx(on(LABELS))


@pytest.mark.usefixtures("evenly")
class TestALeafThatTheEncoderNeverSaw:
    def test_of_a_known_ruling_keeps_ruling_and_family_and_is_given_the_best_of_the_rest(
        self,
    ) -> None:
        """Its verdict is new: what was learnt of the old law must not speak against it."""
        labels = Labels(
            ("foto", *LABELS.rulings), ("boleh", *LABELS.verdicts), ("gambar", *LABELS.families)
        )
        found = on(labels)

        best_leaf, best_verdict = 0.7, 0.75
        assert found["foto", "boleh"] == pytest.approx(
            product(best_leaf, 0.3, 0.4, best_verdict), abs=1e-6
        )
        assert {leaf: found[leaf] for leaf in on(LABELS)} == pytest.approx(on(LABELS))

    def test_of_a_new_ruling_in_a_known_family_keeps_the_family(self) -> None:
        labels = Labels(
            (*LABELS.rulings, "unggah"), (*LABELS.verdicts, "boleh"), (*LABELS.families, "gambar")
        )
        assert on(labels)["unggah", "boleh"] == pytest.approx(
            product(0.7, 0.7, 0.4, 0.75), abs=1e-6
        )

    def test_of_a_new_family_is_as_good_as_the_best_that_it_knows(self) -> None:
        labels = Labels(
            (*LABELS.rulings, "unggah"), (*LABELS.verdicts, "boleh"), (*LABELS.families, "baru")
        )
        found = on(labels)
        assert found["unggah", "boleh"] == pytest.approx(max(found.values()))

    def test_two_of_a_new_ruling_are_alike_so_that_the_examples_tell_them_apart(self) -> None:
        labels = Labels(
            (*LABELS.rulings, "unggah", "unggah"),
            (*LABELS.verdicts, "boleh", "dilarang"),
            (*LABELS.families, "baru", "baru"),
        )
        found = on(labels)
        assert found["unggah", "boleh"] == found["unggah", "dilarang"]


def test_without_an_opinion_nothing_is_said() -> None:
    assert opinions(LABELS, [seen(None)]).tolist() == [[0.0] * len(LABELS)]
    assert opinions(LABELS, []).shape == (0, len(LABELS))


def test_every_question_keeps_its_own_opinion() -> None:
    other = opinion(shares={**SHARES, "verdict": (0.9, 0.1)})
    found = opinions(LABELS, [seen(opinion()), seen(None), seen(other)])

    assert found[0] == pytest.approx(opinions(LABELS, [seen(opinion())])[0])
    assert (found[1] == 0).all()
    assert found[2] == pytest.approx(opinions(LABELS, [seen(other)])[0])


def test_another_edition_is_not_taken_for_the_one_before() -> None:
    turned = Labels(LABELS.rulings[::-1], LABELS.verdicts[::-1], LABELS.families[::-1])

    assert list(on(turned).values()) == pytest.approx(list(on(LABELS).values())[::-1])


# Together with the heads that an edition is built with.

FAMILIES = {
    "suka": "reaksi",
    "foto": "gambar",
    "unggah": "reaksi",
    "kaos": "gambar",
    "lapor": "tindak-lanjut",
}
EXAMPLES = {
    ("suka", "boleh"): ("like akun kpu", "like jadwal kpu", "suka akun bawaslu"),
    ("suka", "dilarang"): ("like foto calon", "suka status calon", "like video paslon"),
    ("foto", "dilarang"): ("berpose jari nomor", "selfie jari calon", "berpose nomor calon"),
}
ADDED = {
    "unggah": ("unggah stiker whatsapp calon", "pasang stiker whatsapp", "stiker whatsapp paslon"),
    "kaos": ("pakai kaos partai", "kaos bergambar calon", "memakai kaos kampanye"),
    "lapor": ("lapor atasan ke kasn", "cara lapor pelanggaran", "mengadu lewat lapor kasn"),
}
CONFIDENT = {
    "leaf": (1e-5, 1e-5, 1 - 2e-5),
    "ruling": (1e-5, 1 - 1e-5),
    "family": (1e-5, 1 - 1e-5),
    "verdict": (1e-5, 1 - 1e-5),
}
"""The encoder takes a question for ``suka|dilarang`` and has hardly a doubt."""


def built(added: str | None = None) -> Classifier:
    """The heads of an edition, with a ruling more than the encoder knows."""
    rows = [(text, leaf) for leaf, texts in EXAMPLES.items() for text in texts]
    if added is not None:
        rows += [(text, (added, "boleh")) for text in ADDED[added]]
    return train(
        see([text for text, _ in rows]),
        [leaf for _, leaf in rows],
        FAMILIES.__getitem__,
        vectors=False,
    )


def asked(question: str, said: Opinion | None) -> Seen:
    return replace(see([question])[0], opinion=said)


def ruling(classifier: Classifier, question: Seen) -> str:
    return next(iter(classifier.read(question).rulings()))


def test_a_confident_encoder_decides_among_what_it_knows() -> None:
    classifier = built()
    question = asked("berpose jari calon", None)
    assert ruling(classifier, question) == "foto"

    told = replace(question, opinion=opinion(shares=CONFIDENT))

    assert ruling(classifier, told) == "suka"


@pytest.mark.parametrize(
    ("added", "question"),
    [
        ("unggah", "stiker whatsapp calon boleh?"),
        ("kaos", "boleh pakai kaos calon?"),
        ("lapor", "lapor atasan lewat kasn"),
    ],
)
def test_a_ruling_added_today_wins_when_the_examples_speak_for_it(
    added: str, question: str
) -> None:
    """In a family that the encoder finds likely, in one that it finds unlikely, and in a new one."""
    classifier = built(added)

    assert ruling(classifier, asked(question, opinion(shares=CONFIDENT))) == added


@pytest.mark.parametrize("added", list(ADDED))
def test_a_ruling_added_today_takes_no_question_that_resembles_another(added: str) -> None:
    classifier = built(added)

    assert ruling(classifier, asked("like foto calon", opinion(shares=CONFIDENT))) == "suka"


def test_without_an_opinion_the_classifier_answers_as_before() -> None:
    classifier = built()
    question = asked("like foto paslon", None)
    silent = opinion(shares={h: (1 / len(n),) * len(n) for h, n in KNOWN.items()})

    alone = classifier.read(question).log_probability
    told = classifier.read(replace(question, opinion=silent)).log_probability

    assert np.exp(alone).sum() == pytest.approx(1)
    assert told == pytest.approx(alone, abs=1e-5)


@pytest.mark.parametrize("said", [None, opinion()], ids=["alone", "together"])
def test_the_verdicts_are_tempered_by_the_number_of_opinions(said: Opinion | None) -> None:
    """The heads agree too readily; twice as many do so the more."""
    reading = built().read(asked("like foto paslon", said))
    temper = TEMPER if said is None else TEMPER_TOGETHER
    verdicts = np.array(reading.labels.verdicts)
    likely, unlikely = (
        float(np.exp(reading.log_probability[verdicts == verdict]).sum() ** temper)
        for verdict in ("dilarang", "boleh")
    )

    assert reading.verdicts() == pytest.approx(
        {"dilarang": likely / (likely + unlikely), "boleh": unlikely / (likely + unlikely)}
    )
    assert TEMPER_TOGETHER < TEMPER < 1


def test_one_question_and_many_are_read_alike() -> None:
    classifier = built("lapor")
    questions = [
        asked("berpose jari calon", opinion()),
        asked("like akun kpu", None),
        asked("lapor kasn", opinion(shares=CONFIDENT)),
    ]
    each = np.stack([classifier.read(question).log_probability for question in questions])

    assert np.exp(each).sum(axis=1) == pytest.approx(1)
    assert classifier.scores(questions) == pytest.approx(each, abs=1e-3)


def test_every_head_of_the_classifier_has_an_opinion_and_a_weight() -> None:
    assert set(module.WEIGHT) == set(HEADS) == set(KNOWN)
