"""Scanned PDFs: read by tesseract where it is installed, otherwise told how to install it."""

from __future__ import annotations

import re
import sys
import time
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from ingest.reading.limits import Limits
from ingest.reading.ocr import confidence, words_of
from ingest.reading.picture import Picture
from ingest.reading.read import read_bytes
from ingest.reading.tesseract import find_tesseract
from knowledge.errors import ReadError
from tests.ingest.reading.making import ARTICLES, only_pages, pdf_of, scanned, turned
from tests.ingest.reading.samples import sample

FOUND = find_tesseract()
installed = pytest.mark.skipif(
    FOUND is None or not FOUND.reads_indonesian,
    reason="tesseract with Indonesian (tesseract-ocr, tesseract-ocr-ind) is not installed",
)
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for tesseract is a script")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for tesseract in an otherwise empty PATH, to be written by the test."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder / "tesseract"


def write(program: Path, languages: str, work: str) -> None:
    program.write_text(
        "#!/bin/sh\n"
        f'if [ "$1" = --list-langs ]; then printf "List:\\n{languages}"; exit 0; fi\n{work}\n'
    )
    program.chmod(0o755)


@installed
def test_a_scan_is_read_in_order_with_a_warning_and_progress() -> None:
    told: list[tuple[str, int, int]] = []
    source = read_bytes(
        scanned(pdf_of([ARTICLES, ("Pasal 3", *ARTICLES[4:])], size=14)),
        "pindai.pdf",
        progress=lambda *step: told.append(step),
    )
    assert [line.text for line in source.lines if line.page == 1] == list(ARTICLES)
    assert [line.text for line in source.lines if line.page == 2] == ["Pasal 3", *ARTICLES[4:]]
    assert source.warnings == (
        "Teks hasil OCR pada halaman 1-2: periksa angka dan huruf terhadap naskah aslinya.",
    )
    assert [step for step in told if step[0] == "OCR"] == [("OCR", 1, 2), ("OCR", 2, 2)]


@installed
@pytest.mark.slow
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_scan_that_lay_the_wrong_way_reads_the_same(degrees: int) -> None:
    if FOUND is not None and not FOUND.finds_orientation:
        pytest.skip("tesseract's orientation data (tesseract-ocr-osd) is not installed")
    pages = [(*ARTICLES, *ARTICLES[1:])]
    source = read_bytes(scanned(turned(pdf_of(pages, size=14), degrees)), "pindai.pdf")
    # How OCR reads "(1)" is its own affair; here the order counts.
    marks = re.compile(r"^\(\S+ ")
    read = [marks.sub("", line.text) for line in source.lines]
    assert read == [marks.sub("", line) for line in pages[0]]


@installed
def test_the_few_scanned_pages_of_a_document_are_read_too_and_named() -> None:
    source = read_bytes(scanned(pdf_of([ARTICLES] * 5, size=14), [4]), "campur.pdf")
    assert [line.text for line in source.lines] == list(ARTICLES) * 5
    assert "OCR pada halaman 4" in source.warnings[0]


