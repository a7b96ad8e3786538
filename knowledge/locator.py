"""Where in a regulation: ids, labels and the references that people write.

Grammar of an id: ``<regulation>:<unit>[:<unit>...]`` with units such as ``pasal-5``, ``ayat-2``,
``huruf-n``, ``angka-1``, ``lampiran-2``, ``penjelasan``. Grammar of a reference: "Pasal 5 huruf n
angka 2 PP 94/2021", in either order, with the regulation named by number and year or by an alias
("UU Pemilu").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.model import Regulation

_KINDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("uu", "UU", ("uu", "undang undang", "undang-undang")),
    ("pp", "PP", ("pp", "peraturan pemerintah")),
    ("perpu", "Perpu", ("perppu", "perpu")),
    ("perpres", "Perpres", ("perpres", "peraturan presiden")),
    ("keppres", "Keppres", ("keppres", "keputusan presiden")),
    ("inpres", "Inpres", ("inpres", "instruksi presiden")),
    ("pkpu", "PKPU", ("pkpu", "peraturan kpu")),
    ("kep-kpu", "Keputusan KPU", ("keputusan kpu",)),
    ("perbawaslu", "Perbawaslu", ("perbawaslu", "peraturan bawaslu")),
    ("perban-dkpp", "Peraturan DKPP", ("peraturan dkpp",)),
    ("perban-bkn", "Peraturan BKN", ("peraturan bkn", "perka bkn")),
    ("per-kasn", "Peraturan KASN", ("peraturan kasn",)),
    ("perlan", "Peraturan LAN", ("perlan", "peraturan lan")),
    ("perpol", "Perpol", ("perpol", "peraturan kepolisian")),
    ("perma", "Perma", ("perma", "peraturan mahkamah agung")),
    ("permendagri", "Permendagri", ("permendagri", "peraturan menteri dalam negeri")),
    (
        "permenpanrb",
        "PermenPANRB",
        ("permenpanrb", "permenpan rb", "permenpan-rb", "permenpan", "peraturan menteri panrb"),
    ),
    ("kepmenpanrb", "KepmenPANRB", ("kepmenpanrb", "kepmenpan rb", "kepmenpan")),
    ("permenkeu", "PMK", ("permenkeu", "pmk", "peraturan menteri keuangan")),
    (
        "se-menpanrb",
        "SE MenPANRB",
        ("se menpanrb", "se menpan rb", "se menpan", "surat edaran menpanrb", "se"),
    ),
    ("se-mendagri", "SE Mendagri", ("se mendagri", "surat edaran mendagri")),
    ("se-bkn", "SE BKN", ("se bkn", "surat edaran bkn")),
    ("se-kasn", "SE KASN", ("se kasn", "surat edaran kasn")),
    ("surat-menpanrb", "Surat MenPANRB", ()),
    ("putusan-mk", "Putusan MK", ()),
)
"""Kinds of regulation: how their ids begin, their short names, and how people write them."""
_SHORT_KIND = {kind: short for kind, short, _ in _KINDS}
_KIND_IDS = {form: kind for kind, _, forms in _KINDS for form in forms}
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV", "5": "V"}
_NUMBERED_ID = re.compile(r"^(?P<kind>[a-z]+(?:-[a-z]+)?)-(?P<number>[a-z]?\d+)-(?P<year>\d{4})$")

_NUMBERED = re.compile(
    rf"(?P<kind>{'|'.join(sorted(map(re.escape, _KIND_IDS), key=len, reverse=True))})"
    r"\s*(?:no(?:mor)?\.?\s*)?(?P<number>\d{1,4})"
    r"\s*(?:/|tahun|thn|th|-|\s)\s*(?P<year>(?:19|20)\d{2})"
)
_UNITS = ("pasal", "ayat", "huruf", "angka")
_AMENDED_BY = re.compile(
    r"\bsebagaimana (?:telah )?(?:beberapa kali )?(?:diubah|diganti|disisipkan)(?: terakhir)?(?: kali)?"
    r"\s+(?:dengan|oleh|melalui)\s+$"
)
"""What stands before the law that made an article's present text: it is not the one cited."""
_LISTED = re.compile(r"^(?:\s|,|dan|terakhir|dengan|oleh|kali|beberapa)*$")
"""What stands between the amending laws of a list."""
_ARTICLE = re.compile(
    r"\bpasal\s*(?P<pasal>\d{1,3}[a-z]?)\b"
    r"(?P<more>(?:\s*(?:,|/|&|dan|sampai|\s)\s*(?:pasal\s*)?\d{1,3}[a-z]?\b(?!\s*(?:/|tahun)))*)"
    r"(?:[\s,]*ayat\s*\(?(?P<ayat>\d{1,2}[a-z]?)\)?)?"
    r"(?:[\s,]*(?:huruf|hrf)\s*(?P<huruf>[a-z]{1,2})\b)?"
    r"(?:[\s,]*angka\s*(?P<angka>\d{1,2})\b)?"
)


