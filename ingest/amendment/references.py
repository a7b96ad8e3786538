"""References to units inside instructions: "ayat (1) huruf c dan ayat (2) Pasal 65".

A reference names its units downwards ("Pasal 65 ayat (1) huruf c") or upwards ("huruf c ayat (1)
Pasal 65"). A unit that follows another without "dan" or comma stands inside it or around it; one
that follows with "dan" or comma is the next of a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

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


@dataclass
class _Reference:
    """A reference while it is put together."""

    own: list[Atom]
    """Units that the text names for it, from the outermost inwards."""
    taken: list[Atom] = field(default_factory=list)
    """Units around it that it takes from its forerunner in the list."""
    through: bool = False

    @property
    def all(self) -> list[Atom]:
        return [*self.taken, *self.own]

    def put_around(self, atom: Atom) -> None:
        """Set a unit named after it as the one around it, unless the text gave it one already."""
        if any(RANKS[one.kind] <= RANKS[atom.kind] for one in self.own):
            return
        self.own.insert(0, atom)
        self.taken = [one for one in self.taken if RANKS[one.kind] < RANKS[atom.kind]]


def paths_of(atoms: Sequence[Atom], around: Path = ()) -> list[Path]:
    """The units that a list of atoms names, each from the article (or Bab) downwards.

    Args:
        atoms: in the order of the text.
        around: the article, or the unit in it, that is meant where none is named.

    Raises:
        Unclear: the words can be read in two ways, or name no article.
    """
    found: list[Path] = []
    for reference in _references(atoms):
        path = _completed(reference.all, around)
        found.extend(_between(found[-1], path) if reference.through and found else ())
        found.append(path)
    return list(dict.fromkeys(found))


def _references(atoms: Sequence[Atom]) -> list[_Reference]:
    found: list[_Reference] = []
    for atom in atoms:
        if not found:
            found.append(_Reference([atom]))
            continue
        leaf = found[-1].own[-1]
        deeper = _is_inside(atom, found[-1].all)
        listed = atom.joined or atom.through or atom.kind == leaf.kind
        if listed and atom.kind == "pasal":  # an article needs no Bab around it
            found.append(_Reference([atom], [], atom.through))
        elif deeper and (not listed or atom.comma):
            found[-1].own.append(atom)
        elif deeper:
            raise Unclear(f"{leaf.kind} {leaf.number} dan {atom.kind} {atom.number}")
        elif listed:
            taken = [one for one in found[-1].all if RANKS[one.kind] < RANKS[atom.kind]]
            found.append(_Reference([atom], taken, atom.through))
        else:
            for reference in found:
                reference.put_around(atom)
    return found


def _is_inside(atom: Atom, path: Sequence[Atom]) -> bool:
    """Whether a unit named right after a path can only stand inside it."""
    if RANKS[atom.kind] > RANKS[path[-1].kind]:
        return True
    # "angka 5 huruf a" of a definition goes downwards, "angka 2 huruf n" upwards: the path so
    # far tells which way the author went.
    kinds = [one.kind for one in path]
    return atom.kind == "huruf" and kinds[-1] == "angka" and len(kinds) > 1 and "huruf" not in kinds


def _completed(atoms: Sequence[Atom], around: Path) -> Path:
    kinds = [one.kind for one in atoms]
    if "pasal" in kinds:  # an article's id does not name its Bab
        atoms = atoms[kinds.index("pasal") :]
    top = RANKS[atoms[0].kind]
    outer: Path = ()
    if top > RANKS["pasal"]:
        outer = tuple(unit for unit in around if RANKS[unit.partition("-")[0]] < top)
        if not outer or not outer[0].startswith("pasal-"):
            raise Unclear(f"{atoms[0].kind} {atoms[0].number}")
    elif atoms[0].kind in ("bagian", "paragraf"):
        outer = tuple(unit for unit in around if RANKS[unit.partition("-")[0]] < top)
        if not outer or not outer[0].startswith("bab-"):
            raise Unclear(f"{atoms[0].kind} {atoms[0].number}")
    return (*outer, *(one.slug for one in atoms))


def _between(first: Path, last: Path) -> list[Path]:
    """The units between two of one list: 22A, (22B,) 22C; (1), (2), (3); huruf a, b, c.

    Raises:
        Unclear: the two do not belong to one list.
    """
    kind, _, start = first[-1].partition("-")
    other, _, end = last[-1].partition("-")
    numbers = _numbers_between(start, end)
    if first[:-1] != last[:-1] or kind != other or numbers is None:
        raise Unclear(f"{kind} {start} sampai dengan {other} {end}")
    return [(*first[:-1], f"{kind}-{number}") for number in numbers]


def _numbers_between(start: str, end: str) -> list[str] | None:
    if start.isdigit() and end.isdigit():
        return [str(number) for number in range(int(start) + 1, int(end))]
    figure, letter = _split(start)
    other, last = _split(end)
    if figure != other or len(last) != 1 or len(letter) > 1:
        return None
    first = letter or chr(ord("a") - 1)  # "Pasal 22 sampai dengan Pasal 22C" begins with 22A
    return [f"{figure}{chr(code)}" for code in range(ord(first) + 1, ord(last))]


def _split(number: str) -> tuple[str, str]:
    figure = re.match(r"\d*", number)
    assert figure is not None
    return figure[0], number[figure.end() :]
