"""The heads learn to tell questions apart, and come back from their file as they were."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from knowledge.classifier import heads
from knowledge.classifier.features import FeatureSpace, Seen, Vocabulary, character_grams
from knowledge.classifier.heads import COST, Classifier, load, save, train
from knowledge.classifier.labels import HEADS
from knowledge.errors import EditionCorrupt
from tests.knowledge.fakes import see

Leaf = tuple[str, str]

CONDUCTS = {
    "suka": ("like", "menyukai", "jempol", "love"),
    "bagikan": ("share", "membagikan", "sebar", "teruskan"),
    "foto": ("foto", "selfie", "berpose", "swafoto"),
    "sapaan": ("halo", "pagi", "permisi", "salam"),
}
OBJECTS = {"dilarang": ("cagub", "paslon", "caleg"), "boleh": ("kpu", "bawaslu", "kucing")}
FAMILIES = {"suka": "reaksi", "bagikan": "reaksi", "foto": "foto", "sapaan": "lain"}
UNSEEN = {
    "tolong love punya caleg": ("suka", "dilarang"),
    "teruskan punya bawaslu": ("bagikan", "boleh"),
    "selfie paslon": ("foto", "dilarang"),
    "permisi kpu": ("sapaan", "informasi"),
}


def examples(rulings: tuple[str, ...] = tuple(CONDUCTS)) -> list[tuple[str, Leaf]]:
    found = []
    for ruling in rulings:
        for word, (verdict, objects) in product(CONDUCTS[ruling], OBJECTS.items()):
            for thing in objects:
                leaf = (ruling, "informasi" if ruling == "sapaan" else verdict)
                found.append((f"{word} {thing}", leaf))
    return [(text, leaf) for text, leaf in found if text not in UNSEEN]


def trained(
    rulings: tuple[str, ...] = tuple(CONDUCTS), *, vectors: bool = True
) -> tuple[Classifier, list[Seen], list[Leaf]]:
    rows = examples(rulings)
    seen = see([text for text, _ in rows])
    leaves = [leaf for _, leaf in rows]
    return train(seen, leaves, FAMILIES.__getitem__, vectors=vectors), seen, leaves


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return trained()[0]


@pytest.fixture(scope="module")
def without_vectors() -> Classifier:
    return trained(vectors=False)[0]


@pytest.mark.parametrize("kind", ["classifier", "without_vectors"])
@pytest.mark.parametrize(("question", "leaf"), UNSEEN.items())
def test_it_learns_conduct_and_object(
    request: pytest.FixtureRequest, kind: str, question: str, leaf: Leaf
) -> None:
    classifier: Classifier = request.getfixturevalue(kind)
    reading = classifier.read(see([question])[0])

    assert next(iter(reading.rulings())) == leaf[0]
    assert next(iter(reading.families())) == FAMILIES[leaf[0]]
    assert next(iter(reading.verdicts())) == leaf[1]


def test_probabilities_are_sorted_and_sum_to_one(classifier: Classifier) -> None:
    reading = classifier.read(see(["sesuatu yang lain"])[0])

    assert np.exp(reading.log_probability).sum() == pytest.approx(1)
    for shares in (reading.rulings(), reading.families(), reading.verdicts()):
        assert sum(shares.values()) == pytest.approx(1)
        assert list(shares.values()) == sorted(shares.values(), reverse=True)
    assert set(reading.families()) == set(FAMILIES.values())


def test_reading_many_is_reading_each(classifier: Classifier) -> None:
    seen = see(list(UNSEEN))

    assert classifier.scores(seen) == pytest.approx(
        np.stack([classifier.read(s).log_probability for s in seen]), abs=1e-3
    )


def test_no_word_known_is_no_error(classifier: Classifier) -> None:
    empty = Seen("", (), np.zeros(32, np.float32))

    assert np.isfinite(classifier.read(empty).log_probability).all()


def test_likeness_is_highest_with_the_same_example(classifier: Classifier) -> None:
    rows = [text for text, _ in examples()]

    assert int(classifier.read(see(["share paslon"])[0]).likeness.argmax()) == rows.index(
        "share paslon"
    )


@pytest.mark.parametrize("vectors", [True, False])
@pytest.mark.parametrize("rulings", [tuple(CONDUCTS), ("suka", "foto"), ("suka", "bagikan")])
def test_dual_scores_are_those_of_scikit_learn(rulings: tuple[str, ...], vectors: bool) -> None:
    """Also with two labels in a head, or with one."""
    classifier, seen, leaves = trained(rulings, vectors=vectors)
    asked = see([*UNSEEN, "like kpu", "tak ada yang mirip"])
    targets = {
        "leaf": [f"{r}|{v}" for r, v in leaves],
        "ruling": [r for r, _ in leaves],
        "family": [FAMILIES[r] for r, _ in leaves],
        "verdict": [v for _, v in leaves],
    }
    likeness = (classifier.space.sparse(asked) @ classifier.sparse.T).toarray()
    likeness = likeness + classifier.space.dense(asked) @ classifier.dense.T
    scores = likeness @ classifier.weights + classifier.bias
    start = 0
    for head in HEADS:
        names = classifier.head_labels[head]
        ours = scores[:, start : start + len(names)]
        start += len(names)
        assert list(names) == sorted(set(targets[head]))
        if len(names) == 1:
            assert (ours == 0).all()
            continue
        model = LinearSVC(C=COST, random_state=0).fit(_matrix(classifier, seen), targets[head])
        theirs = model.decision_function(_matrix(classifier, asked))
        if len(names) == 2:
            theirs = np.stack([-theirs, theirs], axis=1)
        assert ours == pytest.approx(theirs, abs=1e-2), head
    assert start == scores.shape[1]


def _matrix(classifier: Classifier, seen: list[Seen]) -> csr_matrix:
    return hstack([classifier.space.sparse(seen), csr_matrix(classifier.space.dense(seen))]).tocsr()


def test_two_labels_are_told_apart() -> None:
    classifier, _, _ = trained(("suka", "foto"))

    for question in ("like paslon itu", "selfie kpu itu"):
        reading = classifier.read(see([question])[0])
        assert next(iter(reading.families())) == ("foto" if "selfie" in question else "reaksi")


def test_a_stored_classifier_gives_identical_scores(classifier: Classifier, tmp_path: Path) -> None:
    save(classifier, tmp_path / "classifier.npz")

    again = load(tmp_path / "classifier.npz")

    seen = see([*UNSEEN, "", "🙂 apa saja"])
    assert (again.scores(seen) == classifier.scores(seen)).all()
    assert again.labels == classifier.labels
    assert again.head_labels == classifier.head_labels
    for s in seen:
        assert again.read(s).verdicts() == classifier.read(s).verdicts()


def test_without_vectors_a_vector_says_nothing(
    classifier: Classifier, without_vectors: Classifier
) -> None:
    """Whatever its length: the vectors of another embedder would be no error either."""
    (question,) = see(["like punya bawaslu"])
    elsewhere = replace(question, vector=np.full(48, 0.5, np.float32))

    assert without_vectors.dense.shape == (len(examples()), 0)
    assert (
        without_vectors.read(elsewhere).log_probability
        == without_vectors.read(question).log_probability
    ).all()
    with_vectors = classifier.read(replace(question, vector=-question.vector)).log_probability
    assert np.abs(with_vectors - classifier.read(question).log_probability).max() > 0.01


def test_without_vectors_it_is_stored_and_reads_many_at_once_as_well(
    without_vectors: Classifier, tmp_path: Path
) -> None:
    save(without_vectors, tmp_path / "classifier.npz")
    again = load(tmp_path / "classifier.npz")
    seen = see([*UNSEEN, ""])

    assert (again.scores(seen) == without_vectors.scores(seen)).all()
    assert again.scores(seen) == pytest.approx(
        np.stack([again.read(s).log_probability for s in seen]), abs=1e-3
    )


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _overwrite(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[200:2000] = b"\xff" * 1800
    path.write_bytes(bytes(data))


def _no_archive(path: Path) -> None:
    path.write_bytes(b"something else")


def _other_arrays(path: Path) -> None:
    np.savez_compressed(path, rulings=np.array(["suka"]))


def _missing_array(path: Path) -> None:
    with zipfile.ZipFile(path) as old:
        kept = {n: old.read(n) for n in old.namelist() if n != "head_family.npy"}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in kept.items():
            new.writestr(name, content)


@pytest.mark.parametrize(
    "damage", [_truncate, _overwrite, _no_archive, _other_arrays, _missing_array, Path.unlink]
)
def test_a_damaged_file(classifier: Classifier, tmp_path: Path, damage: object) -> None:
    path = tmp_path / "classifier.npz"
    save(classifier, path)
    assert callable(damage)
    damage(path)

    with pytest.raises(
        EditionCorrupt, match=r"classifier cannot be read.*asn-ingest build --force"
    ):
        load(path)


def test_progress_counts_the_heads() -> None:
    rows = examples(("suka", "foto"))
    told: list[tuple[int, int]] = []

    train(
        see([text for text, _ in rows]),
        [leaf for _, leaf in rows],
        FAMILIES.__getitem__,
        lambda done, total: told.append((done, total)),
    )

    assert told == [(done, len(HEADS)) for done in range(len(HEADS) + 1)]


def test_a_head_outweighs_the_others_by_its_sharpness(
    classifier: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The product of the heads: with one head alone left, its opinion is the outcome."""
    (question,) = see(["like punya kpu"])
    monkeypatch.setattr(heads, "SHARPNESS", {**dict.fromkeys(HEADS, 0.0), "family": 3.0})

    reading = classifier.read(question)

    shares = np.exp(reading.log_probability)
    same_family = [f == "reaksi" for f in reading.labels.families]
    assert len(set(shares[same_family].round(9))) == 1


