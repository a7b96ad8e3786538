"""``asn-ingest stage``, ``discard``, ``diff``, ``publish``, ``rollback``, ``list``."""

from __future__ import annotations

import re

import pytest

from knowledge.edition import editions_folder
from tests.ingest.admin import NEW_TEXTS, Admin
from tests.ingest.commands import Commands
from tests.ingest.parsed import error, pasal, regulation

NOTHING = "Nothing is staged.\n"
LOSING_ITS_CITATION = (
    "  basis:\n    - pp-94-2021:pasal-5\n    - uu-20-2023:pasal-24\n  sanctions:",
    "  basis:\n    - pp-94-2021:pasal-14\n    - uu-20-2023:pasal-24\n  sanctions:",
)


class TestStaging:
    def test_nothing(self, commands: Commands) -> None:
        assert commands.done("stage") == NOTHING
        found = commands.object("stage")
        assert found["items"] == []
        assert not any(found["staged"].values())

    def test_a_document_of_the_library(self, commands: Commands, admin: Admin) -> None:
        from tests.ingest.admin import DISCIPLINE

        kept = admin.shelve(DISCIPLINE)

        out = commands.done("stage", "pp-94-2021")

        assert out == f"Staged for the next publish\n  take in pp-94-2021@{kept.key}\n"
        assert commands.object("stage")["staged"]["documents"] == {"pp-94-2021": kept.key}

    def test_leaving_one_out(self, commands: Commands, admin: Admin) -> None:
        admin.stage()
        admin.publish()

        out = commands.done("stage", "pp-94-2021", "--without")

        assert out == "Staged for the next publish\n  leave out pp-94-2021\n"
        assert commands.object("list")["documents"][0]["state"] == "to be left out"

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (("pp-9-1999",), "The library has no document pp-9-1999. It has: none"),
            (("pp-9-1999", "--without"), "No document of pp-9-1999 serves or is staged"),
        ],
    )
    def test_an_unknown_one(
        self, commands: Commands, arguments: tuple[str, ...], says: str
    ) -> None:
        code, told = commands.refusal("stage", *arguments)

        assert (code, says in told) == (10, True)

    def test_one_with_errors(self, commands: Commands, admin: Admin) -> None:
        faulty = (error("pp-94-2021", "Pasal 6 tidak ditemukan"),)
        admin.shelve(regulation("pp-94-2021", pasal("5", "Isi."), findings=faulty))

        code, told = commands.refusal("stage", "pp-94-2021")

        assert (code, "Pasal 6 tidak ditemukan" in told) == (10, True)
        assert commands.run("stage", "pp-94-2021", "--accept").code == 0

    def test_discarding(self, commands: Commands, admin: Admin) -> None:
        admin.stage()
        assert commands.done("discard", "pp-94-2021") == NOTHING
        admin.stage()
        assert commands.object("discard", "--all")["staged"]["documents"] == {}

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            ((), "Say which regulation to discard, or --all"),
            (("pp-9-1999",), "Nothing on pp-9-1999"),
        ],
    )
    def test_discarding_nothing(
        self, commands: Commands, arguments: tuple[str, ...], says: str
    ) -> None:
        code, told = commands.refusal("discard", *arguments)

        assert (code, says in told) == (10, True)

    def test_a_damaged_staging_area(self, commands: Commands, admin: Admin) -> None:
        (admin.settings.data_dir / "staging.json").write_text("{")

        for command in ("stage", "diff", "publish", "list"):
            code, told = commands.refusal(command)
            assert (code, "asn-ingest discard --all" in told) == (10, True), command
        assert commands.done("discard", "--all") == NOTHING


