"""Regulations from the Pasal.id API: how they are named, put together and described."""

from __future__ import annotations

import hashlib
from datetime import UTC

import pytest
from pydantic import SecretStr

from ingest.sources.model import Limits
from ingest.sources.pasal_client import BoundedPasalClient
from ingest.sources.pasal_id import AmbiguousLaw, Pulled, candidates, pull
from ingest.sources.pasal_law import Relation, RelationKind
from knowledge.errors import SourceError
from knowledge.model import RegulationStatus
from tests.ingest.sources.pasal_server import Json, PasalServer, bab, law, pasal, relation, work

CATS = work("/akn/id/act/uu/2023/20", "Kucing Sipil Negara")
OLD_CATS = work("/akn/id/act/uu/2014/5", "Kucing Sipil Negara", status="dicabut")
FISH = work("/akn/id/act/pp/2021/94", "Disiplin Ikan", content_verified=False)


def client(server: PasalServer, **more: object) -> BoundedPasalClient:
    return BoundedPasalClient(base_url=server.url, limits=Limits(tries=1), **more)  # type: ignore[arg-type]


@pytest.fixture
def filled(pasal: PasalServer) -> PasalServer:
    _fill(pasal)
    return pasal


def _fill(server: PasalServer) -> None:
    server.add(
        law(
            CATS,
            bab("I", "KETENTUAN UMUM"),
            pasal("1", "Yang dimaksud dengan: 1. Kucing adalah hewan. 2. Ikan adalah makanan."),
            bab("II", "LARANGAN\nKUCING"),
            pasal("2", "(1) Kucing wajib tidur.\n(2) Kucing dilarang:\na. mencuri; dan\nb. lari."),
            pasal("3", "Kucing netral."),
            relationships=(relation("Mencabut", "Revokes", OLD_CATS),),
        )
    )
    server.add(law(OLD_CATS, pasal("1", "Kucing lama tidur.")))
    server.add(law(FISH, pasal("1", "Ikan disiplin.")))


def test_a_law_in_the_order_of_the_official_document(filled: PasalServer) -> None:
    pulled = pull("uu-20-2023", client(filled))

    assert pulled.source.text.splitlines() == [
        "UNDANG-UNDANG REPUBLIK INDONESIA",
        "NOMOR 20 TAHUN 2023",
        "TENTANG",
        "KUCING SIPIL NEGARA",
        "BAB I",
        "KETENTUAN UMUM",
        "Pasal 1",
        "Yang dimaksud dengan:",
        "1. Kucing adalah hewan.",
        "2. Ikan adalah makanan.",
        "BAB II",
        "LARANGAN",
        "KUCING",
        "Pasal 2",
        "(1) Kucing wajib tidur.",
        "(2) Kucing dilarang:",
        "a. mencuri; dan",
        "b. lari.",
        "Pasal 3",
        "Kucing netral.",
    ]


def test_what_is_known_of_the_law_besides_its_text(filled: PasalServer) -> None:
    pulled = pull("uu-20-2023", client(filled))

    assert pulled.id == "uu-20-2023"
    assert pulled.uri == "/akn/id/act/uu/2023/20"
    assert pulled.title == "Kucing Sipil Negara"
    assert pulled.status is RegulationStatus.BERLAKU
    assert pulled.verified
    assert pulled.url == "https://peraturan.example/uu"
    assert pulled.fetched_at.tzinfo is UTC
    assert pulled.source.name == "uu-20-2023.txt"
    assert pulled.source.media_type == "text/plain"
    assert pulled.data.decode() == pulled.source.text
    assert pulled.source.digest == hashlib.sha256(pulled.data).hexdigest()
    assert pulled.relations == (
        Relation(
            RelationKind.MENCABUT,
            "/akn/id/act/uu/2014/5",
            "uu-5-2014",
            "Kucing Sipil Negara",
            "5",
            2014,
            RegulationStatus.DICABUT,
        ),
    )