@dataclass(frozen=True)
class Reference:
    """What a text refers to: a regulation, an article in it, or both; parts may be unknown."""

    regulation: str | None
    units: tuple[str, ...] = ()

    @property
    def provision_id(self) -> str | None:
        """The id of the provision meant, if both regulation and article are named."""
        if self.regulation is None or not self.units:
            return None
        return ":".join((self.regulation, *self.units))


def article_of(provision_id: str) -> str:
    """The id cut at article level: ``pp-94-2021:pasal-5:huruf-n`` -> ``pp-94-2021:pasal-5``."""
    regulation, *units = provision_id.split(":")
    if units and units[0] == "penjelasan":
        units = units[1:]
    return ":".join([regulation, *units[:1]])


def short_name(regulation: Regulation) -> str:
    """How lawyers abbreviate a regulation: ``PP 94/2021``, ``SKB Netralitas ASN 2022``."""
    if regulation.id.startswith("putusan-mk"):
        return f"Putusan MK {regulation.number}"
    if regulation.id.startswith("skb-netralitas"):
        return f"SKB Netralitas ASN {regulation.year}"
    match = _NUMBERED_ID.match(regulation.id)
    if match and match["kind"] in _SHORT_KIND:
        number = re.sub(r"^([a-z])(\d+)$", lambda m: f"{m[1].upper()}/{m[2]}", match["number"])
        return f"{_SHORT_KIND[match['kind']]} {number}/{match['year']}"
    return f"{regulation.kind} {regulation.number}/{regulation.year}"


def locator_label(units: tuple[str, ...]) -> str:
    """The human form of the units of an id: ``Pasal 5 huruf n angka 2``."""
    words = []
    for position, unit in enumerate(units):
        name, _, value = unit.partition("-")
        if name == "pasal":
            words.append(f"Pasal {value.upper()}")
        elif name == "ayat":
            words.append(f"ayat ({value})")
        elif name in ("huruf", "angka"):
            words.append(f"{name} {value}")
        elif name == "lampiran":
            words.append(f"Lampiran {_ROMAN.get(value, value)}")
        elif name in ("penjelasan", "umum"):
            words.append(name.capitalize() if position == 0 else name)
        else:
            words.append(unit.replace("-", " "))
    return " ".join(words)


def find_references(text: str, aliases: Mapping[str, str]) -> list[Reference]:
    """The provisions and regulations that a lower-case text refers to.

    First the articles, then the regulations named without an article, each in order of appearance.
    An article without a regulation beside it takes the regulation named nearest to it. Of "Pasal 71
    UU 1/2015 sebagaimana diubah dengan UU 10/2016" only the amended law is meant.
    """
    regulations: list[tuple[int, int, str]] = [
        (m.start(), m.end(), f"{_KIND_IDS[m['kind']]}-{int(m['number'])}-{m['year']}")
        for m in _NUMBERED.finditer(text)
    ]
    for alias in sorted(aliases, key=len, reverse=True):  # "uu asn lama" before "uu asn"
        for m in re.finditer(rf"\b{re.escape(alias)}\b", text):
            if not any(start <= m.start() < end for start, end, _ in regulations):
                regulations.append((m.start(), m.end(), aliases[alias]))
    regulations = _without_amending(text, sorted(regulations))
    references = []
    used = set()
    for m in _ARTICLE.finditer(text):
        units = tuple(f"{name}-{m[name]}" for name in _UNITS if m[name])
        others = re.findall(r"\d{1,3}[a-z]?", m["more"])
        nearest = min(
            regulations,
            key=lambda found, at=m: min(abs(found[0] - at.end()), abs(at.start() - found[1])),  # type: ignore[misc]
            default=None,
        )
        named = nearest[2] if nearest else None
        references.append(Reference(named, units))
        references.extend(Reference(named, (f"pasal-{other}",)) for other in others)
        if nearest:
            used.add(nearest)
    references.extend(Reference(found[2]) for found in regulations if found not in used)
    return references


def _without_amending(
    text: str, regulations: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """The regulations named, in order, but for those named only as amending another."""
    kept: list[tuple[int, int, str]] = []
    amending_ends: int | None = None
    for start, end, regulation in regulations:
        listed = amending_ends is not None and _LISTED.match(text[amending_ends:start])
        if kept and (listed or _AMENDED_BY.search(text[:start])):
            amending_ends = end
        else:
            amending_ends = None
            kept.append((start, end, regulation))
    return kept
