"""Web addresses: which are accepted, and how they are shown without their secrets."""

from __future__ import annotations

import re
from urllib.parse import quote

import httpx

from knowledge.errors import SourceError

SCHEME = re.compile(r"^(?P<scheme>[a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9._-]*|[0-9a-f:.]+")
"""Host names as they stand in a request, internationalised ones in ASCII; or an IPv6 address."""
_LONGEST = 2000
_SECRET_NAME = re.compile(
    r"auth|code|credential|jwt|key|pass|secret|session|sid$|sig|token|^x-", re.IGNORECASE
)
_LONGEST_PLAIN_VALUE = 40
"""In characters; a longer value of a query is more likely a signature than a page number."""


def web_address(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """An accepted web address, without its fragment; ``base`` is what a relative one is relative to.

    Raises:
        SourceError: not http or https, malformed, or with a user name or password in it.
    """
    if len(text) > _LONGEST:
        raise SourceError(f"The web address is longer than {_LONGEST} characters. Shorten it.")
    try:
        url = base.join(text.strip()) if base else httpx.URL(text.strip())
        host = url.raw_host.decode("ascii")
        port = 80 if url.port is None else url.port
        if not _HOST.fullmatch(host) or not 0 < port < 65536:
            raise ValueError(host)
    except (httpx.InvalidURL, ValueError):
        raise SourceError("The web address is malformed. Copy it anew from the browser.") from None
    if url.scheme not in ("http", "https"):
        raise SourceError(
            f"Documents are fetched by http and https only, not by {url.scheme[:20]!r}. "
            "Give a web address or the path of a file."
        )
    if not host:
        raise SourceError("The web address names no host. Copy it anew from the browser.")
    if url.userinfo:
        raise SourceError(
            "The web address holds a user name or password, which is refused. Leave it out, or "
            "save the document as a file and add the file."
        )
    return url.copy_with(fragment=None)


def shown(url: httpx.URL) -> str:
    """The address as people may see it: without credentials, fragment and secrets of the query."""
    values = [
        (quote(name), quote(value) if _plain(name, value) else "***")
        for name, value in url.params.multi_items()
    ]
    query = "&".join(f"{name}={value}" if value else name for name, value in values)
    bare = str(url.copy_with(username="", password="", query=None, fragment=None))
    return f"{bare}?{query}" if query else bare


def _plain(name: str, value: str) -> bool:
    return len(value) <= _LONGEST_PLAIN_VALUE and not _SECRET_NAME.search(name)
