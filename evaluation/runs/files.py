"""A run's folder: ``run.json`` says how it was made, ``answers.jsonl`` holds an answer a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from evaluation.errors import EvaluationError
from evaluation.outcome import Outcome
from evaluation.runs.record import Run, RunInfo
from knowledge.errors import RecordError
from knowledge.files import write_whole
from knowledge.model import Frozen

RUN, ANSWERS, LOCK = "run.json", "answers.jsonl", ".lock"


class Line(Frozen):
    """One line of ``answers.jsonl``."""

    set: str
    outcome: Outcome


def write_info(folder: Path, info: RunInfo) -> None:
    """Put a run's description in its place in one step.

    Raises:
        EvaluationError: it cannot be written.
    """
    text = json.dumps(info.model_dump(mode="json"), ensure_ascii=False, indent=1)
    try:
        write_whole(folder / RUN, text.encode() + b"\n")
    except OSError as error:
        raise unwritable(folder, error) from None


def read_info(folder: Path) -> RunInfo:
    """A run's description.

    Raises:
        EvaluationError: it is missing, damaged, or another version of the program wrote it.
    """
    try:
        return RunInfo.model_validate_json((folder / RUN).read_bytes())
    except (OSError, ValidationError) as error:
        raise EvaluationError(
            f"The run in {folder} has no readable {RUN} ({type(error).__name__}): it is damaged, "
            f"or another version of the program wrote it. Make the run again."
        ) from None


def read_answers(folder: Path) -> tuple[dict[str, tuple[Outcome, ...]], int]:
    """The answers by set, and how many bytes of the file they are.

    What a process that was killed left of its last line is passed over; it lies after those bytes.

    Raises:
        RecordError: a line before the last is damaged, or another version wrote it.
        EvaluationError: the file cannot be read.
    """
    path = folder / ANSWERS
    try:
        data = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise EvaluationError(
            f"{path} cannot be read ({error.strerror}). Mend its permissions."
        ) from None
    found: dict[str, list[Outcome]] = {}
    whole = 0
    lines = data.splitlines(keepends=True)
    for number, text in enumerate(lines, start=1):
        try:
            line = Line.model_validate_json(text)
        except ValidationError:
            if number == len(lines):
                break
            raise RecordError(
                f"{folder.name}/{ANSWERS}",
                number,
                "no answer that this version of the program can read",
                "The file is damaged or another version wrote it. Make the run again: --fresh",
            ) from None
        if not text.endswith(b"\n"):
            break
        found.setdefault(line.set, []).append(line.outcome)
        whole += len(text)
    return {name: tuple(outcomes) for name, outcomes in found.items()}, whole


def read_run(folder: Path) -> Run:
    """A run with its answers, its sets in the order in which they were asked for.

    Raises:
        EvaluationError: it cannot be read, an ended run lacks answers, or one stands twice.
        RecordError: see ``read_answers``.
    """
    info = read_info(folder)
    answers, _ = read_answers(folder)
    if info.ended is not None and (lost := _lost(info, answers)):
        raise EvaluationError(
            f"Run {info.id} is damaged: {lost} of its {info.questions} answers are missing. "
            "Make it again: --fresh"
        )
    if doubled := _doubled(answers):
        raise EvaluationError(
            f"Run {info.id} is damaged: it has two answers to question {doubled}. "
            "Make it again: --fresh"
        )
    return Run(info, {one.name: answers.get(one.name, ()) for one in info.sets})


def _lost(info: RunInfo, answers: Mapping[str, tuple[Outcome, ...]]) -> int:
    return sum(max(0, one.questions - len(answers.get(one.name, ()))) for one in info.sets)


def _doubled(answers: Mapping[str, tuple[Outcome, ...]]) -> str | None:
    """The id of a question that a set has two answers to; figures would count it twice."""
    for outcomes in answers.values():
        seen: set[str] = set()
        for outcome in outcomes:
            if outcome.question.id in seen:
                return outcome.question.id
            seen.add(outcome.question.id)
    return None


def unwritable(folder: Path, error: OSError) -> EvaluationError:
    """What to say when a run cannot be written."""
    return EvaluationError(
        f"The run cannot be kept in {folder} ({error.strerror or type(error).__name__}). Make room "
        "there or set DATA_DIR; the same command then goes on after the last answer that was kept."
    )