def test_characters_at_word_ends_are_told_from_those_inside() -> None:
    grams = list(character_grams("kpu"))

    assert {" k", "pu", "u ", " kpu ", "kpu"} <= set(grams)
    assert max(map(len, grams)) == 5
    assert "a b" not in set(character_grams("kapa bisa"))


def test_rare_features_are_left_out_and_rows_have_their_weight() -> None:
    vocabulary = Vocabulary.learn([["a", "b", "a"], ["a", "c"], ["c"]], least=2)

    assert list(vocabulary.columns) == ["a", "c"]
    columns, values = vocabulary.row(["a", "a", "b", "c"], 1.5)
    assert columns == [0, 1]
    assert np.linalg.norm(values) == pytest.approx(1.5)
    assert values[0] > values[1]  # twice in the text
    assert vocabulary.row(["b"], 1.5) == ([], [])


def test_the_vector_block_is_centred_and_scaled() -> None:
    seen = see(["like paslon", "share kpu", "foto caleg"])
    space = FeatureSpace.learn(seen)

    lengths = np.linalg.norm(space.dense(seen), axis=1)
    at_the_mean = replace(seen[0], vector=space.vector_mean)

    assert lengths == pytest.approx(lengths[0])
    assert np.linalg.norm(space.dense([at_the_mean])) == pytest.approx(0, abs=1e-3)
    assert space.dense([]).shape == (0, 32)
    assert FeatureSpace.learn(seen, vectors=False).dense(seen).shape == (3, 0)
    assert space.sparse([]).shape == (0, space.sparse_width)