class TestDiff:
    def test_nothing(self, commands: Commands) -> None:
        assert commands.done("diff") == (
            "No difference: what is staged changes nothing that users see.\n"
        )

    def test_word_by_word_with_what_rests_on_it(self, commands: Commands, admin: Admin) -> None:
        admin.stage()

        out = commands.done("diff")

        assert "2 provisions added, 2 changed, 0 removed" in out
        assert "pp-94-2021:pasal-5 (official text in place of our digest)" in out
        assert "[-berat.-] {+berat berupa pemberhentian.+}" in out
        assert "Rulings that will await review (2)" in out
        assert "  suka (pp-94-2021:pasal-5, pp-94-2021:pasal-14)" in out
        assert "Test questions that cite what changes (3)" in out

    def test_json(self, commands: Commands, admin: Admin) -> None:
        admin.stage()

        found = commands.object("diff")

        assert found["serving"] == admin.first
        assert [c["id"] for c in found["changed"]] == ["pp-94-2021:pasal-5", "pp-94-2021:pasal-14"]
        assert {d["id"] for d in found["rulings"]} == {"suka", "bagikan"}
        assert {d["id"] for d in found["questions"]} == {"S-1", "S-2", "S-3"}
        assert found["findings"] == []

    def test_it_changes_nothing(self, commands: Commands, admin: Admin) -> None:
        admin.stage()
        staged = admin.staged

        commands.done("diff", "--full")

        assert (admin.serving, admin.folders, admin.staged) == (admin.first, [admin.first], staged)

    def test_a_change_of_standing(self, commands: Commands, admin: Admin) -> None:
        commands.done("status", "uu-20-2023", "--repealed", "--from", "2027-01-01")

        (change,) = commands.object("diff")["standings"]

        assert change["regulation"] == "uu-20-2023"
        assert change["after"].endswith("repealed from 2027-01-01")

    def test_edited_data_files(self, commands: Commands, admin: Admin) -> None:
        admin.data.replace("rulings/medsos.yaml", "terbaca sebagai dukungan", "tampak memihak")

        assert commands.object("diff")["edited"] == ["suka"]
        assert "Rulings edited in the data files (1)\n  suka" in commands.done("diff")

    def test_data_files_with_errors(self, commands: Commands, admin: Admin) -> None:
        admin.data.replace("families.yaml", "topic: lain", "topik: lain")

        code, told = commands.refusal("diff")

        assert (code, told.startswith("asn-ingest: families.yaml:7: ")) == (3, True)

    def test_an_edition_that_cannot_be_read(self, commands: Commands, admin: Admin) -> None:
        (editions_folder(admin.settings) / admin.first / "knowledge.json").write_text("{")

        code, told = commands.refusal("diff")

        assert (code, "asn-ingest rollback" in told) == (4, True)


