"""The ruled lines and pictures that a PDF page draws: the frames of its tables, the scans on it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium

_MAX_OBJECTS = 20_000
_MAX_SEGMENTS = 20_000
_MAX_DEPTH = 4
_THIN = 2.5
"""Points: a filled rectangle thinner than this is a rule; Word draws the frames of tables so."""
_SHORTEST = 6.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along the page: ``at`` on the other axis, from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Drawing:
    """What is on a page apart from its text."""

    across: list[Rule]
    """Horizontal rules: ``at`` is their height."""
    down: list[Rule]
    pictures: float
    """Share of the page's area that images cover, at most 1."""
    strokes: int
    """Path segments, as of letters that are drawn instead of written."""


def drawing(page: object, turn: int) -> Drawing:
    """Read what a page draws.

    Args:
        page: PDFium's raw page.
        turn: the angle of the page's text (``PageWords.turn``); rules are turned with it.
    """
    across: list[Rule] = []
    down: list[Rule] = []
    covered = 0.0
    strokes = 0
    identity = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    for thing, matrix in _objects(page, identity, 0):
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            covered += _area(thing, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and strokes < _MAX_SEGMENTS:
            for x0, y0, x1, y1 in _segments(thing, matrix):
                strokes += 1
                x0, y0 = _turned(x0, y0, turn)
                x1, y1 = _turned(x1, y1, turn)
                _sort_in(x0, y0, x1, y1, across, down)
    if strokes >= _MAX_SEGMENTS:  # a map or a picture, not the frame of a table
        across, down = [], []
    size = pdfium.FPDF_GetPageWidthF(page) * pdfium.FPDF_GetPageHeightF(page)
    return Drawing(across, down, min(covered / size, 1.0) if size > 0 else 0.0, strokes)


_Matrix = tuple[float, float, float, float, float, float]


def _objects(parent: object, matrix: _Matrix, depth: int) -> Iterator[tuple[object, _Matrix]]:
    """All page objects, those inside forms with the matrix that puts them on the page."""
    counted = pdfium.FPDFFormObj_CountObjects if depth else pdfium.FPDFPage_CountObjects
    taken = pdfium.FPDFFormObj_GetObject if depth else pdfium.FPDFPage_GetObject
    for index in range(min(counted(parent), _MAX_OBJECTS)):
        thing = taken(parent, index)
        if not thing:
            continue
        if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_FORM:
            yield thing, matrix
        elif depth < _MAX_DEPTH:
            yield from _objects(thing, _product(_matrix(thing), matrix), depth + 1)


def _matrix(thing: object) -> _Matrix:
    own = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, ctypes.byref(own)):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (own.a, own.b, own.c, own.d, own.e, own.f)


def _product(one: _Matrix, two: _Matrix) -> _Matrix:
    """First ``one``, then ``two``."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = two
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _area(thing: object, outer: _Matrix) -> float:
    """An image fills the unit square of its matrix."""
    a, b, c, d, _, _ = _product(_matrix(thing), outer)
    return abs(a * d - b * c)


def _segments(path: object, outer: _Matrix) -> Iterator[tuple[float, float, float, float]]:
    """The straight parts of a path, in the page's coordinates."""
    matrix = _product(_matrix(path), outer)
    x, y = ctypes.c_float(), ctypes.c_float()
    start = here = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(path), _MAX_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        point = _apply(matrix, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield (*here, *point)
        here = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield (*here, *start)
            here = start


def _turned(x: float, y: float, turn: int) -> tuple[float, float]:
    match turn:
        case 90:
            return y, -x
        case 180:
            return -x, -y
        case 270:
            return -y, x
        case _:
            return x, y


def _sort_in(
    x0: float, y0: float, x1: float, y1: float, across: list[Rule], down: list[Rule]
) -> None:
    wide, high = abs(x1 - x0), abs(y1 - y0)
    if high <= _THIN and wide >= _SHORTEST:
        across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
    elif wide <= _THIN and high >= _SHORTEST:
        down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
