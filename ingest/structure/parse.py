"""From the text of an official document to a parsed regulation."""

from __future__ import annotations

from bisect import bisect_right

from ingest.reading.text import SourceText
from ingest.structure.amending import amending_units, is_amending, numbered_units
from ingest.structure.annex import annex_units
from ingest.structure.articles import Heading
from ingest.structure.catchwords import drop_catchwords
from ingest.structure.cited import repeals
from ingest.structure.clean import CATCHWORD, HEAD, clean
from ingest.structure.context import Parse
from ingest.structure.decree import decree_units
from ingest.structure.document import Metadata, ParsedRegulation, Repair, Severity, Unit
from ingest.structure.elucidation import elucidation_units
from ingest.structure.gaps import with_lost_articles
from ingest.structure.metadata import Overrides, read_metadata
from ingest.structure.page_text import PageText
from ingest.structure.report import make_report
from ingest.structure.scanned_feet import FOOT
from ingest.structure.sections import Instrument, instruments
from ingest.structure.sequence import missing_between
from knowledge.errors import StructureError

__all__ = ["Overrides", "parse"]


def parse(source: SourceText, *, overrides: Overrides | None = None) -> ParsedRegulation:
    """The structure of a regulation: units with ids, metadata, repairs and a report.

    Raises StructureError when the text is empty, has no articles (nor diktum or numbered items), or
    does not tell the kind, number or year of the regulation and no override does; the message
    names the option to give.
    """
    wanted = overrides or Overrides()
    text = drop_catchwords(clean(source))
    if not text.text.strip():
        raise StructureError(
            "the document holds no text; if it is a scan, read it with text recognition first"
        )
    parts = instruments(text.text)
    remarks: list[tuple[Severity, str, str]] = []
    metadata, regulation = read_metadata(text.text, parts[0], wanted, remarks)
    under_way = Parse(text, regulation, page_tops=_page_tops(text))
    for severity, code, message in remarks:
        under_way.find(severity, code, regulation, message)
    for warning in source.warnings:
        under_way.find(Severity.WARNING, "reading", regulation, warning)
    units, headings, explained = _provisions(under_way, parts, regulation)
    if not units:
        raise StructureError(
            "no articles, diktum or numbered items are found in the text; check that this is the whole regulation"
        )
    annexes = annex_units(
        under_way, tuple(span for part in parts for span in part.annexes), regulation
    )
    considerations = under_way.plain(parts[0].considerations.start, parts[0].considerations.end)
    missing = missing_between([heading.number for heading in headings])
    units = with_lost_articles(under_way, units, missing, explained, regulation)
    metadata = _with_repeals(under_way, metadata, units)
    report = make_report(under_way, regulation, headings, parts[-1], explained, units)
    return ParsedRegulation(
        id=regulation,
        metadata=metadata,
        considerations=considerations,
        units=units,
        elucidation=explained,
        annexes=annexes,
        repairs=tuple(_repairs(under_way)),
        report=report,
    )


def _provisions(
    under_way: Parse, parts: list[Instrument], regulation: str
) -> tuple[tuple[Unit, ...], list[Heading], tuple[Unit, ...]]:
    """The body and the elucidation; of an enacting law with an annexed regulation, both."""
    units: tuple[Unit, ...] = ()
    explained: tuple[Unit, ...] = ()
    headings: list[Heading] = []
    enacting = len(parts) > 1
    for order, part in enumerate(parts):
        own_articles = enacting and order == 0
        prefix = f"{regulation}:batang-tubuh" if own_articles else regulation
        if order > 1:
            prefix = f"{regulation}:naskah-{order + 1}"
        found, heads, words = _instrument(under_way, part, prefix, regulation, own_articles)
        units += found
        explained += words
        headings = heads if order <= 1 else headings
    return units, headings, explained


def _instrument(
    under_way: Parse, part: Instrument, prefix: str, regulation: str, own_articles: bool
) -> tuple[tuple[Unit, ...], list[Heading], tuple[Unit, ...]]:
    text = under_way.text
    start, end = part.body.start, part.body.end
    amending = is_amending(text[part.head.start : start], text[start:end])
    build = amending_units if amending else numbered_units
    units, headings = build(under_way, start, end, prefix)
    if not units:
        units = decree_units(under_way, start, end, prefix)
        if units:
            under_way.marks_mended += max(1, len(units) // 4)
    explaining = f"{regulation}:penjelasan" + (":batang-tubuh" if own_articles else "")
    explained = elucidation_units(under_way, part.elucidation, explaining, amending=amending)
    return units, headings, explained


def _with_repeals(under_way: Parse, metadata: Metadata, units: tuple[Unit, ...]) -> Metadata:
    """The metadata with the regulations repealed as a whole; what is repealed in part is a finding."""
    found = repeals(units, under_way.regulation)
    for repeal in found:
        if not repeal.whole:
            under_way.find(
                Severity.INFO,
                "partial_repeal",
                repeal.article.id,
                f"Mencabut sebagian {repeal.cited} ({repeal.regulation}); peraturan itu tidak dicatat"
                " sebagai dicabut",
                repeal.article.page,
            )
    whole = tuple(repeal.regulation for repeal in found if repeal.whole)
    return metadata.model_copy(update={"repeals": whole})


def _page_tops(text: PageText) -> frozenset[int]:
    """Places before which the foot or head of a page was taken out."""
    return frozenset(m.at for m in text.mended if m.kind in (HEAD, FOOT, CATCHWORD) and not m.read)


def _repairs(under_way: Parse) -> list[Repair]:
    """All that was mended, in the order of the document, each with the unit it stands in."""
    places = sorted(under_way.places)
    offsets = [at for at, _ in places]
    repairs = []
    for mended in under_way.source.mended:
        index = bisect_right(offsets, mended.at) - 1
        repairs.append(
            Repair.model_construct(
                unit=places[index][1] if index >= 0 else under_way.regulation,
                page=mended.page,
                kind=mended.kind,
                found=" ".join(mended.found.split()),
                read=mended.read,
            )
        )
    return repairs + under_way.repairs
