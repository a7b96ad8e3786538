"""From the units of a parsed regulation to the provisions of an edition, quoted verbatim."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.structure.document import ParsedRegulation, Unit, UnitKind, full_text
from knowledge.locator import locator_label
from knowledge.model import Confidence, Provision

_GROUPING = frozenset({UnitKind.BAB, UnitKind.BAGIAN, UnitKind.PARAGRAF})
"""Units that order the articles; nobody cites them."""
_SELF_EVIDENT = re.compile(r"^\W*cukup\s+jelas\W*$", re.IGNORECASE)
_ROMAN_ARTICLE = re.compile(r":pasal-[ivx]+$")
_LEAD_END = (":", ",")
_LEAD_LIMIT = 600
"""Characters of opening words; longer ones are sentences of their own, not an opening."""


def provisions_of(parsed: ParsedRegulation) -> Iterator[Provision]:
    """The provisions of a regulation's body, annexes and elucidation.

    An elucidation that only says "cukup jelas" is left out.
    """
    for unit, lead in _leading((*parsed.units, *parsed.annexes), ()):
        # The articles inside an amending law's roman one are provisions of their own.
        own = bool(_ROMAN_ARTICLE.search(unit.id)) and _amends(unit)
        text = unit.text if own else full_text(unit)
        if text.strip():
            yield _provision(parsed.id, unit, text, lead)
    for unit, _ in _leading(parsed.elucidation, ()):
        if unit.text.strip() and not _SELF_EVIDENT.match(unit.text):
            text = "\n".join(part for part in (unit.text, unit.closing) if part)
            yield _provision(parsed.id, unit, text, ())


def _leading(
    units: tuple[Unit, ...], above: tuple[str, ...]
) -> Iterator[tuple[Unit, tuple[str, ...]]]:
    """Every citable unit with the opening words of the units around it, the outermost first."""
    for unit in units:
        grouping = unit.kind in _GROUPING
        # An article opens anew, also one that stands inside the instruction of an amending law.
        around = () if unit.kind is UnitKind.PASAL else above
        if not grouping and not _is_instruction(unit):
            yield unit, around
        opens = unit.text.rstrip().endswith(_LEAD_END) and len(unit.text) <= _LEAD_LIMIT
        inner = (*around, unit.text.strip()) if opens and not grouping else around
        yield from _leading(unit.units, inner)


def _is_instruction(unit: Unit) -> bool:
    """Whether a unit is an amending law's instruction: what it brings about is cited, not it."""
    return unit.kind is UnitKind.ANGKA and _holds_articles(unit)


def _amends(article: Unit) -> bool:
    """Whether articles of another law stand inside a roman one, by instructions or alone."""
    return _holds_articles(article) or any(_holds_articles(inner) for inner in article.units)


def _holds_articles(unit: Unit) -> bool:
    return any(
        inner.kind is UnitKind.PASAL or (inner.kind in _GROUPING and _holds_articles(inner))
        for inner in unit.units
    )


def _provision(regulation: str, unit: Unit, text: str, lead: tuple[str, ...]) -> Provision:
    return Provision(
        id=unit.id,
        regulation=regulation,
        locator=locator_label(tuple(unit.id.split(":")[1:])),
        text=text,
        text_kind="official",
        lead=" ".join(lead) or None,
        confidence=Confidence.TEKS,
    )
