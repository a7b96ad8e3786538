"""A document as one string that still knows its pages and what was mended in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the text that is left out or replaced."""

    start: int
    end: int
    kind: str
    read: str = ""


@dataclass(frozen=True, slots=True)
class Mended:
    """What an edit did, at its place in the text as it is now."""

    at: int
    page: int
    kind: str
    found: str
    read: str


@dataclass(frozen=True)
class PageText:
    """The text, the offsets at which its pages begin, and the edits made so far."""

    text: str
    page_starts: tuple[int, ...]
    page_numbers: tuple[int, ...]
    mended: tuple[Mended, ...] = ()
    rows: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Table rows: offset of their line -> columns."""

    def page(self, offset: int) -> int:
        """The page on which the character at an offset stands."""
        index = bisect_right(self.page_starts, offset) - 1
        return self.page_numbers[max(index, 0)]

    def edited(self, edits: Iterable[Edit]) -> PageText:
        """The text after edits; of two that overlap the later one is left out."""
        ordered = sorted(edits, key=lambda edit: (edit.start, -edit.end))
        if not ordered:
            return self
        pieces: list[str] = []
        cuts: list[int] = []
        shifts: list[int] = []
        done: list[Mended] = []
        at = 0
        shift = 0
        for edit in ordered:
            if edit.start < at or edit.end <= edit.start:
                continue
            pieces.append(self.text[at : edit.start])
            pieces.append(edit.read)
            found = self.text[edit.start : edit.end]
            where = edit.start + shift
            done.append(Mended(where, self.page(edit.start), edit.kind, found, edit.read))
            shift += len(edit.read) - len(found)
            cuts.append(edit.end)
            shifts.append(shift)
            at = edit.end
        pieces.append(self.text[at:])

        def moved(offset: int) -> int:
            index = bisect_right(cuts, offset) - 1
            return max(0, offset + shifts[index]) if index >= 0 else offset

        earlier = [Mended(moved(m.at), m.page, m.kind, m.found, m.read) for m in self.mended]
        return PageText(
            "".join(pieces),
            tuple(moved(start) for start in self.page_starts),
            self.page_numbers,
            tuple(sorted([*earlier, *done], key=lambda m: m.at)),
            {moved(start): cells for start, cells in self.rows.items()},
        )
