"""DOCX: paragraphs with the numbers that Word prints, tables as rows of cells, final text only.

Text that tracked changes delete is left out, what they insert is kept: a draft's last state.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from typing import Any

import docx

from ingest.reading.characters import clean
from ingest.reading.draft import Draft
from ingest.reading.limits import MIB, Limits
from ingest.reading.text import Line
from ingest.reading.word_numbering import Numbering, attribute, local
from knowledge.errors import ReadError

_MAX_PARTS = 20_000
# fmt: off
_LEFT_OUT = frozenset({
    "del", "moveFrom", "instrText", "delText", "rPr", "pPr", "Fallback", "footnoteReference",
    "endnoteReference", "commentReference", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr",
    "sdtEndPr",
})
# fmt: on
_NO_BORDER = frozenset({"nil", "none"})
_OUT_OF_MEMORY = ("memory", "unknown error")
"""What libxml2 says when memory runs out; of a fault in the file it says where it is."""
_DAMAGED = "the DOCX is damaged or cut off: open it in Word and save it anew as DOCX."


def read_word(data: bytes, limits: Limits) -> Draft:
    """Read a DOCX; pages are those that Word last laid out, or its explicit page breaks.

    Raises:
        ReadError: damaged, encrypted, not Word's usual (transitional) format, or too large unpacked.
    """
    _refuse_bombs(data, limits)
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
    except MemoryError:
        raise
    except ValueError:
        raise ReadError(
            "it is a Word file of another kind (template or with macros): save it as plain DOCX."
        ) from None
    except Exception as error:
        # python-docx raises whatever its parts raise: KeyError, XMLSyntaxError, BadZipFile, ...
        if any(sign in str(error) for sign in _OUT_OF_MEMORY):
            raise MemoryError from None
        raise ReadError(_DAMAGED) from None
    if body is None:
        raise ReadError("it is a Strict Open XML file: save it as plain DOCX in Word.")
    styles = _root(document, "styles")
    walk = _Walk(
        Numbering(_root(document, "numbering"), styles),
        _bordered_styles(styles),
        laid_out=any(local(e) == "lastRenderedPageBreak" for e in body.iter()),
    )
    walk.blocks(body)
    if not walk.lines and any(local(e) in {"blip", "imagedata"} for e in body.iter()):
        raise ReadError("the DOCX holds only pictures: save it as PDF, which is then read by OCR.")
    return Draft(tuple(walk.lines), pages=walk.page)


def _root(document: Any, kind: str) -> Any | None:
    """The root element of a part that the document refers to; None when it refers to none.

    Raises:
        ReadError: the part is not what the reference says; without it numbers would be lost unseen.
    """
    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{kind}"):
            element = (
                None if relation.is_external else getattr(relation.target_part, "element", None)
            )
            if element is None:
                raise ReadError(_DAMAGED)
            return element
    return None


def _refuse_bombs(data: bytes, limits: Limits) -> None:
    """A part never unpacks to more than its entry declares: zipfile stops there."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        raise ReadError(_DAMAGED) from None
    if any(entry.flag_bits & 1 for entry in entries):
        raise ReadError("the DOCX is encrypted: save a copy without a password and read that.")
    size = sum(entry.file_size for entry in entries)
    if size > limits.unpacked_bytes or len(entries) > _MAX_PARTS:
        raise ReadError(
            f"it unpacks to {size // MIB} MB in {len(entries)} parts, more than the limit of "
            f"{limits.unpacked_bytes // MIB} MB: take its pictures out, or save it as PDF."
        )


