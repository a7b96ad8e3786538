"""The rows of the test sets: complete, with known verdicts, and each with an id of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.check.problem import Problem, error
from ingest.check.source import Data
from knowledge.dataset import Place, Placed
from knowledge.model import Verdict

REQUIRED: dict[str, type[str] | type[list[object]]] = {
    "id": str,
    "question": str,
    "style": str,
    "history": list,
    "category": str,
    "expected_verdict": str,
    "acceptable_verdicts": list,
    "gold_citations": list,
    "must_mention": list,
    "must_not": list,
    "rationale": str,
    "source": str,
}
"""The keys of a test row and what they hold."""


def test_rows(data: Data) -> Iterator[Problem]:
    """Rows that lack a key or name a verdict that does not exist."""
    for row in data.testsets:
        if not isinstance(row.value, dict):
            yield error(row.place, "the row is no JSON object", "Write one object a line.")
            continue
        yield from _keys(row)
        expected = row.value.get("expected_verdict")
        accepted = row.value.get("acceptable_verdicts")
        for verdict in [expected, *(accepted if isinstance(accepted, list) else [])]:
            if isinstance(verdict, str) and verdict not in set(Verdict):
                yield error(
                    row.place,
                    f"{_name(row)} expects the unknown verdict {verdict}",
                    f"Use one of {', '.join(Verdict)}.",
                )


def unique_test_ids(data: Data) -> Iterator[Problem]:
    """Ids that stand twice among all test sets."""
    seen: dict[str, Place] = {}
    for row in data.testsets:
        one = row.value.get("id") if isinstance(row.value, dict) else None
        if not isinstance(one, str):
            continue
        first = seen.setdefault(one, row.place)
        if first is not row.place:
            yield error(
                row.place,
                f"test id {one} stands already at {first}",
                "Give one of them another id.",
            )


def _keys(row: Placed[Any]) -> Iterator[Problem]:
    for key, kind in REQUIRED.items():
        if key not in row.value:
            yield error(row.place, f"{_name(row)} lacks {key}", "Add it.")
        elif not isinstance(row.value[key], kind):
            what = "a text" if kind is str else "a list"
            yield error(row.place, f"{_name(row)}: {key} must be {what}", "Correct it.")
        elif kind is str and not row.value[key].strip():
            yield error(row.place, f"{_name(row)}: {key} is empty", "Fill it in.")


def _name(row: Placed[Any]) -> str:
    return f"test {row.value.get('id', 'row')}"