def test_without_tesseract_a_scan_is_refused_with_the_way_to_install_it(program: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(scanned(pdf_of([ARTICLES] * 2)), "pindai.pdf")
    message = str(caught.value)
    assert "pindai.pdf: it is a scanned PDF (2 of 2 pages have no text)" in message
    assert "apt-get install tesseract-ocr tesseract-ocr-ind" in message
    assert "brew install" in message
    assert "Windows" in message
    assert "\n" not in message


def test_without_tesseract_a_few_scanned_pages_are_warned_of(program: Path) -> None:
    source = read_bytes(scanned(pdf_of([ARTICLES] * 5), [2, 4]), "campur.pdf")
    assert len(source.lines) == 3 * len(ARTICLES)
    assert "Tidak ada lapisan teks pada halaman 2 dan 4" in source.warnings[0]


@posix
def test_a_tesseract_without_indonesian_says_so(program: Path) -> None:
    write(program, "eng\\nosd\\n", "exit 1")
    with pytest.raises(ReadError, match="tesseract lacks Indonesian: install"):
        read_bytes(scanned(pdf_of([ARTICLES])), "pindai.pdf")


@posix
def test_a_tesseract_that_fails_is_told_with_the_page(program: Path) -> None:
    write(program, "ind\\n", "exit 7")
    with pytest.raises(ReadError, match=r"tesseract failed on page 1 \(exit code 7\)"):
        read_bytes(scanned(pdf_of([ARTICLES])), "pindai.pdf")


@posix
def test_a_page_that_takes_too_long_is_given_up(program: Path) -> None:
    write(program, "ind\\n", "exec /bin/sleep 60")
    limits = Limits(ocr_page_seconds=0.5)
    with pytest.raises(ReadError, match=r"OCR of page 1 .* 0\.5 s: scan that page anew"):
        read_bytes(scanned(pdf_of([ARTICLES])), "pindai.pdf", limits=limits)


@posix
@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_when_time_is_up_tesseract_ends_with_the_reading_process(
    program: Path, tmp_path: Path
) -> None:
    note = tmp_path / "pid"
    write(program, "ind\\n", f"echo $$ > {note}; exec /bin/sleep 60")
    with pytest.raises(ReadError, match="longer than the limit of 2 s: raise OCR_SECONDS"):
        read_bytes(scanned(pdf_of([ARTICLES])), "pindai.pdf", limits=Limits(ocr_seconds=2))
    stat = Path(f"/proc/{int(note.read_text())}/stat")
    until = time.monotonic() + 5
    while stat.exists() and " Z " not in stat.read_text() and time.monotonic() < until:
        time.sleep(0.01)
    assert not stat.exists() or " Z " in stat.read_text()


@posix
def test_tesseract_gets_no_secret(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "rahasia-123")
    note = tmp_path / "env"
    write(program, "ind\\n", f"export > {note}; exit 1")
    with pytest.raises(ReadError):
        read_bytes(scanned(pdf_of([ARTICLES])), "pindai.pdf")
    assert "OMP_THREAD_LIMIT" in note.read_text()
    assert "rahasia" not in note.read_text()


HEADING = "level\tpage\tblock\tpar\tline\tword\tleft\ttop\twidth\theight\tconf\ttext"


def test_doubtful_words_are_stains_and_words_share_the_foot_of_their_line() -> None:
    table = "\n".join(
        (
            HEADING,
            "4\t1\t1\t1\t1\t0\t100\t200\t400\t50\t-1\t",
            "5\t1\t1\t1\t1\t1\t100\t200\t100\t50\t96.1\tPasal",
            "5\t1\t1\t1\t1\t2\t300\t210\t30\t30\t91\t1",
            "5\t1\t1\t1\t1\t3\t400\t205\t90\t40\t2\t~;",
            "5\t1\t1\t1\t1\t4\t500\t205\t90\t40\t95\t ",
            "bad row",
        )
    )
    words = words_of(table, 2.0)
    assert [(word.text, word.left, word.base) for word in words] == [
        ("Pasal", 50.0, -125.0),
        ("1", 150.0, -125.0),
    ]


def test_confidence_is_the_mean_of_the_words_alone() -> None:
    rows = ["4\t" * 10 + "-1\t", "5\t" * 10 + "90\tPasal", "5\t" * 10 + "50.5\t1", "5\tshort"]
    assert confidence("\n".join((HEADING, *rows))) == 70.25
    assert confidence(HEADING) == 0.0


@pytest.mark.parametrize(
    ("angle", "dots", "size"),
    [(90, b"41526 3", (2, 3)), (180, b"654321", (3, 2)), (270, b"362514", (2, 3))],
)
def test_a_picture_turns_clockwise(angle: int, dots: bytes, size: tuple[int, int]) -> None:
    turned_picture = Picture(3, 2, b"123456", 1.0).turned(angle)
    assert turned_picture.dots == dots.replace(b" ", b"")
    assert (turned_picture.width, turned_picture.height) == size


@installed
@pytest.mark.slow
def test_list_marks_of_a_crooked_and_stained_scan_are_not_lost() -> None:
    """A real law's pages, printed, laid on the scanner a little askew, and scanned coarsely."""
    data = sample("pdf/uu-5-2014.pdf").read_bytes()
    printed = only_pages(data, [2, 5, 6, 31])
    truth = [line.text for line in read_bytes(printed, "cetak.pdf").lines]
    found = [line.text for line in read_bytes(scanned(printed, askew=0.7), "pindai.pdf").lines]
    mark = re.compile(r"(\(\d+\)|[a-z]\.|\d+\.) ")
    marks = [
        [match.group() for text in texts if (match := mark.match(text))] for texts in (truth, found)
    ]
    same = SequenceMatcher(None, marks[0], marks[1], autojunk=False)
    assert sum(block.size for block in same.get_matching_blocks()) >= 0.9 * len(marks[0]) > 20
    letters = SequenceMatcher(None, "\n".join(truth), "\n".join(found), autojunk=False)
    assert letters.ratio() > 0.95


@posix
def test_when_ocr_fails_a_few_scanned_pages_are_still_only_warned_of(program: Path) -> None:
    write(program, "ind\\n", "exit 7")
    source = read_bytes(scanned(pdf_of([ARTICLES] * 5), [3]), "campur.pdf")
    assert len(source.lines) == 4 * len(ARTICLES)
    assert "Tidak ada lapisan teks pada halaman 3" in source.warnings[0]


@posix
def test_a_scan_in_which_ocr_finds_nothing_is_refused(program: Path) -> None:
    write(program, "ind\\n", "exit 0")
    with pytest.raises(ReadError, match="OCR found no text on any of its 2 scanned pages"):
        read_bytes(scanned(pdf_of([ARTICLES] * 2)), "pindai.pdf")