@dataclass
class _Walk:
    """The state of one walk through a document's body."""

    numbering: Numbering
    bordered_styles: frozenset[str]
    laid_out: bool
    """Whether Word noted where its pages broke."""
    lines: list[Line] = field(default_factory=list)
    page: int = 1

    def blocks(self, parent: Any) -> None:
        """Read the paragraphs and tables inside an element."""
        for child in parent:
            match local(child):
                case "p":
                    self._emit(self._paragraph(child))
                case "tbl":
                    self._table(child)
                case name if name and name not in _LEFT_OUT:
                    self.blocks(child)

    def _emit(self, texts: list[tuple[str, int]]) -> None:
        self.lines.extend(Line(text, page) for text, page in texts)

    def _paragraph(self, paragraph: Any) -> list[tuple[str, int]]:
        """A paragraph's lines with their pages; its text boxes follow it."""
        mark = self.numbering.mark(paragraph)
        boxes: list[Any] = []
        pieces: list[tuple[str, int]] = [("", self.page)]
        self._inline(paragraph, pieces, boxes)
        lines = [(text, page) for raw, page in pieces if (text := clean(raw))]
        if mark and lines:
            lines[0] = (clean(f"{mark} {lines[0][0]}"), lines[0][1])
        elif mark.strip() and not boxes:
            lines = [(clean(mark), self.page)]
        for box in boxes:
            lines.extend(self._texts(box))
        return lines

    def _texts(self, parent: Any) -> list[tuple[str, int]]:
        """The lines of the blocks inside a cell or a text box, tables in it row by row."""
        inner = _Walk(self.numbering, self.bordered_styles, self.laid_out, page=self.page)
        inner.blocks(parent)
        self.page = inner.page
        return [(line.text, line.page) for line in inner.lines]

    def _inline(self, parent: Any, pieces: list[tuple[str, int]], boxes: list[Any]) -> None:
        for child in parent:
            name = local(child)
            text = ""
            if name == "t":
                text = child.text or ""
            elif name in {"tab", "ptab"}:
                text = " "
            elif name == "noBreakHyphen":
                text = "-"
            elif name == "sym":
                text = _symbol(attribute(child, "char"))
            elif name == "lastRenderedPageBreak":
                self.page += 1
                if not pieces[-1][0].strip():
                    pieces[-1] = ("", self.page)
            elif name in {"br", "cr"}:
                if attribute(child, "type") == "page" and not self.laid_out:
                    self.page += 1
                pieces.append(("", self.page))
            elif name == "txbxContent":
                boxes.append(child)
            elif name and name not in _LEFT_OUT and not _hidden(child):
                self._inline(child, pieces, boxes)
            if text:
                pieces[-1] = (pieces[-1][0] + text, pieces[-1][1])

    def _table(self, table: Any) -> None:
        bordered = self._bordered(table)
        for row in _below(table, "tr"):
            page = self.page
            cells: list[list[tuple[str, int]]] = []
            for cell in _below(row, "tc"):
                cells.append(self._texts(cell))
                cells.extend([] for _ in range(_span(cell) - 1))
            filled = [cell for cell in cells if cell]
            if len(cells) > 1 and bordered and filled:
                texts = tuple(" ".join(text for text, _ in cell) for cell in cells)
                self.lines.append(Line(" ".join(text for text in texts if text), page, texts))
            elif filled:
                # Without borders the table only places text: "Menimbang | : | a. bahwa ...".
                first = " ".join(cell[0][0] for cell in filled)
                self._emit([(first, page), *(line for cell in filled for line in cell[1:])])

    def _bordered(self, table: Any) -> bool:
        for element in table.iter():
            match local(element):
                case "tblStyle" if attribute(element, "val") in self.bordered_styles:
                    return True
                case "tblBorders" | "tcBorders" if _draws(element):
                    return True
        return False


def _below(parent: Any, name: str) -> list[Any]:
    """The rows of a table or the cells of a row, also those inside content controls."""
    found = []
    for child in parent:
        own = local(child)
        if own == name:
            found.append(child)
        elif own in {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"}:
            found.extend(_below(child, name))
    return found


def _span(cell: Any) -> int:
    """The columns that a cell takes."""
    for properties in _below(cell, "tcPr"):
        for element in properties:
            value = attribute(element, "val") or ""
            if local(element) == "gridSpan" and value.isdecimal() and len(value) < 3:
                return max(int(value), 1)
    return 1


def _draws(borders: Any) -> bool:
    return any((attribute(edge, "val") or "nil") not in _NO_BORDER for edge in borders)


def _bordered_styles(styles: Any | None) -> frozenset[str]:
    """The table styles that draw borders, themselves or by what they are based on."""
    if styles is None:
        return frozenset()
    based: dict[str, str] = {}
    drawn: set[str] = set()
    for style in styles:
        if local(style) != "style" or attribute(style, "type") != "table":
            continue
        name = attribute(style, "styleId") or ""
        for element in style.iter():
            if local(element) == "basedOn":
                based[name] = attribute(element, "val") or ""
            elif local(element) in {"tblBorders", "tcBorders"} and _draws(element):
                drawn.add(name)
    for _ in range(20):
        drawn |= {name for name, parent in based.items() if parent in drawn}
    return frozenset(drawn)


def _symbol(code: str | None) -> str:
    try:
        return chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return ""


def _hidden(run: Any) -> bool:
    """Whether a run is formatted as hidden text."""
    for properties in run:
        if local(properties) == "rPr":
            return any(
                local(e) == "vanish" and attribute(e, "val") not in {"0", "false"}
                for e in properties
            )
    return False
