"""What answering looks up in an edition again and again, gathered once an edition."""

from __future__ import annotations

import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from bot.answering.citations import found_provision
from knowledge.dataset import Knowledge
from knowledge.edition import Edition

ARTICLE = re.compile(r"\b[Pp]asal (\d+[A-Za-z]?)")
"""An article named in a sentence."""
_ARTICLE_UNIT = re.compile(r"pasal-(\d+[a-z]?)")


@dataclass(frozen=True)
class Shelf:
    """An edition's provisions by place, the article numbers that it knows, its general grounds."""

    below: Mapping[str, tuple[str, ...]]
    """Provision ids by ``regulation:unit``, in the edition's order."""
    article_numbers: frozenset[str]
    """In lower case: of its provisions, and those that their texts name."""
    general: frozenset[str]
    """Provisions that more than half of all rulings rest on: they decide no single one."""

    def under(self, wanted: str) -> list[str]:
        """The provision of this id and those below it."""
        first = ":".join(wanted.split(":")[:2])
        return [i for i in self.below.get(first, ()) if i == wanted or i.startswith(f"{wanted}:")]


_shelves: WeakKeyDictionary[Edition, Shelf] = WeakKeyDictionary()
_lock = threading.Lock()


def shelf_of(edition: Edition) -> Shelf:
    """The shelf of an edition; made at the first call, and gone with the edition."""
    with _lock:
        found = _shelves.get(edition)
        if found is None:
            found = _shelves[edition] = _made(edition.knowledge)
        return found


def _made(knowledge: Knowledge) -> Shelf:
    below: defaultdict[str, list[str]] = defaultdict(list)
    for provision_id in knowledge.provisions:
        below[":".join(provision_id.split(":")[:2])].append(provision_id)
    return Shelf(
        {place: tuple(ids) for place, ids in below.items()},
        frozenset(_numbers(knowledge)),
        frozenset(_general(knowledge)),
    )


def _numbers(knowledge: Knowledge) -> Iterator[str]:
    for provision in knowledge.provisions.values():
        yield from _ARTICLE_UNIT.findall(provision.id)
        texts = (provision.text, provision.lead or "", *(v.text for v in provision.versions))
        for text in texts:
            if "asal " in text:  # most texts name no article
                yield from map(str.lower, ARTICLE.findall(text))
    for regulation in knowledge.regulations.values():
        if regulation.articles is not None:
            yield str(regulation.articles)


def _general(knowledge: Knowledge) -> Iterator[str]:
    cited = Counter(i for ruling in knowledge.rulings.values() for i in set(ruling.basis))
    for name, count in cited.items():
        provision = found_provision(knowledge, name)
        if provision is not None and 2 * count > len(knowledge.rulings):
            yield provision.id