def test_the_same_law_has_the_same_digest(filled: PasalServer) -> None:
    first, second = (pull("uu-20-2023", client(filled)) for _ in range(2))

    assert first.source.digest == second.source.digest


@pytest.mark.parametrize(
    "target",
    ["uu-20-2023", "UU 20/2023", "/akn/id/act/uu/2023/20", "https://pasal.id/peraturan/uu/uu-20-2023"],
)  # fmt: skip
def test_exact_names_need_no_search(filled: PasalServer, target: str) -> None:
    assert pull(target, client(filled)).id == "uu-20-2023"
    assert [path for path, _, _ in filled.asked] == ["/api/v1/laws/akn/id/act/uu/2023/20"]


class TestSearch:
    def test_words_that_fit_one_regulation_are_enough(self, filled: PasalServer) -> None:
        assert pull("disiplin ikan", client(filled)).id == "pp-94-2021"

    def test_words_that_fit_several_give_candidates(self, filled: PasalServer) -> None:
        with pytest.raises(AmbiguousLaw) as caught:
            pull("kucing sipil negara", client(filled))

        first, second = caught.value.candidates
        assert (first.id, first.type, first.number, first.year) == ("uu-20-2023", "UU", "20", 2023)
        assert (second.id, second.status) == ("uu-5-2014", RegulationStatus.DICABUT)
        assert "asn-ingest pull /akn/id/act/uu/2023/20" in str(caught.value)
        assert "UU 5/2014 Kucing Sipil Negara (/akn/id/act/uu/2014/5)" in str(caught.value)

    def test_a_regulation_found_at_several_places_counts_once(self, filled: PasalServer) -> None:
        found = candidates("kucing", client(filled))

        assert [item.id for item in found] == ["uu-20-2023", "uu-5-2014"]

    def test_many_candidates_are_counted_in_the_message(self, pasal: PasalServer) -> None:
        for number in range(1, 9):
            about = work(f"/akn/id/act/uu/2020/{number}", f"Kucing {number}")
            pasal.add(law(about, {"type": "pasal", "number": "1", "content": "Kucing."}))

        with pytest.raises(AmbiguousLaw, match=r"8 regulations.*; and 3 more"):
            pull("kucing", client(pasal))

    def test_nothing_found(self, filled: PasalServer) -> None:
        with pytest.raises(SourceError, match=r'nothing for "anjing laut".*other words'):
            pull("anjing laut", client(filled))

    def test_nothing_to_search_for(self, filled: PasalServer) -> None:
        with pytest.raises(SourceError, match="Nothing to search for"):
            pull("  ", client(filled))
        assert filled.asked == []


class TestIssuers:
    """Pasal.id lists the regulations of all agencies as PERBAN, each with a number of its own."""

    def test_the_issuer_in_the_title_decides(self, pasal: PasalServer) -> None:
        content = {"type": "pasal", "number": "1", "content": "Kucing diawasi."}
        for number in range(150):  # more than a page of the list
            pasal.add(law(work(f"/akn/id/act/perban/2018/{number}a", "Lain"), content))
        about = work(
            "/akn/id/act/perban-x/2018/6", "Peraturan Bawaslu tentang Kucing", type="PERBAN"
        )
        pasal.add(law(about, content))
        pasal.add(law(work("/akn/id/act/perban/2018/6", "Peraturan Badan Pangan"), content))

        pulled = pull("perbawaslu-6-2018", client(pasal))

        assert (pulled.id, pulled.uri) == ("perbawaslu-6-2018", "/akn/id/act/perban-x/2018/6")
        assert pulled.source.lines[0].text == (
            "PERATURAN BADAN PENGAWAS PEMILIHAN UMUM REPUBLIK INDONESIA"
        )

    def test_without_the_issuer_the_admin_decides(self, pasal: PasalServer) -> None:
        content = {"type": "pasal", "number": "1", "content": "Kucing."}
        pasal.add(law(work("/akn/id/act/perban/2018/6", "Peraturan Badan Nomor 6"), content))

        with pytest.raises(AmbiguousLaw, match="One regulation") as caught:
            pull("perbawaslu-6-2018", client(pasal))
        assert [item.uri for item in caught.value.candidates] == ["/akn/id/act/perban/2018/6"]

    def test_by_address_the_id_stays_open(self, pasal: PasalServer) -> None:
        content = {"type": "pasal", "number": "1", "content": "Kucing."}
        pasal.add(law(work("/akn/id/act/perban/2018/6", "Kucing"), content))

        pulled = pull("/akn/id/act/perban/2018/6", client(pasal))

        assert pulled.id is None
        assert pulled.source.lines[0].text == "PERATURAN BADAN"

    def test_no_such_number(self, pasal: PasalServer) -> None:
        with pytest.raises(SourceError, match=r"no pkpu-9-2024.*Search it"):
            pull("pkpu-9-2024", client(pasal))


