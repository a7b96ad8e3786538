"""Every error that the project raises on purpose.

    AsnBotError
    |-- SettingsError          a setting is missing, malformed or out of range
    |-- DataError              a bundled data file is unreadable or breaks its schema
    |   `-- RecordError        the same, with file, line, problem and remedy kept apart
    |-- EditionError
    |   |-- EditionMissing     there is no edition to answer from
    |   |-- EditionCorrupt     the edition's files do not match its manifest
    |   `-- EmbedderMismatch   the edition was built with another embedder
    |-- EmbedderError          the embedder cannot be loaded
    `-- StoreError             the database cannot be reached or written

``str(error)`` is one line for people: what is wrong and what to do next. It never holds
a user's words or a secret. ``exit_code`` is what a command returns for it.
"""

from __future__ import annotations


class AsnBotError(Exception):
    """Base of all deliberate errors; carries a message for people and an exit code."""

    exit_code = 1


class SettingsError(AsnBotError):
    """A setting is missing, malformed or out of range."""

    exit_code = 2


class DataError(AsnBotError):
    """A data file is unreadable or breaks its schema."""

    exit_code = 3


class RecordError(DataError):
    """What is wrong at one place of a data file, its parts kept apart for tools that list all."""

    def __init__(self, file: str, line: int, problem: str, remedy: str) -> None:
        super().__init__(f"{file}:{line}: {problem}. {remedy}")
        self.file = file
        self.line = line
        self.problem = problem
        self.remedy = remedy


class EditionError(AsnBotError):
    """The edition cannot be used."""

    exit_code = 4


class EditionMissing(EditionError):
    """There is no edition to answer from."""


class EditionCorrupt(EditionError):
    """An edition's files do not match its manifest."""


class EmbedderMismatch(EditionError):
    """The edition was built with another embedder than the one configured."""


class EmbedderError(AsnBotError):
    """The embedder cannot be loaded."""

    exit_code = 5


class StoreError(AsnBotError):
    """The database cannot be reached or written."""

    exit_code = 6
