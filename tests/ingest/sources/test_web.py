"""Documents from the web: what is taken, under which name, how much, and after which redirects."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler

import pytest

from ingest.sources.model import Fetched, Limits
from ingest.sources.web import fetch_url
from knowledge.errors import SourceError
from tests.ingest.sources.web_server import (
    WebServer,
    local_network,
    page,
    status,
)

PDF = b"%PDF-1.7 isi"


def fetched(web: WebServer, path: str, limits: Limits | None = None) -> Fetched:
    return fetch_url(web.url(path), limits=limits, network=local_network())


def test_a_document_with_its_name_type_origin_and_time(web: WebServer) -> None:
    web.answers["/berkas/PP%2094%202021.pdf"] = page(PDF)

    document = fetched(web, "/berkas/PP%2094%202021.pdf")

    assert document.name == "PP 94 2021.pdf"
    assert document.data == PDF
    assert document.media_type == "application/pdf"
    assert document.origin == web.url("/berkas/PP%2094%202021.pdf")
    assert document.fetched_at.tzinfo is UTC
    assert datetime.now(UTC) - document.fetched_at < timedelta(minutes=1)


def test_the_request_is_polite_and_carries_nothing_personal(web: WebServer) -> None:
    web.answers["/a.pdf"] = page(PDF, Set_Cookie="sesi=1")

    fetched(web, "/a.pdf")
    fetched(web, "/a.pdf")

    for _, headers in web.asked:
        assert headers["user-agent"].startswith("asn-neutrality-bot/")
        assert headers["host"] == f"jdih.example:{web.port}"
        assert not {"cookie", "authorization", "referer"} & set(headers)


def test_a_proxy_of_the_environment_is_not_used(
    web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    web.answers["/a.pdf"] = page(PDF)

    assert fetched(web, "/a.pdf").data == PDF


def test_secrets_of_the_address_stay_out_of_the_origin(web: WebServer) -> None:
    web.answers["/unduh"] = page(PDF)

    document = fetched(web, f"/unduh?id=123&token=rahasia&X-Amz-Signature=abc&h={'f' * 64}#hal-2")

    assert document.origin == web.url("/unduh?id=123&token=***&X-Amz-Signature=***&h=***")
    assert web.asked[0][0].startswith("/unduh?id=123&token=rahasia")
    assert "#" not in web.asked[0][0]


@pytest.mark.parametrize(
    ("path", "media_type", "disposition", "name", "kind"),
    [
        ("/a.pdf", "application/pdf; x=1", "", "a.pdf", "application/pdf"),
        ("/unduh", "application/pdf", "", "unduh.pdf", "application/pdf"),
        ("/u", "application/octet-stream", 'attachment; filename="PP 94.pdf"', "PP 94.pdf", "application/pdf"),
        ("/u", "text/html", "inline; filename*=UTF-8''peraturan%20%C3%A9.html", "peraturan é.html", "text/html"),
        ("/u", "text/plain", 'attachment; filename="../../etc/cron.d/x.txt"', "x.txt", "text/plain"),
        ("/u", "text/plain", 'attachment; filename="C:\\\\temp\\\\x.txt"', "x.txt", "text/plain"),
        ("/u", "text/plain", 'attachment; filename=".."', "u.txt", "text/plain"),
        ("/", "text/html", "", "jdih.example.html", "text/html"),
        ("/data.bin", "binary/octet-stream", "", "data.bin", None),
        ("/isi.md", "text/markdown", "", "isi.md", "text/markdown"),
    ],
)  # fmt: skip
def test_names_and_types(
    web: WebServer, path: str, media_type: str, disposition: str, name: str, kind: str | None
) -> None:
    web.answers[path] = page(b"isi", media_type, Content_Disposition=disposition)

    document = fetched(web, path)

    assert (document.name, document.media_type) == (name, kind)


def test_a_very_long_name_is_shortened_and_keeps_its_ending(web: WebServer) -> None:
    path = f"/{'p' * 400}.pdf"
    web.answers[path] = page(PDF)

    name = fetched(web, path).name

    assert len(name) <= 120
    assert name.endswith(".pdf")


def test_html_where_a_pdf_was_expected_is_left_to_the_reader(web: WebServer) -> None:
    web.answers["/a.pdf"] = page(b"<html>", "text/html")

    assert fetched(web, "/a.pdf").media_type == "text/html"


@pytest.mark.parametrize(
    "media_type", ["image/png", "video/mp4", "application/zip", "application/json"]
)
def test_other_types_are_refused_before_they_are_read(web: WebServer, media_type: str) -> None:
    web.answers["/x"] = page(b"x" * 100, media_type)

    with pytest.raises(SourceError, match=f"is of the type '{media_type}'"):
        fetched(web, "/x")


def test_an_empty_document(web: WebServer) -> None:
    web.answers["/a.pdf"] = page(b"")

    with pytest.raises(SourceError, match="empty document"):
        fetched(web, "/a.pdf")


def test_compressed_documents_are_unpacked(web: WebServer) -> None:
    text = b"Pasal 1 " * 50_000
    web.answers["/gzip"] = page(gzip.compress(text), "text/plain", Content_Encoding="gzip")
    twice = gzip.compress(text[:7]) + gzip.compress(text[7:])
    web.answers["/twice"] = page(twice, "text/plain", Content_Encoding="gzip")
    web.answers["/deflate"] = page(zlib.compress(text), "text/plain", Content_Encoding="deflate")

    assert fetched(web, "/gzip").data == text
    assert fetched(web, "/twice").data == text
    assert fetched(web, "/deflate").data == text


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip"])
def test_compression_that_was_not_asked_for(web: WebServer, encoding: str) -> None:
    web.answers["/x"] = page(b"x", "text/plain", Content_Encoding=encoding)

    with pytest.raises(SourceError, match="compressed as"):
        fetched(web, "/x")


@pytest.mark.parametrize(
    "body", [b"bukan gzip", gzip.compress(b"Pasal 1" * 100)[:-12]], ids=["damaged", "cut"]
)
def test_damaged_compression(web: WebServer, body: bytes) -> None:
    web.answers["/x"] = page(body, "text/plain", Content_Encoding="gzip")

    with pytest.raises(SourceError, match=r"damaged|broke off"):
        fetched(web, "/x")


def test_progress_is_told_in_bytes(web: WebServer) -> None:
    web.answers["/a.pdf"] = page(PDF)
    seen: list[tuple[str, int, int]] = []

    fetch_url(web.url("/a.pdf"), network=local_network(), progress=lambda *step: seen.append(step))

    assert seen[-1] == ("download", len(PDF), len(PDF))


class TestSize:
    def test_an_announced_size_beyond_the_limit_is_refused_at_once(self, web: WebServer) -> None:
        web.answers["/a.pdf"] = page(PDF, Content_Length=str(10**9))

        with pytest.raises(SourceError, match=r"larger than 50 MB.*READ_MEGABYTES"):
            fetched(web, "/a.pdf")

    def test_a_body_without_announced_size_is_cut_off_at_the_limit(self, web: WebServer) -> None:
        sent = 0

        def endless(handler: BaseHTTPRequestHandler) -> None:
            nonlocal sent
            handler.send_response(200)
            handler.send_header("Content-Type", "application/pdf")
            handler.end_headers()
            while True:
                handler.wfile.write(b"x" * 65536)
                sent += 65536

        web.answers["/a.pdf"] = endless

        with pytest.raises(SourceError, match="larger than 1 MB"):
            fetched(web, "/a.pdf", Limits(max_bytes=1024 * 1024))
        assert sent < 64 * 1024 * 1024

    def test_a_decompression_bomb_is_stopped_at_the_limit(self, web: WebServer) -> None:
        bomb = gzip.compress(bytes(200 * 1024 * 1024), compresslevel=9)
        assert len(bomb) < 1024 * 1024
        web.answers["/a.pdf"] = page(bomb, Content_Encoding="gzip")
        steps: list[int] = []

        with pytest.raises(SourceError, match="larger than 1 MB"):
            fetch_url(
                web.url("/a.pdf"),
                limits=Limits(max_bytes=1024 * 1024),
                network=local_network(),
                progress=lambda _, done, total: steps.append(done),
            )
        assert max(b - a for a, b in zip([0, *steps], steps, strict=False)) <= 64 * 1024

    def test_a_document_of_just_the_limit_is_taken(self, web: WebServer) -> None:
        web.answers["/a.pdf"] = page(b"x" * 1000)

        assert len(fetched(web, "/a.pdf", Limits(max_bytes=1000)).data) == 1000

    def test_an_announced_size_larger_than_the_body_is_a_broken_transfer(
        self, web: WebServer
    ) -> None:
        web.answers["/a.pdf"] = page(PDF, Content_Length="1000")

        with pytest.raises(SourceError, match="broke off"):
            fetched(web, "/a.pdf")


class TestRedirects:
    def test_are_followed_and_the_final_address_is_kept(self, web: WebServer) -> None:
        web.answers["/a"] = status(301, Location="/b/c.pdf?x=1")
        web.answers["/b/c.pdf"] = status(307, Location="d.pdf")
        web.answers["/b/d.pdf"] = page(PDF)

        document = fetched(web, "/a")

        assert document.origin == web.url("/b/d.pdf")
        assert document.name == "d.pdf"

    def test_in_a_circle(self, web: WebServer) -> None:
        web.answers["/a"] = status(302, Location="/b")
        web.answers["/b"] = status(302, Location="/a")

        with pytest.raises(SourceError, match="circle or too often"):
            fetched(web, "/a")
        assert len(web.asked) == 2

    def test_more_than_five(self, web: WebServer) -> None:
        for step in range(10):
            web.answers[f"/{step}"] = status(302, Location=f"/{step + 1}")

        with pytest.raises(SourceError, match="circle or too often"):
            fetched(web, "/0")
        assert len(web.asked) == 6

    @pytest.mark.parametrize(
        ("location", "message"),
        [
            ("http://169.254.169.254/latest/meta-data", "not on the public internet"),
            ("http://10.0.0.1/", "not on the public internet"),
            ("http://[::1]/", "not on the public internet"),
            ("http://localhost/", "not on the public internet"),
            ("http://0x7f.1/", "unusual notation"),
            ("file:///etc/passwd", "http and https only"),
            ("ftp://jdih.example/a.pdf", "http and https only"),
            ("http://admin:rahasia@jdih.example/", "user name or password"),
            ("http://[::1/", "malformed"),
            ("http://jdih.example:0/", "malformed"),
        ],
    )
    def test_each_hop_is_checked_anew(self, web: WebServer, location: str, message: str) -> None:
        web.answers["/a"] = status(302, Location=location)

        with pytest.raises(SourceError, match=message) as caught:
            fetched(web, "/a")
        assert "rahasia" not in str(caught.value)

    def test_a_redirect_without_a_target(self, web: WebServer) -> None:
        web.answers["/a"] = status(302)

        with pytest.raises(SourceError, match="status 302"):
            fetched(web, "/a")
