"""What a regulation repeals: as a whole, in part, or not at all (UU 12/2011, Lampiran II, 143-153)."""

from __future__ import annotations

import pytest

from ingest.structure.document import ParsedRegulation
from tests.ingest.structure.samples import parsed, pp

IN_FORCE = "Pada saat Peraturan Pemerintah ini mulai berlaku"
GONE = "dicabut dan dinyatakan tidak berlaku"


def read(words: str) -> ParsedRegulation:
    """A regulation whose second article has the words."""
    return pp(f"Pasal 1\nIsi.\nPasal 2\n{words}\nPasal 3\nPeraturan Pemerintah ini mulai berlaku.")


def partial(regulation: ParsedRegulation) -> list[str]:
    """The regulations that are said to be repealed in part."""
    told = [f.message for f in regulation.report.findings if f.code == "partial_repeal"]
    return [message.partition("(")[2].partition(")")[0] for message in told]


@pytest.mark.parametrize(
    ("name", "whole", "part"),
    [
        ("pp-94-2021.md", ("pp-6-1974",), ["pp-53-2010"]),
        ("pp-53-2010.md", ("pp-30-1980",), ["pp-32-1979"]),
        ("uu-5-2014.md", ("uu-8-1974",), ["uu-32-2004"]),
        ("uu-6-2014.md", (), ["uu-32-2004"]),
        ("uu-1-2015.md", ("uu-22-2014",), []),
    ],
)
def test_what_the_samples_repeal(name: str, whole: tuple[str, ...], part: list[str]) -> None:
    regulation = parsed(name)
    assert (regulation.metadata.repeals, partial(regulation)) == (whole, part)


def test_a_damaged_list_of_repealed_regulations() -> None:
    repealed = parsed("pp-11-2017.md").metadata.repeals
    assert {"pp-21-1975", "pp-24-1976", "pp-15-1979", "pp-9-2003", "pp-21-2014"} <= set(repealed)
    assert "pp-4-1966" not in repealed  # "sepanjang mengenai ketentuan yang berkaitan dengan PNS"


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        (f"{IN_FORCE}, Undang-Undang Nomor 8 Tahun 1974 tentang A, {GONE}.", ("uu-8-1974",)),
        (
            f"{IN_FORCE}:\na. Peraturan Pemerintah Nomor 1 Tahun 2001 tentang A (Lembaran Negara Tahun"
            " 2001 Nomor 1; Tambahan Nomor 2);\nb. Peraturan Presiden Nomor 2 Tahun 2002 tentang B; dan\n"
            f"c. Keputusan Presiden Nomor 3 Tahun 2003 tentang C,\n{GONE}.",
            ("pp-1-2001", "perpres-2-2002", "keppres-3-2003"),
        ),
        (
            f"{IN_FORCE}:\n1. Undang-Undang Nomor 1 Tahun 2001 tentang A {GONE}; dan\n"
            f"2. Undang-Undang Nomor 2 Tahun 2002 tentang B {GONE}.",
            ("uu-1-2001", "uu-2-2002"),
        ),
        (
            f"{IN_FORCE}, Undang-Undang Nomor 1 Tahun 2001 tentang A sebagaimana telah diubah dengan"
            f" Undang-Undang Nomor 3 Tahun 2003 tentang Perubahan atas Undang-Undang Nomor 1 Tahun 2001"
            f" dan Undang-Undang Nomor 2 Tahun 2002 tentang B {GONE}.",
            ("uu-1-2001", "uu-2-2002"),
        ),
        ("Peraturan Pemerintah Nomor 1 Tahun 2001 tentang A dicabut.", ()),
        (
            f"{IN_FORCE}, Peraturan Pemerintah No. 1 Tahun 2001 dinyatakan tidak berlaku.",
            ("pp-1-2001",),
        ),
        (f"{IN_FORCE}, Peraturan Pemerintah Nomor 1O Tahun 2001 dicabut.", ("pp-10-2001",)),
    ],
)
def test_repealed_as_a_whole(words: str, whole: tuple[str, ...]) -> None:
    regulation = read(words)
    assert (regulation.metadata.repeals, partial(regulation)) == (whole, [])


@pytest.mark.parametrize(
    "words",
    [
        f"{IN_FORCE}, Pasal 200 sampai dengan Pasal 216 Undang-Undang Nomor 1 Tahun 2001 tentang A {GONE}.",
        f"{IN_FORCE}, ketentuan mengenai B yang diatur dalam Bab V Undang-Undang Nomor 1 Tahun 2001 {GONE}.",
        f"{IN_FORCE}, Undang-Undang Nomor 1 Tahun 2001 tentang A sepanjang mengatur B, {GONE}.",
        f"{IN_FORCE}, ketentuan dalam:\na. Undang-Undang Nomor 1 Tahun 2001 tentang A; dan\n"
        f"b. peraturan lain tentang B,\n{GONE}.",
    ],
)
def test_repealed_in_part_is_a_finding(words: str) -> None:
    regulation = read(words)
    assert (regulation.metadata.repeals, partial(regulation)) == ((), ["uu-1-2001"])
    (finding,) = (f for f in regulation.report.findings if f.code == "partial_repeal")
    assert (finding.unit, finding.severity) == ("pp-7-2020:pasal-2", "info")


@pytest.mark.parametrize(
    "words",
    [
        f"{IN_FORCE}, peraturan pelaksanaan dari Undang-Undang Nomor 1 Tahun 2001 tentang A dinyatakan tetap"
        " berlaku sepanjang tidak bertentangan.",
        f"{IN_FORCE}, peraturan pelaksanaan Undang-Undang Nomor 1 Tahun 2001 tentang A {GONE}.",
        f"{IN_FORCE}, semua izin berdasarkan Undang-Undang Nomor 1 Tahun 2001 tentang A {GONE}.",
        "Izin menurut Undang-Undang Nomor 1 Tahun 2001 tentang A dicabut.",
    ],
)
def test_what_stays_or_is_no_regulation_is_not_repealed(words: str) -> None:
    regulation = read(words)
    assert (regulation.metadata.repeals, partial(regulation)) == ((), [])


def test_one_item_stays_and_the_next_is_repealed() -> None:
    regulation = read(
        f"{IN_FORCE}:\na. Undang-Undang Nomor 1 Tahun 2001 tentang A dinyatakan tetap berlaku; dan\n"
        f"b. Undang-Undang Nomor 2 Tahun 2002 tentang B {GONE}."
    )
    assert regulation.metadata.repeals == ("uu-2-2002",)
