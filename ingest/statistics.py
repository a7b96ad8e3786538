"""What users ask about and how they are answered, in numbers that are nobody's.

No number is told that is made of fewer questions than ``STATISTICS_MINIMUM``, nor one from which, with the others, such
a number could be worked out: the parts of one whole are held back together (``ingest.suppression``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.judgement import Judgement
from bot.storage.statistics import Counts, read_counts
from bot.storage.store import open_store
from ingest.editions import knowledge_of
from ingest.suppression import held_back
from knowledge.clock import today
from knowledge.edition import current_edition
from knowledge.errors import EditionCorrupt
from knowledge.settings import Settings

NOT_FOUND = "tidak_ditemukan"
"""The honest "not found", told apart from all verdicts."""
NO_TOPIC = ""
"""The topic of answers that have none: a question that is empty, or of a family that is gone."""
MOST_DAYS = 366


@dataclass(frozen=True)
class Cell:
    """One number of several that make up a whole."""

    name: str
    number: int | None
    """None where it is held back."""


@dataclass(frozen=True)
class Latency:
    """How long answers took, in milliseconds: the upper ends of the ranges that they were counted in."""

    median: int
    p95: int


@dataclass(frozen=True)
class Report:
    """What can be told of some days. None stands for what is held back."""

    first: date
    last: date
    minimum: int
    questions: int | None
    daily: tuple[Cell, ...]
    """All days, by their date."""
    topics: tuple[Cell, ...]
    """By their ids, most asked first; ``NOT_FOUND`` and ``NO_TOPIC`` among them."""
    verdicts: tuple[Cell, ...]
    """The same by verdict, ``NOT_FOUND`` among them."""
    judged: int | None
    """How many judgements of answers users gave."""
    judgements: tuple[Cell, ...]
    latency: Latency | None
    daily_latency: tuple[tuple[str, Latency | None], ...]
    subscribers: int | None

    @property
    def not_found(self) -> int | None:
        """For how many questions nothing was found."""
        if self.questions is None or (self.questions and not self.verdicts):
            return None
        return next((cell.number for cell in self.verdicts if cell.name == NOT_FOUND), 0)

    @property
    def not_found_share(self) -> float | None:
        """Which share of the questions that is."""
        return (
            self.not_found / self.questions
            if self.questions and self.not_found is not None
            else None
        )

    @property
    def useful_share(self) -> float | None:
        """Which share of the judgements is that an answer was useful."""
        useful = next((c.number for c in self.judgements if c.name == Judgement.USEFUL), None)
        return useful / self.judged if self.judged and useful is not None else None


def report(settings: Settings, days: int, *, last: date | None = None) -> Report:
    """What can be told of the latest days, today (in Jakarta) included.

    Raises:
        StoreError: the database cannot be reached.
    """
    last = last or today()
    first = last - timedelta(days=days - 1)
    store = open_store(settings.database)
    try:
        counts = store.run_sync(read_counts, first.isoformat(), last.isoformat())
    finally:
        store.close()
    return report_of(counts, _topics(settings), first, last, settings.statistics_minimum)


def report_of(
    counts: Counts, topics: Mapping[str, str], first: date, last: date, minimum: int
) -> Report:
    """What can be told of counts; ``topics`` are those of the families."""
    whole = sum(row.number for row in counts.answers)
    by_day, by_verdict, by_topic = Counter[str](), Counter[str](), Counter[str]()
    for row in counts.answers:
        topic = topics.get(row.family, NO_TOPIC)
        by_day[row.day] += row.number
        by_verdict[row.verdict if row.answered else NOT_FOUND] += row.number
        by_topic[topic if row.answered else NOT_FOUND] += row.number
    days = [
        (first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)
    ]
    enough = whole >= minimum or whole == 0
    judged = {judgement.value: counts.judgements.get(judgement, 0) for judgement in Judgement}
    judgements = _cells(judged, minimum)
    verdicts, asked = _alike(by_verdict, by_topic, minimum)
    daily = _cells({day: by_day[day] for day in days}, minimum) if enough else ()
    told = {cell.name for cell in daily if cell.number}
    return Report(
        first=first,
        last=last,
        minimum=minimum,
        questions=whole if enough else None,
        daily=daily or tuple(Cell(day, None) for day in days),
        topics=asked if enough else (),
        verdicts=verdicts if enough else (),
        judged=_number(sum(judged.values()), minimum),
        judgements=judgements,
        latency=_latency(counts.latencies.values(), minimum),
        daily_latency=tuple(
            (day, _latency([counts.latencies.get(day, {})], minimum) if day in told else None)
            for day in days
        ),
        subscribers=_number(counts.subscribers, minimum),
    )


def _alike(
    verdicts: Mapping[str, int], topics: Mapping[str, int], minimum: int
) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """Both ways to part the questions; what was not found stands in both, and is held back in both or in neither."""
    also: set[str] = set()
    while True:
        found = [_cells(numbers, minimum, also) for numbers in (verdicts, topics)]
        held = {
            cell.name
            for cells in found
            for cell in cells
            if cell.name == NOT_FOUND and cell.number is None
        }
        if any(not cells for cells in found) and verdicts.get(NOT_FOUND):
            held.add(NOT_FOUND)  # a whole way of parting was held back, and it with that
        if held <= also:
            return _most_first(found[0]), _most_first(found[1])
        also |= held


def _most_first(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Those that anybody asked about; those held back come last, in the order of their names."""
    asked = (cell for cell in cells if cell.number != 0)
    return tuple(
        sorted(asked, key=lambda cell: (cell.number is None, -(cell.number or 0), cell.name))
    )


def _cells(
    numbers: Mapping[str, int], minimum: int, also: Collection[str] = ()
) -> tuple[Cell, ...]:
    """The parts of a whole as far as they can be told; none at all where nothing can."""
    held = held_back(numbers, minimum, also)
    if held is None:
        return ()
    return tuple(Cell(name, None if name in held else number) for name, number in numbers.items())


def _number(number: int, minimum: int) -> int | None:
    return number if number == 0 or number >= minimum else None


def _latency(counted: Iterable[Mapping[int, int]], minimum: int) -> Latency | None:
    together = Counter[int]()
    for numbers in counted:
        together.update(numbers)
    if together.total() < max(minimum, 1):
        return None
    return Latency(_percentile(together, 0.5), _percentile(together, 0.95))


def _percentile(counted: Mapping[int, int], share: float) -> int:
    """The upper end of the range in which this share of them is reached."""
    wanted, reached = share * sum(counted.values()), 0
    for end in sorted(counted):
        reached += counted[end]
        if reached >= wanted:
            return end
    raise AssertionError("a share of nothing")


def _topics(settings: Settings) -> Mapping[str, str]:
    """The topics of the families of the edition that serves; none where it cannot be read."""
    serving = current_edition(settings)
    if serving is None:
        return {}
    try:
        families = knowledge_of(settings, serving).families
    except EditionCorrupt:  # the counts can be told without
        return {}
    return {family.id: family.topic for family in families.values()}
