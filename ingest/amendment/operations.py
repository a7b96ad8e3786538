"""The operations of an amending law: its instructions read one by one, with their new texts.

An amending law has roman articles; the first holds one numbered (or lettered) item for each
amendment, or the amendment itself where there is only one (UU 12/2011 Lampiran II, on amending
legislation). A law that amends several laws has such an article for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.amendment.instruction import Instruction, read_instruction
from ingest.amendment.operation import Action, Operation, Path, Reading
from ingest.amendment.paths import label, path_of
from ingest.amendment.references import Unclear
from ingest.amendment.words import LAW_NAME
from ingest.structure.document import (
    Finding,
    ParsedRegulation,
    Severity,
    Unit,
    UnitKind,
    walk,
)

_ITEMS = frozenset({UnitKind.ANGKA, UnitKind.HURUF})
_HOLDERS = frozenset({UnitKind.BAB, UnitKind.BAGIAN, UnitKind.PARAGRAF, UnitKind.LAMPIRAN})
_ROMAN = re.compile(r"^[IVX]+$")
_OPENING = re.compile(r"\bdiubah\b.{0,80}\bsebagai\s+berikut\W*$", re.IGNORECASE | re.DOTALL)
_ORDER = re.compile(
    r"\b(?:diubah|dihapus(?:kan)?|disisipkan|ditambah(?:kan)?|diganti)\b", re.IGNORECASE
)
_STATES = re.compile(r"\bberbunyi\b", re.IGNORECASE)
_NUMBER_YEAR = re.compile(r"nomor\s+(?P<number>[\w./-]+)\s+tahun\s+(?P<year>\d{4})", re.IGNORECASE)
_NEEDS_TEXT = frozenset({Action.CHANGE, Action.INSERT, Action.ADD, Action.RETITLE})


def read_operations(law: ParsedRegulation) -> Reading:
    """What an amending law orders, item by item.

    An instruction that is not understood in full gives a finding that names it, and no operation.
    A law that amends nothing gives an empty reading.
    """
    reader = _Reader(law)
    for article in _articles((*law.units, *law.annexes)):
        if not _amends(article):
            continue
        amended = _amended_law(article.text, law)
        items = [unit for unit in article.units if unit.kind in _ITEMS]
        for item in items or [article]:
            if amended is None:
                reader.tell_unknown_law(item)
            else:
                reader.read(item, amended, ())
    return Reading(
        operations=tuple(reader.operations),
        findings=tuple(reader.findings),
        instructions=reader.instructions,
        understood=reader.understood,
    )


def _articles(units: tuple[Unit, ...]) -> Iterator[Unit]:
    """The law's own articles, in whatever Bab or annexed regulation they stand."""
    for unit in units:
        if unit.kind is UnitKind.PASAL:
            yield unit
        elif unit.kind in _HOLDERS:
            yield from _articles(unit.units)


def _amends(article: Unit) -> bool:
    """Whether an article amends another law, rather than ruling something itself."""
    if _OPENING.search(article.text):
        return True
    holds_articles = any(inner.kind is UnitKind.PASAL for inner in walk(article.units))
    return holds_articles and bool(_ROMAN.match(article.number) or _ORDER.search(article.text))


def _amended_law(opening: str, law: ParsedRegulation) -> str | None:
    """The law that an article amends: the first one that its opening words name.

    The opening names it before the laws that amended it earlier ("Undang-Undang Nomor 1 Tahun 2015
    ... sebagaimana telah diubah dengan Undang-Undang Nomor 8 Tahun 2015").
    """
    amends = law.metadata.amends
    for named in re.finditer(LAW_NAME, opening, re.IGNORECASE):
        found = _NUMBER_YEAR.search(named[0])
        if found is None:
            continue
        ending = f"-{re.sub(r'[^a-z0-9]+', '-', found['number'].lower())}-{found['year']}"
        for known in amends:
            if known.endswith(ending):
                return known
    return amends[0] if len(amends) == 1 else None


