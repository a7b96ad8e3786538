"""A law of the Pasal.id API, put together as the lines of the official document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ingest.reading.text import Line
from ingest.sources.flow import lines_of
from ingest.sources.pasal_kinds import KINDS, Kind, id_of
from ingest.sources.pasal_shapes import Law, Node, Relationship, Work
from knowledge.errors import SourceError
from knowledge.model import RegulationStatus

_STATUS = {
    "berlaku": RegulationStatus.BERLAKU,
    "diubah": RegulationStatus.DIUBAH,
    "dicabut": RegulationStatus.DICABUT,
    "tidak_berlaku": RegulationStatus.DICABUT,
}
_HEADINGS = {
    "bab": "BAB {}",
    "bagian": "Bagian {}",
    "paragraf": "Paragraf {}",
    "pasal": "Pasal {}",
    "lampiran": "LAMPIRAN {}",
}
"""The line that begins a unit. The API documents ``bab`` and ``pasal``; its database has more."""
_MARKS = {"ayat": "({})", "huruf": "{}.", "angka": "{}."}
"""How a numbered part of an article begins."""
_ELUCIDATION = "penjelasan"
_PARTIAL = (
    "Teks diambil dari Pasal.id, yang hanya memuat batang tubuh: konsiderans, penutup, lampiran, "
    "dan penjelasan dapat tidak ada. Cocokkan dengan naskah resminya."
)
_UNVERIFIED = "Pasal.id menandai teks ini belum diverifikasi. Cocokkan dengan naskah resminya."


class RelationKind(StrEnum):
    """How a regulation stands to another one, seen from the former."""

    MENGUBAH = "mengubah"
    DIUBAH_OLEH = "diubah_oleh"
    MENCABUT = "mencabut"
    DICABUT_OLEH = "dicabut_oleh"
    MELAKSANAKAN = "melaksanakan"
    DILAKSANAKAN_OLEH = "dilaksanakan_oleh"
    MERUJUK = "merujuk"
    LAIN = "lain"


_INVERSE = {
    RelationKind.MENGUBAH: RelationKind.DIUBAH_OLEH,
    RelationKind.MENCABUT: RelationKind.DICABUT_OLEH,
    RelationKind.MELAKSANAKAN: RelationKind.DILAKSANAKAN_OLEH,
}
_ACTIVE = {passive: active for active, passive in _INVERSE.items()}


@dataclass(frozen=True)
class Relation:
    """Another regulation and how the pulled one stands to it."""

    type: RelationKind
    uri: str
    id: str | None
    """Our id, where the FRBR address tells it."""
    title: str
    number: str
    year: int
    status: RegulationStatus


def status_of(work: Work) -> RegulationStatus:
    """What Pasal.id says of a law's force: a hint, for it says ``berlaku`` unless told otherwise."""
    return _STATUS.get(work.status.lower(), RegulationStatus.TIDAK_PASTI)


def relations_of(law: Law) -> tuple[Relation, ...]:
    """The relations to other regulations, each once, seen from this law."""
    found = (
        Relation(
            _kind(item, law.work, other),
            other.frbr_uri,
            id_of(other.frbr_uri),
            subject(other),
            other.number,
            other.year,
            status_of(other),
        )
        for item in law.relationships
        if (other := item.related_work) is not None
    )
    return tuple(dict.fromkeys(found))


def _kind(item: Relationship, this: Work, other: Work) -> RelationKind:
    try:
        kind = RelationKind(item.type.strip().lower().replace(" ", "_"))
    except ValueError:
        return RelationKind.LAIN
    # The API lists the relations in which the law is named on either side and gives them all in the
    # words of the first side. Only a later law can amend, repeal or implement an earlier one.
    if kind in _INVERSE and _later(other, this):
        return _INVERSE[kind]
    if kind in _ACTIVE and _later(this, other):
        return _ACTIVE[kind]
    return kind


