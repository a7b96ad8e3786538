"""References as lawyers type them, turned into what test sets hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.locator import find_references
from knowledge.text import clean

_WRITTEN = re.compile(
    r"(?P<regulation>[a-z0-9]+(-[a-z0-9]+)+)(?: pasal (?P<article>\d+[a-z]?)| lampiran)?"
)
_PROVISION = re.compile(r"(?P<regulation>[a-z0-9-]+):(?P<units>[a-z0-9-]+(:[a-z0-9-]+)*)")
_NUMBER = re.compile(r"\d+")
_ABBREVIATED = (
    (re.compile(r"\b(?:psl|ps)\b\.?"), "pasal"),
    (re.compile(r"\bhrf\b\.?"), "huruf"),
    (re.compile(r"\b(?:no|nomor)\b\.?"), "nomor"),
    (re.compile(r"\b(?:th|thn)\b\.?"), "tahun"),
)


@dataclass(frozen=True)
class Cited:
    """One reference, at article level and, where it goes further, as a provision."""

    reference: str
    """``pp-94-2021 pasal 5``, ``skb-netralitas-2022 lampiran`` or ``se-menpanrb-18-2023``."""
    provision: str | None
    """The same as an id, as far as it goes: ``pp-94-2021:pasal-5:huruf-n``; None: no unit is named."""
    finer: bool
    """Whether it goes beyond the article or annex."""


def read_reference(text: str, aliases: Mapping[str, str]) -> Cited:
    """Read one reference: a set's own notation, a provision's id, or "PP 94/2021 Pasal 5 huruf n".

    Args:
        text: the reference.
        aliases: regulations by the names that people give them ("uu pemilu").

    Raises:
        ValueError: no regulation is named, or more than one place; the message says which.
    """
    typed = clean(text).lower()
    if found := _WRITTEN.fullmatch(typed):
        article = f"{found['regulation']}:pasal-{found['article']}" if found["article"] else None
        return Cited(typed, article, finer=False)
    if found := _PROVISION.fullmatch(typed):
        return _cited(found["regulation"], tuple(found["units"].split(":")))
    for pattern, word in _ABBREVIATED:
        typed = pattern.sub(word, typed)
    typed = typed.partition(" sebagaimana ")[0]  # the amending law says nothing of the place
    references = find_references(typed, aliases)
    places = [r for r in references if r.units]
    regulations = {r.regulation for r in references if r.regulation}
    if not regulations:
        raise ValueError("no regulation can be read in it")
    if len(regulations) > 1 or len(places) > 1:
        raise ValueError("it names several places")
    (regulation,) = regulations
    units = places[0].units if places else ()
    norm = typed.partition("lampiran")[0]  # an annex counts as a whole, whatever its row
    read = _NUMBER.findall(" ".join((regulation, *units)))
    if ("pasal" in norm and not units) or set(_NUMBER.findall(norm)) - set(read):
        raise ValueError("its article cannot be read")
    if units:
        return _cited(regulation, units)
    return Cited(f"{regulation} lampiran" if "lampiran" in typed else regulation, None, False)


def _cited(regulation: str, units: tuple[str, ...]) -> Cited:
    norm = units[1:] if units[0] == "penjelasan" else units
    kind, _, number = norm[0].partition("-") if norm else ("", "", "")
    reference = {"pasal": f"{regulation} pasal {number}", "lampiran": f"{regulation} lampiran"}
    return Cited(
        reference.get(kind, regulation), ":".join((regulation, *units)), finer=len(norm) > 1
    )
