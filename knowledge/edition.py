"""An edition: one immutable published state of the knowledge, in one folder.

``<data_dir>/editions/<id>/`` holds ``manifest.json``, ``knowledge.json``, ``classifier.npz``,
``chroma/`` and ``bm25/``. ``<data_dir>/editions/current`` names the edition that serves; it is
replaced in one step.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from threadpoolctl import threadpool_limits

from knowledge.classifier.heads import Classifier, load
from knowledge.cues import Cues
from knowledge.dataset import Knowledge
from knowledge.embedding import Embedder, make_embedder
from knowledge.errors import EditionCorrupt, EditionMissing, EmbedderMismatch
from knowledge.index import (
    PROVISIONS,
    REPEALED,
    RULINGS,
    Bm25,
    Hit,
    chroma_client,
    collection_name,
    dense_search,
    fuse,
)
from knowledge.model import (
    Example,
    Family,
    Frozen,
    Provision,
    ProvisionId,
    QuestionClass,
    Regulation,
    RegulationStatus,
    Review,
    Ruling,
    Slug,
    StatusModifier,
    Text,
)
from knowledge.reading import Reader
from knowledge.settings import Settings
from knowledge.text import Normaliser

FORMAT = 2
"""Raised whenever an older edition can no longer be opened by the code."""
_REBUILD = "Build it again: asn-ingest build --force"


class StatusChange(Frozen):
    """A change of a regulation's standing that an admin entered."""

    regulation: Slug
    status: RegulationStatus
    since: date | None = None
    """First day of the new standing; None: from the first."""
    by: Slug | None = None
    """The regulation that repeals or amends it."""
    note: Text | None = None


class Inputs(Frozen):
    """What went into an edition besides the data files."""

    documents: Mapping[Slug, str] = {}
    """By regulation, the key of the official document in the library."""
    statuses: tuple[StatusChange, ...] = ()
    """In the order in which they were entered."""
    examples: tuple[Example, ...] = ()
    """Entered by editors while the bot runs, in the order in which they were entered."""
    rulings: tuple[Ruling, ...] = ()
    """Likewise."""
    readings: Mapping[Slug, Mapping[ProvisionId, str]] = {}
    """By ruling that editors entered: what its author read under each id that it rests on, as
    ``knowledge.reviews.readings_of`` has it. Kept when the ruling has moved to the data files.
    """


