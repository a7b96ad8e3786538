"""Runs under ``DATA_DIR/runs``: found by id, by words such as ``latest``, or by path; removed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from evaluation.errors import EvaluationError
from evaluation.runs.files import LOCK, RUN, read_info, read_run
from evaluation.runs.record import Run, RunInfo
from evaluation.systems.names import ASN
from knowledge.settings import Settings

LATEST, PREVIOUS = "latest", "previous"
_ID = re.compile(r"\d{4}-\d{2}-\d{2}\.\d+")
_NAMED = 5
"""How many runs a message names at most."""


def runs_folder(settings: Settings) -> Path:
    """Where runs are kept."""
    return settings.data_dir / "runs"


def list_runs(settings: Settings) -> tuple[RunInfo, ...]:
    """All readable runs, ended and interrupted, the newest first."""
    found = []
    for folder in _folders(settings):
        try:
            # By its folder: of a copied run the copy would else stand for the original.
            found.append(read_info(folder).model_copy(update={"id": folder.name}))
        except EvaluationError:
            continue  # named by unreadable_runs
    return tuple(sorted(found, key=lambda info: (info.began, _order(info.id)), reverse=True))


def unreadable_runs(settings: Settings) -> tuple[str, ...]:
    """The ids of runs whose description is damaged or of another version of the program."""
    there = [folder.name for folder in _folders(settings)]
    readable = {info.id for info in list_runs(settings)}
    return tuple(run for run in there if run not in readable)


def load_run(settings: Settings, named: str) -> Run:
    """The run that a name means, with its answers.

    ``latest`` is the newest ended run of the bot and ``previous`` the one before it;
    ``latest:baseline-rag`` and ``previous:baseline-rag`` are those of another system. Anything
    else is an id or the path of a run's folder. An interrupted run is found by id or path only.

    Raises:
        EvaluationError: there is no such run, or it is damaged.
        RecordError: a line of its answers is damaged.
    """
    word, _, system = named.partition(":")
    if word in (LATEST, PREVIOUS):
        return read_run(runs_folder(settings) / _newest(settings, word, system or ASN))
    if _ID.fullmatch(named):
        folder = runs_folder(settings) / named
    else:
        path = Path(named)
        folder = path.parent if path.name == RUN else path
    if not (folder / RUN).is_file():
        raise EvaluationError(f"There is no run {named!r}. {_known(settings)}")
    return read_run(folder)


def remove_run(settings: Settings, run: str) -> None:
    """Remove a run with its answers.

    Raises:
        EvaluationError: there is none of this id, a process is making it, or it cannot be removed.
    """
    folder = runs_folder(settings) / run
    if not _ID.fullmatch(run) or not folder.is_dir():
        raise EvaluationError(f"There is no run {run!r}. {_known(settings)}")
    try:
        with FileLock(folder / LOCK, timeout=0):
            shutil.rmtree(folder)
    except Timeout:
        raise EvaluationError(
            f"Run {run} is being made by another process. Wait for its end."
        ) from None
    except OSError as error:
        raise EvaluationError(f"Run {run} cannot be removed ({error.strerror}).") from None


def prune_runs(settings: Settings, keep: int) -> tuple[str, ...]:
    """Remove all but the newest ``keep`` runs of each system; the ids of those removed.

    Interrupted runs count as others do; one that a process is making stays.

    Raises:
        EvaluationError: a run cannot be removed.
    """
    kept: dict[str, int] = {}
    removed = []
    for info in list_runs(settings):
        kept[info.system] = kept.get(info.system, 0) + 1
        if kept[info.system] > keep and not is_locked(runs_folder(settings) / info.id):
            remove_run(settings, info.id)
            removed.append(info.id)
    return tuple(removed)


def is_locked(folder: Path) -> bool:
    """Whether a process is making the run in this folder now."""
    try:
        with FileLock(folder / LOCK, timeout=0):
            return False
    except Timeout:
        return True


def _folders(settings: Settings) -> Sequence[Path]:
    folder = runs_folder(settings)
    if not folder.is_dir():
        return ()
    return sorted(one for one in folder.iterdir() if one.is_dir() and _ID.fullmatch(one.name))


def _order(run: str) -> int:
    return int(run.rpartition(".")[2])


def _newest(settings: Settings, word: str, system: str) -> str:
    ended = [info.id for info in list_runs(settings) if info.ended and info.system == system]
    place = (LATEST, PREVIOUS).index(word)
    if len(ended) <= place:
        which = "ended run" if word == LATEST else "run before the latest"
        raise EvaluationError(
            f"There is no {which} of {system}. Make one: asn-eval run --system {system}"
        )
    return ended[place]


def _known(settings: Settings) -> str:
    ids = [info.id for info in list_runs(settings)[:_NAMED]]
    if not ids:
        return f"There are no runs in {runs_folder(settings)} yet. Make one: asn-eval run"
    return f"The newest are {', '.join(ids)}; asn-eval runs lists all."
