"""Taking documents in: kept, staged, or known already; users see nothing of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.intake import Outcome, Taken, parsed_document, take_in, worst_exit_code
from ingest.library import documents, library_folder
from ingest.shelf import (
    enter_status,
    find_document,
    leave_out,
    stage_document,
    take_back,
)
from ingest.sources.model import Fetched
from ingest.staging import staging_file
from ingest.structure.parse import Overrides
from knowledge.errors import EditionError, ReadError, StagingError, StructureError
from knowledge.model import RegulationStatus
from tests.ingest.admin import Admin
from tests.ingest.parsed import document, error, pasal, regulation, shelved
from tests.ingest.regulation_text import regulation_text

TEXT = regulation_text("94", "2021", "Disiplin Pegawai Negeri Sipil")


def fetched(text: str = TEXT, name: str = "pp.md") -> Fetched:
    when = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    return Fetched(name, text.encode(), "text/markdown", f"/dokumen/{name}", when)


def nothing(stage: str, done: int, total: int) -> None:
    """No progress is shown."""


def add(admin: Admin, text: str = TEXT, **options: bool) -> Taken:
    """What ``asn-ingest add`` does with one file."""
    found, parsed = parsed_document(admin.settings, fetched(text), Overrides(), "siti", nothing)
    return take_in(admin.settings, found, text.encode(), parsed=parsed, who="siti", **options)


class TestAdding:
    def test_a_document_is_kept_and_staged(self, admin: Admin) -> None:
        taken = add(admin)

        assert (taken.outcome, taken.parsed, taken.replaces) == (Outcome.STAGED, True, None)
        assert documents(admin.settings) == [taken.document]
        assert admin.staged.documents == {"pp-94-2021": taken.document.key}
        assert taken.document.regulation.report.articles == 3
        assert (taken.document.name, taken.document.by) == ("pp.md", "siti")
        source = library_folder(admin.settings) / "pp-94-2021" / f"{taken.document.key}.source"
        assert source.read_text(encoding="utf-8") == TEXT
        assert admin.acts() == [("add", None, f"pp-94-2021@{taken.document.key}", None)]

    def test_users_see_nothing_of_it(self, admin: Admin) -> None:
        before = admin.ask().model_dump(exclude={"latency_ms"})

        add(admin)

        assert admin.ask().model_dump(exclude={"latency_ms"}) == before
        assert admin.folders == [admin.first]

    def test_the_same_file_is_not_parsed_again(
        self, admin: Admin, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = add(admin)
        monkeypatch.setattr("ingest.intake.parse_source", lambda *_: pytest.fail("parsed again"))

        again = add(admin)

        assert (again.outcome, again.parsed) == (Outcome.WAITING, False)
        assert again.document == first.document

    def test_once_published_it_is_unchanged(self, admin: Admin) -> None:
        add(admin)
        admin.publish()

        again = add(admin)

        assert (again.outcome, again.parsed) == (Outcome.UNCHANGED, False)
        assert not admin.staged

    def test_other_content_takes_its_place_and_says_of_which(self, admin: Admin) -> None:
        first = add(admin)
        admin.publish()

        second = add(admin, TEXT.replace("pegawai negeri sipil.", "PNS pusat dan daerah."))

        assert (second.outcome, second.replaces) == (Outcome.STAGED, first.document.key)
        assert admin.staged.documents == {"pp-94-2021": second.document.key}
        third = add(admin, TEXT.replace("pegawai negeri sipil.", "PNS daerah."))
        assert third.replaces == second.document.key

    def test_kept_only_when_that_is_asked_for(self, admin: Admin) -> None:
        taken = add(admin, stage=False)

        assert taken.outcome is Outcome.KEPT
        assert documents(admin.settings) == [taken.document]
        assert not admin.staged

    def test_with_errors_it_is_staged_only_when_they_are_accepted(self, admin: Admin) -> None:
        text = TEXT.replace("Pasal 2\n", "")

        assert add(admin, text).outcome is Outcome.KEPT
        assert not admin.staged
        assert add(admin, text, accept=True).outcome is Outcome.STAGED

    def test_one_to_be_left_out_is_staged_again(self, admin: Admin) -> None:
        add(admin)
        admin.publish()
        leave_out(admin.settings, "pp-94-2021", who="siti")

        assert add(admin).outcome is Outcome.STAGED
        assert admin.staged.without == ()

    def test_while_another_command_writes(self, admin: Admin) -> None:
        from ingest.writer import only_writer

        with only_writer(admin.settings, "publish"), pytest.raises(EditionError, match="publish"):
            add(admin)
        assert documents(admin.settings) == []

    @pytest.mark.parametrize(
        ("text", "error"),
        [("Surat undangan rapat hari Senin.\n", StructureError), ("", ReadError)],
    )
    def test_what_is_no_regulation_leaves_nothing(
        self, admin: Admin, text: str, error: type[Exception]
    ) -> None:
        with pytest.raises(error):
            add(admin, text)

        assert documents(admin.settings) == []
        assert not admin.staged

    def test_options_go_before_what_the_document_says(self, admin: Admin) -> None:
        options = Overrides(number="95")

        found, _ = parsed_document(admin.settings, fetched(), options, "siti", nothing)

        assert found.id == "pp-95-2021"
        plain, _ = parsed_document(admin.settings, fetched(), Overrides(), "siti", nothing)
        assert (plain.id, plain.key == found.key) == ("pp-94-2021", False)

    def test_the_code_of_several_is_that_of_the_first_that_failed(self) -> None:
        assert worst_exit_code([]) == 0
        assert worst_exit_code([0, 8, 9]) == 8


class TestShelf:
    PARSED = regulation("pp-94-2021", pasal("5", "Isi lama."))
    LATER = regulation("pp-94-2021", pasal("5", "Isi baru."))

    def test_a_document_by_its_regulation_is_the_latest(self, admin: Admin) -> None:
        old = admin.shelve(self.PARSED)
        new = shelved(admin.settings, self.LATER, added=datetime(2026, 11, 22, tzinfo=UTC))

        assert find_document(admin.settings, "pp-94-2021") == new
        assert find_document(admin.settings, f"pp-94-2021@{old.key}") == old
        assert find_document(admin.settings, f"pp-94-2021@{old.key[:6]}") == old

    @pytest.mark.parametrize("named", ["pp-9-1999", "pp-94-2021@zz", "", "@"])
    def test_an_unknown_one(self, admin: Admin, named: str) -> None:
        admin.shelve(self.PARSED)

        with pytest.raises(StagingError, match=r"no document .*It has: pp-94-2021\."):
            find_document(admin.settings, named)

    def test_one_with_errors_has_to_be_accepted(self, admin: Admin) -> None:
        faulty = regulation(
            "pp-94-2021",
            pasal("5", "Isi."),
            findings=(error("pp-94-2021", "Pasal 6 tidak ditemukan"),),
        )
        kept = admin.shelve(faulty)

        with pytest.raises(StagingError, match=r"has errors: Pasal 6 tidak ditemukan .*--accept"):
            stage_document(admin.settings, "pp-94-2021", who="siti")
        assert not admin.staged
        stage_document(admin.settings, "pp-94-2021", who="siti", accept=True)
        assert admin.staged.documents == {"pp-94-2021": kept.key}

    def test_leaving_out_what_only_waited_leaves_nothing_to_do(self, admin: Admin) -> None:
        admin.stage(self.PARSED)

        leave_out(admin.settings, "pp-94-2021", who="siti")

        assert not admin.staged

    def test_what_has_no_document_cannot_be_left_out(self, admin: Admin) -> None:
        with pytest.raises(StagingError, match="No document of uu-5-2014 serves or is staged"):
            leave_out(admin.settings, "uu-5-2014", who="siti")

    def test_taking_back_all_or_nothing(self, admin: Admin) -> None:
        admin.stage(self.PARSED)
        admin.stage(regulation("pp-5-2025", pasal("1", "Isi.")))

        with pytest.raises(StagingError, match="Nothing on uu-5-2014 is staged"):
            take_back(admin.settings, ("pp-5-2025", "uu-5-2014"), who="siti")
        assert set(admin.staged.documents) == {"pp-5-2025", "pp-94-2021"}
        take_back(admin.settings, ("pp-5-2025",), who="siti")
        assert set(admin.staged.documents) == {"pp-94-2021"}
        take_back(admin.settings, None, who="siti")
        assert not admin.staged

    def test_a_damaged_staging_area_can_be_emptied(self, admin: Admin) -> None:
        staging_file(admin.settings).write_text("{")

        with pytest.raises(StagingError, match="discard --all"):
            admin.stage(self.PARSED)
        take_back(admin.settings, None, who="siti")
        assert not admin.staged

    @pytest.mark.parametrize(
        ("regulation", "by"), [("pp-9-1999", None), ("pp-94-2021", "pp-9-1999")]
    )
    def test_standing_of_an_unknown_regulation(
        self, admin: Admin, regulation: str, by: str | None
    ) -> None:
        with pytest.raises(StagingError, match=r"pp-9-1999 is not a known regulation"):
            enter_status(
                admin.settings,
                regulation,
                RegulationStatus.DICABUT,
                since=None,
                by=by,
                note=None,
                who="siti",
            )
        assert not admin.staged

    def test_a_staged_document_makes_its_regulation_known(self, admin: Admin) -> None:
        admin.stage(regulation("pp-5-2025", pasal("1", "Isi.")))

        enter_status(
            admin.settings,
            "pp-94-2021",
            RegulationStatus.DICABUT,
            since=None,
            by="pp-5-2025",
            note=None,
            who="siti",
        )

        assert [change.by for change in admin.staged.statuses] == ["pp-5-2025"]

    def test_what_a_crash_left_in_the_library_is_swept_by_the_next_command(
        self, admin: Admin
    ) -> None:
        folder: Path = library_folder(admin.settings) / "pp-94-2021"
        folder.mkdir(parents=True)
        (folder / ".00ff.json-4711").write_text('{"key": ')
        (folder / "00ff.source").write_text("its document was never written")
        (admin.settings.data_dir / ".staging.json-4711").write_text("{")
        (admin.settings.data_dir / ".confirmed.json-4711").write_text("{")

        admin.stage(regulation("pp-5-2025", pasal("1", "Isi.")))

        assert list(folder.iterdir()) == []
        assert not list(admin.settings.data_dir.glob(".*json-*"))

    def test_the_test_s_documents_are_like_those_of_add(self, admin: Admin) -> None:
        """What other tests shelve by hand has the fields that taking in gives."""
        assert set(document(self.PARSED).model_dump()) == set(add(admin).document.model_dump())
