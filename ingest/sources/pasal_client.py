"""The ``pasal`` client with bounds: sizes, times, redirects and repetitions as for any document.

Of the client from PyPI we use the methods and with them the paths and parameters of the API; its
own transport has no limit of size and no total time, so ``request`` is replaced.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import httpx
from pasal import DEFAULT_BASE_URL, PasalClient
from pydantic import SecretStr

from ingest.sources.exchange import Network, Request, get
from ingest.sources.fault import HttpFault
from ingest.sources.model import Limits, Progress, unwatched
from ingest.sources.origin import web_address
from ingest.sources.web import media_type
from knowledge.errors import SourceError

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_TOKEN = re.compile(r"[!-~]+")
_CHECK_URL = f"Check PASAL_API_URL (usually {DEFAULT_BASE_URL})."


@dataclass(frozen=True)
class BoundedPasalClient(PasalClient):
    """Asks the API within limits; every failure is a SourceError in one line.

    The API's host is set by the operator, who may run a copy on a private address: it is not held
    to the rule for public addresses, but redirects may not lead away from it.
    """

    token: SecretStr | None = field(default=None, repr=False)
    limits: Limits = field(default_factory=Limits)
    network: Network = field(default_factory=Network)
    progress: Progress = unwatched

    def __post_init__(self) -> None:
        super().__post_init__()
        url = web_address(self.base_url)
        if self.token is not None and not _TOKEN.fullmatch(self.token.get_secret_value().strip()):
            raise SourceError(
                "PASAL_API_TOKEN holds characters that no token has. Copy it anew, without quotes "
                "and spaces."
            )
        if self.token is not None and url.scheme != "https" and url.host not in _LOCAL:
            raise SourceError(
                "PASAL_API_TOKEN is not sent over unprotected http. Set PASAL_API_URL to an https "
                "address."
            )

    def request(
        self,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        method: str = "GET",
    ) -> Any:
        """Ask the API and decode its JSON."""
        if method != "GET":
            raise SourceError("The Pasal.id API is only read.")
        query = {name: value for name, value in (params or {}).items() if value not in (None, "")}
        url = f"{self.base_url}/{path.lstrip('/')}" + (f"?{urlencode(query)}" if query else "")
        sent = {"Accept": "application/json", **self.headers, **(headers or {})}
        if self.token is not None:
            sent["Authorization"] = f"Bearer {self.token.get_secret_value().strip()}"
        try:
            reply = get(
                Request(url, sent, same_origin=True),
                limits=self.limits,
                network=replace(self.network, allow=lambda _: True),
                accept=_check_json,
                progress=self.progress,
            )
        except HttpFault as fault:
            raise _explained(fault) from None
        return _decoded(reply.data)


def _check_json(url: httpx.URL, headers: httpx.Headers) -> None:
    said = media_type(headers) or ""
    if "html" in said:
        raise _web_page()


def _decoded(data: bytes) -> Any:
    if data.lstrip()[:1] == b"<":
        raise _web_page()
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise SourceError(
            "Pasal.id sent damaged or incomplete data (no valid JSON). Try again later."
        ) from None


def _web_page() -> SourceError:
    return SourceError(f"Pasal.id answered with a web page instead of data. {_CHECK_URL}")


def _explained(fault: HttpFault) -> SourceError:
    """The fault in words for those who use the API; a 404 of the API itself is left to the caller."""
    wait = "" if fault.retry_after is None else f" (it asks to wait {fault.retry_after:.0f} s)"
    match fault.status:
        case 404 if fault.sample.lstrip()[:1] != b"{":
            return SourceError(f"There is no Pasal.id API at the configured address. {_CHECK_URL}")
        case 401 | 403:
            return SourceError(
                f"Pasal.id refuses the request ({fault.status}). Set PASAL_API_TOKEN to a valid "
                "token, or remove a wrong one."
            )
        case 429:
            return SourceError(
                f"Pasal.id has had too many requests from here (429){wait}. Try again later; the "
                "API allows a limited number a minute and a day."
            )
        case int(status) if status >= 500:
            return SourceError(
                f"Pasal.id has a fault of its own ({status}){wait}. Try again later, or add the "
                "official document as a file."
            )
    return fault
