"""One document from one web address: redirects by hand, repetition where it helps, all in bounds."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import httpcore
import httpx

from ingest.sources.address import Allow, Resolver, is_public, system_resolver
from ingest.sources.body import ACCEPTED_ENCODING, Damaged, read_body, too_large
from ingest.sources.deadline import Deadline
from ingest.sources.fault import HttpFault, failed, refused, wait_asked
from ingest.sources.model import Limits, Progress, unwatched
from ingest.sources.origin import shown, web_address
from ingest.sources.transport import GuardedBackend
from knowledge.errors import SourceError

_REDIRECTS = (301, 302, 303, 307, 308)
_SAMPLE = 4096
"""Bytes of an error's page that are looked at."""


@dataclass(frozen=True)
class Network:
    """How the network is reached; tests pass their own resolver, rule and clock."""

    resolve: Resolver = system_resolver
    allow: Allow = is_public
    tls: ssl.SSLContext | None = None
    """None: the usual certificate authorities."""
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True)
class Request:
    """What is asked for."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    same_origin: bool = False
    """Refuse redirects to another scheme, host or port: for requests that carry a token."""


@dataclass(frozen=True)
class Reply:
    """The answer, complete and decompressed."""

    url: httpx.URL
    """Where it came from in the end."""
    headers: httpx.Headers
    data: bytes


Accept = Callable[[httpx.URL, httpx.Headers], None]
"""Raises SourceError when an answer's headers show that it is not what is wanted."""


def get(
    request: Request,
    *,
    limits: Limits,
    network: Network,
    accept: Accept,
    progress: Progress = unwatched,
) -> Reply:
    """Fetch ``request.url``, again after a wait when the connection or the server fails for now.

    Raises:
        SourceError: nothing acceptable came within the limits.
        HttpFault: the same, where the server or the connection is the cause.
    """
    url = web_address(request.url)
    deadline = Deadline(limits.total_seconds, network.clock)
    backend = GuardedBackend(network.resolve, network.allow, deadline)
    tls = network.tls or usual_authorities()
    tries = 0
    while True:
        tries += 1
        try:
            # A pool for each try: a connection that failed is not used again.
            with httpcore.ConnectionPool(ssl_context=tls, network_backend=backend) as pool:
                return _follow(pool, url, request, limits, accept, progress)
        except HttpFault as fault:
            wait = float(2 ** (tries - 1)) if fault.retry_after is None else fault.retry_after
            hopeless = tries >= limits.tries or wait > limits.wait_seconds
            if not fault.passing or hopeless or wait >= deadline.remaining():
                raise
        network.sleep(wait)


def _follow(
    pool: httpcore.ConnectionPool,
    url: httpx.URL,
    request: Request,
    limits: Limits,
    accept: Accept,
    progress: Progress,
) -> Reply:
    seen = {url}
    while True:
        answer = _exchange(pool, url, request.headers, limits, accept, progress)
        if isinstance(answer, Reply):
            return answer
        onward = web_address(answer, url)
        _check_hop(url, onward, request.same_origin)
        if onward in seen or len(seen) > limits.redirects:
            raise SourceError(
                f"The server of {shown(url)} redirects in a circle or too often. Open the address "
                "in a browser and copy the final one."
            )
        seen.add(onward)
        url = onward


def _check_hop(url: httpx.URL, onward: httpx.URL, same_origin: bool) -> None:
    if same_origin and (url.scheme, url.host, url.port) != (
        onward.scheme,
        onward.host,
        onward.port,
    ):
        raise SourceError(
            f"The server of {shown(url)} redirects to another server, which is not followed. "
            "Correct the address."
        )
    if url.scheme == "https" and onward.scheme == "http":
        raise SourceError(
            f"The server of {shown(url)} redirects from https to unprotected http, which is not "
            "followed: the text could be changed on the way. Look for another address."
        )


def _exchange(
    pool: httpcore.ConnectionPool,
    url: httpx.URL,
    extra: Mapping[str, str],
    limits: Limits,
    accept: Accept,
    progress: Progress,
) -> Reply | str:
    """The answer, or the address that the server redirects to."""
    headers: dict[bytes | str, bytes | str] = {
        "User-Agent": user_agent(),
        "Accept-Encoding": ACCEPTED_ENCODING,
        "Connection": "close",
    }
    headers.update(extra.items())
    timeouts = {
        "connect": limits.connect_seconds,
        "read": limits.read_seconds,
        "write": limits.read_seconds,
        "pool": limits.connect_seconds,
    }
    address = shown(url)
    target = httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )
    try:
        with pool.stream(
            "GET", target, headers=headers, extensions={"timeout": timeouts}
        ) as response:
            received = httpx.Headers(response.headers)
            if response.status in _REDIRECTS and "location" in received:
                return received["location"]
            if response.status != 200:
                sample = next(iter(response.iter_stream()), b"")[:_SAMPLE]
                wait = wait_asked(received.get("retry-after"))
                raise refused(address, response.status, wait, sample)
            accept(url, received)
            data = _body(response, received, limits.max_bytes, progress)
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise failed(address, error) from None
    except Damaged as error:
        raise HttpFault(str(error), passing=True) from None
    return Reply(url, received, data)


def _body(
    response: httpcore.Response, headers: httpx.Headers, max_bytes: int, progress: Progress
) -> bytes:
    announced = headers.get("content-length", "")
    encoding = headers.get("content-encoding", "")
    size = (
        int(announced)
        if announced.isascii() and announced.isdigit() and len(announced) < 19
        else None
    )
    if size is not None and size > max_bytes:
        raise too_large(max_bytes)
    total = max_bytes if size is None or encoding else size
    return read_body(
        response.iter_stream(),
        encoding,
        max_bytes,
        lambda done: progress("download", done, total),
    )


@cache
def usual_authorities() -> ssl.SSLContext:
    """The certificate authorities that browsers trust, or those of SSL_CERT_FILE or SSL_CERT_DIR."""
    try:
        return httpx.create_ssl_context()
    except OSError:  # ssl.SSLError is one
        raise SourceError(
            "The certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read. Correct the "
            "variable or remove it."
        ) from None


def user_agent() -> str:
    """Who we are, for the server's log."""
    try:
        number = version("asn-neutrality-bot")
    except PackageNotFoundError:
        number = "0"
    return f"asn-neutrality-bot/{number} (fetches public regulations for an administrator)"
