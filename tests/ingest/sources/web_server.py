"""A small web server on 127.0.0.1 whose every answer, good or bad, a test decides."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ingest.sources.exchange import Network

Answer = Callable[[BaseHTTPRequestHandler], None]
HOST = "jdih.example"
"""A public-looking name that the tests' resolver takes to the server."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is part of many tests."""


@dataclass
class WebServer:
    """What the server answers at each path, and what it was asked."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str, host: str = HOST) -> str:
        return f"http://{host}:{self.port}{path}"


@contextmanager
def web_server() -> Iterator[WebServer]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            state.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            self.close_connection = True
            answer = state.answers.get(self.path.partition("?")[0])
            if answer is None:
                send(self, 404, b"<html>tidak ada</html>", {"Content-Type": "text/html"})
            else:
                answer(self)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = _Server(("127.0.0.1", 0), Handler)
    state = WebServer(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(
    handler: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str]
) -> None:
    """Answer; the length is told unless ``headers`` tell another one."""
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def page(body: bytes, media_type: str = "application/pdf", **headers: str) -> Answer:
    """An answer with status 200."""
    extra = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: send(handler, 200, body, {"Content-Type": media_type, **extra})


def status(code: int, **headers: str) -> Answer:
    extra = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: send(handler, code, b"", extra)


def in_turn(*answers: Answer) -> Answer:
    """Another answer at each request; the last one stays."""
    left = list(answers)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)


@dataclass
class Waits:
    """Stands in for time.sleep: remembers how long would have been waited."""

    seconds: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def to_this_machine(host: str, port: int) -> Sequence[str]:
    """A resolver for which every host is the test server."""
    return ["127.0.0.1"]


def local_network(waits: Waits | None = None) -> Network:
    """A network in which the test server counts as public, and nothing else does."""
    return Network(
        resolve=to_this_machine,
        allow=lambda address: str(address) == "127.0.0.1",
        sleep=waits or Waits(),
    )
