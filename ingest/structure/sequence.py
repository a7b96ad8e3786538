"""Which of many possible headings belong to one rising sequence.

Regulations number their articles without a break, so the best-supported rising sequence tells
headings from references and misread numbers from right ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.structure.numbers import Number, Reading


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place in the text that may be a heading, with what its number may mean."""

    start: int
    end: int
    readings: tuple[Reading, ...]
    score: float
    """How much the place looks like a heading; negative when it looks like a reference."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A candidate that was taken for a heading, and the reading that fits."""

    candidate: Candidate
    reading: Reading

    @property
    def start(self) -> int:
        """Where the heading begins."""
        return self.candidate.start

    @property
    def end(self) -> int:
        """Where the heading ends."""
        return self.candidate.end


MENDED_COST = 1.5


def rising(
    candidates: Sequence[Candidate], *, gap_cost: float, first: int | None = 1
) -> list[Chosen]:
    """The heaviest strictly rising sequence of candidates, in order of their places.

    ``gap_cost`` is paid for each number that the sequence leaves out, from ``first`` on (with
    None the first number costs nothing). A Fenwick tree over the numbers makes it n log n.
    """
    numbers = sorted({r.number for c in candidates for r in c.readings})
    rank = {number: index + 1 for index, number in enumerate(numbers)}
    size = len(numbers)
    best: list[tuple[float, int]] = [(float("-inf"), -1)] * (size + 1)
    values: list[float] = []
    parents: list[int] = []
    nodes: list[Chosen] = []

    def query(upto: int) -> tuple[float, int]:
        found = (float("-inf"), -1)
        while upto > 0:
            if best[upto] > found:
                found = best[upto]
            upto -= upto & -upto
        return found

    origin = (first - 1) * gap_cost if first is not None else None
    for candidate in candidates:
        fresh: list[tuple[int, float, int]] = []
        for reading in candidate.readings:
            number = reading.number
            before, parent = query(rank[number] - 1)
            start = origin if origin is not None else (number.value - 1) * gap_cost
            if start >= before:
                before, parent = start, -1
            missing = number.value - 1 + (1 if number.suffix else 0)
            score = candidate.score - (MENDED_COST if reading.mended else 0.0)
            value = before - missing * gap_cost + score
            fresh.append((rank[number], value + number.value * gap_cost, len(nodes)))
            nodes.append(Chosen(candidate, reading))
            values.append(value)
            parents.append(parent)
        for place, value, node in fresh:
            at = place
            while at <= size:
                if (value, node) > best[at]:
                    best[at] = (value, node)
                at += at & -at
    if not nodes:
        return []
    last = max(range(len(nodes)), key=lambda index: values[index])
    if values[last] <= 0:
        return []
    chosen = []
    while last >= 0:
        chosen.append(nodes[last])
        last = parents[last]
    return chosen[::-1]


def missing_between(numbers: Sequence[Number], first: int | None = 1) -> list[int]:
    """The numbers that a rising sequence leaves out."""
    gaps: list[int] = []
    expected = first if first is not None else (numbers[0].value if numbers else 1)
    for number in numbers:
        gaps.extend(range(expected, number.value))
        expected = max(expected, number.value + 1)
    return gaps
