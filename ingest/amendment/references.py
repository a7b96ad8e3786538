"""References to units inside instructions: "ayat (1) huruf c dan ayat (2) Pasal 65".

A reference names its units downwards ("Pasal 65 ayat (1) huruf c") or upwards ("huruf c ayat (1)
Pasal 65"). A unit that follows another without "dan" or comma stands inside it or around it; one
that follows with "dan" or comma is the next of a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.amendment.operation import Path
from ingest.amendment.words import ORDINALS

RANKS = {
    "lampiran": 0,
    "bab": 0,
    "bagian": 1,
    "paragraf": 2,
    "pasal": 3,
    "ayat": 4,
    "huruf": 5,
    "angka": 6,
}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_ROMAN_NUMBER = re.compile(r"^(x{0,3}l?x{0,3}(?:ix|iv|v?i{0,3}))([a-z]{0,2})$")


@dataclass(frozen=True)
class Atom:
    """One unit as named in a text, and how it hangs together with the one before."""

    kind: str
    number: str
    """As ids have it: ``71``, ``133a``, ``2a``, ``b1``; a Bab's as a figure."""
    joined: bool = False
    """It follows "dan", "serta" or a comma."""
    comma: bool = False
    """It follows a comma alone."""
    through: bool = False
    """It follows "sampai dengan": all units from the one before to this."""

    @property
    def slug(self) -> str:
        """The unit in an id: ``ayat-2a``."""
        return f"{self.kind}-{self.number}"


class Unclear(ValueError):
    """A reference that can be read in two ways, or in none; the message says which words."""


def number_slug(kind: str, printed: str) -> str:
    """A printed number as ids have it: Bab ``IVA`` -> ``4a``, Bagian ``Kedua`` -> ``2``.

    Raises:
        Unclear: it is no number.
    """
    text = re.sub(r"\s+", " ", printed.strip().lower())
    if kind in ("bab", "lampiran") and not text[:1].isdigit():
        return _from_roman(text)
    if kind == "bagian":
        if text in ORDINALS:
            return str(ORDINALS[text])
        if text[:-1].strip() in ORDINALS:  # "Kedua A"
            return f"{ORDINALS[text[:-1].strip()]}{text[-1]}"
        raise Unclear(f"Bagian {printed}")
    if kind == "ayat":
        text = re.sub(r"^[li](?=\d?[a-z]?$)", "1", text).replace("o", "0")
    return text.replace(" ", "")


def _from_roman(text: str) -> str:
    match = _ROMAN_NUMBER.match(text)
    if match is None or not match[1]:
        raise Unclear(text.upper())
    values = [_ROMAN[letter] for letter in match[1]]
    total = sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
    return f"{total}{match[2]}"


def paths_of(atoms: Sequence[Atom], around: Path = ()) -> list[Path]:
    """The units that a list of atoms names, each from the article (or Bab) downwards.

    Args:
        atoms: in the order of the text.
        around: the article, or the unit in it, that is meant where none is named.

    Raises:
        Unclear: the words can be read in two ways.
    """
    found = _nested(atoms)
    completed = [_completed(path, around) for path in found]
    expanded: list[Path] = []
    for path, through in completed:
        expanded.extend(_range(expanded[-1], path) if through and expanded else [path])
    return list(dict.fromkeys(expanded))


def _nested(atoms: Sequence[Atom]) -> list[tuple[list[Atom], bool]]:
    """Atoms put together to references; each with whether it closes a range."""
    found: list[tuple[list[Atom], bool]] = []
    named = 0
    """References before this one already have their trailing container."""
    inferred: list[int] = []
    """Per reference: how many of its first atoms were taken from the one before."""
    for atom in atoms:
        last = found[-1][0][-1] if found else None
        if last is None:
            found.append(([atom], False))
            inferred.append(0)
            continue
        deeper = RANKS[atom.kind] > RANKS[last.kind]
        listed = atom.joined or atom.through
        if not listed and atom.kind == last.kind == "angka":
            raise Unclear(f"{last.kind} {last.number} {atom.kind} {atom.number}")
        if deeper and (not listed or atom.comma):
            found[-1][0].append(atom)
        elif listed:
            siblings = [one for one in found[-1][0] if RANKS[one.kind] < RANKS[atom.kind]]
            if deeper and len(siblings) == len(found[-1][0]):
                _reopen(found, atom, siblings)
            found.append(([*siblings, atom], atom.through))
            inferred.append(len(siblings))
            if len(siblings) and named < len(found) - 1 and siblings[0].kind not in ("pasal",):
                pass
        else:  # upwards: the unit around those before it
            for position in range(named, len(found)):
                path, through = found[position]
                own = path[inferred[position] :]
                own = [one for one in own if RANKS[one.kind] > RANKS[atom.kind]]
                found[position] = ([atom, *own], through)
                inferred[position] = 0
            if atom.kind == "pasal":
                named = len(found)
    return found
