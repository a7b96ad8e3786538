"""Records of YAML and JSON Lines files, each with its place; faults are raised or collected."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.errors import RecordError

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


OnFault = Callable[[RecordError], None]
"""What a reader does with a fault: raise it (the default), or note it and go on."""


def raise_fault(fault: RecordError) -> None:
    """Stop at the first fault."""
    raise fault


def yaml_records(path: Path, root: Path, on_fault: OnFault = raise_fault) -> Iterator[Placed[Any]]:
    """The items of a YAML list with their places.

    Raises:
        RecordError: by default, where the file is unreadable, no YAML, no list, or repeats a key.
    """
    name, text = text_of(path, root, on_fault)
    node, loader = composed(name, text, on_fault)
    if node is None:
        return
    if not isinstance(node, yaml.SequenceNode):
        on_fault(RecordError(name, 1, "must be a YAML list of records", "Restore the file's form."))
        return
    for item in node.value:
        try:
            value = loader.construct_document(item)
        except (yaml.YAMLError, ValueError) as error:
            fault = _yaml_fault(name, error, item.start_mark.line + 1)
        else:
            yield Placed(value, Place(name, item.start_mark.line + 1))
            continue
        on_fault(fault)


def json_records(path: Path, root: Path, on_fault: OnFault = raise_fault) -> Iterator[Placed[Any]]:
    """The lines of a JSON Lines file with their places.

    Raises:
        RecordError: by default, where the file is unreadable or a line is no JSON.
    """
    name, text = text_of(path, root, on_fault)
    for number, line in enumerate((text or "").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            fault = RecordError(name, number, error.msg, "Correct the JSON there.")
        else:
            yield Placed(value, Place(name, number))
            continue
        on_fault(fault)


def text_of(path: Path, root: Path, on_fault: OnFault) -> tuple[str, str | None]:
    """A file's name below the root, and its text; no text where it cannot be read."""
    name = path.relative_to(root).as_posix()
    try:
        return name, path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fault = RecordError(
            name, 1, f"cannot be read ({type(error).__name__})", "Restore the file."
        )
    on_fault(fault)
    return name, None


def composed(name: str, text: str | None, on_fault: OnFault) -> tuple[yaml.Node | None, Any]:
    """The root node of a YAML text with the loader that can construct it.

    No node for an empty text; no loader either where the text is missing or no YAML.
    """
    if text is None:
        return None, None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        fault = _yaml_fault(name, error)
    else:
        for line, key in _repeated_keys(node):
            on_fault(RecordError(name, line, f"key {key} stands twice", "Keep one of them."))
        return node, loader
    on_fault(fault)
    return None, None


def _yaml_fault(name: str, error: Exception, line: int = 1) -> RecordError:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "not valid YAML"
    if context := getattr(error, "context", None):
        problem = f"{problem} {context}"
    return RecordError(name, mark.line + 1 if mark else line, problem, "Correct the YAML there.")


def _repeated_keys(root: yaml.Node | None) -> Iterator[tuple[int, str]]:
    """Line and name of keys that a mapping holds twice: YAML would silently keep the last."""
    pending = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, yaml.MappingNode):
            keys = set()
            for key, value in node.value:
                name = str(key.value)
                if name in keys:
                    yield key.start_mark.line + 1, name
                keys.add(name)
                pending.append(value)
        elif isinstance(node, yaml.SequenceNode):
            pending.extend(node.value)


def faults_of(placed: Placed[Any], model: type[BaseModel]) -> list[RecordError]:
    """Everything that keeps a record from being a ``model``; empty where nothing does."""
    try:
        model.model_validate(placed.value)
    except ValidationError as error:
        return [
            RecordError(
                placed.place.file,
                placed.place.line,
                f"{model.__name__}.{'.'.join(str(part) for part in item['loc']) or 'record'}: "
                f"{item['msg']}",
                "Correct this record.",
            )
            for item in error.errors(include_input=False, include_url=False)
        ]
    return []


def validated(placed: Placed[Any], model: type[Model]) -> Placed[Model]:
    """A record as its type.

    Raises:
        RecordError: names the place, the first field that is wrong and why.
    """
    try:
        return Placed(model.model_validate(placed.value), placed.place)
    except ValidationError:
        fault = faults_of(placed, model)[0]
    raise fault


def raw_records(root: Path, pattern: str, on_fault: OnFault = raise_fault) -> Iterator[Placed[Any]]:
    """All records, not yet validated, of the files that match ``pattern``, in file order.

    Raises:
        RecordError: by default; see ``yaml_records`` and ``json_records``.
    """
    paths = sorted(root.glob(pattern))
    if not paths:
        on_fault(RecordError(pattern, 1, "no such data file", "Restore the data folder."))
    read = json_records if pattern.endswith(".jsonl") else yaml_records
    for path in paths:
        yield from read(path, root, on_fault)


def read_all(root: Path, pattern: str, model: type[Model]) -> list[Placed[Model]]:
    """All records of the files that match ``pattern`` below ``root``, in file order.

    Raises:
        RecordError: see ``raw_records`` and ``validated``.
    """
    return [validated(placed, model) for placed in raw_records(root, pattern)]


def read_mapping(path: Path, root: Path, on_fault: OnFault = raise_fault) -> Mapping[str, Any]:
    """A YAML file that holds one mapping.

    Raises:
        RecordError: by default, where the file is unreadable or holds something else.
    """
    name, text = text_of(path, root, on_fault)
    node, loader = composed(name, text, on_fault)
    if loader is None:
        return {}
    try:
        value = None if node is None else loader.construct_document(node)
    except (yaml.YAMLError, ValueError) as error:
        fault = _yaml_fault(name, error)
    else:
        if isinstance(value, dict):
            return value
        fault = RecordError(name, 1, "must be a YAML mapping", "Restore the file's form.")
    on_fault(fault)
    return {}
