"""The body of an answer, decompressed piece by piece and never larger than allowed.

Decompression stops at the limit: a few kilobytes can stand for gigabytes (a decompression bomb).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator

from ingest.sources.model import MEBIBYTE
from knowledge.errors import SourceError

_PIECE = 64 * 1024
# zlib's names of the containers: gzip with its header, zlib with its own (which HTTP calls deflate).
_WINDOW_BITS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
ACCEPTED_ENCODING = "gzip, deflate"
"""What to ask of a server."""


class Damaged(SourceError):
    """The compressed data are not what they claim to be, or break off."""


def read_body(
    chunks: Iterable[bytes],
    encoding: str,
    max_bytes: int,
    received: Callable[[int], None],
) -> bytes:
    """Join ``chunks``, decompressed as ``encoding`` (a Content-Encoding header) says.

    ``received`` is called with the number of bytes so far.

    Raises:
        SourceError: more than ``max_bytes``, or an encoding that was not asked for.
        Damaged: the compression is broken.
    """
    body = bytearray()
    for piece in _decoded(chunks, encoding.strip().lower()):
        if len(body) + len(piece) > max_bytes:
            raise too_large(max_bytes)
        body += piece
        received(len(body))
    return bytes(body)


def too_large(max_bytes: int) -> SourceError:
    """The error for a document beyond the limit."""
    return SourceError(
        f"The document is larger than {max_bytes / MEBIBYTE:g} MB, the most that is taken. "
        "Check that it is the right one; split it, or raise READ_MEGABYTES."
    )


def _decoded(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    if encoding in ("", "identity"):
        yield from chunks
        return
    if encoding not in _WINDOW_BITS:
        raise SourceError(
            f"The server sent the document compressed as {encoding[:40]!r}, which was not asked for. "
            "Save it as a file and add the file."
        )
    decompressor = zlib.decompressobj(_WINDOW_BITS[encoding])
    started = False
    try:
        for chunk in chunks:
            data, more = chunk, bool(chunk)
            while more:
                if decompressor.eof:  # gzip allows several streams, one after the other
                    decompressor = zlib.decompressobj(_WINDOW_BITS[encoding])
                started = True
                piece = decompressor.decompress(data, _PIECE)
                yield piece
                data = decompressor.unused_data or decompressor.unconsumed_tail
                more = bool(data) or (len(piece) == _PIECE and not decompressor.eof)
    except zlib.error:
        raise Damaged(
            "The server sent damaged compressed data. Try again later, or save the document as a "
            "file and add the file."
        ) from None
    if started and not decompressor.eof:
        raise Damaged(
            "The transfer broke off before the document was complete. Try again later, or save it "
            "as a file and add the file."
        )
