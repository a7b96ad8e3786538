"""Build an edition from the data files and let it serve at once, without the gate of a publish.

The official documents and standings of the edition that serves are kept. The new edition is built
beside it and becomes current in one step at the end; a crash before that leaves the old one serving.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.assemble import assemble, input_hash, load_documents
from ingest.check import Severity, check_data
from ingest.edition_writer import Progress, cache_file, write_edition
from ingest.editions import kept_editions, next_id, remove_edition, sweep, switch
from ingest.writer import only_writer
from knowledge.dataset import BUNDLED, Knowledge, load_knowledge
from knowledge.edition import Inputs, Manifest, current_edition, editions_folder, read_manifest
from knowledge.embedding import make_embedder
from knowledge.errors import AsnBotError, DataError, EditionError
from knowledge.settings import Settings


@dataclass(frozen=True)
class Built:
    """What a build did."""

    edition: str
    unchanged: bool
    embedded: int
    """Texts whose vector had to be computed."""
    counts: dict[str, int]


def build(
    settings: Settings,
    *,
    root: Path = BUNDLED,
    force: bool = False,
    progress: Progress = lambda stage, done, total: None,
) -> Built:
    """Build an edition and make it current; do nothing when nothing changed and ``force`` is off.

    Raises:
        DataError: a data file is damaged, or ``asn-ingest check`` finds errors.
        EmbedderError: the embedder cannot be loaded.
        EditionError: another command is writing, or what was written cannot be read back.
        StagingError: a document of the edition that serves is missing.
        AsnBotError: the data folder cannot be written.
    """
    with only_writer(settings, "build"), usable_cache(settings):
        sweep(settings)
        return _build(settings, root, force, progress)


@contextmanager
def usable_cache(settings: Settings) -> Iterator[None]:
    """Turn a damaged cache of embeddings into an error that says what to do.

    Raises:
        AsnBotError: the cache cannot be read or written.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise AsnBotError(
            f"The embeddings kept in {cache_file(settings)} cannot be used "
            f"({type(error).__name__}). Check that there is room on the disk; if there is, delete "
            "that file and try again."
        ) from None


def serving_inputs(settings: Settings) -> tuple[Manifest | None, Inputs]:
    """The manifest of the edition that serves, and the documents and standings it is made of.

    Where its manifest cannot be read, those of the latest edition whose manifest can: building anew
    must not drop the official documents.
    """
    serving = current_edition(settings)
    if serving is None:
        return None, Inputs()
    try:
        manifest = read_manifest(editions_folder(settings) / serving)
    except EditionError:
        readable = (kept.manifest for kept in kept_editions(settings) if kept.manifest)
        latest = next(readable, None)
        return None, latest.made_of if latest else Inputs()
    return manifest, manifest.made_of


def checked_knowledge(root: Path) -> Knowledge:
    """The data files, if an edition made of them could answer.

    Raises:
        DataError: ``asn-ingest check`` finds errors in them.
    """
    errors = [p for p in check_data(root) if p.severity is Severity.ERROR]
    if errors:
        more = len(errors) - 1
        rest = f" And {more} more: asn-ingest check lists them." if more else ""
        raise DataError(f"{errors[0]}{rest}")
    return load_knowledge(root)


def _build(settings: Settings, root: Path, force: bool, progress: Progress) -> Built:
    embedder = make_embedder(settings.embedder)
    serving, made_of = serving_inputs(settings)
    inputs = input_hash(root, embedder, made_of)
    if serving and not force and serving.inputs == inputs:
        return Built(serving.id, True, 0, serving.counts)
    progress("read", 0, 1)
    assembled = assemble(checked_knowledge(root), load_documents(settings, made_of), made_of)
    progress("read", 1, 1)
    if assembled.made_of != made_of:  # the data files have some of it by now
        inputs = input_hash(root, embedder, assembled.made_of)
    written = write_edition(
        settings,
        next_id(settings),
        assembled.knowledge,
        inputs=inputs,
        made_of=assembled.made_of,
        embedder=embedder,
        progress=progress,
    )
    try:
        switch(settings, written.manifest.id)
    except BaseException:
        if current_edition(settings) != written.manifest.id:
            remove_edition(settings, written.manifest.id)
        raise
    return Built(written.manifest.id, False, written.embedded, written.manifest.counts)
