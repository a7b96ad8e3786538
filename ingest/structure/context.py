"""What the steps of a parse share: the text, the ids, and the findings and repairs so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.structure.document import Finding, Repair, Severity, Unit, UnitKind
from ingest.structure.numbers import Number
from ingest.structure.page_text import PageText

_HYPHEN_BREAK = re.compile(r"- (?=\w{3})")
_WORD_BEFORE = re.compile(r"\w{3,40}$")
_WORD_AFTER = re.compile(r"\w{3,40}")


@dataclass
class Parse:
    """One parse under way: collects what is found besides the units."""

    source: PageText
    regulation: str
    findings: list[Finding] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    page_tops: frozenset[int] = frozenset()
    marks_taken: int = 0
    marks_mended: int = 0
    taken_ids: dict[str, int] = field(default_factory=dict)
    places: list[tuple[int, str]] = field(default_factory=list)
    """Offset of each unit and its id: tells which unit a mended place belongs to."""

    @property
    def text(self) -> str:
        """The whole running text."""
        return self.source.text

    def plain(self, start: int, end: int) -> str:
        """The words between two offsets, in one line."""
        return plain(self.source.text[start:end])

    def unique(self, unit_id: str, page: int, what: str) -> str:
        """An id that no other unit has; a number that stands twice is reported."""
        count = self.taken_ids.get(unit_id, 0) + 1
        self.taken_ids[unit_id] = count
        if count == 1:
            return unit_id
        other = f"{unit_id}-{'kedua' if count == 2 else f'ke{count}'}"
        while other in self.taken_ids:
            other += "-lagi"
        self.taken_ids[other] = 1
        self.find(
            Severity.WARNING,
            "doubled",
            unit_id,
            f"{what} muncul {count} kali; yang ini diberi id {other}; periksa naskah aslinya",
            page,
        )
        return other

    def find(self, severity: Severity, code: str, unit: str, message: str, page: int = 1) -> None:
        """Note something that a person should know."""
        self.findings.append(
            Finding(severity=severity, code=code, unit=unit, message=message, page=page)
        )

    def repair(self, unit: str, page: int, kind: str, found: str, read: str) -> None:
        """Note damage that was mended."""
        self.repairs.append(Repair(unit=unit, page=page, kind=kind, found=found, read=read))


def plain(text: str) -> str:
    """Text in one line; a word doubled with a hyphen and broken there is joined again."""
    line = " ".join(text.split())
    if "- " in line:
        line = _HYPHEN_BREAK.sub(_joined, line)
    return line


def _joined(match: re.Match[str]) -> str:
    """``perundang- undangan``, ``Undang- Undang``: the second half repeats the first."""
    line = match.string
    before = _WORD_BEFORE.search(line[max(0, match.start() - 40) : match.start()])
    after = _WORD_AFTER.match(line, match.end())
    if before is None or after is None:
        return match[0]
    left, right = before[0].lower(), after[0].lower()
    repeated = left.endswith(right[:4]) or any(
        right.startswith(left[-length:]) for length in range(4, len(left) + 1)
    )
    return "-" if repeated else match[0]


def slug(kind: UnitKind, number: Number) -> str:
    """The last part of a unit's id: ``pasal-133a``, ``huruf-n``."""
    if kind is UnitKind.HURUF:
        from ingest.structure.numbers import letter_of

        return f"huruf-{letter_of(number.value)}{number.suffix}"
    return f"{kind.value}-{number.value}{number.suffix}"


def unit(
    parse: Parse,
    kind: UnitKind,
    unit_id: str,
    number: str,
    at: int,
    *,
    heading: str = "",
    text: str = "",
    closing: str = "",
    units: tuple[Unit, ...] = (),
) -> Unit:
    """A unit made of values that are right by construction, without validating them again."""
    parse.places.append((at, unit_id))
    return Unit.model_construct(
        id=unit_id,
        kind=kind,
        number=number,
        heading=heading,
        text=text,
        closing=closing,
        cells=(),
        page=parse.source.page(at),
        units=units,
    )
