"""Files that are replaced in one step: a reader sees the old content or the new one, nothing between."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place, then put it there.

    Raises:
        OSError: there is no room, or the folder cannot be written; the old file is as it was.
    """
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(data)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def sweep_drafts(path: Path) -> int:
    """Remove what writers that were killed left beside a file; to be called by the only writer."""
    drafts = list(path.parent.glob(f".{path.name}-*"))
    for draft in drafts:
        draft.unlink(missing_ok=True)
    return len(drafts)
