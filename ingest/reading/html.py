"""HTML: a line for each block, cells for table rows, the marks that lists leave to the browser.

What is not the document's text (scripts, navigation, forms, what is hidden) is left out. The tree is
walked without recursion: how deep a page nests is up to whoever wrote it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.reading.characters import clean, split_lines
from ingest.reading.decode import Decoded, codec_of, decode
from ingest.reading.draft import Draft
from ingest.reading.numerals import numeral
from ingest.reading.text import Line
from knowledge.errors import ReadError

# fmt: off
_DROPPED = frozenset({
    "script", "style", "noscript", "template", "nav", "aside", "footer", "head", "iframe",
    "object", "embed", "svg", "math", "canvas", "audio", "video", "button", "select",
    "option", "textarea", "input", "dialog", "menu", "map",
})
# fmt: on
# fmt: off
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "ruby", "rb", "rt",
    "rp",
})
# fmt: on
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE
)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_MARKS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_STYLE_MARKS = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
_NAMED_MARKS = {
    "decimal": "decimal",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "none": "none",
}
_MANY_BLOCKS = 6
"""A cell with more blocks than this holds a part of the page: the table only places it."""
_DEEPEST = 2000
_NESTING = re.compile(
    r"<(/?)(?:div|span|section|article|main|table|ul|ol|dl|blockquote|center|font|b|i|u|em|strong|a)"
    r"(?=[\s/>])",
    re.IGNORECASE,
)


def read_html(data: bytes) -> Draft:
    """Read a web page's text in document order.

    Raises:
        ReadError: the page is nested too deep to be parsed in reasonable time.
    """
    decoded = _decode(data)
    if _depth(decoded.text) > _DEEPEST:
        raise ReadError(
            f"its elements are nested more than {_DEEPEST} deep, which no regulation's page needs: "
            "save the page's text as a plain text file and read that."
        )
    body = LexborHTMLParser(decoded.text).body
    lines = _Walk().run(body) if body is not None else []
    return Draft(tuple(lines), warnings=decoded.warnings)


def _decode(data: bytes) -> Decoded:
    """By the page's own declaration; one that names UTF-16 in single bytes means UTF-8."""
    head = data[:4096]
    found = _META_CHARSET.search(head) or _XML_ENCODING.search(head)
    codec = codec_of(found.group(1).decode("ascii")) if found else None
    if codec is not None and codec.startswith("utf-16"):
        codec = "utf-8"
    if codec == "utf-8":
        # Pages often claim UTF-8 and are not: then what fits the bytes is nearer to the truth.
        codec = None
    return decode(data, codec)


def _depth(text: str) -> int:
    """How deep the elements nest that need an end tag; parsing takes the square of it."""
    depth = deepest = 0
    for tag in _NESTING.finditer(text):
        depth = max(depth - 1, 0) if tag.group(1) else depth + 1
        deepest = max(deepest, depth)
    return deepest


@dataclass
class _List:
    style: str
    next: int


@dataclass
class _Row:
    cells: list[str] = field(default_factory=list)


