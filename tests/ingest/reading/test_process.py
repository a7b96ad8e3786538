"""The reading process: limited, alone in its environment, gone with its parent, its death told."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import fields
from pathlib import Path

import pytest

from ingest.reading import process
from ingest.reading.limits import MIB, SETTING, Limits
from ingest.reading.process import clean_environment, read_in_child
from ingest.reading.protocol import Job
from ingest.reading.read import read_bytes
from knowledge.errors import ReadError
from knowledge.settings import Settings
from tests.ingest.reading.making import ARTICLES, bomb_pdf, docx_of, paragraph, pdf_of, zip_of

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX limits and signals")
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """A PDF of some 300 kB whose one page would take minutes of work and gigabytes of memory."""
    return bomb_pdf(100)


def test_every_format_goes_through_the_process() -> None:
    html = read_bytes(b"<html><p>Pasal 1</p>", "a.html")
    word = read_bytes(docx_of(paragraph("Pasal 1")), "a.docx")
    text = read_bytes("Pasal 1 “x”".encode("cp1252"), "a.txt")
    mark = read_bytes(b"| 1. | a | b |\n| 2. | c | |\n", "a.md")
    pdf = read_bytes(pdf_of([ARTICLES]), "a.pdf")
    assert [s.lines[0].text for s in (html, word, pdf)] == ["Pasal 1"] * 3
    assert text.text == "Pasal 1 “x”"
    assert text.warnings
    assert mark.lines[1].cells == ("2.", "c", "")
    assert (html.media_type, pdf.media_type) == ("text/html", "application/pdf")
    assert pdf.name == "a.pdf"
    assert len(pdf.digest) == 64


def test_errors_name_the_file_in_one_printable_line() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(b"", "a\n\x1b[31mb.pdf")
    assert str(caught.value) == "a??[31mb.pdf: the file is empty. Download or copy it again."


def test_progress_comes_through_as_pages_are_read() -> None:
    told: list[tuple[str, int, int]] = []
    read_bytes(pdf_of([ARTICLES] * 5), "a.pdf", progress=lambda *step: told.append(step))
    assert told == [("membaca", n, 5) for n in range(1, 6)]


def test_what_the_listener_raises_comes_through_and_ends_the_process() -> None:
    def refuse(stage: str, done: int, total: int) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        read_bytes(pdf_of([ARTICLES] * 50), "a.pdf", progress=refuse)


def test_a_file_that_takes_too_long_is_given_up(bomb: bytes) -> None:
    start = time.monotonic()
    with pytest.raises(ReadError, match=r"longer than the limit of 0\.5 s: raise READ_SECONDS"):
        read_bytes(bomb, "bom.pdf", limits=Limits(seconds=0.5))
    assert time.monotonic() - start < 5


@posix
def test_a_bomb_that_fills_the_memory_only_ends_its_own_process(bomb: bytes) -> None:
    with pytest.raises(ReadError, match=r"(crashed|more memory).*READ_MEMORY_MB"):
        read_bytes(bomb, "bom.pdf", limits=Limits(memory_bytes=200 * MIB))


@posix
def test_a_docx_with_huge_xml_ends_at_the_limit_of_memory() -> None:
    start = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    with zipfile.ZipFile(io.BytesIO(docx_of(paragraph("x")))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    huge = start + b"<w:p><w:r><w:t>aa</w:t></w:r></w:p>" * 1_000_000 + b"</w:body></w:document>"
    data = zip_of({**parts, "word/document.xml": huge})
    with pytest.raises(ReadError, match=r"(crashed|more memory).*READ_MEMORY_MB"):
        read_bytes(data, "besar.docx", limits=Limits(memory_bytes=300 * MIB))


def test_a_text_over_the_limit_is_refused() -> None:
    with pytest.raises(ReadError, match="limit of 20000 characters"):
        read_bytes(b"kata " * 10_000, "a.txt", limits=Limits(text_chars=20_000))


def test_bytes_over_the_limit_are_refused_before_a_process_is_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    with pytest.raises(ReadError, match="READ_MEGABYTES"):
        read_bytes(b"x" * 2000, "a.txt", limits=Limits(file_bytes=1000))


def test_a_pdf_of_ten_thousand_pages_is_refused_with_the_setting_that_allows_it() -> None:
    data = pdf_of([()] * 10_000)
    with pytest.raises(
        ReadError, match="10000 pages, more than the limit of 2000: raise READ_PAGES"
    ):
        read_bytes(data, "a.pdf")


@pytest.mark.parametrize(
    "data", [b" \n\t \f", b"<html><script>x()</script></html>", pdf_of([(), ()])]
)
def test_a_document_without_text_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="holds no text"):
        read_bytes(data, "")


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "crashed.*SIGSEGV"),
        ("raise SystemExit(3)", "crashed.*exit code 3"),
        ("print('garbage', flush=True)", "crashed"),
        ("print('[' * 100000, flush=True)", "crashed"),
        ("print('{\"lines\": [[1, 2, 3]]}', flush=True)", "crashed"),
        ("import os, time; os.close(1); os.close(0); time.sleep(60)", "crashed.*SIGKILL"),
        (
            "while True: print('{\"lines\": [[\"' + 'x' * 999 + '\", 1, []]]}', flush=True)",
            "crashed",
        ),
    ],
)
@posix
def test_a_process_that_dies_or_talks_nonsense_is_an_error(
    script: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "hostile_child.py"
    package.write_text(script)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(process, "_CHILD", "hostile_child")
    with pytest.raises(ReadError, match=said):
        read_in_child(b"x", Job("a.txt", Limits(text_chars=50_000)), lambda *_: None)


@posix
def test_the_environment_holds_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = ("TELEGRAM_BOT_TOKEN", "DATABASE_URL", "OPENAI_API_KEY", "AWS_SECRET_ACCESS_KEY")
    for name in secrets:
        monkeypatch.setenv(name, "rahasia-123")
    assert "rahasia-123" not in str(clean_environment())
    if sys.platform == "linux":
        with process._started(Job("a.txt", Limits())) as child:
            place = Path(f"/proc/{child.pid}/environ")
            until = time.monotonic() + 5
            while not (environment := place.read_bytes()) and time.monotonic() < until:
                time.sleep(0.005)
        assert b"PYTHONPATH" in environment
        assert b"rahasia" not in environment


READ_BOMB = """
import signal, sys
from pathlib import Path
from ingest.reading.limits import Limits
from ingest.reading.read import read_bytes
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell in the background ignores it
print("ready", flush=True)
read_bytes(Path(sys.argv[1]).read_bytes(), "bom.pdf", limits=Limits(seconds=60))
"""


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in found.read_text().split()]


def _gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


@linux
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_the_process_ends_with_its_parent(how: signal.Signals, bomb: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bom.pdf"
    path.write_bytes(bomb)
    with subprocess.Popen(
        [sys.executable, "-c", READ_BOMB, str(path)],
        cwd=Path(__file__).parents[3],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as parent:
        try:
            assert parent.stdout is not None
            assert parent.stdout.readline() == b"ready\n"
            until = time.monotonic() + 10
            while not (children := _children(parent.pid)) and time.monotonic() < until:
                time.sleep(0.01)
            assert len(children) == 1
            time.sleep(0.3)  # the child is at work
            assert not _gone(children[0])
            os.kill(parent.pid, how)
            parent.wait(timeout=10)
            until = time.monotonic() + 5
            while not _gone(children[0]) and time.monotonic() < until:
                time.sleep(0.01)
            assert _gone(children[0])
        finally:
            parent.kill()


def test_every_setting_that_a_message_names_exists() -> None:
    assert {name.lower() for name in SETTING.values()} <= set(Settings.model_fields)
    assert set(SETTING) <= {field.name for field in fields(Limits)}


def test_a_document_over_the_limit_is_refused_by_its_size() -> None:
    with pytest.raises(ReadError, match="the limit is 1 MB: raise READ_MEGABYTES"):
        read_bytes(b"x" * 2_000_000, "a.txt", limits=Limits(file_bytes=1024 * 1024))
