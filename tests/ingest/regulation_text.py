"""The text of a small regulation, as an official document has it."""

from __future__ import annotations

_TEXT = """\
PERATURAN PEMERINTAH REPUBLIK INDONESIA
NOMOR {number} TAHUN {year}
TENTANG
{title}

DENGAN RAHMAT TUHAN YANG MAHA ESA
PRESIDEN REPUBLIK INDONESIA,

Menimbang: bahwa perlu menetapkan Peraturan Pemerintah tentang {title};

MEMUTUSKAN:
Menetapkan: PERATURAN PEMERINTAH TENTANG {title}.

BAB I
KETENTUAN UMUM

Pasal 1
Dalam Peraturan Pemerintah ini yang dimaksud dengan PNS adalah pegawai negeri sipil.

Pasal 2
PNS dilarang:
a. menyalahgunakan wewenang; dan
b. memberi dukungan kepada calon.

Pasal 3
Peraturan Pemerintah ini mulai berlaku pada tanggal diundangkan.

Ditetapkan di Jakarta
pada tanggal 31 Agustus {year}
PRESIDEN REPUBLIK INDONESIA,
JOKO WIDODO

Diundangkan di Jakarta
pada tanggal 31 Agustus {year}
MENTERI HUKUM DAN HAK ASASI MANUSIA,
YASONNA H. LAOLY

LEMBARAN NEGARA REPUBLIK INDONESIA TAHUN {year} NOMOR 202
"""


def regulation_text(number: str, year: str, title: str) -> str:
    """A Peraturan Pemerintah of three articles."""
    return _TEXT.format(number=number, year=year, title=title.upper())
