"""Web addresses are accepted or refused with a reason, and shown without their secrets."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.sources.origin import shown, web_address
from knowledge.errors import SourceError


@pytest.mark.parametrize(
    ("address", "as_shown"),
    [
        ("https://jdih.example/a.pdf", "https://jdih.example/a.pdf"),
        ("  HTTPS://JDIH.example/A.pdf ", "https://jdih.example/A.pdf"),
        ("https://jdih.example/a.pdf#hal-3", "https://jdih.example/a.pdf"),
        ("https://jdih.example/?id=12&unduh", "https://jdih.example/?id=12&unduh"),
        ("https://jdih.example/?api_key=abc", "https://jdih.example/?api_key=***"),
        ("https://jdih.example/?Signature=abc&x=1", "https://jdih.example/?Signature=***&x=1"),
        ("https://jdih.example/?PHPSESSID=abc", "https://jdih.example/?PHPSESSID=***"),
        ("https://jdih.example/?h=" + "a" * 41, "https://jdih.example/?h=***"),
        ("https://jdih.example/?q=uu+asn&h=a%26b", "https://jdih.example/?q=uu%20asn&h=a%26b"),
        ("https://jdih.example:8443/a", "https://jdih.example:8443/a"),
        ("https://[2606:4700::1]/a", "https://[2606:4700::1]/a"),
        ("https://münchen.example/a", "https://xn--mnchen-3ya.example/a"),
    ],
)
def test_accepted_addresses(address: str, as_shown: str) -> None:
    assert shown(web_address(address)) == as_shown


@given(st.text(max_size=80))
@example("http://[::1")
@example("http://a:b@c")
@example("?\x80")
@example("http://\u2028/")
@example("http://xn--/")
@example("https://a%zz/")
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for address in (text, f"http://{text}", f"https://jdih.example/{text}"):
        try:
            url = web_address(address)
        except SourceError:
            continue
        assert url.scheme in ("http", "https")
        assert not url.userinfo
        assert shown(url).isprintable()
