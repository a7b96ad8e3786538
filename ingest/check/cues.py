"""The cues: patterns that compile, for facts and values that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.check.problem import Problem, error
from ingest.check.source import Data
from knowledge.cues import Cues
from knowledge.dataset import Place, Placed
from knowledge.model import FACT_VALUES
from knowledge.records import faults_of

_START = Place("cues.yaml", 1)
_PATTERNS = ("facts", "kinds", "follow_up_openers", "corrections", "wrappings", "closings")


def cue_patterns(data: Data) -> Iterator[Problem]:
    """Patterns that are no regular expression, and any other fault of the cues' form."""
    found = False
    for group in _PATTERNS:
        for path, pattern in _leaves(data.cues.get(group), (f"{group}:",)):
            try:
                re.compile(pattern)
            except re.error as fault:
                found = True
                yield error(
                    data.place(_START, *path, pattern.replace("'", "''")),
                    f"the pattern {pattern} is no regular expression ({fault})",
                    "Correct it, or put a backslash before the special character.",
                )
    found |= any(True for _ in cue_facts(data))
    if data.cues and not found:
        for item in faults_of(Placed(data.cues, _START), Cues):
            yield Problem(item.file, item.line, item.problem, item.remedy)


def cue_facts(data: Data) -> Iterator[Problem]:
    """Facts and values that the vocabulary does not have."""
    facts = data.cues.get("facts")
    for fact, values in facts.items() if isinstance(facts, dict) else ():
        if fact not in FACT_VALUES:
            yield error(
                data.place(_START, "facts:", f"{fact}:"),
                f"the fact {fact} is not in the vocabulary",
                f"Use one of {', '.join(FACT_VALUES)}.",
            )
            continue
        for value in values if isinstance(values, dict) else ():
            if value not in FACT_VALUES[fact]:
                yield error(
                    data.place(_START, "facts:", f"{fact}:", f"{value}:"),
                    f"the fact {fact} has no value {value}",
                    f"Use one of {', '.join(FACT_VALUES[fact])}.",
                )


def _leaves(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _leaves(part, (*path, f"{key}:"))
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part, path)
    elif isinstance(value, str):
        yield path, value
