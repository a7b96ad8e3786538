"""The table of contents of a regulation, as far as an edition has its text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from bot.answering.browse_texts import in_words
from bot.answering.library import ArticleCard
from knowledge.amended import amending_laws, is_shared
from knowledge.dataset import Knowledge
from knowledge.locator import locator_label

_ARTICLE = re.compile(r"^pasal-(\d+)([a-z]*)$")
_NUMBER = re.compile(r"\d+")
_GENERAL = "penjelasan:umum"
_Units = tuple[str, ...]


def contents(knowledge: Knowledge) -> dict[str, tuple[ArticleCard, ...]]:
    """By regulation its articles in numeric order, then what has no article number, then the rows of its annexes.

    An article that only amending laws have the text of stands under the amended law as well. Elucidations belong to
    their articles; only their general part is listed.
    """
    found: defaultdict[str, dict[_Units, None]] = defaultdict(dict)
    for provision_id in knowledge.provisions:
        regulation, *units = provision_id.split(":")
        if (listed := _listed(tuple(units))) is not None:
            found[regulation][listed] = None
    for base in knowledge.regulations:
        for amending in amending_laws(base, knowledge.regulations):
            if base in found or knowledge.regulations[base].amended_by:
                shared = (units for units in list(found.get(amending, ())) if is_shared(units))
                found[base].update(dict.fromkeys(shared))
    return {
        regulation: tuple(_cards(knowledge, regulation, units))
        for regulation, units in found.items()
        if units
    }


def _listed(units: _Units) -> _Units | None:
    """The unit of a table of contents that a provision belongs to; None for elucidations of articles."""
    if units[0] == "penjelasan":
        return units[:2] if ":".join(units[:2]) == _GENERAL else None
    return units[:2] if units[0].startswith("lampiran") else units[:1]


def _cards(
    knowledge: Knowledge, regulation: str, found: Mapping[_Units, None]
) -> Iterator[ArticleCard]:
    ordered = sorted(found, key=_place)
    locators = [_locator(knowledge, regulation, units) for units in ordered]
    for units, locator in zip(ordered, locators, strict=True):
        if _is_numbered(units):
            label = locator_label(units)
        elif locator and locators.count(locator) == 1:  # the unit's name is our own
            label = locator
        else:
            label = in_words(" ".join(units))
        yield ArticleCard(":".join((regulation, *units)), label)


def _locator(knowledge: Knowledge, regulation: str, units: _Units) -> str | None:
    provision = knowledge.provision(":".join((regulation, *units)))
    return provision.locator if provision is not None else None


def _is_numbered(units: _Units) -> bool:
    """Whether the label follows from the units alone."""
    return bool(_ARTICLE.match(units[0])) or units[0] == "penjelasan"


def _place(units: _Units) -> tuple[int, int, str]:
    """Sorts units: articles, what has a name, annexes by number with their rows in the data's order, elucidation."""
    if article := _ARTICLE.match(units[0]):
        return 0, int(article[1]), article[2]
    if units[0].startswith("lampiran"):
        number = _NUMBER.search(units[0])
        return 2, int(number[0]) if number else 0, ""
    return (3 if units[0] == "penjelasan" else 1), 0, ""
