"""Reading the data files into one immutable ``Knowledge``, with the place of every record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.amended import canonical
from knowledge.cues import Cues
from knowledge.errors import RecordError
from knowledge.model import (
    Example,
    Family,
    Pair,
    Provision,
    QuestionClass,
    Regulation,
    Review,
    Ruling,
    StatusModifier,
)
from knowledge.records import (
    OnFault,
    Place,
    Placed,
    composed,
    raise_fault,
    read_all,
    read_mapping,
    text_of,
    validated,
)

__all__ = [
    "BUNDLED",
    "Knowledge",
    "Place",
    "Placed",
    "load_knowledge",
    "load_pairs",
    "read_all",
    "read_cues",
    "read_lexicon",
    "read_mapping",
    "validated",
]

BUNDLED = Path(__file__).parent / "data"
"""The data that ships with the project."""


@dataclass(frozen=True)
class Knowledge:
    """Everything the bot knows, as read from data files."""

    regulations: Mapping[str, Regulation]
    provisions: Mapping[str, Provision]
    families: Mapping[str, Family]
    rulings: Mapping[str, Ruling]
    classes: Mapping[str, QuestionClass]
    statuses: Mapping[str, StatusModifier]
    examples: tuple[Example, ...]
    lexicon: Mapping[str, str]
    cues: Cues
    reviews: Mapping[str, Review] = field(default_factory=dict)
    """Rulings and classes whose legal basis changed since their authors read it."""

    def provision(self, name: str) -> Provision | None:
        """The provision of this id, under whichever of its names the knowledge holds it.

        An article of an amended law also goes by the amending law's name.
        """
        found = canonical(name, self.regulations, self.provisions.__contains__)
        return None if found is None else self.provisions[found]

    def answerables(self) -> Iterator[Ruling | QuestionClass]:
        """All rulings, then all classes."""
        yield from self.rulings.values()
        yield from self.classes.values()

    def answerable(self, target: str) -> Ruling | QuestionClass | None:
        """The ruling or class with this id."""
        return self.rulings.get(target) or self.classes.get(target)

    def family_of(self, target: str) -> str:
        """The family of a ruling or class.

        Raises:
            KeyError: no such ruling or class.
        """
        found = self.answerable(target)
        if found is None:
            raise KeyError(target)
        return found.family

    def topic_of(self, target: str) -> str:
        """The topic of a ruling or class."""
        return self.families[self.family_of(target)].topic


def read_lexicon(root: Path, on_fault: OnFault = raise_fault) -> dict[str, str]:
    """Typed form -> standard words, all groups together.

    Raises:
        RecordError: by default, where a form stands twice or is no text.
    """
    name, text = text_of(root / "lexicon.yaml", root, on_fault)
    node, loader = composed(name, text, on_fault)
    if loader is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        on_fault(RecordError(name, 1, "must be a YAML mapping", "Restore the file's form."))
        return {}
    forms: dict[str, str] = {}
    first: dict[str, tuple[str, int]] = {}
    for group, entries in node.value:
        for key, value in entries.value if isinstance(entries, yaml.MappingNode) else ():
            line = key.start_mark.line + 1
            form, standard = loader.construct_document(key), loader.construct_document(value)
            if not isinstance(form, str) or not isinstance(standard, str):
                problem = f"{key.value} or its meaning is no text"
                on_fault(RecordError(name, line, problem, "Put both in quotation marks."))
                continue
            earlier, at = first.setdefault(form, (group.value, line))
            if earlier != group.value:  # twice in one group is a repeated key, told already
                problem = f"form {form} stands already in line {at}"
                on_fault(RecordError(name, line, problem, "Keep one of them."))
            forms.setdefault(form, standard)
    return forms


def read_cues(root: Path) -> Cues:
    """The cues by which facts, kinds of question and follow-ups are recognised.

    Raises:
        RecordError: the file breaks its schema.
    """
    placed = Placed(read_mapping(root / "cues.yaml", root), Place("cues.yaml", 1))
    return validated(placed, Cues).value


def load_knowledge(root: Path = BUNDLED) -> Knowledge:
    """Read and validate all data files.

    Raises:
        RecordError: the first problem, with file and line.
    """
    return Knowledge(
        regulations=_by_id(read_all(root, "regulations.yaml", Regulation)),
        provisions=_by_id(read_all(root, "provisions/*.yaml", Provision)),
        families=_by_id(read_all(root, "families.yaml", Family)),
        rulings=_by_id(read_all(root, "rulings/*.yaml", Ruling)),
        classes=_by_id(read_all(root, "classes.yaml", QuestionClass)),
        statuses=_by_id(read_all(root, "statuses.yaml", StatusModifier)),
        examples=tuple(p.value for p in read_all(root, "examples/*.jsonl", Example)),
        lexicon=read_lexicon(root),
        cues=read_cues(root),
    )


def load_pairs(root: Path = BUNDLED) -> tuple[Pair, ...]:
    """The minimal pairs: a contrast set for tests, never learnt from."""
    return tuple(p.value for p in read_all(root, "pairs/*.jsonl", Pair))


def _by_id(records: list[Placed[Any]]) -> dict[str, Any]:
    found: dict[str, Placed[Any]] = {}
    for placed in records:
        first = found.setdefault(placed.value.id, placed)
        if first is not placed:
            raise RecordError(
                placed.place.file,
                placed.place.line,
                f"id {placed.value.id} stands already at {first.place}",
                "Give one of them another id, or delete it.",
            )
    return {key: placed.value for key, placed in found.items()}
