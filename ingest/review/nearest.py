"""What of the knowledge may be meant by an item: the nearest rulings and provisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from bot.answering.citations import citation_of, law_on
from bot.answering.nearest import nearest_provisions
from ingest.review.model import Item, NearProvision, NearRuling
from knowledge.clock import today
from knowledge.edition import Edition
from knowledge.index import RULINGS

_NEAREST = 5
_PHRASINGS = 5
"""Phrasings that are searched with, the most central ones."""
_SEARCHED = 20
_FIRST_TWICE = 2 / 61
"""The fused score of what is first by meaning and by words."""


def with_nearest(edition: Edition, item: Item) -> Item:
    """The item with the rulings and provisions nearest to its phrasings; those its answers named come first."""
    texts = item.phrasings[:_PHRASINGS] or (item.title,)
    law = law_on(edition, today())
    near: defaultdict[str, float] = defaultdict(float)
    ranked: defaultdict[str, float] = defaultdict(float)
    for text in texts:
        seen = edition.reader.see(text)
        for hit in edition.search(RULINGS, seen.vector, seen.roots, _SEARCHED):
            near[hit.target] += hit.score
        for rank, provision in enumerate(nearest_provisions(edition, law, seen)):
            ranked[provision] += 1 / (60 + rank)
    knowledge = edition.knowledge
    rulings = [
        NearRuling(
            ruling.id,
            ruling.title,
            ruling.verdict.value,
            round(min(score / len(texts) / _FIRST_TWICE, 1.0), 2),
        )
        for target, score in _best(near)
        if (ruling := knowledge.rulings.get(target)) is not None
    ]
    searched = [provision for provision, _ in _best(ranked)[:_NEAREST]]
    provisions = []
    for name in dict.fromkeys((*item.named[:_NEAREST], *searched)):
        found = citation_of(knowledge, name, law)
        if found is not None:
            provisions.append(NearProvision(found.id, found.label, found.text, found.status))
    return replace(item, rulings=tuple(rulings[:_NEAREST]), provisions=tuple(provisions))


def _best(scores: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))
