"""From bytes to characters: UTF-8, UTF-16 and the legacy encodings that old sites still use."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

# Labels after https://encoding.spec.whatwg.org: what a page calls Latin-1 is Windows-1252 in fact.
_LABELS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "l1": "cp1252",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "x-cp1252": "cp1252",
    "iso-8859-2": "iso8859-2",
    "iso-8859-15": "iso8859-15",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "windows-1254": "cp1254",
    "iso-8859-9": "cp1254",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HIGH_BYTES = bytes(range(128, 256))

REPLACED = (
    "Sebagian huruf tidak dapat dibaca (pengodean {encoding} rusak) dan ditandai dengan "
    "�; bandingkan dengan naskah aslinya atau simpan ulang berkas sebagai UTF-8."
)
GUESSED = (
    "Pengodean huruf tidak disebutkan dan bukan UTF-8; dibaca sebagai Windows-1252. "
    "Periksa huruf dan tanda baca khusus, atau simpan ulang berkas sebagai UTF-8."
)


@dataclass(frozen=True)
class Decoded:
    """Characters, and what is doubtful about them (in Indonesian)."""

    text: str
    warnings: tuple[str, ...] = ()


def codec_of(label: str) -> str | None:
    """Python's codec for an encoding's label on the web; None for a label that is not known."""
    return _LABELS.get(label.strip().lower())


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a text: a byte order mark decides, then the declared encoding, then what fits.

    Args:
        data: the whole file.
        declared: the codec that the document itself names (``codec_of``), if any.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _with_replacement(data[len(mark) :], codec)
    if declared is not None:
        return _with_replacement(data, declared)
    wide = _utf16_without_mark(data)
    if wide is not None:
        return _with_replacement(data, wide)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(data):
        return _with_replacement(data, "utf-8")
    return Decoded(data.decode("cp1252", errors="replace"), (GUESSED,))


def _with_replacement(data: bytes, codec: str) -> Decoded:
    text = data.decode(codec, errors="replace")
    damaged = "�" in text and "�".encode(codec, errors="ignore") not in data
    if not damaged:
        return Decoded(text)
    return Decoded(text, (REPLACED.format(encoding=codec.upper()),))


def _utf16_without_mark(data: bytes) -> str | None:
    """Text in Latin letters has a zero in every other byte of UTF-16."""
    sample = data[:4096]
    if len(sample) < 8 or len(data) % 2:
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _mostly_utf8(data: bytes) -> bool:
    """A damaged UTF-8 file: nearly all of its bytes above 127 still form whole characters."""
    high = len(data) - len(data.translate(None, _HIGH_BYTES))
    whole = data.decode("utf-8", errors="ignore").encode()
    return len(whole) - len(whole.translate(None, _HIGH_BYTES)) >= 0.9 * high
