"""The editions that are kept: which serve, served, or were left behind by a crash.

An edition is built in a folder of its own, gets its manifest last and its mark of publication once
it has served; whatever lacks one of them is no edition and is swept by the next writer.
"""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from knowledge.clock import today
from knowledge.dataset import Knowledge
from knowledge.edition import (
    Manifest,
    current_edition,
    editions_folder,
    make_current,
    read_manifest,
    restore_knowledge,
)
from knowledge.errors import AsnBotError, EditionCorrupt, EditionError, StagingError
from knowledge.index import PROVISIONS, REPEALED, RULINGS, chroma_client, collection_name
from knowledge.settings import Settings
from knowledge.text import Normaliser

_PUBLISHED = "published"


@dataclass(frozen=True)
class Kept:
    """An edition on the disk."""

    id: str
    manifest: Manifest | None
    """None when it cannot be read."""
    current: bool


@dataclass(frozen=True)
class Swept:
    """What a crash had left behind and was put right."""

    removed: tuple[str, ...] = ()
    """Editions that were never published."""
    finished: str | None = None
    """The edition that serves, whose publication had not been noted."""


def next_id(settings: Settings) -> str:
    """An id for a new edition: today's date and a running number."""
    day = today().isoformat()
    taken = [
        int(path.name.rsplit(".", 1)[1])
        for path in editions_folder(settings).glob(f"{day}.*")
        if path.name.rsplit(".", 1)[1].isdigit()
    ]
    return f"{day}.{max(taken, default=0) + 1}"


def kept_editions(settings: Settings) -> list[Kept]:
    """All editions that were published, the latest first."""
    serving = current_edition(settings)
    found = []
    for folder in editions_folder(settings).glob("*.*"):
        if not folder.is_dir() or folder.name.startswith("."):
            continue
        if folder.name != serving and not (folder / _PUBLISHED).exists():
            continue
        try:
            manifest = read_manifest(folder)
        except EditionError:
            manifest = None
        found.append(Kept(folder.name, manifest, folder.name == serving))
    return sorted(found, key=lambda kept: order_of(kept.id), reverse=True)


def order_of(edition: str) -> tuple[str, int]:
    """By what editions are ordered: the day that they were built on, and their number on that day."""
    day, _, number = edition.rpartition(".")
    return day, int(number) if number.isdigit() else 0


def switch(settings: Settings, edition: str) -> None:
    """Let a complete edition serve; the first time, note that and which one served before it."""
    mark = editions_folder(settings) / edition / _PUBLISHED
    before = current_edition(settings)
    make_current(settings, edition)
    if not mark.exists():
        mark.write_text(f"{before or ''}\n")


def previous_edition(settings: Settings) -> str:
    """The edition that a rollback goes to: the one that the current one took the place of.

    Where that is not known, or not kept any more: the latest before the current one.

    Raises:
        StagingError: there is none.
    """
    serving = current_edition(settings)
    older = [
        kept.id
        for kept in kept_editions(settings)
        if serving is not None and order_of(kept.id) < order_of(serving)
    ]
    before = served_before(settings, serving)
    if before in older:
        return before
    if not older:
        raise StagingError(
            "There is no earlier edition to go back to. asn-ingest list shows those that are kept."
        )
    return older[0]


def served_before(settings: Settings, edition: str | None) -> str:
    """The edition that one took the place of when it began to serve; empty where that is not known."""
    try:
        return (editions_folder(settings) / (edition or "") / _PUBLISHED).read_text().strip()
    except OSError:
        return ""


def sweep(settings: Settings) -> Swept:
    """Put right what a crash left: half-built editions go, a half-noted publication is noted.

    To be called by the only writer.
    """
    folder = editions_folder(settings)
    serving = current_edition(settings)
    for draft in folder.glob(".current-*"):
        draft.unlink(missing_ok=True)
    removed = []
    for path in folder.glob("*.*"):
        if not path.is_dir() or path.name.startswith(".") or path.name == serving:
            continue
        if not (path / _PUBLISHED).exists():
            remove_edition(settings, path.name)
            removed.append(path.name)
    finished = None
    if serving and (folder / serving).is_dir() and not (folder / serving / _PUBLISHED).exists():
        (folder / serving / _PUBLISHED).touch()
        finished = serving
    return Swept(tuple(sorted(removed)), finished)


def prune(settings: Settings) -> list[str]:
    """Remove the oldest editions beyond the number to keep.

    Never the current one, nor the one that it took the place of: to that a rollback goes.
    """
    kept = kept_editions(settings)
    before = served_before(settings, current_edition(settings))
    extra = [k.id for k in kept[settings.keep_editions :] if not k.current and k.id != before]
    for edition in extra:
        remove_edition(settings, edition)
    return extra


def remove_edition(settings: Settings, edition: str) -> None:
    """Delete an edition's folder, and its collections on a Chroma server."""
    folder = editions_folder(settings) / edition
    # First the mark: a removal that is cut off is then finished by the next sweep.
    (folder / _PUBLISHED).unlink(missing_ok=True)
    (folder / "manifest.json").unlink(missing_ok=True)
    if settings.chroma_url:
        with suppress(AsnBotError):  # a server out of reach keeps rows that nobody reads
            _drop_collections(settings, folder)
    shutil.rmtree(folder, ignore_errors=True)


def _drop_collections(settings: Settings, folder: Path) -> None:
    client = chroma_client(settings, folder / "chroma")
    for name in (RULINGS, PROVISIONS, REPEALED):
        with suppress(Exception):
            client.delete_collection(collection_name(folder.name, name))


def knowledge_of(settings: Settings, edition: str) -> Knowledge:
    """The knowledge of an edition, without opening its index.

    Raises:
        EditionCorrupt: it cannot be read.
    """
    return read_knowledge(settings, edition)[0]


def read_knowledge(settings: Settings, edition: str) -> tuple[Knowledge, Normaliser]:
    """The knowledge of an edition, and how it reads what is typed.

    Raises:
        EditionCorrupt: it cannot be read.
    """
    path = editions_folder(settings) / edition / "knowledge.json"
    try:
        return restore_knowledge(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError) as error:
        raise EditionCorrupt(
            f"The knowledge of edition {edition} cannot be read ({type(error).__name__}). "
            "Go back to another one: asn-ingest rollback"
        ) from None
