from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from evaluation.learning.crossval import (
    Sample,
    cross_validate,
    fold_sizes,
    prepare,
    with_vectors,
)
from evaluation.learning.folds import By, Folds, make_folds
from evaluation.learning.methods import METHODS, FamilyOf, Guess, Leaf, Method
from knowledge.classifier.features import Seen
from knowledge.encoder import Opinion
from knowledge.model import Example
from tests.evaluation.learning.encoders import heard_by_words
from tests.evaluation.learning.examples import WordEmbeddings, knowledge, word_embedder

NO_OPINION = Opinion({}, {})


@pytest.fixture
def samples(tmp_path: Path) -> list[Sample]:
    return with_vectors(prepare(knowledge())[0], word_embedder(), tmp_path / "cache.sqlite3")


def dealt(
    samples: Sequence[Sample], number: int = 5, by: By = "family", only: Sequence[int] = ()
) -> Folds:
    families, authors = [s.family for s in samples], [s.example.author for s in samples]
    return make_folds(families, authors, by, number, only)


def opined(samples: Sequence[Sample]) -> list[Sample]:
    """The samples with the opinion of an encoder that is right."""
    opinions = heard_by_words(samples, [s.seen.text for s in samples]).opinions()
    return [
        replace(sample, seen=replace(sample.seen, opinion=opinion))
        for sample, opinion in zip(samples, opinions, strict=True)
    ]


def test_what_reads_the_same_once_normalised_is_a_double() -> None:
    again = Example.model_validate(
        {"q": "RAMALAN hujan besok sore, dkt tmn", "ruling": "cuaca", "verdict": "di_luar_cakupan"}
    )
    twice = again.model_copy(update={"q": "ramalan hujan BESOK sore dekat tmn!"})
    found, doubles = prepare(knowledge(again, twice))
    texts = [sample.seen.text for sample in found]
    assert len(texts) == len(set(texts))
    assert "ramalan hujan besok sore dekat taman" in texts
    assert doubles == 62 - len(found)
    assert doubles >= 1


def test_the_first_of_two_doubles_keeps_its_label() -> None:
    other = Example.model_validate(
        {"q": "ramalan hujan besok sore dekat tmn", "ruling": "jadi-panitia", "verdict": "dilarang"}
    )
    found, doubles = prepare(knowledge(other))
    kept = [s.example.ruling for s in found if s.seen.text.endswith("sore dekat taman")]
    assert kept == ["cuaca"]
    assert doubles == 1


def test_samples_know_their_family_topic_and_whether_they_are_outside(
    samples: list[Sample],
) -> None:
    assert Counter(sample.topic for sample in samples) == {
        "medsos": 24,
        "kampanye": 24,
        "di-luar-putusan": 12,
    }
    assert {sample.example.ruling for sample in samples if sample.outside} == {"cuaca"}


def test_vectors_are_computed_once_and_kept(tmp_path: Path) -> None:
    first, again = word_embedder(), word_embedder()
    samples, _ = prepare(knowledge())
    for embedder in (first, again):
        with_vectors(samples, embedder, tmp_path / "cache.sqlite3")
    assert isinstance(first.embeddings, WordEmbeddings)
    assert isinstance(again.embeddings, WordEmbeddings)
    assert len(first.embeddings.embedded) == 60
    assert again.embeddings.embedded == []


def test_a_question_is_guessed_once_and_never_learnt_from(samples: list[Sample]) -> None:
    asked_ever: list[str] = []

    def spy(
        seen: Sequence[Seen], leaves: Sequence[Leaf], family_of: FamilyOf, asked: Sequence[Seen]
    ) -> list[Guess]:
        assert len(seen) == len(leaves)
        assert len(seen) + len(asked) == 60
        assert not {s.text for s in seen} & {s.text for s in asked}
        asked_ever.extend(s.text for s in asked)
        return [Guess("cuaca", family_of("cuaca"), "boleh", "di_luar_cakupan") for _ in asked]

    progress: list[tuple[int, int]] = []
    found = cross_validate(
        "spy", Method(spy), samples, 3, dealt(samples, 4), lambda *step: progress.append(step)
    )
    assert sorted(asked_ever) == sorted(sample.seen.text for sample in samples)
    assert progress == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert (found.method, found.folds.number, found.doubles) == ("spy", 4, 3)
    # 12 of 60 questions each are boleh, cuaca, and of the family topik-lain
    assert found.overall.examples == 60
    assert found.overall.verdict == pytest.approx(12 / 60)
    assert found.overall.leaf_verdict == pytest.approx(12 / 60)
    assert found.overall.family == pytest.approx(12 / 60)
    assert found.overall.ruling == pytest.approx(12 / 60)
    # "boleh" permits more than dilarang (24), boleh_bersyarat (12) and di_luar_cakupan (12)
    assert found.overall.unsafe == 48
    assert (found.outside.examples, found.outside.verdict, found.outside.family) == (12, 0.0, 1.0)


