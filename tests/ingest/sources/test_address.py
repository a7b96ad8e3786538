"""Only public addresses are connected to, however a host is written or resolved."""

from __future__ import annotations

import ipaddress
import socket
import time

import pytest

from ingest.sources.address import is_public, system_resolver, vetted_addresses
from ingest.sources.deadline import Deadline
from knowledge.errors import SourceError


def vetted(host: str, *found: str) -> tuple[str, ...]:
    addresses = vetted_addresses(host, 80, lambda *_: found, is_public, Deadline(5))
    return tuple(str(address) for address in addresses)


@pytest.mark.parametrize("address", ["1.1.1.1", "103.10.20.30", "2606:4700::1111"])
def test_public_addresses(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("127.0.0.1", "loopback"),
        ("127.9.9.9", "loopback"),
        ("::1", "loopback"),
        ("10.1.2.3", "private"),
        ("172.16.0.1", "private"),
        ("192.168.1.1", "private"),
        ("fd00::1", "unique local"),
        ("100.64.0.1", "carrier's NAT"),
        ("169.254.169.254", "link-local: cloud metadata"),
        ("fe80::1", "link-local"),
        ("fec0::1", "site-local"),
        ("224.0.0.1", "multicast"),
        ("ff0e::1", "multicast"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "broadcast"),
        ("0.0.0.0", "unspecified"),
        ("0.1.2.3", "this network"),
        ("::", "unspecified"),
        ("192.0.2.1", "documentation"),
        ("198.18.0.1", "benchmarks"),
        ("2001:db8::1", "documentation"),
        ("::ffff:127.0.0.1", "mapped"),
        ("::ffff:1.1.1.1", "mapped"),
        ("::127.0.0.1", "compatible"),
        ("::ffff:0:127.0.0.1", "translated"),
        ("64:ff9b::7f00:1", "NAT64"),
        ("64:ff9b:1::7f00:1", "NAT64, local"),
        ("2002:7f00:1::", "6to4"),
        ("2001:0:7f00:1::", "Teredo"),
        ("192.88.99.1", "6to4 relay"),
    ],
)
def test_addresses_that_are_not_public(address: str, what: str) -> None:
    assert not is_public(ipaddress.ip_address(address)), what


@pytest.mark.parametrize("host", ["jdih.example", "JDIH.Example.", "1.1.1.1", "2606:4700::1111"])
def test_public_hosts_give_their_addresses(host: str) -> None:
    literal = host if host[0].isdigit() else "103.10.20.30"
    assert vetted(host, "103.10.20.30") == (literal,)


@pytest.mark.parametrize(
    "host",
    [
        *("127.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "017700000001", "0177.0.0.1"),
        *("127.0.0.1.", "1.1.1", "127.0.0.0x1", "1.1.1.1.1", "fe80::1%eth0", "1:2"),
    ],
)
def test_ip_addresses_in_other_notations_are_refused_unresolved(host: str) -> None:
    def resolve(name: str, port: int) -> list[str]:
        raise AssertionError(name)

    with pytest.raises(SourceError):
        vetted_addresses(host, 80, resolve, is_public, Deadline(5))


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "localhost.", "a.localhost"])
def test_localhost_is_refused_whatever_it_resolves_to(host: str) -> None:
    with pytest.raises(SourceError, match="not on the public internet"):
        vetted(host, "1.1.1.1")


def test_one_private_address_among_public_ones_refuses_the_host() -> None:
    with pytest.raises(SourceError, match="not on the public internet"):
        vetted("jdih.example", "103.10.20.30", "10.0.0.1")


@pytest.mark.parametrize("found", [[], socket.gaierror(-2, "Name or service not known")])
def test_a_host_that_is_not_found(found: list[str] | OSError) -> None:
    def resolve(name: str, port: int) -> list[str]:
        if isinstance(found, OSError):
            raise found
        return found

    with pytest.raises(SourceError, match=r"jdih\.example was not found"):
        vetted_addresses("jdih.example", 80, resolve, is_public, Deadline(5))


def test_a_name_server_that_does_not_answer_is_given_up() -> None:
    def resolve(name: str, port: int) -> list[str]:
        time.sleep(2)
        return ["1.1.1.1"]

    with pytest.raises(SourceError, match="too slow"):
        vetted_addresses("jdih.example", 80, resolve, is_public, Deadline(0.05))


def test_the_system_resolver_gives_each_address_once() -> None:
    assert list(system_resolver("127.0.0.1", 80)) == ["127.0.0.1"]
