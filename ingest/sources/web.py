"""Documents from the web: public addresses, expected types, a name to keep them under."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote

import httpx

from ingest.sources.exchange import Network, Request, get
from ingest.sources.kinds import ENDING, GENERIC, MEDIA_TYPES
from ingest.sources.model import Fetched, Limits, Progress, unwatched
from ingest.sources.origin import shown
from knowledge.errors import SourceError

_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_LONGEST_NAME = 120
_ACCEPT = ", ".join((*dict.fromkeys(MEDIA_TYPES.values()), "*/*;q=0.1"))


def fetch_url(
    url: str,
    *,
    limits: Limits | None = None,
    network: Network | None = None,
    progress: Progress = unwatched,
) -> Fetched:
    """Fetch one document by http or https.

    Raises:
        SourceError: the address is not public or malformed, the server cannot be reached or
            refuses, or what it sends is too large, too slow, empty or of a type that is not read.
    """
    reply = get(
        Request(url, {"Accept": _ACCEPT}),
        limits=limits or Limits(),
        network=network or Network(),
        accept=_check_type,
        progress=progress,
    )
    if not reply.data:
        raise SourceError(
            f"The server of {shown(reply.url)} sent an empty document. Check the address."
        )
    named = file_name(reply.url, reply.headers)
    said = media_type(reply.headers)
    kind = MEDIA_TYPES.get(_ending(named)) if said is None or said in GENERIC else said
    name = named if _ending(named) in MEDIA_TYPES else named + ENDING.get(kind or "", "")
    return Fetched(name, reply.data, kind, shown(reply.url), datetime.now(UTC))


def media_type(headers: httpx.Headers) -> str | None:
    """The media type of a Content-Type header, without its parameters."""
    return headers.get("content-type", "").partition(";")[0].strip().lower() or None


def file_name(url: httpx.URL, headers: httpx.Headers) -> str:
    """A name for the document: as the server proposes, or the last part of the address."""
    message = Message()
    message["Content-Disposition"] = _UNFOLDED.sub(" ", headers.get("content-disposition", ""))
    proposed = message.get_filename() or ""
    last = unquote(url.path.rstrip("/").rpartition("/")[2])
    for candidate in (proposed, last, url.host):
        name = _UNFIT.sub("-", PurePosixPath(candidate.replace("\\", "/")).name).strip(" .-")
        if name:
            ending = _ending(name)
            return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 10] + ending
    return "document"


_UNFOLDED = re.compile(r"[\r\n]+")


def _check_type(url: httpx.URL, headers: httpx.Headers) -> None:
    said = media_type(headers)
    if said is not None and said not in GENERIC and said not in ENDING:
        raise SourceError(
            f"{shown(url)} is of the type {said[:60]!r}; what is read is PDF, DOCX, HTML, Markdown "
            "and text. Check the address."
        )


def _ending(name: str) -> str:
    ending = PurePosixPath(name).suffix.lower()
    return ending if len(ending) <= 10 else ""
