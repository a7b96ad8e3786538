"""One way to all documents: a path or a web address goes in, fetched documents come out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.sources.exchange import Network
from ingest.sources.files import fetch_file, fetch_folder
from ingest.sources.model import (
    Fetched,
    Limits,
    Progress,
    Skipped,
    unnoticed,
    unwatched,
)
from ingest.sources.origin import SCHEME
from ingest.sources.web import fetch_url
from knowledge.errors import SourceError

__all__ = ["Fetched", "Limits", "Network", "fetch"]


def fetch(
    target: str | Path,
    *,
    limits: Limits | None = None,
    network: Network | None = None,
    progress: Progress = unwatched,
    skipped: Skipped = unnoticed,
) -> Iterator[Fetched]:
    """Fetch a file, the documents of a folder, or a web address; documents come one at a time.

    ``skipped`` hears of every file of a folder that is left out.

    Raises:
        SourceError: nothing can be obtained from ``target``; the message says why and what to do.
    """
    if isinstance(target, str) and SCHEME.match(target.strip()):
        yield fetch_url(target, limits=limits, network=network, progress=progress)
        return
    if isinstance(target, str) and not target.strip():
        raise SourceError("Nothing to fetch. Give a file, a folder or a web address.")
    path = Path(target)
    try:
        is_folder = path.is_dir()
    except (OSError, ValueError):  # reading it as a file says what is wrong
        is_folder = False
    if is_folder:
        yield from fetch_folder(path, limits=limits, progress=progress, skipped=skipped)
    else:
        yield fetch_file(path, limits=limits)
