"""The real documents beside the checkout, and short ones made in tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from ingest.reading.text import Line, SourceText
from ingest.structure.document import ParsedRegulation, Unit, UnitKind, walk
from ingest.structure.parse import Overrides, parse

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "regulations"


@cache
def sample(name: str) -> SourceText:
    """A sample's text; the test is skipped where the samples are absent."""
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"sample document {name} is not in {FOLDER}")
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
        lines = [Line(t, n) for n, text in enumerate(pages, 1) for t in text.splitlines()]
        return SourceText(name, "application/pdf", "0" * 64, tuple(lines), len(pages))
    return source(path.read_text(encoding="utf-8"), name)


@cache
def parsed(name: str) -> ParsedRegulation:
    """A sample parsed once for all tests."""
    return parse(sample(name))


def source(text: str, name: str = "naskah.txt") -> SourceText:
    """A text as reading hands it on, line by line on one page."""
    lines = tuple(Line(line) for line in text.splitlines())
    return SourceText(name, "text/plain", "0" * 64, lines)


HEAD = """PERATURAN PEMERINTAH REPUBLIK INDONESIA
NOMOR 7 TAHUN 2020
TENTANG
UJI NASKAH
DENGAN RAHMAT TUHAN YANG MAHA ESA
PRESIDEN REPUBLIK INDONESIA,
Menimbang : bahwa perlu menetapkan Peraturan Pemerintah tentang Uji Naskah;
Mengingat : Pasal 5 ayat (2) Undang-Undang Dasar Negara Republik Indonesia Tahun 1945;
MEMUTUSKAN:
Menetapkan : PERATURAN PEMERINTAH TENTANG UJI NASKAH.
"""
CLOSING = """Agar setiap orang mengetahuinya, memerintahkan pengundangan Peraturan Pemerintah ini dalam
Lembaran Negara Republik Indonesia.
Ditetapkan di Jakarta
pada tanggal 3 Maret 2020
PRESIDEN REPUBLIK INDONESIA,
ttd
NAMA
Diundangkan di Jakarta
pada tanggal 4 Maret 2020
LEMBARAN NEGARA REPUBLIK INDONESIA TAHUN 2020 NOMOR 55
"""


def pp(body: str, after: str = "", overrides: Overrides | None = None) -> ParsedRegulation:
    """A whole short regulation, PP 7/2020, around a body."""
    return parse(source(f"{HEAD}{body}\n{CLOSING}{after}"), overrides=overrides)


def articles(regulation: ParsedRegulation) -> list[str]:
    """The numbers of the articles of the body, in order."""
    return [unit.number for unit in walk(regulation.units) if unit.kind is UnitKind.PASAL]


def unit(regulation: ParsedRegulation, path: str) -> Unit:
    """The unit with an id, given without the regulation."""
    wanted = f"{regulation.id}:{path}"
    everything = (*regulation.units, *regulation.elucidation, *regulation.annexes)
    found = [candidate for candidate in walk(everything) if candidate.id == wanted]
    assert len(found) == 1, f"{wanted}: {len(found)} units"
    return found[0]


def outline(units: tuple[Unit, ...]) -> str:
    """Units as one line: ``(1)[a b[1 2]] (2)``."""
    return " ".join(
        (f"({u.number})" if u.kind is UnitKind.AYAT else u.number)
        + (f"[{outline(u.units)}]" if u.units else "")
        for u in units
    )