def test_guesses_are_matched_to_their_own_questions(samples: list[Sample]) -> None:
    label = {sample.seen.text: sample for sample in samples}

    def oracle(
        seen: Sequence[Seen], leaves: Sequence[Leaf], family_of: FamilyOf, asked: Sequence[Seen]
    ) -> list[Guess]:
        known = [label[s.text] for s in asked]
        return [
            Guess(s.example.ruling, s.family, s.example.verdict, s.example.verdict) for s in known
        ]

    found = cross_validate("oracle", Method(oracle), samples, 0, dealt(samples))
    assert found.overall.verdict == found.overall.family == found.overall.ruling == 1.0
    assert found.overall.unsafe == 0
    assert {name: a.examples for name, a in found.by_author.items()} == {"a": 30, "b": 30}
    assert {name: a.examples for name, a in found.by_style.items()} == {"formal": 30, "santai": 30}
    assert {name: a.examples for name, a in found.by_topic.items()} == {
        "di-luar-putusan": 12,
        "kampanye": 24,
        "medsos": 24,
    }


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("by", ["family", "author"])
def test_every_method_learns_what_is_plain(name: str, by: By, samples: list[Sample]) -> None:
    folds = dealt(samples, 2, by)
    found = cross_validate(name, METHODS[name], opined(samples), 0, folds)
    assert found.overall.verdict is not None
    assert found.overall.verdict > 0.9
    assert found.outside.family == 1.0
    told = found.to_dict()
    assert (told["method"], told["folds"], told["by"]) == (name, 2, by)
    assert told["asked_folds"] == [1, 2]


def test_an_opinion_is_shown_only_where_it_is_asked_for(samples: list[Sample]) -> None:
    known = [replace(s, seen=replace(s.seen, opinion=NO_OPINION)) for s in samples]
    shown: list[set[bool]] = []

    def spy(
        seen: Sequence[Seen], leaves: Sequence[Leaf], family_of: FamilyOf, asked: Sequence[Seen]
    ) -> list[Guess]:
        assert all(one.opinion is None for one in seen)
        shown.append({one.opinion is not None for one in asked})
        return [Guess("cuaca", "topik-lain", "boleh", "boleh") for _ in asked]

    cross_validate("blind", Method(spy), known, 0, dealt(known, 2))
    cross_validate("seeing", Method(spy, encoder=True), known, 0, dealt(known, 2))
    assert shown == [{False}, {False}, {True}, {True}]


def test_a_part_of_the_folds_is_guessed_from_all_others(samples: list[Sample]) -> None:
    folds = dealt(samples, 5, only=[3, 1])
    sizes: list[tuple[int, int]] = []

    def spy(
        seen: Sequence[Seen], leaves: Sequence[Leaf], family_of: FamilyOf, asked: Sequence[Seen]
    ) -> list[Guess]:
        sizes.append((len(seen), len(asked)))
        return [Guess("cuaca", "topik-lain", "boleh", "boleh") for _ in asked]

    progress: list[tuple[int, int]] = []
    found = cross_validate(
        "spy", Method(spy), samples, 0, folds, lambda *step: progress.append(step)
    )
    assert sizes == [(48, 12), (48, 12)]
    assert progress == [(0, 2), (1, 2), (2, 2)]
    assert found.overall.examples == folds.questions == 24
    guessed = [sample for sample, _ in found.outcomes]
    assert guessed == [s for s, fold in zip(samples, folds.of, strict=True) if fold in (1, 3)]
    assert found.to_dict()["asked_folds"] == [2, 4]


def test_sizes_tell_the_authors_and_what_nobody_else_has() -> None:
    alone = Example.model_validate(
        {"q": "ramalan hujan dilarang?", "ruling": "cuaca", "verdict": "dilarang", "author": "b"}
    )
    found, _ = prepare(knowledge(alone))
    first, second = (size.to_dict() for size in fold_sizes(found, dealt(found, 2, "author")))
    assert first == {"fold": 1, "questions": 31, "authors": ["b"], "unlearnt": 1}
    assert second == {"fold": 2, "questions": 30, "authors": ["a"], "unlearnt": 0}


def test_every_question_gets_its_own_vector(samples: list[Sample]) -> None:
    embedder = word_embedder()
    for sample in samples:
        expected = embedder.embeddings.embed_query(sample.seen.text)
        assert sample.seen.vector == pytest.approx(expected, abs=1e-6)


def test_without_vectors_there_are_the_words_to_learn_from() -> None:
    found, _ = prepare(knowledge())
    assert {sample.seen.vector.shape for sample in found} == {(0,)}
    learnt = cross_validate("ngrams", METHODS["ngrams"], found, 0, dealt(found))
    assert learnt.overall.verdict is not None
    assert learnt.overall.verdict > 0.9
