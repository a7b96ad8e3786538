"""Scanned pages by OCR: PDFium renders them, tesseract reads them, the layout is found as in any PDF.

``ocrmypdf`` does the same with the same tesseract and hands back a PDF; going to tesseract directly
gives progress and limits for each page and needs one program less.
"""

from __future__ import annotations

import os
import subprocess
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from ingest.reading.draft import Recognise
from ingest.reading.layout import Word
from ingest.reading.limits import SETTING, Limits
from ingest.reading.pdf_page import lines_of, render_grey
from ingest.reading.text import Line
from knowledge.errors import ReadError

_DOTS_PER_INCH = 300
"""What tesseract's models are trained on; finer only takes longer."""
_LEAST_CONFIDENCE = 25.0
"""Percent; below it tesseract sees letters in stains, seals and signatures."""
_AT_ONCE = 8
"""Pages read at the same time at most: each holds files open, of which the process has few."""
_WORD_LEVEL = "5"
_LINE_LEVEL = "4"


def recogniser(program: str, limits: Limits, *, turn: bool) -> Recognise:
    """A function that reads pages with tesseract in Indonesian, as many at once as processors.

    Args:
        program: path of tesseract.
        limits: of a page's time.
        turn: whether tesseract may find out how a page is turned (its ``osd`` data is there).
    """
    arguments = [program, "stdin", "stdout", "-l", "ind", "--psm", "1" if turn else "3"]

    def recognise(document: object, pages: tuple[int, ...]) -> Iterator[tuple[int, list[Line]]]:
        at_once = min(os.cpu_count() or 1, _AT_ONCE)
        with ThreadPoolExecutor(at_once) as pool:
            waiting: deque[tuple[int, float, Future[str]]] = deque()
            for number in pages:
                # PDFium is not made for threads: pages are rendered here, one ahead of the readers.
                picture, scale = render_grey(document, number, _DOTS_PER_INCH)
                dots = str(round(scale * 72))
                work = pool.submit(
                    _run, [*arguments, "--dpi", dots, "tsv"], picture, number, limits
                )
                waiting.append((number, scale, work))
                if len(waiting) > at_once:
                    yield _finished(*waiting.popleft())
            while waiting:
                yield _finished(*waiting.popleft())

    return recognise


def _finished(number: int, scale: float, work: Future[str]) -> tuple[int, list[Line]]:
    return number, lines_of(words_of(work.result(), scale), [], [], number)


def _run(command: list[str], picture: bytes, number: int, limits: Limits) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - the program that the parent found; input is the picture
            command,
            input=picture,
            capture_output=True,
            timeout=limits.ocr_page_seconds,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        raise ReadError(
            f"OCR of page {number} takes longer than {limits.ocr_page_seconds:g} s: "
            f"raise {SETTING['ocr_page_seconds']}."
        ) from None
    except OSError as error:
        raise ReadError(f"tesseract cannot be started ({error.strerror}).") from None
    if done.returncode != 0:
        raise ReadError(
            f"tesseract failed on page {number} (exit code {done.returncode}): "
            "check its installation with 'tesseract --list-langs'."
        )
    return done.stdout.decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class _Box:
    """A part of the picture, in points; ``top`` and ``foot`` grow downward."""

    left: float
    top: float
    right: float
    foot: float


def words_of(table: str, scale: float) -> list[Word]:
    """Words with their places in points, upright whichever way the page was laid on the scanner.

    Args:
        table: tesseract's TSV; its columns are level, page, block, paragraph, line, word, left, top,
            width, height, confidence and text; lines (level 4) come before their words (level 5).
        scale: dots per point.
    """
    lines: list[tuple[_Box, list[tuple[str, _Box]]]] = []
    for row in table.splitlines()[1:]:
        columns = row.split("\t")
        if len(columns) < 12:
            continue
        try:
            left, top, width, height = (float(column) / scale for column in columns[6:10])
            confidence = float(columns[10])
        except ValueError:
            continue
        box = _Box(left, top, left + width, top + height)
        if columns[0] == _LINE_LEVEL:
            lines.append((box, []))
        elif columns[0] == _WORD_LEVEL and confidence >= _LEAST_CONFIDENCE and lines:
            text = columns[11].strip()
            if text:
                lines[-1][1].append((text, box))
    upright = _upright([[box for _, box in words] for _, words in lines])
    words = []
    for whole, parts in lines:
        # Words of one line share its foot: their own boxes reach down only where letters do.
        line = upright(whole)
        size = max((line.foot - line.top) * 0.85, 1.0)
        for text, box in parts:
            place = upright(box)
            words.append(Word(text, place.left, place.right, -line.foot, size))
    return words


def _upright(lines: list[list[_Box]]) -> Callable[[_Box], _Box]:
    """How to turn the page so that the words of its lines follow each other to the right."""
    right = down = 0.0
    for boxes in lines:
        if len(boxes) > 1:
            right += boxes[-1].left - boxes[0].left
            down += boxes[-1].top - boxes[0].top
    if abs(right) >= abs(down):
        if right >= 0:
            return lambda box: box
        return lambda box: _Box(-box.right, -box.foot, -box.left, -box.top)
    if down > 0:
        return lambda box: _Box(box.top, -box.right, box.foot, -box.left)
    return lambda box: _Box(-box.foot, box.left, -box.top, box.right)