@dataclass
class _Walk:
    """The state of one walk over the tree: what is being gathered, and inside what."""

    lines: list[Line] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)
    pre: int = 0
    mark: str = ""

    def run(self, root: LexborNode) -> list[Line]:
        """Visit every node below ``root`` once, in document order, and leave each after its content."""
        node: LexborNode | None = root
        while node is not None:
            child = self._enter(node)
            if child is not None:
                node = child
                continue
            while node is not None:
                self._leave(node)
                if node.mem_id == root.mem_id:
                    node = None
                elif node.next is not None:
                    node = node.next
                    break
                else:
                    node = node.parent
        self._flush()
        return self.lines

    def _enter(self, node: LexborNode) -> LexborNode | None:
        """Begin a node; its first child, when what it holds is to be visited."""
        if node.is_text_node:
            self._text(node.text_content or "")
            return None
        tag = node.tag
        if not node.is_element_node or tag is None or tag in _DROPPED or _hidden(node):
            return None
        if tag == "br":
            self._flush()
            return None
        if tag in _INLINE:
            return node.child
        if tag in {"td", "th"} and self.rows:
            self._gather()
            self.rows[-1].cells.append("")
            return node.child
        self._flush()
        if tag == "pre":
            self.pre += 1
        elif tag in {"ol", "ul"}:
            self.lists.append(_list_of(node, tag))
        elif tag == "li" and self.lists:
            self.mark = self._next_mark(node)
        elif tag == "tr" and not _places_only(node):
            self.rows.append(_Row())
        return node.child

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag
        if not node.is_element_node or tag is None or tag in _INLINE or tag in _DROPPED:
            return
        if _hidden(node) or tag == "br":
            return
        if tag in {"td", "th"} and self.rows:
            self._gather()
            return
        self._flush()
        if tag == "pre":
            self.pre -= 1
        elif tag in {"ol", "ul"} and self.lists:
            self.lists.pop()
        elif tag == "tr" and self.rows and not _places_only(node):
            self._end_row(self.rows.pop())

    def _text(self, text: str) -> None:
        if not self.pre:
            self.pending.append(text)
            return
        first, *others = split_lines(text)
        self.pending.append(first)
        for line in others:
            self._flush()
            self.pending.append(line)

    def _flush(self) -> None:
        """End a line; inside a table's row, only a word."""
        if self.rows:
            self.pending.append(" ")
            return
        text = clean("".join(self.pending))
        self.pending.clear()
        if text:
            self.lines.append(Line(f"{self.mark} {text}" if self.mark else text))
            self.mark = ""

    def _gather(self) -> None:
        """Put what was read since the cell began into the cell."""
        if self.rows and self.rows[-1].cells:
            cells = self.rows[-1].cells
            cells[-1] = clean(f"{cells[-1]} {''.join(self.pending)}")
        self.pending.clear()

    def _end_row(self, row: _Row) -> None:
        text = " ".join(cell for cell in row.cells if cell)
        self.pending.clear()
        if self.rows:  # a table inside a cell: its words belong to the cell
            self.pending.append(f"{text} ")
        elif text:
            self.lines.append(Line(text, cells=tuple(row.cells) if len(row.cells) > 1 else ()))

    def _next_mark(self, node: LexborNode) -> str:
        current = self.lists[-1]
        value = _integer(node.attributes.get("value"))
        number = current.next if value is None else value
        current.next = number + 1
        mark = "" if current.style == "none" else f"{numeral(number, current.style)}."
        if self.rows and mark:  # a cell has no lines: the mark goes into its text
            self.pending.append(f" {mark} ")
            return ""
        return mark


def _list_of(node: LexborNode, tag: str) -> _List:
    if tag == "ul":
        return _List("none", 1)
    named = _STYLE_MARKS.search(node.attributes.get("style") or "")
    style = _NAMED_MARKS.get(named.group(1).lower()) if named else None
    style = style or _MARKS.get(node.attributes.get("type") or "1", "decimal")
    start = _integer(node.attributes.get("start"))
    return _List(style, 1 if start is None else start)


def _integer(value: str | None) -> int | None:
    text = (value or "").strip()
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else None


def _hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(_HIDDEN_STYLE.search(attributes.get("style") or ""))
    )


def _places_only(row: LexborNode) -> bool:
    """Whether a table's row only places parts of the page side by side, as old sites do."""
    cell = row.child
    while cell is not None:
        if cell.tag in {"td", "th"}:
            blocks = 0
            inner = cell.child
            while inner is not None:
                if inner.tag == "table":
                    return True
                blocks += inner.is_element_node and inner.tag not in _INLINE and inner.tag != "br"
                inner = inner.next
            if blocks > _MANY_BLOCKS:
                return True
        cell = cell.next
    return False
