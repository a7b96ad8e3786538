"""The provisions nearest to a question that stood on a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from knowledge.classifier.features import Seen
from knowledge.edition import Edition
from knowledge.index import PROVISIONS, REPEALED, Hit
from knowledge.model import Provision, RegulationStatus
from knowledge.standing import IN_FORCE, OUT_OF_FORCE, LawOn

_SEARCHED = 20
"""Hits looked at in each collection; those that did not stand on the day are left out."""


def nearest_provisions(
    edition: Edition, law: LawOn, seen: Seen, instead: Collection[str] = ()
) -> list[str]:
    """Ids of provisions near to a question, best first, without those out of force on the day.

    Those of the regulations ``instead`` come first. What the index holds as repealed is searched
    where it was, or still is, in force on the day.
    """
    hits = edition.search(PROVISIONS, seen.vector, seen.roots, _SEARCHED)
    repealed = (r for r in law.regulations.values() if r.status is RegulationStatus.DICABUT)
    past = law.day < law.recorded
    if past or any(law.of(regulation) in IN_FORCE for regulation in repealed):
        hits = _merged(hits, edition.search(REPEALED, seen.vector, seen.roots, _SEARCHED))
    provisions = edition.knowledge.provisions
    standing = {hit.target: law.of_provision(provisions[hit.target]) for hit in hits}
    kept = [hit.target for hit in hits if standing[hit.target] not in OUT_OF_FORCE]
    if past:  # what is certain first
        kept.sort(key=lambda found: standing[found] not in IN_FORCE)
    kept.sort(key=lambda found: provisions[found].regulation not in instead)
    return _distinct(kept, provisions)


def _distinct(found: list[str], provisions: Mapping[str, Provision]) -> list[str]:
    """The ids without those that only repeat words of a better one: its article, or a unit of it."""
    kept: list[str] = []
    for one in found:
        text = provisions[one].text
        if not any(
            (one.startswith(f"{other}:") and text in provisions[other].text)
            or (other.startswith(f"{one}:") and provisions[other].text in text)
            for other in kept
        ):
            kept.append(one)
    return kept


def _merged(one: list[Hit], other: list[Hit]) -> list[Hit]:
    return sorted((*one, *other), key=lambda hit: -hit.score)
