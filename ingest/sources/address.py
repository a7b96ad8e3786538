"""Which network addresses a document may be fetched from: public ones, and no other.

A web address comes from outside the project; without this check it could make us read what only
this machine can reach: services on it, in its network, or its cloud provider's metadata.
"""

from __future__ import annotations

import ipaddress
import queue
import re
import socket
import threading
from collections.abc import Callable, Sequence

from ingest.sources.deadline import Deadline
from knowledge.errors import SourceError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Allow = Callable[[IPAddress], bool]
"""Says whether a connection to an address may be made."""
Resolver = Callable[[str, int], Sequence[str]]
"""Gives the numeric addresses of a host; raises ``OSError`` when it has none."""

# IPv6 addresses that stand for an IPv4 address, public or not: mapped, compatible, translated
# (RFC 2765), NAT64 (RFC 6052, 8215), Teredo (RFC 4380) and 6to4 (RFC 3056); and the IPv4 addresses
# of 6to4 relays (RFC 7526). No public site is reached by these alone.
_EMBEDDING = tuple(
    ipaddress.ip_network(network)
    for network in (
        "::/96",
        "::ffff:0:0/96",
        "::ffff:0:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "192.88.99.0/24",
    )
)
_NUMERIC_ENDING = re.compile(r"^(\d+|0x[0-9a-f]*)$")


def is_public(address: IPAddress) -> bool:
    """Whether an address belongs to the public internet and to one host."""
    if any(address in network for network in _EMBEDDING if network.version == address.version):
        return False
    if isinstance(address, ipaddress.IPv6Address) and (address.is_site_local or address.scope_id):
        return False
    return address.is_global and not (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )


def system_resolver(host: str, port: int) -> Sequence[str]:
    """The addresses that the operating system finds, in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def vetted_addresses(
    host: str, port: int, resolve: Resolver, allow: Allow, deadline: Deadline
) -> tuple[IPAddress, ...]:
    """The addresses of a host, all of them allowed.

    One address that is not allowed is enough to refuse the host: an honest public site has none.

    Raises:
        SourceError: the host is not public, is written in a disguised way, or is not found.
    """
    name = host.lower().rstrip(".")
    literal = _literal(name)
    if literal is None:
        if name == "localhost" or name.endswith(".localhost"):
            raise _not_public(host)
        found = _resolved(name, port, resolve, deadline)
    else:
        found = (literal,)
    if not all(allow(address) for address in found):
        raise _not_public(host)
    return found


def _literal(name: str) -> IPAddress | None:
    """The address that ``name`` is in plain notation; None for a host name."""
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        pass
    # As browsers do, take what ends in a number for an address: 127.1, 0x7f000001, 017700000001.
    if ":" in name or _NUMERIC_ENDING.match(name.rpartition(".")[2]):
        raise SourceError(
            f"The host {name} is an IP address in an unusual notation, which is refused. "
            "Use the site's name."
        )
    return None


def _resolved(name: str, port: int, resolve: Resolver, deadline: Deadline) -> tuple[IPAddress, ...]:
    outcome: queue.Queue[Sequence[str] | OSError | UnicodeError] = queue.Queue(1)

    def look_up() -> None:
        try:
            outcome.put(resolve(name, port))
        except (OSError, UnicodeError) as error:
            outcome.put(error)

    # The system's resolver has no time limit of its own: it is left behind when it takes too long.
    threading.Thread(target=look_up, daemon=True).start()
    try:
        answer = outcome.get(timeout=deadline.within(None))
    except queue.Empty:
        raise deadline.missed() from None
    if isinstance(answer, OSError | UnicodeError) or not answer:
        raise SourceError(
            f"The host {name} was not found. Check the spelling of the address and this machine's "
            "network and DNS."
        )
    return tuple(ipaddress.ip_address(text.partition("%")[0]) for text in answer)


def _not_public(host: str) -> SourceError:
    return SourceError(
        f"The host {host} is not on the public internet, so nothing is fetched from it. "
        "Save the document as a file and add the file."
    )