class TestTitles:
    @pytest.mark.parametrize(
        ("title", "about"),
        [
            ("Kucing", "Kucing"),
            ("Undang-Undang Nomor 20 Tahun 2023 tentang Kucing", "Kucing"),
            ("UU No. 20 tentang Kucing", "UU No. 20 tentang Kucing"),
            (
                "Perubahan atas Undang-Undang Nomor 5 Tahun 2014 tentang Kucing",
                "Perubahan atas Undang-Undang Nomor 5 Tahun 2014 tentang Kucing",
            ),
            (
                "Undang-Undang Nomor 20 Tahun 2023 tentang Perubahan atas Undang-Undang Nomor 5 "
                "Tahun 2014 tentang Kucing",
                "Perubahan atas Undang-Undang Nomor 5 Tahun 2014 tentang Kucing",
            ),
        ],
    )
    def test_the_subject_is_what_follows_tentang(
        self, pasal: PasalServer, title: str, about: str
    ) -> None:
        content = {"type": "pasal", "number": "1", "content": "Kucing."}
        pasal.add(law({**CATS, "title": title}, content))

        pulled = pull("uu-20-2023", client(pasal))

        assert pulled.title == about
        assert pulled.source.lines[3].text == about.upper()


class TestAssembly:
    def pulled(self, server: PasalServer, *articles: Json, **about: object) -> Pulled:
        server.add(law({**CATS, **about}, *articles))
        return pull("uu-20-2023", client(server))

    def body(self, server: PasalServer, *articles: Json) -> list[str]:
        return self.pulled(server, *articles).source.text.splitlines()[4:]

    def test_the_order_is_that_of_sort_order(self, pasal: PasalServer) -> None:
        assert self.body(
            pasal,
            {"type": "pasal", "number": "2", "content": "Dua.", "sort_order": 9},
            {"type": "pasal", "number": "1", "content": "Satu.", "sort_order": 3},
        ) == ["Pasal 1", "Satu.", "Pasal 2", "Dua."]

    def test_ayat_of_their_own_are_numbered_and_those_repeated_are_not(
        self, pasal: PasalServer
    ) -> None:
        assert self.body(
            pasal,
            {"type": "pasal", "number": "1", "content": None, "id": 1},
            {"type": "ayat", "number": "1", "content": "Satu.", "parent_id": 1},
            {"type": "ayat", "number": "2", "content": "(2) Dua.", "parent_id": 1},
            {"type": "pasal", "number": "2", "content": "(1) Tiga.\n(2) Empat.", "id": 2},
            {"type": "ayat", "number": "1", "content": "Tiga.", "parent_id": 2},
            {"type": "ayat", "number": "2", "content": "Empat.", "parent_id": 2},
        ) == ["Pasal 1", "(1) Satu.", "(2) Dua.", "Pasal 2", "(1) Tiga.", "(2) Empat."]

    def test_a_heading_that_the_content_repeats_stands_once(self, pasal: PasalServer) -> None:
        node = {"type": "pasal", "number": "1", "heading": "Pasal 1", "content": "Pasal 1\nIsi."}
        assert self.body(pasal, node) == ["Pasal 1", "Isi."]

    def test_the_elucidation_comes_after_the_body_under_its_own_title(
        self, pasal: PasalServer
    ) -> None:
        assert self.body(
            pasal,
            {"type": "penjelasan_umum", "content": "Kucing itu penting.", "sort_order": 90000},
            {"type": "penjelasan_pasal", "number": "1", "content": "Cukup jelas.", "sort_order": 90001},
            {"type": "pasal", "number": "1", "content": "Isi."},
        ) == [
            *("Pasal 1", "Isi.", "PENJELASAN", "ATAS", "UNDANG-UNDANG REPUBLIK INDONESIA"),
            *("NOMOR 20 TAHUN 2023", "TENTANG", "KUCING SIPIL NEGARA", "I. UMUM"),
            *("Kucing itu penting.", "II. PASAL DEMI PASAL", "Pasal 1", "Cukup jelas."),
        ]  # fmt: skip

    def test_units_that_the_documentation_does_not_name_are_kept(self, pasal: PasalServer) -> None:
        assert self.body(
            pasal,
            {"type": "bagian", "number": "Kesatu", "heading": "Umum"},
            {"type": "paragraf", "number": "1", "heading": "Tidur"},
            {"type": "aturan", "content": "Lain-lain."},
            {"type": "pasal", "number": "1", "content": "Isi."},
            {"type": "lampiran", "number": "I", "content": "Daftar."},
        ) == [
            *("Bagian Kesatu", "Umum", "Paragraf 1", "Tidur", "Lain-lain."),
            *("Pasal 1", "Isi.", "LAMPIRAN I", "Daftar."),
        ]

    def test_warnings_in_indonesian(self, pasal: PasalServer) -> None:
        pulled = self.pulled(
            pasal,
            {"type": "pasal", "number": "1", "content": "Isi."},
            {"type": "pasal", "number": "2", "content": " "},
            content_verified=False,
        )

        partial, unverified, empty = pulled.source.warnings
        assert "hanya memuat batang tubuh" in partial
        assert "belum diverifikasi" in unverified
        assert "tidak ada isi untuk Pasal 2." in empty
        assert not pulled.verified

    def test_a_law_without_text(self, pasal: PasalServer) -> None:
        for articles in [(), (bab("I", "UMUM"),), ({"type": "pasal", "number": "1"},)]:
            with pytest.raises(SourceError, match=r"no text of it.*https://peraturan\.example/uu"):
                self.pulled(pasal, *articles)

    @pytest.mark.parametrize("source_url", [None, "", "javascript:alert(1)", "lihat arsip"])
    def test_without_an_official_page_the_address_of_the_api_stands_in(
        self, pasal: PasalServer, source_url: str | None
    ) -> None:
        node = {"type": "pasal", "number": "1", "content": "Isi."}
        pulled = self.pulled(pasal, node, source_url=source_url)

        assert pulled.url == f"{pasal.url}/laws/akn/id/act/uu/2023/20"


