"""A page as a picture for OCR."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2.raw as pdfium

_MAX_DOTS = 40_000_000


@dataclass(frozen=True)
class Picture:
    """A grey picture, a byte for each dot, row by row from the top."""

    width: int
    height: int
    dots: bytes
    scale: float
    """Dots per point of the page."""

    def pgm(self) -> bytes:
        """The picture as a file in the PGM format."""
        return b"P5 %d %d 255\n" % (self.width, self.height) + self.dots

    def turned(self, angle: int) -> Picture:
        """The picture turned clockwise by 90, 180 or 270 degrees."""
        dots, wide = self.dots, self.width
        if angle == 180:
            return Picture(wide, self.height, dots[::-1], self.scale)
        if angle == 90:
            columns = [dots[column::wide][::-1] for column in range(wide)]
        else:
            columns = [dots[column::wide] for column in reversed(range(wide))]
        return Picture(self.height, wide, b"".join(columns), self.scale)


def render_grey(document: object, number: int, dots_per_inch: int) -> Picture:
    """Render a page; coarser when it is so large that it would fill the memory.

    Args:
        document: PDFium's raw document.
        number: counts from 1; a page that is damaged becomes one white dot.
        dots_per_inch: of the picture.
    """
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        return Picture(1, 1, b"\xff", 1.0)
    try:
        wide, high = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        scale = min(dots_per_inch / 72, (_MAX_DOTS / max(wide * high, 1.0)) ** 0.5)
        across, down = max(int(wide * scale), 1), max(int(high * scale), 1)
        dots = ctypes.create_string_buffer(across * down)
        bitmap = pdfium.FPDFBitmap_CreateEx(across, down, pdfium.FPDFBitmap_Gray, dots, across)
        if not bitmap:
            raise MemoryError
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
            flags = pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE
            pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, across, down, 0, flags)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        return Picture(across, down, dots.raw, scale)
    finally:
        pdfium.FPDF_ClosePage(page)
