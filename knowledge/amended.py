"""One provision under several names: the base law's, and those of the laws that amended it.

An article that an amending law restates is an article of the base law: lawyers cite "UU 1/2015
Pasal 71 sebagaimana diubah dengan UU 10/2016" (UU 12/2011 Lampiran II, on naming amended
legislation). The bundled digests file it under the amending law (``uu-10-2016:pasal-71``), a
consolidated law under the base law (``uu-1-2015:pasal-71``). Both name the same provision.

What an amending law says of itself stays its own under every name: its roman articles
(``pasal-i``, ``pasal-ii``), the ``batang-tubuh`` of a law that enacts a Perpu, its annexes and the
general part of its elucidation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from knowledge.locator import locator_label, short_name
from knowledge.model import Provision, Regulation

_ARTICLE = re.compile(r"^pasal-\d+[a-z]*$")
_LABELLED = frozenset(
    {"bab", "bagian", "paragraf", "pasal", "ayat", "huruf", "angka", "lampiran", "penjelasan"}
    | {"umum", "baris", "diktum"}
)


def is_shared(units: tuple[str, ...]) -> bool:
    """Whether such units of an amending law are units of the law that it amends."""
    if units and units[0] == "penjelasan":
        units = units[1:]
    return bool(units) and bool(_ARTICLE.match(units[0]))


def base_of(regulation_id: str, regulations: Mapping[str, Regulation]) -> str | None:
    """The law that a regulation amends, through amendments of amendments.

    None where it amends nothing, or several laws at once: the articles of such a law are its own.
    """
    bases = _bases(regulation_id, regulations, frozenset())
    bases.discard(regulation_id)
    return bases.pop() if len(bases) == 1 else None


def amending_laws(base_id: str, regulations: Mapping[str, Regulation]) -> tuple[str, ...]:
    """The laws that restate articles of this one, the latest first."""
    named = set(regulations[base_id].amended_by) if base_id in regulations else set()
    named.update(known.id for known in regulations.values() if known.amends)
    found = (
        regulations[one]
        for one in named
        if one in regulations and one != base_id and base_of(one, regulations) == base_id
    )
    return tuple(law.id for law in sorted(found, key=_age, reverse=True))


def same_provision(provision_id: str, regulations: Mapping[str, Regulation]) -> tuple[str, ...]:
    """All names of a provision: as asked, under the base law, under its amendments, latest first.

    Only names: whether a text stands under them, an edition knows.
    """
    regulation, *rest = provision_id.split(":")
    if not is_shared(tuple(rest)):
        return (provision_id,)
    base = base_of(regulation, regulations) or regulation
    family = (regulation, base, *amending_laws(base, regulations))
    return tuple(":".join((law, *rest)) for law in dict.fromkeys(family))


def canonical(
    provision_id: str, regulations: Mapping[str, Regulation], has: Callable[[str], bool]
) -> str | None:
    """The name under which a provision can be read, or None if it cannot be read at all.

    Args:
        provision_id: any of its names.
        regulations: the known regulations, with what they amend.
        has: whether a text stands under exactly this id.
    """
    return next((name for name in same_provision(provision_id, regulations) if has(name)), None)


def amended_label(provision: Provision, regulations: Mapping[str, Regulation]) -> str:
    """A provision as lawyers cite it, with the law that made its present text.

    ``PP 94/2021 Pasal 5 huruf n``; ``UU 1/2015 Pasal 71 ayat (1) sebagaimana diubah dengan
    UU 10/2016``, whether it is filed under the base law or under the amending one.

    Raises:
        KeyError: the provision's own regulation is not among the regulations.
    """
    own = regulations[provision.regulation]
    units = tuple(provision.id.split(":")[1:])
    named = all(unit.partition("-")[0] in _LABELLED for unit in units)
    where = locator_label(units) if named else provision.locator
    base = regulations.get(base_of(own.id, regulations) or "") if is_shared(units) else None
    maker = regulations.get(provision.made_by[-1]) if provision.made_by else None
    if base is None and maker is not None and maker.id != own.id:
        return f"{short_name(own)} {where} sebagaimana diubah dengan {short_name(maker)}"
    if base is None:
        return f"{short_name(own)} {where}"
    last = maker if maker is not None and maker.id != base.id else own
    return f"{short_name(base)} {where} sebagaimana diubah dengan {short_name(last)}"


def _bases(
    regulation_id: str, regulations: Mapping[str, Regulation], seen: frozenset[str]
) -> set[str]:
    """The laws at the end of all chains of ``amends``; a circle ends where it closes."""
    known = regulations.get(regulation_id)
    if known is None or not known.amends or regulation_id in seen:
        return {regulation_id}
    found: set[str] = set()
    for amended in known.amends:
        found |= _bases(amended, regulations, seen | {regulation_id})
    return found


def _age(law: Regulation) -> tuple[int, date, int, str]:
    """Sorts laws by enactment; within a year numbers run by date, so they serve where it lacks."""
    number = re.search(r"\d+", law.number)
    enacted = law.enacted or law.in_force_since or date(law.year, 1, 1)
    return law.year, enacted, int(number[0]) if number else 0, law.id
