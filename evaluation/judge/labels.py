"""Statements labelled as supported by a source or not, by which judges are judged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from evaluation.asking import Progress, silent
from evaluation.judge.agreement import Agreement, agreement
from evaluation.judge.judging import Judge, judge_all
from knowledge.errors import RecordError
from knowledge.model import Frozen, ProvisionId, Text
from knowledge.records import json_records, validated

LABELS = Path(__file__).with_name("labels.jsonl")


class Label(Frozen):
    """One line of ``labels.jsonl``."""

    id: Text
    provision: ProvisionId
    source: Text
    """The provision's digest when the label was written: labels do not change with the data."""
    statement: Text
    supported: bool
    kind: Literal[
        "excerpt",
        "paraphrase",
        "inference",
        "number",
        "condition",
        "verdict",
        "subject",
        "sanction",
        "addition",
    ]
    """How it rests on the source, or what about it is wrong."""


def read_labels(path: Path = LABELS) -> tuple[Label, ...]:
    """The labels of a file.

    Raises:
        RecordError: unreadable, no label, a damaged or repeated one, or labels of one kind only.
    """
    labels: dict[str, Label] = {}
    for placed in json_records(path, path.parent):
        label = validated(placed, Label).value
        if label.id in labels:
            raise RecordError(
                path.name, placed.place.line, f"id {label.id} stands twice", "Give it another id."
            )
        labels[label.id] = label
    if len({label.supported for label in labels.values()}) < 2:
        raise RecordError(
            path.name, 1, "needs labels of both kinds, supported and not", "Restore the file."
        )
    return tuple(labels.values())


async def measure(judge: Judge, labels: Sequence[Label], progress: Progress = silent) -> Agreement:
    """How far a judge agrees with the labels, each judged by itself."""
    asked = [([label.statement], [label.source]) for label in labels]
    found = await judge_all(judge, asked, progress)
    return agreement([label.supported for label in labels], [one for (one,) in found])
