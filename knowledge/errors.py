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
    |-- TrainingError          an encoder cannot be trained or written
    |-- ChatError              the chat model gives no usable answer
    |-- StoreError             the database cannot be reached or written
    `-- IngestError
        |-- SourceError        a document cannot be obtained
        |-- ReadError          a document's file cannot be read
        |-- StructureError     a text is not a regulation that can be taken in
        |-- StagingError       what is asked of the staging area or an edition cannot be done
        |-- PublishRefused     the gate says no
        |-- FourEyes           who staged it may not publish it
        `-- BackupError        an archive cannot be written, read or restored

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


class TrainingError(AsnBotError):
    """An encoder cannot be trained or written."""

    exit_code = 5


class ChatError(AsnBotError):
    """The chat model gives no usable answer; answers do without, only judging cannot."""

    exit_code = 7


class StoreError(AsnBotError):
    """The database cannot be reached or written."""

    exit_code = 6


class IngestError(AsnBotError):
    """A document cannot be taken in."""


class SourceError(IngestError):
    """A document cannot be obtained: no such file, no network, a server that refuses."""

    exit_code = 7


class ReadError(IngestError):
    """A document's file cannot be read: encrypted, damaged, too large, of an unknown type."""

    exit_code = 8


class StructureError(IngestError):
    """A text is not a regulation that can be taken in: no articles, unknown kind."""

    exit_code = 9


class StagingError(IngestError):
    """What is asked of the staging area or of an edition cannot be done."""

    exit_code = 10


class PublishRefused(IngestError):
    """The gate says no: the test sets fall below their thresholds."""

    exit_code = 11


class FourEyes(IngestError):
    """Who staged what waits may not publish it; somebody else may."""

    exit_code = 12


class BackupError(IngestError):
    """An archive cannot be written, read or restored."""

    exit_code = 13
