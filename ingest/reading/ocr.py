"""Scanned pages by OCR: PDFium renders them, tesseract reads them, the layout is found as in any PDF.

``ocrmypdf`` does the same with the same tesseract and hands back a PDF; going to tesseract directly
gives progress and limits for each page and needs one program less.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from ingest.reading.draft import Recognise
from ingest.reading.layout import Word
from ingest.reading.limits import Limits
from ingest.reading.pdf_page import lines_of
from ingest.reading.picture import Picture, render_grey
from ingest.reading.text import Line
from knowledge.errors import ReadError

_DOTS_PER_INCH = 300
"""What tesseract's models are trained on; finer only takes longer."""
_LEAST_CONFIDENCE = 10.0
"""Percent; below it tesseract sees letters in stains and seals. A list mark such as ``(1)`` is often
read with little confidence: a stain too many does less harm than a mark too few."""
_AT_ONCE = 8
"""Pages read at the same time at most: each holds files open, of which the process has few."""
_SENSE = 70.0
"""Percent; a page that is read with less is perhaps turned."""
_READ = ("-l", "ind", "--psm", "4", "tsv")
"""Layout 4, one column of text: the automatic one drops list marks that stand apart, like ``a.``"""
_ORIENT = ("-l", "osd", "--psm", "0")
_WORD_LEVEL = "5"
_LINE_LEVEL = "4"


def recogniser(program: str, limits: Limits, *, turn: bool) -> Recognise:
    """A function that reads pages with tesseract in Indonesian, as many at once as processors.

    Args:
        program: path of tesseract.
        limits: of a page's time.
        turn: whether tesseract can find out how a page is turned (its ``osd`` data is there).
    """

    def recognise(document: object, pages: tuple[int, ...]) -> Iterator[tuple[int, list[Line]]]:
        at_once = min(os.cpu_count() or 1, _AT_ONCE)
        with ThreadPoolExecutor(at_once) as pool:
            waiting: deque[tuple[int, Future[list[Word]]]] = deque()
            for number in pages:
                # PDFium is not made for threads: pages are rendered here, one ahead of the readers.
                picture = render_grey(document, number, _DOTS_PER_INCH)
                reader = Reader(program, limits, number, picture.scale)
                waiting.append((number, pool.submit(reader.words, picture, turn=turn)))
                if len(waiting) > at_once:
                    yield _finished(*waiting.popleft())
            while waiting:
                yield _finished(*waiting.popleft())

    return recognise


def _finished(number: int, work: Future[list[Word]]) -> tuple[int, list[Line]]:
    return number, lines_of(work.result(), [], [], number)


@dataclass(frozen=True)
class Reader:
    """Reads one page's picture."""

    program: str
    limits: Limits
    number: int
    scale: float
    """Dots per point."""

    def words(self, picture: Picture, *, turn: bool) -> list[Word]:
        """The words of a picture; one that makes no sense is turned upright and read again."""
        table = self._run(picture, *_READ)
        if turn and confidence(table) < _SENSE:
            angle = _angle(self._run(picture, *_ORIENT, may_fail=True))
            if angle:
                table = self._run(picture.turned(angle), *_READ)
        return words_of(table, self.scale)

    def _run(self, picture: Picture, *arguments: str, may_fail: bool = False) -> str:
        dots = str(round(self.scale * 72))
        try:
            done = subprocess.run(  # noqa: S603 - the program that the parent found
                [self.program, "stdin", "stdout", "--dpi", dots, *arguments],
                input=picture.pgm(),
                capture_output=True,
                timeout=self.limits.ocr_page_seconds,
                check=False,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
        except subprocess.TimeoutExpired:
            raise ReadError(
                f"OCR of page {self.number} takes longer than {self.limits.ocr_page_seconds:g} s: "
                "scan that page anew at 300 dpi, in black and white."
            ) from None
        except OSError as error:
            raise ReadError(f"tesseract cannot be started ({error.strerror}).") from None
        if done.returncode != 0 and not may_fail:
            raise ReadError(
                f"tesseract failed on page {self.number} (exit code {done.returncode}): "
                "check its installation with 'tesseract --list-langs'."
            )
        return done.stdout.decode("utf-8", errors="replace")


def _angle(found: str) -> int:
    """How far to turn a picture clockwise, from tesseract's report on its orientation."""
    told = re.search(r"^Rotate: (90|180|270)$", found, re.MULTILINE)
    return int(told.group(1)) if told else 0


def confidence(table: str) -> float:
    """Tesseract's mean confidence in the words of its table, in percent; 0 without words."""
    rows = (row.split("\t") for row in table.splitlines()[1:])
    told = [row[10] for row in rows if len(row) >= 12 and row[0] == _WORD_LEVEL]
    values = [float(value) for value in told if re.fullmatch(r"\d{1,3}(\.\d+)?", value)]
    return sum(values) / len(values) if values else 0.0


def words_of(table: str, scale: float) -> list[Word]:
    """Words with their places in points.

    Args:
        table: tesseract's TSV; its columns are level, page, block, paragraph, line, word, left, top,
            width, height, confidence and text; lines (level 4) come before their words (level 5).
        scale: dots per point.
    """
    words = []
    base, size = 0.0, 1.0
    for row in table.splitlines()[1:]:
        columns = row.split("\t")
        if len(columns) < 12:
            continue
        try:
            left, top, width, height = (float(column) / scale for column in columns[6:10])
            sure = float(columns[10])
        except ValueError:
            continue
        text = columns[11].strip()
        if columns[0] == _LINE_LEVEL:
            # Words of one line share its foot: their own boxes reach down only where letters do.
            base, size = -(top + height), max(height * 0.85, 1.0)
        elif columns[0] == _WORD_LEVEL and sure >= _LEAST_CONFIDENCE and text:
            words.append(Word(text, left, left + width, base, size))
    return words