class TestPublish:
    def test_nothing_new(self, commands: Commands, admin: Admin) -> None:
        assert re.fullmatch(
            rf"Nothing to publish: edition {admin.first} has all that is staged "
            r"\(\d+\.\d s, 0 texts embedded\)\.\n",
            commands.done("publish"),
        )

    def test_published(self, commands: Commands, admin: Admin) -> None:
        admin.stage()

        done = commands.run("publish", "--by", "siti")

        assert done.code == 0
        head, tests, undo, back = done.out.split("\n\n")
        assert head.startswith(f"Published edition {admin.serving} in ")
        assert f"in place of {admin.first}." in head
        assert f"Texts embedded: {NEW_TEXTS}." in head
        assert "citation_hit 1.0 -> 1.0" in tests
        assert tests.endswith("No answer to a test question changes.")
        assert undo.startswith("To take it back and have everything staged again, until ")
        assert undo.endswith(f": asn-ingest rollback --undo {admin.serving}")
        assert back == "To go back: asn-ingest rollback\n"
        assert "Asking the test questions ..." in done.err.splitlines()

    def test_json(self, commands: Commands, admin: Admin) -> None:
        admin.stage()

        found = commands.object("publish")

        assert (found["edition"], found["previous"]) == (admin.serving, admin.first)
        assert (found["switched"], found["embedded"]) == (True, NEW_TEXTS)
        assert next(iter(found["judgement"]["figures"].values()))["citation_hit"] == 1.0

    def test_refused(self, commands: Commands, admin: Admin) -> None:
        admin.data.replace("rulings/medsos.yaml", *LOSING_ITS_CITATION)

        done = commands.run("publish")

        assert (done.code, done.out) == (11, "")
        last = done.err.splitlines()[-1]
        assert last.startswith(f"asn-ingest: Not published, {admin.first} goes on serving: ")
        assert "citation_hit is 0, must be at least 1" in last
        assert commands.object("audit")["acts"][0]["act"] == "refused"

    def test_tried(self, commands: Commands, admin: Admin) -> None:
        admin.data.replace("rulings/medsos.yaml", *LOSING_ITS_CITATION)

        out = commands.done("publish", "--trial")

        assert out.startswith("Tried in ")
        assert "nothing was published." in out
        assert "  MISSED " in out
        assert "Answers that change (" in out
        assert "-[pp-94-2021 pasal 5]" in out
        assert admin.folders == [admin.first]

    def test_forced(self, commands: Commands, admin: Admin) -> None:
        admin.data.replace("rulings/medsos.yaml", *LOSING_ITS_CITATION)

        code, told = commands.refusal("publish", "--force")
        out = commands.done("publish", "--force", "--reason", "SKB berlaku besok")

        assert (code, "--force needs --reason" in told) == (10, True)
        assert "Published although thresholds are missed" in out
        assert "  reason: SKB berlaku besok" in commands.done("audit")

    def test_a_test_set_that_is_absent(
        self, commands: Commands, admin: Admin, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        admin.stage()
        monkeypatch.setenv("PUBLISH_SETS", "nowhere.jsonl")

        code, told = commands.refusal("publish")

        assert (code, "no test set at nowhere.jsonl" in told) == (7, True)

    def test_a_log_that_cannot_be_written(
        self, commands: Commands, admin: Admin, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        admin.stage()
        monkeypatch.setenv("DATABASE_URL", "sqlite:////proc/none/db")

        code, told = commands.refusal("publish")

        assert (code, "The audit log cannot be used" in told) == (6, True)

    def test_while_another_command_writes(self, commands: Commands, admin: Admin) -> None:
        from ingest.writer import only_writer

        with only_writer(admin.settings, "add"):
            code, told = commands.refusal("publish")

        assert (code, ": add, since " in told) == (4, True)

    def test_a_document_that_is_missing(self, commands: Commands, admin: Admin) -> None:
        kept = admin.stage()
        (admin.settings.data_dir / "library" / kept.id / f"{kept.key}.json").unlink()

        code, told = commands.refusal("publish")

        assert (code, "asn-ingest add FILE" in told) == (10, True)


class TestRollback:
    def test_to_the_one_before(self, commands: Commands, admin: Admin) -> None:
        admin.stage()
        second = admin.publish().edition

        out = commands.done("rollback", "--reason", "salah terbaca")

        assert out == f"Edition {admin.first} serves again in place of {second}.\n"
        assert commands.object("rollback", second) == {"edition": second, "previous": admin.first}
        assert "  reason: salah terbaca" in commands.done("audit")

    @pytest.mark.parametrize(
        ("edition", "says"), [("1999-01-01.1", "is not kept"), (None, "no earlier edition")]
    )
    def test_to_none(self, commands: Commands, edition: str | None, says: str) -> None:
        code, told = commands.refusal("rollback", *([edition] if edition else []))

        assert (code, says in told) == (10, True)

    def test_to_a_damaged_one(self, commands: Commands, admin: Admin) -> None:
        admin.stage()
        admin.publish()
        (editions_folder(admin.settings) / admin.first / "classifier.npz").write_bytes(b"x")

        code, told = commands.refusal("rollback")

        assert (code, "classifier.npz of edition" in told) == (4, True)


class TestList:
    def test_editions_documents_and_what_is_staged(self, commands: Commands, admin: Admin) -> None:
        kept = admin.stage()
        before = commands.done("list")
        admin.publish()
        after = commands.done("list")

        assert f"  {admin.first} (serves): built " in before
        assert f"  pp-94-2021@{kept.key}: staged, 2 articles, from pp-94-2021.md, " in before
        assert f"  take in pp-94-2021@{kept.key}" in before
        assert f"  {admin.serving} (serves): built " in after
        assert f"({NEW_TEXTS} official), 2 rulings to be reviewed" in after
        assert f"  pp-94-2021@{kept.key}: serving, " in after
        assert after.endswith(NOTHING)

    def test_json(self, commands: Commands, admin: Admin) -> None:
        admin.stage()

        found = commands.object("list")

        assert [(e["id"], e["current"]) for e in found["editions"]] == [(admin.first, True)]
        assert found["documents"][0]["state"] == "staged"
        assert set(found["staged"]["documents"]) == {"pp-94-2021"}

    def test_in_a_new_place(
        self, commands: Commands, admin: Admin, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DATA_DIR", str(admin.folder / "new"))

        out = commands.done("list")

        assert "none yet; build one: asn-ingest build" in out
        assert "none yet; take one in: asn-ingest add FILE" in out

    def test_a_damaged_document(self, commands: Commands, admin: Admin) -> None:
        kept = admin.stage()
        (admin.settings.data_dir / "library" / kept.id / f"{kept.key}.json").write_text("{")

        code, told = commands.refusal("list")

        assert (code, "cannot be read" in told) == (10, True)
