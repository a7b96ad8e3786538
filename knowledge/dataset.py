"""Reading the data files into one immutable ``Knowledge``, with the place of every record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.cues import Cues
from knowledge.errors import DataError
from knowledge.model import (
    Example,
    Family,
    Pair,
    Provision,
    QuestionClass,
    Regulation,
    Ruling,
    StatusModifier,
)

BUNDLED = Path(__file__).parent / "data"
"""The data that ships with the project."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Model = TypeVar("Model", bound=BaseModel)
Record = TypeVar("Record")


@dataclass(frozen=True, order=True)
class Place:
    """Where a record stands: file and line."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Placed(Generic[Record]):
    """A record and where it stands."""

    value: Record
    place: Place


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


def yaml_records(path: Path, root: Path) -> Iterator[Placed[Any]]:
    """The items of a YAML list with their places.

    Raises:
        DataError: the file is unreadable, no YAML, or no list.
    """
    name = path.relative_to(root).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{name}: cannot be read ({type(error).__name__}). Restore the file.") from None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            raise DataError(f"{name}:1: must be a YAML list of records. Restore the file's form.")
        for item in node.value:
            yield Placed(
                loader.construct_document(item), Place(name, item.start_mark.line + 1)
            )
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "not valid YAML"
        raise DataError(f"{name}:{line}: {problem}. Correct the YAML there.") from None


def json_records(path: Path, root: Path) -> Iterator[Placed[Any]]:
    """The lines of a JSON Lines file with their places.

    Raises:
        DataError: the file is unreadable or a line is no JSON.
    """
    name = path.relative_to(root).as_posix()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{name}: cannot be read ({type(error).__name__}). Restore the file.") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield Placed(json.loads(line), Place(name, number))
        except json.JSONDecodeError as error:
            raise DataError(f"{name}:{number}: {error.msg}. Correct the JSON there.") from None


def validated(placed: Placed[Any], model: type[Model]) -> Placed[Model]:
    """A record as its type.

    Raises:
        DataError: names the place, the field and what is wrong with it.
    """
    try:
        return Placed(model.model_validate(placed.value), placed.place)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "record"
        raise DataError(
            f"{placed.place}: {model.__name__}.{where}: {first['msg']}. Correct this record."
        ) from None


def read_all(root: Path, pattern: str, model: type[Model]) -> list[Placed[Model]]:
    """All records of the files that match ``pattern`` below ``root``, in file order.

    Raises:
        DataError: see ``yaml_records``, ``json_records`` and ``validated``.
    """
    paths = sorted(root.glob(pattern))
    if not paths:
        raise DataError(f"{pattern}: no such data file below {root}. Restore the data folder.")
    read = json_records if pattern.endswith(".jsonl") else yaml_records
    return [validated(placed, model) for path in paths for placed in read(path, root)]


def read_mapping(path: Path, root: Path) -> Mapping[str, Any]:
    """A YAML file that holds one mapping.

    Raises:
        DataError: the file is unreadable or holds something else.
    """
    name = path.relative_to(root).as_posix()
    try:
        value = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (safe loader)
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{name}: cannot be read ({type(error).__name__}). Restore the file.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise DataError(f"{name}:{line}: not valid YAML. Correct it there.") from None
    if not isinstance(value, dict):
        raise DataError(f"{name}:1: must be a YAML mapping. Restore the file's form.")
    return value


def read_lexicon(root: Path) -> dict[str, str]:
    """Typed form -> standard words, all groups together.

    Raises:
        DataError: a form stands twice or is no text.
    """
    forms: dict[str, str] = {}
    for group, entries in read_mapping(root / "lexicon.yaml", root).items():
        for form, standard in (entries or {}).items():
            if not isinstance(form, str) or not isinstance(standard, str):
                raise DataError(f"lexicon.yaml: {group}.{form}: quote the form and its meaning.")
            if form in forms:
                raise DataError(f"lexicon.yaml: {group}.{form} stands twice. Keep one of them.")
            forms[form] = standard
    return forms


def read_cues(root: Path) -> Cues:
    """The cues by which facts, kinds of question and follow-ups are recognised.

    Raises:
        DataError: the file breaks its schema.
    """
    placed = Placed(read_mapping(root / "cues.yaml", root), Place("cues.yaml", 1))
    return validated(placed, Cues).value


def load_knowledge(root: Path = BUNDLED) -> Knowledge:
    """Read and validate all data files.

    Raises:
        DataError: the first problem, with file and line.
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
            raise DataError(
                f"{placed.place}: id {placed.value.id} stands already at {first.place}. "
                "Give one of them another id, or delete it."
            )
    return {key: placed.value for key, placed in found.items()}
