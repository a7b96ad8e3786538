"""What editors entered in the knowledge of editions: published, kept, rolled back, merged in git."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.build import build, serving_inputs
from ingest.data_text import example_line, items_added, ruling_text
from ingest.editions import knowledge_of
from ingest.edits import stage_example, stage_ruling
from ingest.entered import entered_names, example_name, with_entered
from ingest.preview import preview
from ingest.publish import roll_back
from ingest.shelf import enter_status, leave_out
from ingest.staging import (
    Staging,
    applied,
    credited,
    discarded,
    named,
    put_back,
    read_staging,
    with_example,
    with_ruling,
    without_applied,
    write_staging,
)
from knowledge.dataset import Knowledge, load_knowledge
from knowledge.edition import Inputs
from knowledge.errors import StagingError
from knowledge.model import RegulationStatus
from tests.ingest.admin import LIKING, Admin
from tests.ingest.entering import COMMENTING, KOMENTAR, changed, example, examples_of
from tests.ingest.parsed import pasal, regulation
from tests.ingest.tiny import Folder
from tests.tiny_edition import settings_for

NEW = example("tekan jempol di reels cawagub boleh tidak", author="peninjau")


@pytest.fixture
def bundled(folder: Folder) -> Knowledge:
    return load_knowledge(folder.root)


@pytest.fixture
def commenting(admin: Admin) -> Admin:
    """The admin after publishing the new ruling."""
    stage_ruling(admin.settings, KOMENTAR, examples_of(), who="siti")
    admin.publish()
    return admin


def made_of(admin: Admin) -> Inputs:
    return serving_inputs(admin.settings)[1]


class TestMerging:
    def test_both_are_in_the_knowledge(self, bundled: Knowledge) -> None:
        found = with_entered(bundled, Inputs(rulings=(KOMENTAR,), examples=examples_of()))

        assert found.knowledge.rulings["komentar"] == KOMENTAR
        assert found.knowledge.examples == (*bundled.examples, *examples_of())
        assert found.findings == ()

    def test_what_the_data_files_have_is_dropped_without_a_word(self, bundled: Knowledge) -> None:
        inputs = Inputs(rulings=(KOMENTAR,), examples=examples_of())
        merged = with_entered(bundled, inputs).knowledge

        found = with_entered(merged, inputs)

        assert found.knowledge == merged
        assert (entered_names(found.made_of), found.findings) == ((), ())

    @pytest.mark.parametrize(
        ("inputs", "says"),
        [
            (Inputs(rulings=(changed(id="suka"),)), "putusan:suka tidak ikut: berkas data memuat"),
            (
                Inputs(examples=(example("share jadwal TPS!", "suka"),)),
                "berkas data memuatnya di bawah bagikan (boleh)",
            ),
            (Inputs(examples=(example("jempol", "hilang"),)), "hilang, tidak ada lagi"),
            (
                Inputs(examples=(example("jempol reels", "suka", "wajib"),)),
                "suka tidak lagi memberi putusan wajib",
            ),
        ],
    )
    def test_what_contradicts_them_is_dropped_with_a_finding(
        self, bundled: Knowledge, inputs: Inputs, says: str
    ) -> None:
        found = with_entered(bundled, inputs)

        assert found.knowledge == bundled
        assert entered_names(found.made_of) == ()
        assert [says in f.message for f in found.findings] == [True]

    def test_a_ruling_without_its_family(self, bundled: Knowledge) -> None:
        with pytest.raises(StagingError, match=r"family lama.*stage putusan:komentar --without"):
            with_entered(bundled, Inputs(rulings=(changed(family="lama"),)))


class TestPublishing:
    def test_a_new_ruling_answers_and_a_rollback_loses_it(self, admin: Admin) -> None:
        before = admin.ask(COMMENTING)
        stage_ruling(admin.settings, KOMENTAR, examples_of(), who="siti")
        assert admin.ask(COMMENTING).ruling == before.ruling, "staged only"

        admin.publish()

        answer = admin.ask(COMMENTING)
        assert (answer.ruling, answer.verdict.value) == ("komentar", "wajib")
        assert before.ruling != "komentar"
        roll_back(admin.settings, who="siti")
        assert admin.ask(COMMENTING).ruling != "komentar"

    def test_an_example_teaches(self, admin: Admin) -> None:
        odd = example("wedhus gembel ngalor ngidul ning latar", "suka", "boleh")
        assert admin.ask(odd.q).ruling != "suka"
        stage_example(admin.settings, odd, who="siti")

        admin.publish()

        assert admin.ask(odd.q).ruling == "suka"

    def test_later_editions_keep_them(self, commenting: Admin) -> None:
        commenting.stage()
        commenting.publish()
        build(commenting.settings, root=commenting.data.root, force=True)

        assert made_of(commenting).rulings == (KOMENTAR,)
        assert commenting.ask(COMMENTING).ruling == "komentar"

    def test_a_build_without_changes_is_none(self, commenting: Admin) -> None:
        assert build(commenting.settings, root=commenting.data.root).unchanged

    def test_nothing_waits_afterwards(self, commenting: Admin) -> None:
        assert not commenting.staged
        assert commenting.acts("publish")[0][2] == "putusan:komentar"

    def test_one_that_was_entered_in_the_data_files_meanwhile(self, admin: Admin) -> None:
        name = stage_example(admin.settings, NEW, who="siti")
        admin.data.append("examples/medsos.jsonl", example_line(NEW))

        published = admin.publish()

        assert published.findings == ()
        assert not admin.staged, f"{name} waits no longer"
        assert made_of(admin).examples == ()
        assert admin.publish().unchanged

    def test_a_conflict_is_told_once(self, commenting: Admin) -> None:
        other = changed(title="Bolehkah berkomentar?")
        path = commenting.data.root / "rulings" / "medsos.yaml"
        path.write_text(items_added(path.read_text(), [ruling_text(other)]))
        for one in examples_of():
            commenting.data.append("examples/medsos.jsonl", example_line(one))

        first = commenting.publish()

        assert [f.unit for f in first.findings] == ["putusan:komentar"]
        assert knowledge_of(commenting.settings, first.edition).rulings["komentar"] == other
        assert commenting.publish().unchanged

    def test_refused_once_a_provision_is_gone(self, admin: Admin) -> None:
        admin.stage(
            regulation(
                "pp-94-2021", pasal("5", "Isi."), pasal("7", "Baru."), pasal("14", "Berat berupa.")
            )
        )
        stage_ruling(
            admin.settings, changed(basis=["pp-94-2021:pasal-7"]), examples_of(), who="siti"
        )
        admin.limit(min={"citation_existence": 1.0})
        admin.publish()
        serving = admin.serving
        leave_out(admin.settings, "pp-94-2021", who="siti")

        with pytest.raises(StagingError, match="putusan:komentar rests on pp-94-2021:pasal-7"):
            admin.publish()

        assert admin.serving == serving


class TestDifference:
    def test_new_ruling_and_examples(self, admin: Admin) -> None:
        stage_ruling(admin.settings, KOMENTAR, examples_of(), who="siti")
        stage_example(admin.settings, NEW, who="siti")

        found = preview(admin.settings).difference

        assert found.new_rulings == (KOMENTAR,)
        assert [(c.example.ruling, c.change) for c in found.examples] == [
            *[("komentar", "added")] * 4,
            ("suka", "added"),
        ]

    def test_withdrawn(self, commenting: Admin) -> None:
        leave_out(commenting.settings, "putusan:komentar", who="siti")

        found = preview(commenting.settings).difference

        assert found.lost_rulings == (KOMENTAR,)
        assert {c.change for c in found.examples} == {"removed"}

    def test_an_example_alone_is_a_difference(self, admin: Admin) -> None:
        assert not preview(admin.settings).difference
        stage_example(admin.settings, NEW, who="siti")
        assert preview(admin.settings).difference


class TestReviews:
    def test_not_on_the_law_that_its_author_read(self, published: Admin) -> None:
        """The data files' rulings await review on the official text, a ruling entered over it does not."""
        stage_ruling(published.settings, KOMENTAR, examples_of(), who="siti")

        edition = published.publish().edition

        assert {*knowledge_of(published.settings, edition).reviews} == {"suka", "bagikan"}

    def test_awaited_when_a_document_changes_what_it_rests_on(self, commenting: Admin) -> None:
        commenting.stage()
        edition = commenting.publish().edition

        review = knowledge_of(commenting.settings, edition).reviews["komentar"]
        assert review.changed == ("pp-94-2021:pasal-5", "pp-94-2021:pasal-14")

    def test_awaited_when_the_document_was_staged_at_the_same_time(self, admin: Admin) -> None:
        """Its author read what served."""
        admin.stage()
        stage_ruling(admin.settings, KOMENTAR, examples_of(), who="siti")
        edition = admin.publish().edition

        assert "komentar" in knowledge_of(admin.settings, edition).reviews

    def test_awaited_when_the_data_files_change_what_it_rests_on(self, commenting: Admin) -> None:
        commenting.data.replace(
            "provisions/all.yaml", "text: Hukuman disiplin berat.", "text: Hukuman ringan."
        )
        edition = commenting.publish().edition

        assert [*knowledge_of(commenting.settings, edition).reviews] == ["komentar"]

    def test_awaited_when_what_it_rests_on_is_repealed(self, commenting: Admin) -> None:
        enter_status(
            commenting.settings,
            "pp-94-2021",
            RegulationStatus.TIDAK_PASTI,
            since=None,
            by=None,
            note=None,
            who="siti",
        )
        edition = commenting.publish().edition

        assert "komentar" in knowledge_of(commenting.settings, edition).reviews

    def test_not_because_it_moved_to_the_data_files(self, published: Admin) -> None:
        stage_ruling(published.settings, KOMENTAR, examples_of(), who="siti")
        published.publish()
        path = published.data.root / "rulings" / "medsos.yaml"
        path.write_text(items_added(path.read_text(), [ruling_text(KOMENTAR)]))
        for one in examples_of():
            published.data.append("examples/medsos.jsonl", example_line(one))

        edition = published.publish().edition

        assert "komentar" not in knowledge_of(published.settings, edition).reviews
        assert set(made_of(published).readings) == {"komentar"}


