"""A synthetic edition of any size: invented regulations and words, random vectors, a real index.

Embedding 100,000 texts would take most of an hour; time and memory of a search do not depend on what
the vectors mean.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from knowledge.classifier.features import Seen
from knowledge.classifier.heads import save, train
from knowledge.clock import today
from knowledge.dataset import Knowledge
from knowledge.edition import (
    FORMAT,
    Manifest,
    dump_knowledge,
    editions_folder,
    file_hash,
    make_current,
)
from knowledge.embedding import make_embedder
from knowledge.index import (
    PROVISIONS,
    REPEALED,
    RULINGS,
    Row,
    chroma_client,
    write_bm25,
    write_vectors,
)
from knowledge.model import Confidence, Provision, Regulation, RegulationStatus
from knowledge.reading import roots_of
from knowledge.settings import Settings
from knowledge.text import Normaliser

YEAR = 1950
"""Of the invented regulations: no bundled one is as old."""
ARTICLES = 50
"""Of each invented regulation."""
_PARAGRAPHS = 4
_EDITION = "2000-01-01.1"
_VOCABULARY = 20_000
_SYLLABLES = (
    *("ba", "ca", "da", "ga", "ka", "la", "ma", "na", "pa", "ra", "sa", "ta", "wa", "ya"),
    *("be", "di", "ke", "me", "pe", "se", "tu", "ku", "nu", "ri", "li", "si", "ngan"),
)
_WORDS_OF_A_TEXT = 40
_LEARNT_RULINGS = 5


def invented_words(random: np.random.Generator) -> list[str]:
    """Distinct words that sound Indonesian."""
    found: dict[str, None] = {}
    while len(found) < _VOCABULARY:
        found["".join(random.choice(_SYLLABLES, size=random.integers(2, 5)))] = None
    return list(found)


def texts(
    random: np.random.Generator, words: Sequence[str], count: int, length: int
) -> Iterator[str]:
    """Texts whose words are as unevenly common as those of a language (Zipf)."""
    for _ in range(count):
        places = (random.zipf(1.3, size=length) - 1) % len(words)
        yield " ".join(words[place] for place in places)


def synthetic(bundled: Knowledge, provisions: int, random: np.random.Generator) -> Knowledge:
    """The bundled knowledge with so many provisions of invented regulations in place of its own."""
    words = invented_words(random)
    each = ARTICLES * (1 + _PARAGRAPHS)
    regulations = dict(bundled.regulations)
    found = dict(bundled.provisions)
    written = texts(random, words, provisions, _WORDS_OF_A_TEXT)
    number = 0
    while len(found) < provisions:
        number += 1
        regulation = f"uu-{number}-{YEAR}"
        regulations[regulation] = Regulation(
            id=regulation,
            kind="Undang-Undang",
            number=str(number),
            year=YEAR,
            title=f"Rekaan {number}",
            status=RegulationStatus.BERLAKU,
            confidence=Confidence.UNVERIFIED,
        )
        for unit in _units(min(each, provisions - len(found))):
            found[f"{regulation}:{unit}"] = Provision(
                id=f"{regulation}:{unit}",
                regulation=regulation,
                locator=unit,
                text=next(written),
                text_kind="official",
                confidence=Confidence.TEKS,
            )
    return replace(bundled, regulations=regulations, provisions=found)


def _units(count: int) -> Iterator[str]:
    for place in range(count):
        article, paragraph = divmod(place, 1 + _PARAGRAPHS)
        below = f":ayat-{paragraph}" if paragraph else ""
        yield f"pasal-{article + 1}{below}"


def write_edition(settings: Settings, knowledge: Knowledge, random: np.random.Generator) -> None:
    """Write an edition of it with random vectors and make it current."""
    folder = editions_folder(settings) / _EDITION
    folder.mkdir(parents=True)
    embedder = make_embedder(settings.embedder)
    normaliser = Normaliser(knowledge.lexicon, {})

    def vectors(count: int) -> NDArray[np.float32]:
        found = random.standard_normal((count, embedder.dimension), dtype=np.float32)
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)

    def rows(items: Sequence[tuple[str, str]]) -> list[Row]:
        own = vectors(len(items))
        return [Row(i, i, roots_of(t.lower()), v) for (i, t), v in zip(items, own, strict=True)]

    learnt = list(dict.fromkeys(example.ruling for example in knowledge.examples))
    examples = [e for e in knowledge.examples if e.ruling in learnt[:_LEARNT_RULINGS]]
    seen = [
        Seen(e.q, roots_of(e.q.lower()), v)
        for e, v in zip(examples, vectors(len(examples)), strict=True)
    ]
    leaves = [(e.ruling, e.verdict.value) for e in examples]
    save(train(seen, leaves, knowledge.family_of), folder / "classifier.npz")
    contents = {
        RULINGS: [(r.id, f"{r.title} {r.summary}") for r in knowledge.rulings.values()],
        PROVISIONS: [(p.id, p.text) for p in knowledge.provisions.values()],
        REPEALED: [],
    }
    with chroma_client(settings, folder / "chroma") as client:
        for name, items in contents.items():
            found = rows(items)
            write_vectors(client, _EDITION, name, found)
            write_bm25(folder / "bm25" / name, [(row.target, row.roots) for row in found])
    (folder / "knowledge.json").write_text(
        json.dumps(dump_knowledge(knowledge, normaliser), ensure_ascii=False), encoding="utf-8"
    )
    ours = [p for p in sorted(folder.rglob("*")) if p.is_file() and "chroma" not in p.parts]
    manifest = Manifest(
        id=_EDITION,
        format=FORMAT,
        built=today(),
        embedder=settings.embedder,
        embedder_identity=embedder.identity,
        inputs="",
        classifier="",
        counts={"provisions": len(knowledge.provisions)},
        files={p.relative_to(folder).as_posix(): file_hash(p) for p in ours},
    )
    (folder / "manifest.json").write_text(manifest.model_dump_json(), encoding="utf-8")
    make_current(settings, _EDITION)
