"""The columns of a test set's sheet and the words that its cells may hold, read from data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import model_validator
from rapidfuzz import fuzz, process, utils

from knowledge.model import Frozen, Text, Verdict
from knowledge.records import Place, Placed, read_mapping, validated

_FILE = Path(__file__).with_name("columns.yaml")
_NEAR = 60
"""Least likeness, of 100, at which a word is offered in place of an unknown one."""

Kind = Literal[
    "text",
    "verdict",
    "verdicts",
    "citations",
    "provisions",
    "slugs",
    "groups",
    "items",
    "turns",
    "tags",
    "split",
]
"""How the cells of a column are written; see ``evaluation.testsets.cells``."""
REQUIRED = ("question", "expected_verdict")
"""Columns that a sheet must have."""


class Column(Frozen):
    """One column: the field of a question that it fills, its headings, and its explanation."""

    field: Text
    kind: Kind
    names: tuple[Text, ...]
    """Accepted headings; the first one heads the template."""
    meaning: Text
    example: Text


class Columns(Frozen):
    """All columns, and the words that stand for verdicts, splits and speakers."""

    columns: tuple[Column, ...]
    verdicts: Mapping[Verdict, tuple[Text, ...]]
    splits: Mapping[Literal["kembang", "uji"], tuple[Text, ...]]
    speakers: Mapping[Literal["user", "assistant"], tuple[Text, ...]]
    guides: tuple[Text, ...]
    """Names of sheets that explain and hold no questions."""

    @model_validator(mode="after")
    def _unambiguous(self) -> Columns:
        names = [plain(name) for column in self.columns for name in column.names]
        for table in (self.verdicts, self.splits, self.speakers):
            words = [plain(word) for forms in table.values() for word in forms]
            if len(words) != len(set(words)):
                raise ValueError("a word stands for two things")
        if len(names) != len(set(names)):
            raise ValueError("a heading stands for two columns")
        return self

    def headed(self, heading: str) -> Column | None:
        """The column with this heading; a field's own name is one too."""
        wanted = plain(heading)
        for column in self.columns:
            if wanted in (plain(column.field), *map(plain, column.names)):
                return column
        return None

    def column(self, field: str) -> Column:
        """The column that fills a field.

        Raises:
            KeyError: there is none.
        """
        for column in self.columns:
            if column.field == field:
                return column
        raise KeyError(field)

    def nearest_heading(self, heading: str) -> str | None:
        """The accepted heading that is most like an unknown one, if any is."""
        return nearest(heading, [name for column in self.columns for name in column.names])


def plain(text: str) -> str:
    """A heading or word without case, ``_``, ``-``, doubled blanks and the marks around it."""
    return re.sub(r"[\s_-]+", " ", text).strip(" :*?.").casefold()


def nearest(word: str, known: list[str]) -> str | None:
    """The known word most like ``word``; None where nothing is like it."""
    found = process.extractOne(
        word, known, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=_NEAR
    )
    return None if found is None else str(found[0])


def word_for(text: str, forms: Mapping[Any, tuple[str, ...]]) -> str | None:
    """Which key of ``forms`` a word stands for; a key stands for itself."""
    wanted = plain(text)
    for key, words in forms.items():
        if wanted in (plain(key), *map(plain, words)):
            return str(key)
    return None


@cache
def load_columns() -> Columns:
    """The bundled columns.

    Raises:
        RecordError: the data file breaks its schema.
    """
    place = Place(_FILE.name, 1)
    return validated(Placed(read_mapping(_FILE, _FILE.parent), place), Columns).value