def _later(one: Work, other: Work) -> bool:
    """Whether ``one`` was certainly made after ``other``."""
    if one.year != other.year:
        return one.year > other.year
    same_series = one.frbr_uri.rpartition("/")[0] == other.frbr_uri.rpartition("/")[0]
    numbers = (one.number, other.number)
    return same_series and all(n.isdigit() for n in numbers) and int(one.number) > int(other.number)


def subject(work: Work) -> str:
    """What the law is about: the title without "Undang-Undang Nomor 13 Tahun 2003 tentang"."""
    own = rf"^\D*\bnomor\s+{re.escape(work.number)}\s+tahun\s+{work.year}\s+tentang\s+"
    return re.sub(own, "", " ".join(work.title.split()), count=1, flags=re.IGNORECASE)


def assembled(law: Law, kind: Kind | None) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The law's lines in the order of the official document, and warnings in Indonesian.

    Raises:
        SourceError: the law has no articles with text.
    """
    nodes = sorted(law.articles, key=lambda node: node.sort_order or 0)  # stable: ties stay
    if not any(node.type == "pasal" and node.content.strip() for node in nodes):
        where = f" It names its source: {law.work.source_url}." if law.work.source_url else ""
        raise SourceError(
            f"Pasal.id lists {law.work.frbr_uri} but has no text of it.{where} Take the official "
            "document and add it as a file."
        )
    title = _title(law.work, kind)
    body = [node for node in nodes if not node.type.startswith(_ELUCIDATION)]
    elucidation = [node for node in nodes if node.type.startswith(_ELUCIDATION)]
    texts = [*title, *_body(body)]
    if elucidation:
        texts += ["PENJELASAN", "ATAS", *title, *_elucidation(elucidation)]
    return tuple(Line(text) for text in texts), tuple(_warnings(law, nodes))


def _title(work: Work, kind: Kind | None) -> list[str]:
    by_code = [known for known in KINDS if known.code == work.type.upper() and known.segment]
    if kind is None and len(by_code) == 1:
        kind = by_code[0]
    heading = kind.heading if kind else (work.type_name or work.type).upper()
    lines = [heading, f"NOMOR {work.number} TAHUN {work.year}", "TENTANG", subject(work).upper()]
    return [line for line in lines if line]


def _body(nodes: list[Node]) -> Iterator[str]:
    contents: dict[int, str] = {}
    for node in nodes:
        outer = contents.get(node.parent_id, "") if node.parent_id is not None else ""
        if node.type in _MARKS:
            if node.id is not None:
                contents[node.id] = outer
            if node.content.strip() and _squeezed(node.content) in outer:
                continue  # the article's content has it already
        elif node.id is not None:
            contents[node.id] = _squeezed(node.content)
        heading = _HEADINGS.get(node.type, "").format(node.number).strip()
        if heading:
            yield heading
        yield from (line for line in lines_of(node.heading) if line.lower() != heading.lower())
        yield from _content(node, heading)


def _content(node: Node, heading: str) -> list[str]:
    lines = lines_of(node.content)
    if lines and lines[0].lower() == heading.lower():
        return lines[1:]
    mark = _MARKS.get(node.type, "").format(node.number)
    if lines and node.number and not lines[0].startswith(mark):
        lines[0] = f"{mark} {lines[0]}"
    return lines


def _elucidation(nodes: list[Node]) -> Iterator[str]:
    general = [node for node in nodes if node.type == "penjelasan_umum"]
    others = [node for node in nodes if node.type != "penjelasan_umum"]
    if general:
        yield "I. UMUM"
        for node in general:
            yield from lines_of(node.content)
    if others:
        yield "II. PASAL DEMI PASAL"
        for node in others:
            if node.number:
                yield f"Pasal {node.number}"
            yield from lines_of(node.content)


def _warnings(law: Law, nodes: list[Node]) -> Iterator[str]:
    yield _PARTIAL
    if law.work.content_verified is False:
        yield _UNVERIFIED
    empty = [node.number for node in nodes if node.type == "pasal" and not node.content.strip()]
    if empty:
        yield f"Di Pasal.id tidak ada isi untuk Pasal {', '.join(empty)}. Lengkapi dari naskah resminya."


def _squeezed(text: str) -> str:
    return "".join(text.split())