class Manifest(BaseModel):
    """What an edition is made of; written last, so that a half-built folder is never opened."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    format: int
    built: date
    embedder: str
    embedder_identity: str
    inputs: str
    """Hash of everything that the edition was built from."""
    made_of: Inputs = Inputs()
    classifier: str
    """Hash of everything that the classifier was trained from."""
    counts: dict[str, int]
    files: dict[str, str]
    """Hash of each file that never changes once built (Chroma's are verified by search)."""


def editions_folder(settings: Settings) -> Path:
    """Where the editions lie."""
    return settings.data_dir / "editions"


def current_edition(settings: Settings) -> str | None:
    """The id of the edition that serves, or None."""
    try:
        return (editions_folder(settings) / "current").read_text().strip() or None
    except OSError:
        return None


def make_current(settings: Settings, edition: str) -> None:
    """Let ``edition`` serve from now on; readers see the old or the new one, nothing between."""
    folder = editions_folder(settings)
    draft = folder / f".current-{os.getpid()}"
    draft.write_text(edition + "\n")
    draft.replace(folder / "current")


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an edition's folder.

    Raises:
        EditionCorrupt: missing, damaged, or of another format.
    """
    try:
        raw = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        manifest = Manifest.model_validate(raw)
    except (OSError, ValueError, ValidationError) as error:
        raise EditionCorrupt(
            f"Edition {folder.name} has no readable manifest ({type(error).__name__}). {_REBUILD}"
        ) from None
    if manifest.format != FORMAT:
        raise EditionCorrupt(
            f"Edition {folder.name} was written in format {manifest.format}, this program reads "
            f"format {FORMAT}. {_REBUILD}"
        )
    return manifest


def dump_knowledge(knowledge: Knowledge, normaliser: Normaliser) -> dict[str, Any]:
    """All that answering needs of the knowledge, as plain JSON values."""

    def many(records: Mapping[str, BaseModel]) -> list[dict[str, Any]]:
        return [r.model_dump(mode="json", exclude_defaults=True) for r in records.values()]

    return {
        "regulations": many(knowledge.regulations),
        "provisions": many(knowledge.provisions),
        "families": many(knowledge.families),
        "rulings": many(knowledge.rulings),
        "classes": many(knowledge.classes),
        "statuses": many(knowledge.statuses),
        "lexicon": dict(knowledge.lexicon),
        "cues": knowledge.cues.model_dump(mode="json"),
        "reviews": many(knowledge.reviews),
        "vocabulary": dict(normaliser.vocabulary),
    }


def restore_knowledge(raw: Mapping[str, Any]) -> tuple[Knowledge, Normaliser]:
    """The inverse of ``dump_knowledge``; of the examples, the classifier holds what they taught."""
    knowledge = Knowledge(
        regulations={r["id"]: Regulation.model_validate(r) for r in raw["regulations"]},
        provisions={r["id"]: Provision.model_validate(r) for r in raw["provisions"]},
        families={r["id"]: Family.model_validate(r) for r in raw["families"]},
        rulings={r["id"]: Ruling.model_validate(r) for r in raw["rulings"]},
        classes={r["id"]: QuestionClass.model_validate(r) for r in raw["classes"]},
        statuses={r["id"]: StatusModifier.model_validate(r) for r in raw["statuses"]},
        examples=(),
        lexicon=raw["lexicon"],
        cues=Cues.model_validate(raw["cues"]),
        reviews={r["ruling"]: Review.model_validate(r) for r in raw["reviews"]},
    )
    return knowledge, Normaliser(raw["lexicon"], raw["vocabulary"])


@dataclass(frozen=True, eq=False)
class Edition:
    """An open edition: all that answering reads."""

    manifest: Manifest
    knowledge: Knowledge
    classifier: Classifier
    reader: Reader
    client: Any
    bm25: Mapping[str, Bm25]

    @property
    def id(self) -> str:
        """The edition's id, such as ``2026-11-21.1``."""
        return self.manifest.id

    @cached_property
    def _collections(self) -> dict[str, Any]:
        return {
            name: self.client.get_collection(
                collection_name(self.id, name), embedding_function=None
            )
            for name in (RULINGS, PROVISIONS, REPEALED)
        }

    def search(self, name: str, vector: Any, roots: Sequence[str], limit: int) -> list[Hit]:
        """Hybrid search in ``rulings``, ``provisions`` or ``repealed``, best first."""
        dense = dense_search(self._collections[name], vector, limit * 3)
        return fuse([dense, self.bm25[name].search(roots, limit * 3)], limit)

    def close(self) -> None:
        """Let the vectors' files go; nothing can be searched afterwards."""
        self.client.close()


def open_edition(settings: Settings, edition: str | None = None) -> Edition:
    """Open the current edition, or the one named.

    Raises:
        EditionMissing: there is none.
        EditionCorrupt: its files do not match its manifest.
        EmbedderMismatch: it was built with another embedder than ``EMBEDDER`` names.
        EmbedderError: the embedder cannot be loaded.
    """
    # One thread for linear algebra: its waiting threads would fight the embedder's for the cores
    # (measured: answers in 61 ms at the median with them, 27 ms without).
    threadpool_limits(limits=1, user_api="blas")
    wanted = edition or current_edition(settings)
    if wanted is None:
        raise EditionMissing("There is no edition yet. Build one: asn-ingest build")
    folder = editions_folder(settings) / wanted
    if not folder.is_dir():
        raise EditionMissing(
            f"Edition {wanted} is not in {editions_folder(settings)}. Build one: asn-ingest build"
        )
    manifest = read_manifest(folder)
    if manifest.embedder != settings.embedder:
        raise EmbedderMismatch(
            f"Edition {wanted} was built with the embedder {manifest.embedder}, but EMBEDDER is "
            f"{settings.embedder}. Run: EMBEDDER={settings.embedder} asn-ingest build"
            f" (or set EMBEDDER={manifest.embedder})"
        )
    embedder = make_embedder(settings.embedder)
    if embedder.identity != manifest.embedder_identity:
        raise EmbedderMismatch(
            f"Edition {wanted} was built with {manifest.embedder_identity}, installed is "
            f"{embedder.identity}. Run: asn-ingest build"
        )
    for name, expected in manifest.files.items():
        path = folder / name
        if not path.is_file() or file_hash(path) != expected:
            raise EditionCorrupt(f"{name} of edition {wanted} is missing or changed. {_REBUILD}")
    return _open(folder, manifest, embedder, settings)


def _open(folder: Path, manifest: Manifest, embedder: Embedder, settings: Settings) -> Edition:
    try:
        raw = json.loads((folder / "knowledge.json").read_text(encoding="utf-8"))
        knowledge, normaliser = restore_knowledge(raw)
    except (KeyError, ValueError) as error:  # undamaged: an older program wrote it
        raise EditionCorrupt(
            f"The knowledge of edition {manifest.id} does not fit this program "
            f"({type(error).__name__}). {_REBUILD}"
        ) from None
    found = Edition(
        manifest,
        knowledge,
        load(folder / "classifier.npz"),
        Reader(normaliser, embedder, knowledge.cues.titles),
        chroma_client(settings, folder / "chroma"),
        {name: Bm25.open(folder / "bm25" / name) for name in (RULINGS, PROVISIONS, REPEALED)},
    )
    try:
        found._collections  # noqa: B018 (opens them now, so that a damaged store is seen at start)
    except Exception as error:
        raise EditionCorrupt(
            f"The vectors of edition {manifest.id} cannot be opened ({type(error).__name__}). "
            f"{_REBUILD}"
        ) from None
    return found
