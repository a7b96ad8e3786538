"""Small pieces of messages: page lists in Indonesian, file names that are safe to print."""

from __future__ import annotations

from collections.abc import Sequence

_NAMED = 12


def pages_named(pages: Sequence[int]) -> str:
    """``halaman 3``, ``halaman 1-4, 7 dan 9``: pages in order, neighbours taken together."""
    ranges: list[str] = []
    start = previous = pages[0]
    for page in [*pages[1:], -1]:
        if page == previous + 1:
            previous = page
            continue
        ranges.append(str(start) if start == previous else f"{start}-{previous}")
        start = previous = page
    if len(ranges) > _NAMED:
        return f"halaman {', '.join(ranges[:_NAMED])} dan lainnya ({len(pages)} halaman)"
    if len(ranges) == 1:
        return f"halaman {ranges[0]}"
    return f"halaman {', '.join(ranges[:-1])} dan {ranges[-1]}"


def shown(name: str) -> str:
    """A file's name for a one-line message: nothing unprintable, not too long."""
    text = "".join(char if char.isprintable() else "?" for char in name) or "(no name)"
    return text if len(text) <= 120 else f"{text[:60]}...{text[-50:]}"
