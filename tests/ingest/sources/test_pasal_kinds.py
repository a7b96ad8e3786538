"""What names a regulation exactly, and what is to be searched for."""

from __future__ import annotations

import pytest

from ingest.sources.pasal_kinds import id_of, recognised


@pytest.mark.parametrize(
    ("target", "id_", "uri"),
    [
        ("uu-20-2023", "uu-20-2023", "/akn/id/act/uu/2023/20"),
        ("PP-94-2021", "pp-94-2021", "/akn/id/act/pp/2021/94"),
        ("perpu-1-2020", "perpu-1-2020", "/akn/id/act/perppu/2020/1"),
        ("perpres-116-2022", "perpres-116-2022", "/akn/id/act/perpres/2022/116"),
        ("/akn/id/act/uu/2003/13", "uu-13-2003", "/akn/id/act/uu/2003/13"),
        ("akn/id/act/perppu/2020/1/", "perpu-1-2020", "/akn/id/act/perppu/2020/1"),
        ("https://pasal.id/peraturan/uu/uu-13-2003", "uu-13-2003", "/akn/id/act/uu/2003/13"),
        (
            "https://www.pasal.id/peraturan/uu/uu-no-20-tahun-2023/pasal-2",
            "uu-20-2023",
            "/akn/id/act/uu/2023/20",
        ),
        ("UU 20/2023", "uu-20-2023", "/akn/id/act/uu/2023/20"),
        ("PP Nomor 94 Tahun 2021", "pp-94-2021", "/akn/id/act/pp/2021/94"),
        ("/akn/id/act/perda/2010/3", None, "/akn/id/act/perda/2010/3"),
        ("perbawaslu-6-2018", "perbawaslu-6-2018", None),
        ("perban-bkn-6-2022", "perban-bkn-6-2022", None),
    ],
)
def test_exact_names(target: str, id_: str | None, uri: str | None) -> None:
    wanted = recognised(target)

    assert wanted is not None
    assert (wanted.id, wanted.uri) == (id_, uri)


@pytest.mark.parametrize(
    "words",
    [
        "aparatur sipil negara",
        "netralitas",
        "Perubahan atas UU Nomor 5 Tahun 2014 tentang Aparatur Sipil Negara",
        "UU 5/2014 dan UU 20/2023",
        "putusan-mk-121-puu-xxii-2024",
        "abc-1-2020",
        "/akn/id/act/uu/2003/13/../../../laws",
        "https://lain.example/peraturan/uu/uu-13-2003",
    ],
)
def test_other_words_are_to_be_searched(words: str) -> None:
    assert recognised(words) is None


@pytest.mark.parametrize(
    ("uri", "id_"),
    [
        ("/akn/id/act/uu/2003/13", "uu-13-2003"),
        ("/akn/id/act/perban/2018/6", None),
        ("lain", None),
    ],
)
def test_ids_of_addresses(uri: str, id_: str | None) -> None:
    assert id_of(uri) == id_
