"""The word lists that questions are perturbed with, from ``wordlists.yaml``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, StringConstraints, ValidationError

from knowledge.errors import RecordError
from knowledge.model import Frozen, Text

WORDLISTS = Path(__file__).with_name("wordlists.yaml")

Typed = Annotated[str, StringConstraints(min_length=1, pattern=r"^[^A-Z]+$")]
"""A word or phrase, in lower case."""
Ways = Annotated[tuple[Typed, ...], Field(min_length=1)]


class Particles(Frozen):
    """The particles of one region, by the place in a sentence where they stand."""

    after_question: Ways
    at_end: Ways
    at_pause: Ways


class Courtesy(Frozen):
    """What is said around a question to be polite."""

    before: Annotated[tuple[Text, ...], Field(min_length=1)]
    after: Annotated[tuple[Text, ...], Field(min_length=1)]


class Emoji(Frozen):
    """Pictures, and the ways in which a mark is typed too often."""

    pictures: Ways
    marks: dict[Annotated[str, StringConstraints(pattern=r"^[?.!,]$")], Ways]


class Order(Frozen):
    """What stands first or last in a sentence at the speaker's will."""

    tags: Ways
    openers: Ways
    connectives: Ways
    clauses: Ways
    adverbials: Ways
    introductions: Ways


class Wordlists(Frozen):
    """The contents of ``wordlists.yaml``."""

    fixed: frozenset[Typed]
    confusable: frozenset[Typed]
    abbreviations: dict[Typed, Ways]
    slang: dict[Typed, Ways]
    particles: Annotated[dict[Typed, Particles], Field(min_length=1)]
    asking: frozenset[Typed]
    leaning: frozenset[Typed]
    courtesy: Courtesy
    emoji: Emoji
    order: Order


def read_wordlists(path: Path = WORDLISTS) -> Wordlists:
    """The word lists of a file.

    Raises:
        RecordError: it is no YAML or breaks the schema.
    """
    try:
        return Wordlists.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RecordError(path.name, line, "is no YAML", "Restore the file.") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise RecordError(
            path.name, 1, f"{place}: {first['msg']}", "Restore the file's form."
        ) from None


@lru_cache(maxsize=1)
def wordlists() -> Wordlists:
    """The word lists of the project, read once."""
    return read_wordlists()
