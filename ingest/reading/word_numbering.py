"""The numbers that Word prints before paragraphs but does not keep in their text.

After ECMA-376 part 1, 17.9: a paragraph names a numbering and a level; the numbering's levels say
how they count and print. A level starts anew when one above it has counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ingest.reading.numerals import numeral

_PLACE = re.compile(r"%([1-9])")
_DEEPEST = 8


@dataclass
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = ""
    legal: bool = False


@dataclass
class _Numbering:
    """A ``w:num``: its shared definition, and what it counts differently."""

    abstract: str
    levels: dict[int, _Level]
    restarts: dict[int, int] = field(default_factory=dict)
    restarted: bool = False


class Numbering:
    """Counts a document's numbered paragraphs, in their order."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        """Read the definitions: the root elements of ``numbering.xml`` and ``styles.xml``."""
        self._nums = _definitions(numbering) if numbering is not None else {}
        self._styles = _style_numbers(styles) if styles is not None else {}
        self._counts: dict[str, dict[int, int]] = {}

    def mark(self, paragraph: Any) -> str:
        """The mark that Word prints before a paragraph: ``1.``, ``a.``, ``BAB II``; or nothing."""
        number, level = self._place(paragraph)
        numbering = self._nums.get(number)
        if numbering is None or level not in numbering.levels:
            return ""
        counts = self._counts.setdefault(numbering.abstract, {})
        if numbering.restarts and not numbering.restarted:
            numbering.restarted = True
            for place, start in numbering.restarts.items():
                counts[place] = start - 1
        own = numbering.levels[level]
        counts[level] = counts.get(level, own.start - 1) + 1
        for deeper in [place for place in counts if place > level]:
            del counts[deeper]
        if own.style == "none":
            return ""
        if own.style == "bullet":
            return own.text

        def printed(match: re.Match[str]) -> str:
            place = int(match.group(1)) - 1
            defined = numbering.levels.get(place, _Level())
            style = "decimal" if own.legal else defined.style
            return numeral(counts.get(place, defined.start), style)

        return _PLACE.sub(printed, own.text)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The numbering and level of a paragraph: its own, or its style's."""
        number, level = _numbers(_child(paragraph, "pPr"))
        style = _value(_child(_child(paragraph, "pPr"), "pStyle"))
        of_style = self._styles.get(style or "", (None, None))
        if number is None:
            number = of_style[0]
        if level is None:
            level = of_style[1]
        return number or "0", min(level or 0, _DEEPEST)


def local(element: Any) -> str:
    """An element's name without its namespace; nothing for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _child(element: Any | None, name: str) -> Any | None:
    if element is None:
        return None
    return next((child for child in element if local(child) == name), None)


def attribute(element: Any | None, name: str) -> str | None:
    """An attribute by its name without its namespace."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def _value(element: Any | None) -> str | None:
    return attribute(element, "val")


def _integer(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,6}", text) else None


def _numbers(properties: Any | None) -> tuple[str | None, int | None]:
    numbers = _child(properties, "numPr")
    return _value(_child(numbers, "numId")), _integer(_value(_child(numbers, "ilvl")))


def _levels(element: Any) -> dict[int, _Level]:
    levels = {}
    for child in element:
        place = _integer(attribute(child, "ilvl"))
        if local(child) == "lvl" and place is not None:
            start = _integer(_value(_child(child, "start")))
            levels[place] = _Level(
                1 if start is None else start,
                _value(_child(child, "numFmt")) or "decimal",
                _value(_child(child, "lvlText")) or "",
                _child(child, "isLgl") is not None,
            )
    return levels


def _definitions(root: Any) -> dict[str, _Numbering]:
    abstracts = {
        attribute(child, "abstractNumId") or "": _levels(child)
        for child in root
        if local(child) == "abstractNum"
    }
    nums = {}
    for child in root:
        if local(child) != "num":
            continue
        abstract = _value(_child(child, "abstractNumId")) or ""
        numbering = _Numbering(abstract, dict(abstracts.get(abstract, {})))
        for override in child:
            if local(override) != "lvlOverride":
                continue
            numbering.levels.update(_levels(override))
            place = _integer(attribute(override, "ilvl"))
            start = _integer(_value(_child(override, "startOverride")))
            if place is not None and start is not None:
                numbering.restarts[place] = start
        nums[attribute(child, "numId") or ""] = numbering
    return nums


def _style_numbers(root: Any) -> dict[str, tuple[str | None, int | None]]:
    """The numbering of each paragraph style, its own or that of a style it is based on."""
    own: dict[str, tuple[str | None, int | None]] = {}
    based: dict[str, str | None] = {}
    for style in root:
        if local(style) == "style":
            name = attribute(style, "styleId") or ""
            own[name] = _numbers(_child(style, "pPr"))
            based[name] = _value(_child(style, "basedOn"))
    resolved = {}
    for name in own:
        number, level = own[name]
        parent = based[name]
        for _ in range(20):  # a style that is based on itself would never end
            if parent is None or parent not in own or (number is not None and level is not None):
                break
            number = own[parent][0] if number is None else number
            level = own[parent][1] if level is None else level
            parent = based[parent]
        resolved[name] = (number, level)
    return resolved
