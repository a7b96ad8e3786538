"""What is kept of a run: from what and how it was made, and every answer."""

from __future__ import annotations

import hashlib
import json
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


class Provenance(Frozen):
    """All that decides what a run's answers are."""

    system: str
    """``asn`` or the name of a baseline."""
    edition: str
    edition_inputs: str
    """Hash of everything that the edition was built from."""
    embedder: str
    model: str | None
    """The chat model that wrote the answers; None: none."""
    code: str
    """Version of the project and hash of the source files that answers come from."""
    commit: str | None = None
    """The commit that was checked out, for people to look up; ``code`` is what counts."""
    settings: Mapping[str, str | int | float]
    """The settings that change answers; never a secret."""
    sets: tuple[RunSet, ...]

    @property
    def key(self) -> str:
        """The same for two runs exactly when the second would only repeat the first."""
        decisive = self.model_dump(mode="json", include=set(Provenance.model_fields) - {"commit"})
        return hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest()


class RunInfo(Provenance):
    """From what and how a run was made, and when."""

    id: str
    """``2026-11-22.3``: the day it began and a number."""
    began: datetime
    ended: datetime | None = None
    """None: interrupted; the same command takes it up again."""
    figures: Mapping[str, float | int | None] = {}
    """The figures over all sets as they were at the end, for lists of runs; reports compute anew."""

    @property
    def questions(self) -> int:
        """How many questions it asks in all."""
        return sum(one.questions for one in self.sets)


@dataclass(frozen=True)
class Run:
    """A run with its answers."""

    info: RunInfo
    outcomes: Mapping[str, tuple[Outcome, ...]]
    """By set, in the order of its questions; of an interrupted run those that were answered."""
