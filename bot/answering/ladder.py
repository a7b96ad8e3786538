"""The ladder of sanctions: the provisions that rulings name as what a breach leads to, by weight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from bot.answering.browse_texts import Level, LibraryTexts
from bot.answering.citations import citation_of, found_provision
from bot.answering.grounds import is_provision
from bot.answering.library import Sanction
from bot.answering.quote import units_above
from knowledge.dataset import Knowledge
from knowledge.model import Provision, Ruling
from knowledge.standing import IN_FORCE, LawOn


def ladder(knowledge: Knowledge, law: LawOn, texts: LibraryTexts) -> tuple[Sanction, ...]:
    """The sanctions in force on the day, from the lightest level to the heaviest.

    Within a level first what explains sanctions in general, in the order of the law, then what most rulings name.
    What is spelled out under a listed provision is left out.
    """
    named = _named(knowledge, texts)
    levels = {level.id: place for place, level in enumerate(texts.levels)}
    places = {provision_id: place for place, provision_id in enumerate(knowledge.provisions)}
    found: list[tuple[tuple[int, bool, int], Sanction]] = []
    for provision_id, rulings in named.items():
        provision = found_provision(knowledge, provision_id)
        citation = citation_of(knowledge, provision_id, law)
        if provision is None or citation is None or law.of_provision(provision) not in IN_FORCE:
            continue
        level = _level(provision, texts)
        if level is None or any(above in named for above in units_above(provision_id)):
            continue
        general = any(knowledge.rulings[r].family in texts.ladder for r in rulings)
        conduct = tuple(r for r in rulings if knowledge.rulings[r].family not in texts.ladder)
        card = Sanction(
            level=level.id,
            text=citation.text,
            citation=citation,
            heading=level.title,
            subjects=provision.subjects,
            conduct=conduct,
        )
        within = places[provision_id] if general else -len(conduct)
        found.append(((levels[level.id], not general, within), card))
    return tuple(card for _, card in sorted(found, key=lambda one: one[0]))


def _named(knowledge: Knowledge, texts: LibraryTexts) -> dict[str, list[str]]:
    """By provision the rulings that name it as a sanction; those on sanctions in general also by their grounds."""
    named: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for ruling in knowledge.rulings.values():
        general = ruling.family in texts.ladder
        for provision in _provisions(knowledge, _sanctions(ruling, general=general)):
            named[provision.id][ruling.id] = None
    for status in knowledge.statuses.values():
        for provision in _provisions(knowledge, status.sanctions):
            named.setdefault(provision.id, {})
    return {provision: list(rulings) for provision, rulings in named.items()}


def _provisions(knowledge: Knowledge, sanctions: Iterable[str]) -> Iterator[Provision]:
    """Those of the sanctions that are provisions of the edition, not plain sentences."""
    for sanction in sanctions:
        provision = found_provision(knowledge, sanction) if is_provision(sanction) else None
        if provision is not None:
            yield provision


def _sanctions(ruling: Ruling, *, general: bool) -> Iterator[str]:
    yield from ruling.sanctions
    if general:
        yield from ruling.basis
    for branch in ruling.branches:
        yield from branch.sanctions


def _level(provision: Provision, texts: LibraryTexts) -> Level | None:
    """The level of a sanction; None for what is none, and for what spans several levels."""
    if provision.kind is not None and provision.kind not in texts.sanction_kinds:
        return None
    for level in texts.levels:
        if provision.kind in level.kinds:
            return level
    words = (provision.sanction or provision.text).lower()
    fitting = [level for level in texts.levels if any(word in words for word in level.words)]
    return fitting[0] if len(fitting) == 1 else None
