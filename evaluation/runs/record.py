"""What is kept of a run: from what and how it was made, and every answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from evaluation.outcome import Outcome
from knowledge.model import Frozen


class RunSet(Frozen):
    """One test set of a run."""

    name: str
    questions: int
    sha256: str
    """Hash of its questions; runs are comparable where it is the same."""


class RunInfo(Frozen):
    """From what and how a run was made."""

    id: str
    """``2026-11-22.3``: the day it began and a number."""
    system: str
    """``asn`` or the name of a baseline."""
    edition: str
    edition_inputs: str
    """Hash of everything that the edition was built from."""
    embedder: str
    model: str | None
    """The chat model that wrote the answers; None: none."""
    code: str
    """Version of the project and hash of its source files."""
    settings: Mapping[str, str | int | float]
    """The settings that change answers; never a secret."""
    sets: tuple[RunSet, ...]
    began: datetime
    ended: datetime | None = None
    """None: interrupted; the same command takes it up again."""


@dataclass(frozen=True)
class Run:
    """A run with its answers."""

    info: RunInfo
    outcomes: Mapping[str, tuple[Outcome, ...]]
    """By set, in the order of its questions; of an interrupted run those that were answered."""
