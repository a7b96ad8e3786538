"""An edition whose vectors lie on a Chroma server."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ingest.build import build
from tests.e2e.programs import PATIENCE, Place, program
from tests.tiny_edition import settings_for, write_data

pytestmark = pytest.mark.slow

QUESTION = "apakah boleh klik suka foto calon gubernur"


def free_port() -> int:
    """A port that nobody listens on now."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[str]:
    """The URL of a Chroma server of the test's own, with nothing in it."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    with (
        (tmp_path / "chroma.log").open("wb") as log,
        subprocess.Popen(
            [
                program("chroma"),
                "run",
                "--path",
                str(tmp_path / "chroma"),
                "--host",
                "127.0.0.1",
                "--port",
                str(port),
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=tmp_path,
            start_new_session=True,
        ) as process,
    ):
        try:
            _await_answer(url, process, tmp_path / "chroma.log")
            yield url
        finally:
            os.killpg(process.pid, signal.SIGTERM)


def _await_answer(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"the Chroma server does not answer: {log.read_text()}")


def test_an_edition_on_a_server(chroma: str, tmp_path: Path) -> None:
    data = write_data(tmp_path / "data")
    settings = settings_for(tmp_path / "var", chroma_url=chroma)
    built = build(settings, root=data.root)
    assert not (tmp_path / "var" / "editions" / built.edition / "chroma").exists()

    place = Place(tmp_path, {"DATA_DIR": str(settings.data_dir), "CHROMA_URL": chroma})
    done = place.bot("ask", "--json", QUESTION)
    assert (done.code, done.err) == (0, "")
    answer = json.loads(done.out)
    assert (answer["verdict"], answer["ruling"]) == ("dilarang", "suka")
    assert answer["edition"] == built.edition

    # A second edition stands beside the first; the first can still be searched.
    again = build(settings, root=data.root, force=True)
    assert json.loads(place.bot("ask", "--json", QUESTION).out)["edition"] == again.edition
    assert build(settings, root=data.root).unchanged

    # The vectors lie on the server and nowhere else.
    refused = place.bot("ask", QUESTION, CHROMA_URL="")
    assert refused.code == 4
    assert "asn-ingest build" in refused.refusal("asn-bot")
