"""Connections that go to the very address that was checked, and end at the deadline.

A host name may resolve to a public address when it is checked and to a private one when it is
connected to (DNS rebinding). Here both use one resolution, and it happens inside the connection,
so that no way of writing a host can be read differently by the check. The name itself still goes
into the Host header and the TLS handshake. httpx offers no such place; httpcore, beneath it, does.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from ingest.sources.address import Allow, Resolver, vetted_addresses
from ingest.sources.deadline import Deadline


class GuardedStream(httpcore.NetworkStream):
    """A connection of which no single step outlives the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there."""
        return self._inner.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        self._inner.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Encrypt the connection and check the server's certificate against its name."""
        inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.within(timeout))
        return GuardedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore wants to know about the connection."""
        return self._inner.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Makes TCP connections to allowed addresses only, and to nothing else."""

    def __init__(self, resolve: Resolver, allow: Allow, deadline: Deadline) -> None:
        self._resolve = resolve
        self._allow = allow
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of ``host`` that answers."""
        addresses = vetted_addresses(host, port, self._resolve, self._allow, self._deadline)
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in addresses:
            try:
                stream = self._inner.connect_tcp(
                    str(address),
                    port,
                    self._deadline.within(timeout),
                    local_address,
                    socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return GuardedStream(stream, self._deadline)
        raise failure or httpcore.ConnectError("no address")

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Never: a socket file is no public address."""
        raise httpcore.ConnectError("not allowed")
