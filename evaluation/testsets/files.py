"""Test set files: JSON Lines, CSV and XLSX, told apart by their endings."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from evaluation.errors import EvaluationError, SetAbsent
from evaluation.testsets.cells import row_of
from evaluation.testsets.columns import load_columns
from evaluation.testsets.csv_file import write_csv
from evaluation.testsets.faults import SetFaults
from evaluation.testsets.question import Question
from evaluation.testsets.sheets import read_sheet
from evaluation.testsets.xlsx_writing import write_xlsx
from knowledge.errors import RecordError
from knowledge.files import write_whole
from knowledge.records import Placed, faults_of, json_records, validated

ENDINGS = (".jsonl", ".csv", ".xlsx")
"""The kinds of file that hold test sets."""


def is_file_name(name: str) -> bool:
    """Whether a name is the path of a test set file, by its ending."""
    return name.lower().endswith(ENDINGS)


def read_placed(path: Path) -> list[Placed[Question]]:
    """The questions of a file with their places, in its order.

    Raises:
        SetAbsent: there is no such file.
        EvaluationError: its ending is of no kind that holds test sets.
        RecordError: all that is wrong with it (``SetFaults``): file, line or cell, problem, remedy.
    """
    if not is_file_name(path.name):
        raise EvaluationError(
            f"{path.name} is no test set file. Use a file that ends in {', '.join(ENDINGS)}; "
            "save .xls, .xlsm and .ods sheets as .xlsx."
        )
    if not path.is_file():
        raise SetAbsent(f"There is no test set at {path}. Give the right path.")
    placed = _read_lines(path) if path.suffix.lower() == ".jsonl" else read_sheet(path)
    require_unique(placed)
    if not placed:
        raise RecordError(path.name, 1, "the test set holds no questions", "Fill in the file.")
    return placed


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a file, in its order; raises what ``read_placed`` raises."""
    return tuple(one.value for one in read_placed(path))


def require_unique(placed: Sequence[Placed[Question]]) -> None:
    """Refuse ids that stand twice.

    Raises:
        SetFaults: each later place of an id, with the first one.
    """
    first: dict[str, Placed[Question]] = {}
    faults = []
    for one in placed:
        at = first.setdefault(one.value.id, one)
        if at is not one:
            same = at.place.file == one.place.file
            where = f"line {at.place.line}" if same else str(at.place)
            faults.append(
                RecordError(
                    one.place.file,
                    one.place.line,
                    f"id {one.value.id} stands already in {where}",
                    "Give one of them another id.",
                )
            )
    if faults:
        raise SetFaults(faults)


def write_questions(path: Path, questions: Iterable[Question]) -> None:
    """Write questions in the form that the path's ending tells; an existing file is replaced.

    A JSON Lines file leaves out what has its default, but for the keys that every set has.

    Raises:
        EvaluationError: no such form, or a text that XLSX cannot hold.
        OSError: the file cannot be written.
    """
    ending = path.suffix.lower()
    if ending == ".jsonl":
        write_whole(path, "".join(f"{_line(one)}\n" for one in questions).encode())
        return
    if ending not in ENDINGS:
        raise EvaluationError(f"{path.name} must end in {', '.join(ENDINGS)}.")
    columns = load_columns()
    rows = [row_of(one, columns) for one in questions]
    if ending == ".csv":
        write_csv(path, [[column.names[0] for column in columns.columns], *rows])
    else:
        write_xlsx(path, columns, rows)


_ALWAYS = frozenset(
    {"history", "acceptable_verdicts", "gold_citations", "must_mention", "must_not"}
    | {"rationale", "source"}
)


def _line(question: Question) -> str:
    values = question.model_dump(mode="json")
    plain = question.model_dump(mode="json", exclude_defaults=True)
    kept = {key: value for key, value in values.items() if key in plain or key in _ALWAYS}
    return json.dumps(kept, ensure_ascii=False)


def _read_lines(path: Path) -> list[Placed[Question]]:
    with path.open("rb") as file:
        if file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8:
            raise RecordError(
                path.name, 1, "a byte order mark", "Save it as UTF-8 without one (no BOM)."
            )
    faults: list[RecordError] = []
    placed = []
    try:
        for record in json_records(path, path.parent, faults.append):
            if wrong := faults_of(record, Question):
                faults.extend(_causes(wrong))
            else:
                placed.append(validated(record, Question))
    except RecursionError:
        raise RecordError(
            path.name, 1, "brackets nested without end", "Restore the file."
        ) from None
    if faults:
        raise SetFaults(sorted(faults, key=lambda fault: fault.line))
    return placed


def _causes(faults: Sequence[RecordError]) -> list[RecordError]:
    """The faults without those of a list that only lacks what is wrong with its items."""
    fields = [fault.problem.partition(": ")[0] for fault in faults]
    return [
        fault
        for fault, field in zip(faults, fields, strict=True)
        if not any(other.startswith(f"{field}.") for other in fields)
    ]