@dataclass
class _Reader:
    """Collects what the instructions of one law say."""

    law: ParsedRegulation
    operations: list[Operation] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    instructions: int = 0
    understood: int = 0

    def read(self, item: Unit, amended: str, around: Path) -> None:
        """One item: an instruction, or the heading of several ("Pasal 5 diubah: a. ...")."""
        inner = [unit for unit in item.units if unit.kind in _ITEMS and _ORDER.search(unit.text)]
        stated = any(unit.kind is UnitKind.PASAL for unit in walk(item.units))
        if inner and not stated and not _STATES.search(item.text):
            self._read_inner(item, inner, amended)
            return
        self.instructions += 1
        restated = tuple(unit for unit in item.units if unit.kind not in _ITEMS)
        articles = [path_of(unit.id)[-1] for unit in walk(restated) if unit.kind is UnitKind.PASAL]
        try:
            instruction = read_instruction(item.text, articles, around)
        except Unclear as doubt:
            self._tell(
                Severity.ERROR,
                "instruction_unclear",
                item,
                f"Perintah perubahan pada {_where(item)} tidak dipahami (di sekitar "
                f'"{str(doubt)[:80]}"). Perubahan ini tidak diterapkan; bunyinya tetap dapat '
                "dicari pada undang-undang perubahannya.",
            )
            return
        if not instruction.changes:
            self._tell(
                Severity.ERROR,
                "instruction_unclear",
                item,
                f"Perintah perubahan pada {_where(item)} tidak menyebut apa yang diubah.",
            )
            return
        self.understood += 1
        self._keep(item, instruction, amended, item.units)
        self._compare(item, instruction, articles)

    def _read_inner(self, item: Unit, inner: list[Unit], amended: str) -> None:
        try:
            heading = read_instruction(item.text, (), ())
            targets = [change.target for change in heading.changes]
        except Unclear:
            targets = []
        for unit in inner:
            self.read(unit, amended, targets[0] if len(targets) == 1 else ())

    def _keep(
        self, item: Unit, instruction: Instruction, amended: str, restated: tuple[Unit, ...]
    ) -> None:
        for change in instruction.changes:
            self.operations.append(
                Operation(
                    **change.model_dump(),
                    law=self.law.id,
                    amended=amended,
                    instruction=item.id,
                    text=item.text,
                    restated=restated,
                    page=item.page,
                )
            )
        for doubt in instruction.doubts:
            self._tell(
                Severity.WARNING,
                "instruction_doubt",
                item,
                f"Perintah perubahan pada {_where(item)} dibaca dengan ragu: {doubt}. Periksa.",
            )

    def _compare(self, item: Unit, instruction: Instruction, articles: list[str]) -> None:
        """Tell where what is ordered and what is restated do not fit together."""
        stated = {path_of(unit.id)[-1] for unit in walk(item.units)}
        named = {unit for change in instruction.changes for unit in change.target}
        for change in instruction.changes:
            if change.action in _NEEDS_TEXT and change.target[-1] not in stated:
                self._tell(
                    Severity.ERROR,
                    "no_text",
                    item,
                    f"{_where(item)} memerintahkan perubahan {label(change.target)}, tetapi bunyi "
                    "barunya tidak ditemukan. Periksa naskahnya.",
                )
        whole = any(
            unit.startswith("bab-") for change in instruction.changes for unit in change.target[:1]
        )
        for slug in articles:
            if slug not in named and not whole:
                self._tell(
                    Severity.WARNING,
                    "not_ordered",
                    item,
                    f"{_where(item)} memuat {label((slug,))}, padahal perintahnya tidak "
                    "menyebutnya. Periksa batas antarbutir di naskah.",
                )

    def tell_unknown_law(self, item: Unit) -> None:
        """An item of an article that names no law, or one that the metadata do not know."""
        self.instructions += 1
        self._tell(
            Severity.ERROR,
            "amended_law_unknown",
            item,
            f"Tidak jelas peraturan mana yang diubah oleh {_where(item)}. Perubahan ini tidak "
            "diterapkan.",
        )

    def _tell(self, severity: Severity, code: str, item: Unit, message: str) -> None:
        self.findings.append(
            Finding(severity=severity, code=code, unit=item.id, message=message, page=item.page)
        )


def _where(item: Unit) -> str:
    return label(path_of(item.id))
