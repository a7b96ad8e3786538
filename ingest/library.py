"""The documents that were taken in: what was parsed, where it came from, and the file itself.

``<data_dir>/library/<regulation>/<key>.json`` holds the parsed regulation and its provenance,
``<key>.source`` beside it the bytes that it was read from. Nothing here is shown to users: an
edition takes in documents only through the staging area and a publish. A document is never changed;
the same file parsed anew by a changed parser is another document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from ingest.structure.document import FORMAT, ParsedRegulation
from ingest.structure.metadata import Overrides
from knowledge.errors import StagingError
from knowledge.files import write_whole
from knowledge.model import Frozen, RegulationStatus, Slug
from knowledge.settings import Settings

_PARSER = ("reading", "structure")


class Document(Frozen):
    """A document with its provenance."""

    key: str
    """Of the file's bytes, the options it was parsed with, and the parser."""
    regulation: ParsedRegulation
    name: str
    origin: str
    """The path or URL that it came from, without credentials."""
    media_type: str
    added: datetime
    by: str
    warnings: tuple[str, ...] = ()
    """What reading had to say, in Indonesian."""
    status: RegulationStatus | None = None
    """As its source gives it, where the source is a database of laws."""
    url: str | None = None

    @property
    def id(self) -> Slug:
        """The regulation's id."""
        return self.regulation.id


def library_folder(settings: Settings) -> Path:
    """Where the documents lie."""
    return settings.data_dir / "library"


@cache
def _parser_identity() -> bytes:
    """Changes whenever the code does that turns bytes into a parsed regulation."""
    digest = hashlib.sha256(str(FORMAT).encode())
    for package in _PARSER:
        folder = Path(__file__).parent / package
        for path in sorted(p for p in folder.rglob("*") if p.suffix in {".py", ".yaml"}):
            digest.update(path.read_bytes())
    return digest.digest()


def key_of(data: bytes, overrides: Overrides) -> str:
    """The key of a document: of its bytes, the options it is parsed with, and the parser."""
    digest = hashlib.sha256(_parser_identity())
    digest.update(f"{asdict(overrides)}\0".encode())
    digest.update(data)
    return digest.hexdigest()[:16]


def find(settings: Settings, key: str) -> Document | None:
    """The document with this key, whatever regulation it is.

    Raises:
        StagingError: its file is damaged.
    """
    for path in library_folder(settings).glob(f"*/{key}.json"):
        return _read(path)
    return None


def load(settings: Settings, regulation: str, key: str) -> Document:
    """A document that the staging area or an edition names.

    Raises:
        StagingError: it is not there, or damaged.
    """
    path = library_folder(settings) / regulation / f"{key}.json"
    if not path.is_file():
        raise StagingError(
            f"The document {key} of {regulation} is not in {library_folder(settings)}. "
            "Restore the folder from a backup, or take the document in again: asn-ingest add FILE"
        )
    return _read(path)


def documents(settings: Settings) -> list[Document]:
    """All documents, by regulation and the latest first."""
    found = [_read(path) for path in library_folder(settings).glob("*/*.json")]
    return sorted(found, key=lambda d: (d.id, -d.added.timestamp()))


def keep(settings: Settings, document: Document, data: bytes) -> None:
    """Keep a document and its source; a reader sees it whole or not at all."""
    folder = library_folder(settings) / document.id
    write_whole(folder / f"{document.key}.source", data)
    write_whole(folder / f"{document.key}.json", document.model_dump_json(indent=1).encode())


def sweep(settings: Settings, used: Iterable[tuple[str, str]]) -> int:
    """Remove what a crash left half-written, and sources without their document.

    ``used`` are the (regulation, key) pairs that must stay whatever else is done. Returns how many
    files were removed.
    """
    wanted = {f"{regulation}/{key}" for regulation, key in used}
    removed = 0
    for path in library_folder(settings).glob("*/*"):
        if f"{path.parent.name}/{path.stem}" in wanted:
            continue
        orphan = path.suffix == ".source" and not path.with_suffix(".json").exists()
        if path.name.startswith(".") or orphan:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _read(path: Path) -> Document:
    try:
        return Document.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise StagingError(
            f"The document {path} cannot be read ({type(error).__name__}). "
            "Restore it from a backup, or delete the file and take the document in again."
        ) from None
