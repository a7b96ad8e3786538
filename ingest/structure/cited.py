"""The regulations that a regulation amends or repeals, as ids."""

from __future__ import annotations

import re

from ingest.structure.kinds import first_kind

_CITED = re.compile(
    r"\b(?P<kind>(?:Undang-[ ]?[Uu]ndang|Peraturan|Keputusan|Instruksi|Surat\s+Edaran)\b[\w, -]{0,120}?)"
    r"\s+Nomor\s+(?P<number>\d{1,4}[A-Z]?)\s+Tahun\s+(?P<year>\d{4})",
    re.IGNORECASE,
)
_REPEALS = re.compile(r"\bdicabut\s+dan\s+dinyatakan\s+tidak\s+berlaku\b")


def _slug(match: re.Match[str]) -> str | None:
    kind = first_kind(" ".join(match["kind"].upper().replace("- ", "-").split()) + " NOMOR")
    if kind is None or "{" in kind.id:
        return None
    return f"{kind.id}-{match['number'].lower()}-{match['year']}"


def amended_by(title: str, own_id: str) -> tuple[str, ...]:
    """The regulation that a title says is amended."""
    change = re.search(r"\bPerubahan\b.{0,40}?\batas\b", title, re.IGNORECASE)
    if change is None:
        return ()
    match = _CITED.search(title, change.end())
    slug = _slug(match) if match else None
    return (slug,) if slug and slug != own_id else ()


def repealed_by(body: str, own_id: str) -> tuple[str, ...]:
    """The regulations of which a body says "dicabut dan dinyatakan tidak berlaku"."""
    found: list[str] = []
    for formula in _REPEALS.finditer(body):
        window = body[max(0, formula.start() - 900) : formula.start()]
        begin = max(
            window.rfind("dinyatakan tidak berlaku"),
            window.rfind(". "),
            window.rfind("mulai berlaku"),
        )
        sentence = re.sub(r"\([^()]*\)", " ", window[begin + 1 :])
        for match in _CITED.finditer(sentence):
            before = sentence[max(0, match.start() - 60) : match.start()].lower()
            if re.search(
                r"(?:diubah|terakhir|pelaksanaan|perubahan|atas|tentang|dengan|dalam)\s*$", before
            ):
                continue
            slug = _slug(match)
            if slug and slug != own_id and slug not in found:
                found.append(slug)
    return tuple(found)
