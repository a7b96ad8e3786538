"""All records of a data folder with their places; faults are collected, not raised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from ingest.check.problem import Problem
from knowledge.dataset import Place, Placed, read_lexicon, read_mapping, validated
from knowledge.errors import RecordError
from knowledge.model import (
    Branch,
    Example,
    Family,
    Frozen,
    Pair,
    Provision,
    QuestionClass,
    Regulation,
    Ruling,
    StatusModifier,
)
from knowledge.records import faults_of, json_records, raw_records

Model = TypeVar("Model", bound=Frozen)


@dataclass(frozen=True)
class Data:
    """Every record that could be read; ids of broken ones are kept, so that they do not dangle."""

    regulations: Sequence[Placed[Regulation]]
    provisions: Sequence[Placed[Provision]]
    families: Sequence[Placed[Family]]
    rulings: Sequence[Placed[Ruling]]
    classes: Sequence[Placed[QuestionClass]]
    statuses: Sequence[Placed[StatusModifier]]
    examples: Sequence[Placed[Example]]
    pairs: Sequence[Placed[Pair]]
    testsets: Sequence[Placed[Any]]
    cues: Mapping[str, Any]
    broken: Mapping[str, frozenset[str]]
    """Ids of the records that break their schema, by the name of their list above."""
    lines: Mapping[str, Sequence[str]]
    """The lines of every YAML file, by its name below the data folder."""

    def ids(self, *kinds: str) -> frozenset[str]:
        """The ids of the records of these lists, broken ones among them."""
        found: set[str] = set()
        for kind in kinds:
            found |= {one for one, _ in self.located(kind)} | self.broken[kind]
        return frozenset(found)

    def located(self, *kinds: str) -> Iterator[tuple[str, Place]]:
        """Id and place of the records of these lists."""
        for kind in kinds:
            for placed in getattr(self, kind):
                yield placed.value.id, placed.place

    def answerables(self) -> list[Placed[Ruling] | Placed[QuestionClass]]:
        """The rulings and the classes."""
        return [*self.rulings, *self.classes]

    def place(self, start: Place, *needles: str) -> Place:
        """The line of the record beginning at ``start`` where the needles stand, one after another.

        A needle that is not found (folded text) leaves the place at the needle before it.
        """
        lines = self.lines.get(start.file, ())
        at = start.line - 1
        for needle in needles:
            for number in range(at, len(lines)):
                if number >= start.line and lines[number].startswith("- "):
                    break  # the next record
                if needle in lines[number]:
                    at = number
                    break
        return Place(start.file, at + 1)

    def outcome_place(
        self, ruling: Placed[Ruling], outcome: Ruling | Branch, *needles: str
    ) -> Place:
        """The line of the needles inside a ruling, or inside one of its branches."""
        if isinstance(outcome, Branch):
            return self.place(ruling.place, "branches:", f"- id: {outcome.id}", *needles)
        return self.place(ruling.place, *needles)


def outcomes(ruling: Ruling) -> Iterator[tuple[Ruling | Branch, str]]:
    """The ruling and its branches, each with a name for people."""
    yield ruling, f"ruling {ruling.id}"
    for branch in ruling.branches:
        yield branch, f"branch {branch.id} of {ruling.id}"


def read_data(root: Path) -> tuple[Data, list[Problem]]:
    """Read a data folder; what breaks a file's form or a record's schema comes back as problems."""
    faults: list[RecordError] = []
    broken: dict[str, frozenset[str]] = {}

    def many(kind: str, pattern: str, model: type[Model]) -> list[Placed[Model]]:
        records, bad = [], set()
        for placed in raw_records(root, pattern, faults.append):
            found = faults_of(placed, model)
            if not found:
                records.append(validated(placed, model))
                continue
            faults.extend(found)
            if isinstance(placed.value, dict):
                bad.add(str(placed.value.get("id")))
        broken[kind] = frozenset(bad)
        return records

    data = Data(
        regulations=many("regulations", "regulations.yaml", Regulation),
        provisions=many("provisions", "provisions/*.yaml", Provision),
        families=many("families", "families.yaml", Family),
        rulings=many("rulings", "rulings/*.yaml", Ruling),
        classes=many("classes", "classes.yaml", QuestionClass),
        statuses=many("statuses", "statuses.yaml", StatusModifier),
        examples=many("examples", "examples/*.jsonl", Example),
        pairs=many("pairs", "pairs/*.jsonl", Pair),
        testsets=[
            row
            for path in sorted(root.glob("testsets/*.jsonl"))  # a folder may have none
            for row in json_records(path, root, faults.append)
        ],
        cues=read_mapping(root / "cues.yaml", root, faults.append),
        broken=broken,
        lines={
            path.relative_to(root).as_posix(): path.read_text("utf-8", "replace").split("\n")
            for path in sorted(root.rglob("*.yaml"))
        },
    )
    read_lexicon(root, faults.append)
    return data, [Problem(f.file, f.line, f.problem, f.remedy) for f in faults]
