"""Documents that the web does not give: what each failure says, and what is never asked for."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

import pytest

from ingest.sources.model import Fetched, Limits
from ingest.sources.web import fetch_url
from knowledge.errors import SourceError
from tests.ingest.sources.web_server import (
    Waits,
    WebServer,
    in_turn,
    local_network,
    page,
    send,
    status,
)

PDF = b"%PDF-1.7 isi"


def fetched(web: WebServer, path: str, limits: Limits | None = None) -> Fetched:
    return fetch_url(web.url(path), limits=limits, network=local_network())


class TestRefusals:
    @pytest.mark.parametrize(
        ("code", "message"),
        [
            (400, "status 400"),
            (401, "wants a login"),
            (403, "does not let programs"),
            (404, "no such document"),
            (410, "no longer has"),
            (204, "status 204"),
        ],
    )
    def test_are_final(self, web: WebServer, code: int, message: str) -> None:
        web.answers["/a.pdf"] = status(code)

        with pytest.raises(SourceError, match=message):
            fetched(web, "/a.pdf")
        assert len(web.asked) == 1

    @pytest.mark.parametrize("code", [429, 500, 502, 503])
    def test_that_may_pass_are_tried_again_after_longer_and_longer_waits(
        self, web: WebServer, code: int
    ) -> None:
        web.answers["/a.pdf"] = in_turn(status(code), status(code), page(PDF))
        waits = Waits()

        document = fetch_url(web.url("/a.pdf"), network=local_network(waits))

        assert document.data == PDF
        assert waits.seconds == [1, 2]

    @pytest.mark.parametrize(
        ("code", "message"), [(429, "too many requests"), (500, "fault of its own")]
    )
    def test_that_stay_are_given_up(self, web: WebServer, code: int, message: str) -> None:
        web.answers["/a.pdf"] = status(code)

        with pytest.raises(SourceError, match=message):
            fetched(web, "/a.pdf")
        assert len(web.asked) == 3

    def test_a_wait_that_the_server_asks_for_is_kept(self, web: WebServer) -> None:
        web.answers["/a.pdf"] = in_turn(status(429, Retry_After="7"), page(PDF))
        waits = Waits()

        fetch_url(web.url("/a.pdf"), network=local_network(waits))

        assert waits.seconds == [7]

    def test_a_wait_until_a_date(self, web: WebServer) -> None:
        date = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
        web.answers["/a.pdf"] = in_turn(status(503, Retry_After=date), page(PDF))
        waits = Waits()

        fetch_url(web.url("/a.pdf"), network=local_network(waits))

        assert 10 < waits.seconds[0] <= 20

    def test_a_wait_that_is_too_long_is_told_instead(self, web: WebServer) -> None:
        web.answers["/a.pdf"] = status(429, Retry_After="60")
        waits = Waits()

        with pytest.raises(SourceError, match="in 60 s or later"):
            fetch_url(web.url("/a.pdf"), network=local_network(waits))
        assert waits.seconds == []
        assert len(web.asked) == 1

    def test_a_malformed_wait_counts_as_none(self, web: WebServer) -> None:
        web.answers["/a.pdf"] = in_turn(status(503, Retry_After="besok"), page(PDF))
        waits = Waits()

        fetch_url(web.url("/a.pdf"), network=local_network(waits))

        assert waits.seconds == [1]


class TestConnection:
    def test_a_server_that_is_not_there_is_tried_three_times(self, web: WebServer) -> None:
        waits = Waits()

        with pytest.raises(SourceError, match="cannot be reached"):
            fetch_url("http://jdih.example:1/a.pdf", network=local_network(waits))
        assert waits.seconds == [1, 2]

    def test_a_transfer_that_breaks_off_is_tried_again(self, web: WebServer) -> None:
        web.answers["/a.pdf"] = in_turn(page(PDF, Content_Length="1000"), page(PDF))

        assert fetched(web, "/a.pdf").data == PDF

    def test_an_answer_that_is_no_http(self, web: WebServer) -> None:
        def noise(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(b"\x00\x01\x02 bukan http\r\n\r\n")

        web.answers["/a.pdf"] = noise

        with pytest.raises(SourceError, match="broke off"):
            fetched(web, "/a.pdf")

    def test_a_silent_server_is_too_slow(self, web: WebServer) -> None:
        web.answers["/a.pdf"] = lambda handler: time.sleep(1)

        with pytest.raises(SourceError, match="too slow"):
            fetched(web, "/a.pdf", Limits(read_seconds=0.1))
        assert len(web.asked) == 1

    @pytest.mark.parametrize("where", ["headers", "body"])
    def test_a_server_that_drips_is_ended_by_the_total_time(
        self, web: WebServer, where: str
    ) -> None:
        def drip(handler: BaseHTTPRequestHandler) -> None:
            start = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
            handler.wfile.write(start + (b"\r\n" if where == "body" else b"X-Long: "))
            for _ in range(200):
                handler.wfile.write(b"x")
                time.sleep(0.02)

        web.answers["/a.pdf"] = drip
        started = time.monotonic()

        with pytest.raises(SourceError, match="too slow"):
            fetched(web, "/a.pdf", Limits(read_seconds=5, total_seconds=0.3))
        assert time.monotonic() - started < 3

    def test_endless_headers_are_ended(self, web: WebServer) -> None:
        def headers(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"x" * 1_000_000)

        web.answers["/a.pdf"] = headers

        with pytest.raises(SourceError, match="broke off"):
            fetched(web, "/a.pdf")

    def test_no_wait_goes_beyond_the_total_time(self, web: WebServer) -> None:
        web.answers["/a.pdf"] = status(503, Retry_After="20")
        waits = Waits()

        with pytest.raises(SourceError, match="fault of its own"):
            fetch_url(
                web.url("/a.pdf"), limits=Limits(total_seconds=10), network=local_network(waits)
            )
        assert waits.seconds == []


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://jdih.example/a.pdf", "http and https only"),
        ("http://", "names no host"),
        ("http:///a.pdf", "names no host"),
        ("http://jdih.example:99999/", "malformed"),
        ("http://jdih example/", "malformed"),
        ("http://a\x00b/", "malformed"),
        ("http://admin:rahasia@jdih.example/", "user name or password"),
        ("http://rahasia@jdih.example/", "user name or password"),
        ("http://jdih.example/" + "a" * 3000, "longer than 2000"),
    ],
)
def test_addresses_that_are_not_accepted(url: str, message: str) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        fetch_url(url)
    assert "rahasia" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "127.1"])
def test_the_machine_itself_is_not_asked_unless_a_test_lets_it(web: WebServer, host: str) -> None:
    web.answers["/a.pdf"] = page(PDF)

    with pytest.raises(SourceError, match=r"public internet|unusual notation"):
        fetch_url(web.url("/a.pdf", host=host))
    assert web.asked == []


def test_errors_do_not_show_secrets(web: WebServer) -> None:
    with pytest.raises(SourceError) as caught:
        fetched(web, "/tidak-ada?token=rahasia")
    assert "rahasia" not in str(caught.value)


def test_the_error_page_is_not_read_to_its_end(web: WebServer) -> None:
    web.answers["/a"] = lambda handler: send(handler, 404, b"x" * 5_000_000, {})

    with pytest.raises(SourceError, match="no such document"):
        fetched(web, "/a")