class TestStaging:
    INPUTS = Inputs(examples=(NEW,), rulings=(KOMENTAR,), readings={"komentar": {}})

    @pytest.mark.parametrize(
        "staging",
        [
            with_example(Staging(), NEW),
            with_ruling(Staging(), KOMENTAR, {KOMENTAR.basis[0]: "00ff"}, examples_of()),
            Staging(withdrawn=("putusan:komentar",)),
        ],
    )
    def test_waits_until_it_is_taken_up(self, staging: Staging, tmp_path: Path) -> None:
        settings = settings_for(tmp_path)

        write_staging(settings, staging)

        assert read_staging(settings) == staging
        assert staging
        serving = Inputs() if not staging.withdrawn else self.INPUTS
        assert without_applied(serving, staging) == staging
        assert not without_applied(applied(serving, staging), staging)

    def test_taking_up_replaces_the_same_words(self) -> None:
        other = example(NEW.q.upper(), "bagikan")

        assert applied(self.INPUTS, with_example(Staging(), other)).examples == (other,)

    def test_undone_beside_what_was_staged_since(self) -> None:
        taken = with_ruling(Staging(withdrawn=(example_name(NEW),)), KOMENTAR, {}, examples_of())
        newer = with_example(Staging(), NEW)

        back = put_back(taken, newer)

        assert back.rulings == (KOMENTAR,)
        assert back.examples == (*examples_of(), NEW)
        assert back.withdrawn == ()

    def test_who_staged_an_example_has_staged_the_ruling_that_it_is_undone_with(self) -> None:
        """Or they could publish their own example under four eyes."""
        added = example("komentar emotikon api di foto cawali", "komentar", "wajib")
        first = with_ruling(Staging(), KOMENTAR, {}, examples_of())
        taken = credited(Staging(), first, "siti")
        since = credited(Staging(), with_example(Staging(), added), "budi")
        assert since.by == {example_name(added): ("budi",)}

        back = put_back(taken, since)

        assert (named(back), back.by) == (
            ("putusan:komentar",),
            {"putusan:komentar": ("siti", "budi")},
        )

    def test_undone_where_it_was_withdrawn_since(self) -> None:
        taken = with_ruling(Staging(), KOMENTAR, {}, examples_of())
        newer = Staging(withdrawn=("putusan:komentar",))

        assert put_back(taken, newer) == newer

    def test_discarding_an_item_leaves_the_others(self) -> None:
        staging = with_example(with_ruling(Staging(), KOMENTAR, {}, examples_of()), NEW)

        assert discarded(staging, "putusan:komentar") == with_example(Staging(), NEW)
        with pytest.raises(StagingError, match=r"staged is: contoh:.*, putusan:komentar"):
            discarded(staging, "putusan:lain")


def test_an_edition_of_before_has_none(admin: Admin) -> None:
    path = admin.settings.data_dir / "editions" / admin.first / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["made_of"] = {"documents": {}, "statuses": []}
    path.write_text(json.dumps(manifest))

    assert entered_names(made_of(admin)) == ()
    assert admin.ask(LIKING).verdict.value == "dilarang"
