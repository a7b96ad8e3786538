"""A connection goes to the address that was checked, and TLS to the name that was asked for."""

from __future__ import annotations

import ssl
import subprocess
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from ingest.sources.exchange import usual_authorities
from ingest.sources.web import fetch_url
from knowledge.errors import SourceError
from tests.ingest.sources.web_server import HOST, WebServer, local_network, page


def test_a_name_is_resolved_once_for_check_and_connection(web: WebServer) -> None:
    web.answers["/a.pdf"] = page(b"%PDF")
    asked: list[str] = []

    def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    fetch_url(web.url("/a.pdf"), network=replace(local_network(), resolve=rebinding))

    assert asked == [HOST]


def test_a_name_that_changes_to_a_private_address_between_two_hops_is_refused(
    web: WebServer,
) -> None:
    web.answers["/a.pdf"] = lambda handler: _redirect(handler, web.url("/b.pdf"))
    asked: list[str] = []

    def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    with pytest.raises(SourceError, match="not on the public internet"):
        fetch_url(web.url("/a.pdf"), network=replace(local_network(), resolve=rebinding))
    assert len(web.asked) == 1


def test_the_next_address_of_a_host_is_tried_when_one_does_not_answer(web: WebServer) -> None:
    web.answers["/a.pdf"] = page(b"%PDF")
    network = replace(
        local_network(),
        resolve=lambda *_: ["127.0.0.2", "127.0.0.1"],
        allow=lambda address: address.is_loopback,
    )

    assert fetch_url(web.url("/a.pdf"), network=network).data == b"%PDF"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for the host's name, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    command = (
        f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        f"-subj /CN={HOST} -addext subjectAltName=DNS:{HOST} -keyout key.pem -out cert.pem"
    )
    try:
        subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs the openssl program to make a certificate")
    return folder / "cert.pem", folder / "key.pem"


class TestTls:
    @pytest.fixture
    def port(self, authority: tuple[Path, Path]) -> Iterator[int]:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/pdf")
                self.end_headers()
                self.wfile.write(b"%PDF")

            def log_message(self, format: str, *args: Any) -> None:
                pass

        class Server(HTTPServer):
            def handle_error(self, request: Any, client_address: Any) -> None:
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*authority)
        server = Server(("127.0.0.1", 0), Handler)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        server.server_close()
        thread.join()

    def test_the_certificate_is_checked_against_the_name(
        self, authority: tuple[Path, Path], port: int
    ) -> None:
        trusting = ssl.create_default_context(cafile=str(authority[0]))
        network = replace(local_network(), tls=trusting)

        assert fetch_url(f"https://{HOST}:{port}/a.pdf", network=network).data == b"%PDF"
        with pytest.raises(SourceError, match="No secure connection"):
            fetch_url(f"https://lain.example:{port}/a.pdf", network=network)

    def test_an_unknown_authority(self, port: int) -> None:
        with pytest.raises(SourceError, match=r"No secure connection.*self.signed"):
            fetch_url(f"https://{HOST}:{port}/a.pdf", network=local_network())

    def test_certificates_that_the_operator_names_wrongly(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "tidak-ada.pem"))
        usual_authorities.cache_clear()

        with pytest.raises(SourceError, match="SSL_CERT_FILE"):
            fetch_url(f"https://{HOST}/a.pdf", network=local_network())

    def test_a_server_that_does_not_speak_tls(self, web: WebServer) -> None:
        address = web.url("/a.pdf").replace("http:", "https:")

        with pytest.raises(SourceError, match="No secure connection"):
            fetch_url(address, network=local_network())

    def test_a_redirect_to_unprotected_http_is_refused(
        self, authority: tuple[Path, Path], web: WebServer
    ) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                _redirect(self, web.url("/a.pdf"))

            def log_message(self, format: str, *args: Any) -> None:
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*authority)
        server = HTTPServer(("127.0.0.1", 0), Handler)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        trusting = ssl.create_default_context(cafile=str(authority[0]))
        try:
            with pytest.raises(SourceError, match="unprotected http"):
                fetch_url(
                    f"https://{HOST}:{server.server_address[1]}/a.pdf",
                    network=replace(local_network(), tls=trusting),
                )
        finally:
            thread.join()
            server.server_close()
        assert web.asked == []


def _redirect(handler: BaseHTTPRequestHandler, location: str) -> None:
    handler.send_response(302)
    handler.send_header("Location", location)
    handler.send_header("Content-Length", "0")
    handler.end_headers()
