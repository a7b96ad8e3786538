"""Documents made for tests: PDFs by reportlab, scans of them, DOCX files with Word's own numbering."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

import docx
import pypdf
import pypdfium2
from docx.oxml import parse_xml
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

ARTICLES = (
    "Pasal 1",
    "Pegawai Negeri Sipil wajib menaati ketentuan",
    "peraturan perundang-undangan.",
    "Pasal 2",
    "(1) Setiap pegawai dilarang memberikan dukungan",
    "kepada calon kepala daerah.",
    "(2) Larangan berlaku sejak tanggal diundangkan.",
)


def pdf_drawn(draw: Callable[[Canvas], None], *, compress: bool = True) -> bytes:
    """A PDF of what ``draw`` puts on a canvas; it ends each page itself."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=int(compress), invariant=1)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def pdf_of(pages: Sequence[Sequence[str]], *, size: float = 12) -> bytes:
    """A PDF with one printed line for each string; pages without lines stay blank."""

    def draw(canvas: Canvas) -> None:
        for lines in pages:
            canvas.setFont("Times-Roman", size)
            for index, line in enumerate(lines):
                canvas.drawString(72, 770 - index * size * 1.5, line)
            canvas.showPage()

    return pdf_drawn(draw)


def pdf_with_table(rows: Sequence[Sequence[str]], *, ruled: bool, widths: Sequence[float]) -> bytes:
    """A PDF with a line, a table and a line; long cells wrap."""
    plain = ParagraphStyle("plain", fontName="Helvetica", fontSize=10, leading=12)
    cells = [[Paragraph(cell, plain) for cell in row] for row in rows]
    table = Table(cells, colWidths=list(widths))
    grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if ruled else []
    table.setStyle(TableStyle([*grid, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    story: list[Flowable] = [
        Paragraph("LAMPIRAN PERATURAN", plain),
        Spacer(1, 20),
        table,
        Spacer(1, 40),
        Paragraph("Ditetapkan di Jakarta", plain),
    ]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(story)
    return out.getvalue()


def only_pages(pdf: bytes, pages: Sequence[int]) -> bytes:
    """A PDF of some pages, which count from 1."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    writer = pypdf.PdfWriter()
    for number in pages:
        writer.add_page(reader.pages[number - 1])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scanned(pdf: bytes, pages: Sequence[int] | None = None, *, askew: float = 0) -> bytes:
    """The same PDF with some of its pages (from 1; all by default) turned into pictures.

    ``askew`` is by how many degrees the paper lay crooked.
    """
    dots_per_inch = 200
    source = pypdfium2.PdfDocument(pdf)
    writer = pypdf.PdfWriter()
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    for index in range(len(source)):
        if pages is not None and index + 1 not in pages:
            writer.add_page(reader.pages[index])
            continue
        picture = source[index].render(scale=dots_per_inch / 72, grayscale=True).to_pil()
        picture = picture.convert("L").rotate(askew, fillcolor=255)
        out = io.BytesIO()
        picture.save(out, format="PDF", resolution=dots_per_inch)
        writer.add_page(pypdf.PdfReader(io.BytesIO(out.getvalue())).pages[0])
    source.close()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def encrypted(pdf: bytes, *, user: str, owner: str) -> bytes:
    """The PDF under passwords; an empty user password leaves it open to read."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(pdf)))
    writer.encrypt(user, owner, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def turned(pdf: bytes, degrees: int) -> bytes:
    """The PDF with each page shown turned."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(pdf)))
    for page in writer.pages:
        page.rotate(degrees)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bomb_pdf(megabytes: int) -> bytes:
    """A small PDF whose page content unpacks to many megabytes of drawing."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    stream = pypdf.generic.DecodedStreamObject()
    stream.set_data(
        b"BT /F1 9 Tf 1 0 0 1 9 9 Tm (aaaaaaaaa) Tj ET\n" * (megabytes * 1024 * 1024 // 44)
    )
    font = pypdf.generic.DictionaryObject(
        {
            pypdf.generic.NameObject("/Type"): pypdf.generic.NameObject("/Font"),
            pypdf.generic.NameObject("/Subtype"): pypdf.generic.NameObject("/Type1"),
            pypdf.generic.NameObject("/BaseFont"): pypdf.generic.NameObject("/Helvetica"),
        }
    )
    fonts = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/F1"): font})
    resources = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/Font"): fonts})
    page[pypdf.generic.NameObject("/Resources")] = resources
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


NUMBERING = """
<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="90">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Pasal %1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="(%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>
<w:num w:numId="91"><w:abstractNumId w:val="90"/></w:num>
<w:num w:numId="92"><w:abstractNumId w:val="90"/>
<w:lvlOverride w:ilvl="2"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
</w:numbering>
"""

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx_of(*blocks: str) -> bytes:
    """A DOCX whose body is the given WordprocessingML (prefix ``w``), with ``NUMBERING``."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    for child in list(parse_xml(NUMBERING)):
        numbering.append(child)
    body = document.element.body
    for block in reversed(blocks):
        body.insert(0, parse_xml(block.replace(">", f" {WORD}>", 1)))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def paragraph(text: str, *, num: int = 0, level: int = 0) -> str:
    """A paragraph, numbered by Word when ``num`` is given."""
    numbered = (
        f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr></w:pPr>'
        if num
        else ""
    )
    return f"<w:p>{numbered}<w:r><w:t>{text}</w:t></w:r></w:p>"


def zip_of(parts: dict[str, bytes]) -> bytes:
    """A ZIP archive of the parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            # With a fixed date: tests are named after such bytes, and all workers must name them alike.
            archive.writestr(
                zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED
            )
    return out.getvalue()
