"""How our ids, the FRBR addresses and type codes of Pasal.id, and titles of laws go together.

Pasal.id names laws by Akoma Ntoso FRBR addresses, ``/akn/id/act/uu/2003/13``: kind, year, number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.locator import find_references


@dataclass(frozen=True)
class Kind:
    """One kind of regulation."""

    id: str
    """As our ids begin: ``uu``, ``perban-bkn``."""
    code: str
    """Pasal.id's type code."""
    heading: str
    """The first line of the official document."""
    segment: str | None = None
    """The kind in an FRBR address; None where Pasal.id gives one to regulations of several issuers,
    so that number and year alone do not name a regulation."""
    issuer: tuple[str, ...] = ()
    """What names the issuer in a title, in lower case."""


KINDS = (
    Kind("uu", "UU", "UNDANG-UNDANG REPUBLIK INDONESIA", "uu"),
    Kind(
        "perpu",
        "PERPPU",
        "PERATURAN PEMERINTAH PENGGANTI UNDANG-UNDANG REPUBLIK INDONESIA",
        "perppu",
    ),
    Kind("pp", "PP", "PERATURAN PEMERINTAH REPUBLIK INDONESIA", "pp"),
    Kind("perpres", "PERPRES", "PERATURAN PRESIDEN REPUBLIK INDONESIA", "perpres"),
    Kind("keppres", "KEPPRES", "KEPUTUSAN PRESIDEN REPUBLIK INDONESIA", "keppres"),
    Kind("inpres", "INPRES", "INSTRUKSI PRESIDEN REPUBLIK INDONESIA", "inpres"),
    Kind(
        "perban-bkn",
        "PERBAN",
        "PERATURAN BADAN KEPEGAWAIAN NEGARA REPUBLIK INDONESIA",
        issuer=("kepegawaian negara", "bkn"),
    ),
    Kind(
        "perbawaslu",
        "PERBAN",
        "PERATURAN BADAN PENGAWAS PEMILIHAN UMUM REPUBLIK INDONESIA",
        issuer=("pengawas pemilihan umum", "bawaslu"),
    ),
    Kind(
        "pkpu",
        "PERBAN",
        "PERATURAN KOMISI PEMILIHAN UMUM REPUBLIK INDONESIA",
        issuer=("komisi pemilihan umum", "kpu"),
    ),
    Kind(
        "permendagri",
        "PERMEN",
        "PERATURAN MENTERI DALAM NEGERI REPUBLIK INDONESIA",
        issuer=("dalam negeri", "mendagri"),
    ),
    Kind(
        "permenpanrb",
        "PERMEN",
        "PERATURAN MENTERI PENDAYAGUNAAN APARATUR NEGARA DAN REFORMASI BIROKRASI REPUBLIK INDONESIA",
        issuer=("pendayagunaan aparatur negara", "panrb"),
    ),
    Kind(
        "se-menpanrb",
        "SE",
        "SURAT EDARAN MENTERI PENDAYAGUNAAN APARATUR NEGARA DAN REFORMASI BIROKRASI",
        issuer=("pendayagunaan aparatur negara", "panrb"),
    ),
)
_ID = re.compile(r"^(?P<kind>[a-z]+(?:-[a-z]+)*)-(?P<number>\d+[a-z]?)-(?P<year>\d{4})$")
_URI = re.compile(r"^/akn/id/act/(?P<kind>[a-z0-9_-]+)/(?P<year>\d{4})/(?P<number>[a-z0-9_-]+)$")
_PAGE = re.compile(
    r"^https?://(?:www\.)?pasal\.id/(?:[a-z]{2}/)?peraturan/[a-z_-]+/"
    r"(?P<kind>[a-z_-]+?)-(?:no-)?(?P<number>\d+[a-z]?)-(?:tahun-)?(?P<year>\d{4})(?:[/?#].*)?$"
)


@dataclass(frozen=True)
class Wanted:
    """A regulation that is named exactly."""

    kind: Kind | None
    """None for a kind that we have no id for."""
    number: str
    year: int
    uri: str | None
    """Its FRBR address, where kind, year and number give one."""

    @property
    def id(self) -> str | None:
        """Our id: ``uu-20-2023``."""
        return f"{self.kind.id}-{self.number}-{self.year}" if self.kind else None


def recognised(target: str) -> Wanted | None:
    """The regulation that is named by an id, an FRBR address, a page of pasal.id or a citation
    ("UU 20/2023", "PP Nomor 94 Tahun 2021"); None for other words, which are to be searched.
    """
    text = target.strip().lower()
    bare = "/" + text.strip("/") if text.lstrip("/").startswith("akn/") else text
    if match := _URI.match(bare):
        return Wanted(_by_segment(match["kind"]), match["number"], int(match["year"]), bare)
    if match := _PAGE.match(text):
        kind = match["kind"]
        uri = f"/akn/id/act/{kind}/{match['year']}/{match['number']}"
        return Wanted(_by_segment(kind), match["number"], int(match["year"]), uri)
    if wanted := _by_id(text):
        return wanted
    references = find_references(text, {})
    if len(references) == 1 and references[0].regulation and len(text.split()) <= _CITATION_WORDS:
        return _by_id(references[0].regulation)
    return None


_CITATION_WORDS = 8
"""The longest bare citation: "peraturan pemerintah pengganti undang-undang nomor 1 tahun 2020";
more words are a title that mentions a regulation."""


def id_of(uri: str) -> str | None:
    """Our id for an FRBR address, where the address alone tells it."""
    match = _URI.match(uri.lower())
    kind = _by_segment(match["kind"]) if match else None
    return f"{kind.id}-{match['number']}-{match['year']}" if match and kind else None


def is_uri(text: str) -> bool:
    """Whether ``text`` is an FRBR address of a regulation, fit to be asked for."""
    return _URI.match(text) is not None


def _by_id(text: str) -> Wanted | None:
    match = _ID.match(text)
    kind = next((kind for kind in KINDS if match and kind.id == match["kind"]), None)
    if match is None or kind is None:
        return None
    number, year = match["number"], int(match["year"])
    uri = f"/akn/id/act/{kind.segment}/{year}/{number}" if kind.segment else None
    return Wanted(kind, number, year, uri)


def _by_segment(segment: str) -> Kind | None:
    return next((kind for kind in KINDS if kind.segment == segment), None)
