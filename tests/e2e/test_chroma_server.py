"""An edition whose vectors lie on a Chroma server."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.programs import PATIENCE, ROOT, Place, program
from tests.ingest.admin import admin_of
from tests.tiny_edition import TinyEdition, settings_for, write_data

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


def build(place: Place, *arguments: str) -> dict[str, Any]:
    """Build the edition in a process of its own: Chroma never closes its connections."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.tiny_build", str(place.folder / "data"), *arguments],
        capture_output=True,
        text=True,
        cwd=place.folder,
        env=place.environment(PYTHONPATH=str(ROOT)),
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    built: dict[str, Any] = json.loads(done.stdout)
    return built


def test_an_edition_on_a_server(chroma: str, tmp_path: Path) -> None:
    write_data(tmp_path / "data")
    place = Place(tmp_path, {"DATA_DIR": str(tmp_path / "var"), "CHROMA_URL": chroma})
    first = build(place)["edition"]
    assert not (tmp_path / "var" / "editions" / first / "chroma").exists()

    done = place.bot("ask", "--json", QUESTION)
    assert (done.code, done.err) == (0, "")
    answer = json.loads(done.out)
    assert (answer["verdict"], answer["ruling"]) == ("dilarang", "suka")
    assert answer["edition"] == first

    # A second edition comes to stand beside the first.
    assert build(place)["unchanged"]
    second = build(place, "force")["edition"]
    assert second != first
    assert json.loads(place.bot("ask", "--json", QUESTION).out)["edition"] == second

    # The vectors lie on the server and nowhere else.
    refused = place.bot("ask", QUESTION, CHROMA_URL="")
    assert refused.code == 4
    assert "asn-ingest build" in refused.refusal("asn-bot")


def editions_on(url: str) -> set[str]:
    """The editions that have collections on a server."""
    path = "/api/v2/tenants/default_tenant/databases/default_database/collections"
    with urllib.request.urlopen(url + path, timeout=10) as answer:
        names = [collection["name"] for collection in json.load(answer)]
    return {re.sub(r"[^0-9.-]", "", name).strip("-.") for name in names}


def test_the_life_of_editions_on_a_server(
    chroma: str, tmp_path: Path, tiny_edition: TinyEdition
) -> None:
    """Published, gone back from, removed, and left behind by a crash: the server keeps no more."""
    tiny = TinyEdition(
        settings_for(tmp_path / "var", chroma_url=chroma),
        write_data(tmp_path / "data"),
        tiny_edition.built,
    )
    admin = admin_of(tiny, tmp_path, keep_editions=2, chroma_url=chroma)
    place = Place(tmp_path, admin.environment)

    def edited(number: int) -> None:
        old, new = f"melanggar nggak{' ya' * number}", f"melanggar nggak{' ya' * (number + 1)}"
        admin.data.replace("examples/lain.jsonl", f'"{old}"', f'"{new}"')

    def publish(number: int) -> str:
        edited(number)
        done = place.ingest("publish", "--json")
        assert done.code == 0, done.err
        return str(json.loads(done.out)["edition"])

    assert place.ingest("build").code == 0
    first = str(admin.serving)
    second = publish(0)
    assert editions_on(chroma) == {first, second}
    third = publish(1)
    assert editions_on(chroma) == {second, third}

    assert place.ingest("rollback").code == 0
    assert json.loads(place.bot("ask", "--json", QUESTION).out)["edition"] == second

    edited(2)
    killed = subprocess.run(
        [sys.executable, "-m", "tests.e2e.killed_publish", "stage", "test"],
        capture_output=True,
        cwd=ROOT,
        env=place.environment(),
        timeout=PATIENCE,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert len(editions_on(chroma)) == 3
    assert place.ingest("status", "uu-5-2014", "--uncertain").code == 0  # any command that writes
    assert editions_on(chroma) == {second, third}