class TestRelations:
    @pytest.mark.parametrize(
        ("said", "other", "kind"),
        [
            ("Mengubah", "/akn/id/act/uu/2014/5", RelationKind.MENGUBAH),
            ("Mencabut", "/akn/id/act/uu/2023/19", RelationKind.MENCABUT),
            ("Diubah oleh", "/akn/id/act/uu/2026/1", RelationKind.DIUBAH_OLEH),
            ("Dicabut oleh", "/akn/id/act/uu/2026/1", RelationKind.DICABUT_OLEH),
            ("Merujuk", "/akn/id/act/uu/2026/1", RelationKind.MERUJUK),
            ("Menyinggung", "/akn/id/act/uu/2026/1", RelationKind.LAIN),
            # told from the other side: a law cannot amend a later one
            ("Mengubah", "/akn/id/act/uu/2026/1", RelationKind.DIUBAH_OLEH),
            ("Mencabut", "/akn/id/act/uu/2023/21", RelationKind.DICABUT_OLEH),
            ("Diubah oleh", "/akn/id/act/uu/2014/5", RelationKind.MENGUBAH),
            ("Dilaksanakan oleh", "/akn/id/act/uu/2014/5", RelationKind.MELAKSANAKAN),
            # of the same year and not of one series: as told
            ("Mencabut", "/akn/id/act/pp/2023/99", RelationKind.MENCABUT),
        ],
    )
    def test_are_seen_from_the_law_itself(
        self, pasal: PasalServer, said: str, other: str, kind: RelationKind
    ) -> None:
        content = {"type": "pasal", "number": "1", "content": "Isi."}
        related = relation(said, "", work(other, "Lain"))
        pasal.add(law(CATS, content, relationships=(related,)))

        (found,) = pull("uu-20-2023", client(pasal)).relations

        assert (found.type, found.uri) == (kind, other)

    def test_one_told_from_both_sides_counts_once(self, pasal: PasalServer) -> None:
        later = work("/akn/id/act/uu/2026/1", "Kucing Baru")
        both = (relation("Mengubah", "", later), relation("Diubah oleh", "", later))
        content = {"type": "pasal", "number": "1", "content": "Isi."}
        pasal.add(law(CATS, content, relationships=both))

        (found,) = pull("uu-20-2023", client(pasal)).relations

        assert found.type is RelationKind.DIUBAH_OLEH

    def test_one_without_the_other_law_is_left_out(self, pasal: PasalServer) -> None:
        content = {"type": "pasal", "number": "1", "content": "Isi."}
        lost = {"type": "Mengubah", "type_en": "Amends", "related_work": None}
        pasal.add(law(CATS, content, relationships=(lost,)))

        assert pull("uu-20-2023", client(pasal)).relations == ()

    @pytest.mark.parametrize(
        ("said", "status"),
        [
            ("berlaku", RegulationStatus.BERLAKU),
            ("diubah", RegulationStatus.DIUBAH),
            ("dicabut", RegulationStatus.DICABUT),
            ("tidak_berlaku", RegulationStatus.DICABUT),
            ("entah", RegulationStatus.TIDAK_PASTI),
            (None, RegulationStatus.TIDAK_PASTI),
        ],
    )
    def test_status(self, pasal: PasalServer, said: str | None, status: RegulationStatus) -> None:
        content = {"type": "pasal", "number": "1", "content": "Isi."}
        pasal.add(law({**CATS, "status": said}, content))

        assert pull("uu-20-2023", client(pasal)).status is status

    def test_control_characters_do_not_reach_the_terminal(self, pasal: PasalServer) -> None:
        node = {"type": "pasal", "number": "1", "content": "Isi\x1b[2J\x00.\r\nDua."}
        pasal.add(law({**CATS, "title": "Kucing\x1b]0;x\x07"}, node))

        pulled = pull("uu-20-2023", client(pasal))

        assert all(character.isprintable() or character == "\n" for character in pulled.source.text)
        assert pulled.title.isprintable()


class TestToken:
    def test_is_sent_with_every_request_and_never_shown(self, filled: PasalServer) -> None:
        asking = client(filled, token=SecretStr("rahasia\n"))

        pull("disiplin ikan", asking)

        assert [headers["authorization"] for _, _, headers in filled.asked] == [
            "Bearer rahasia",
            "Bearer rahasia",
        ]
        assert "rahasia" not in repr(asking)

    def test_without_one_no_authorization_is_sent(self, filled: PasalServer) -> None:
        pull("uu-20-2023", client(filled))

        assert "authorization" not in filled.asked[0][2]

    def test_is_not_sent_unprotected(self) -> None:
        with pytest.raises(SourceError, match="https") as caught:
            BoundedPasalClient(base_url="http://api.example/v1", token=SecretStr("rahasia"))
        assert "rahasia" not in str(caught.value)

    @pytest.mark.parametrize("token", ["", "a b", "a\nb", "café"])
    def test_must_be_fit_for_a_header(self, token: str) -> None:
        with pytest.raises(SourceError, match="PASAL_API_TOKEN"):
            BoundedPasalClient(token=SecretStr(token))
