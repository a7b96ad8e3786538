"""Making a run: each answer is on disk before the next question, and a run that stopped goes on."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from itertools import count
from pathlib import Path

from filelock import FileLock, Timeout

from evaluation.errors import EvaluationError
from evaluation.outcome import Outcome
from evaluation.runs.files import (
    ANSWERS,
    LOCK,
    Line,
    read_answers,
    read_info,
    unwritable,
    write_info,
)
from evaluation.runs.record import Provenance, RunInfo
from evaluation.runs.store import list_runs, runs_folder
from knowledge.clock import now
from knowledge.settings import Settings

_SYNC_EVERY = 50
"""Answers after which the file is forced to the disk: what a power failure may cost."""


@dataclass
class Recording:
    """A run that is being made; only its process writes to its folder."""

    info: RunInfo
    folder: Path
    done: Mapping[str, tuple[Outcome, ...]]
    """The answers that it had when it was taken up, by set."""
    _file: FileIO
    _added: int = 0

    @property
    def answers(self) -> int:
        """How many answers it has now."""
        return self._added + sum(len(outcomes) for outcomes in self.done.values())

    def add(self, testset: str, outcome: Outcome) -> None:
        """Keep one more answer; a process that is killed afterwards does not lose it.

        Raises:
            EvaluationError: it cannot be written.
        """
        line = memoryview(Line(set=testset, outcome=outcome).model_dump_json().encode() + b"\n")
        try:
            while line:
                line = line[self._file.write(line) :]
            self._added += 1
            if self._added % _SYNC_EVERY == 0:
                os.fsync(self._file.fileno())
        except OSError as error:
            raise unwritable(self.folder, error) from None

    def finish(self, figures: Mapping[str, float | int | None]) -> RunInfo:
        """Mark the run as ended.

        Raises:
            EvaluationError: it cannot be written.
        """
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise unwritable(self.folder, error) from None
        self.info = self.info.model_copy(update={"ended": now(), "figures": dict(figures)})
        write_info(self.folder, self.info)
        return self.info


@contextmanager
def recording(
    settings: Settings, provenance: Provenance, *, fresh: bool = False
) -> Iterator[Recording]:
    """Take up the newest interrupted run of this provenance, or begin one.

    Raises:
        EvaluationError: another process makes that run, or the folder cannot be written.
        RecordError: the answers of the interrupted run are damaged.
    """
    for info in [] if fresh else _interrupted(settings, provenance):
        folder = runs_folder(settings) / info.id
        with _locked(folder):
            if read_info(folder).ended is not None:
                continue  # another process has just ended it
            answers, whole = read_answers(folder)
            with _opened(folder, whole) as file:
                yield Recording(info, folder, answers, file)
            return
    folder = _new_folder(settings)
    with _locked(folder):
        started = RunInfo(**dict(provenance), id=folder.name, began=now())
        write_info(folder, started)
        with _opened(folder, 0) as file:
            yield Recording(started, folder, {}, file)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the run's lock while the block runs."""
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise EvaluationError(
            f"Run {folder.name} asks the same and is being made by another process. Wait for its "
            "end, or start one beside it with --fresh."
        ) from None
    except OSError as error:
        raise unwritable(folder, error) from None
    try:
        yield
    finally:
        lock.release()


def _interrupted(settings: Settings, provenance: Provenance) -> list[RunInfo]:
    key = provenance.key
    return [info for info in list_runs(settings) if info.ended is None and info.key == key]


def _new_folder(settings: Settings) -> Path:
    day = now().date().isoformat()
    parent = runs_folder(settings)
    try:
        parent.mkdir(parents=True, exist_ok=True)
        # After the highest of the day: the number of a run that was removed is not given again.
        numbers = [one.name.rpartition(".")[2] for one in parent.glob(f"{day}.*")]
        taken = [int(number) for number in numbers if number.isdecimal()]
        for number in count(max(taken, default=0) + 1):
            folder = parent / f"{day}.{number}"
            try:
                folder.mkdir()
            except FileExistsError:
                continue
            return folder
    except OSError as error:
        raise unwritable(parent, error) from None
    raise AssertionError("count never ends")


@contextmanager
def _opened(folder: Path, whole: int) -> Iterator[FileIO]:
    """The file of answers, ready for the next one: a torn last line is cut off.

    Unbuffered: a buffer that a full disk refused would be written once more when it is closed.
    """
    try:
        file = (folder / ANSWERS).open("ab", buffering=0)
        file.truncate(whole)
    except OSError as error:
        raise unwritable(folder, error) from None
    with file:
        yield file
