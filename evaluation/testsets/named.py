"""Test sets: questions with the verdict, the citations and the points that a right answer has.

A set is a JSON Lines file, one question a line. Sets are named: ``proyek`` is the project's own
(``proyek:kembang`` and ``proyek:uji`` are its halves), ``dev`` is a file outside the project, and a
name that ends in ``.jsonl`` is a path.
"""

from __future__ import annotations

from pathlib import Path

from evaluation.errors import EvaluationError, SetAbsent
from evaluation.testsets.question import Question, QuestionSet
from knowledge.dataset import BUNDLED
from knowledge.errors import RecordError
from knowledge.records import json_records, validated

DEV, PROYEK = "dev", "proyek"
SPLITS = ("kembang", "uji")
DEVSET = Path("../shared/devset/questions.jsonl")
"""Where the dev set lies unless ``DEVSET`` or ``--devset`` says otherwise."""


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a file, in its order.

    Raises:
        SetAbsent: there is no such file.
        RecordError: names the file, the line and what is wrong there.
    """
    if not path.is_file():
        raise SetAbsent(f"There is no test set at {path}. Give the right path.")
    first: dict[str, int] = {}
    questions = []
    for placed in json_records(path, path.parent):
        question = validated(placed, Question).value
        line = first.setdefault(question.id, placed.place.line)
        if line != placed.place.line:
            raise RecordError(
                path.name,
                placed.place.line,
                f"id {question.id} stands already in line {line}",
                "Give one of them another id.",
            )
        questions.append(question)
    if not questions:
        raise RecordError(path.name, 1, "the test set holds no questions", "Restore the file.")
    return tuple(questions)


def open_set(name: str, devset: Path = DEVSET) -> QuestionSet:
    """The test set that a name means.

    Raises:
        SetAbsent: its file is not on this machine.
        EvaluationError: there is no set of this name.
        RecordError: see ``read_questions``.
    """
    base, _, split = name.partition(":")
    if name == DEV:
        if not devset.is_file():
            raise SetAbsent(
                f"The dev set is not at {devset}. Name its file with --devset or in DEVSET."
            )
        return QuestionSet(name, read_questions(devset))
    if base == PROYEK and (not split or split in SPLITS) and not name.endswith(":"):
        questions = read_questions(BUNDLED / "testsets" / "proyek.jsonl")
        return QuestionSet(name, tuple(q for q in questions if not split or q.split == split))
    if name.endswith(".jsonl"):
        return QuestionSet(name, read_questions(Path(name)))
    raise EvaluationError(
        f"There is no test set {name!r}. Use dev, proyek, proyek:kembang, proyek:uji "
        "or the path of a .jsonl file."
    )
