"""What the commands tell the programs that run them: JSON that the chat is made of."""

from __future__ import annotations

import io
import json
import sys

import pytest

from ingest import tether
from ingest.commands.shared import reason_given
from ingest.edits import stage_example, stage_ruling
from ingest.shelf import enter_status, leave_out
from ingest.view.listing import staging_object
from ingest.writer import only_writer
from knowledge.errors import SettingsError
from knowledge.files import write_whole
from knowledge.model import RegulationStatus
from tests.ingest.admin import DISCIPLINE, Admin
from tests.ingest.commands import Commands
from tests.ingest.entering import KOMENTAR, example, examples_of
from tests.ingest.parsed import pasal, regulation

PASAL_5, PASAL_14 = "pp-94-2021:pasal-5", "pp-94-2021:pasal-14"


class TestStaged:
    def test_each_item_with_who_staged_it(self, commands: Commands, admin: Admin) -> None:
        kept = admin.stage()
        enter_status(
            admin.settings,
            "pp-94-2021",
            RegulationStatus.TIDAK_PASTI,
            since=None,
            by=None,
            note=None,
            who="ani",
        )
        stage_ruling(admin.settings, KOMENTAR, examples_of(), who="budi")
        entered = stage_example(admin.settings, example("kasih jempol ke cagub"), who="ani")

        found = commands.object("stage")

        assert found["serving"] == admin.first
        assert found["writing"] is None
        items = {item["name"]: item for item in found["items"]}
        assert [*items] == ["pp-94-2021", "putusan:komentar", entered]
        law = items["pp-94-2021"]
        assert law["by"] == ["siti", "ani"]
        assert law["document"] == {
            "key": kept.key,
            "title": "Disiplin Pegawai Negeri Sipil",
            "articles": DISCIPLINE.report.articles,
            "complete": DISCIPLINE.report.complete,
            "errors": 0,
        }
        assert [change["status"] for change in law["statuses"]] == ["tidak_pasti"]
        ruling = items["putusan:komentar"]
        assert (ruling["by"], len(ruling["examples"])) == (["budi"], 4)
        assert ruling["rulings"] == [
            {"id": "komentar", "title": KOMENTAR.title, "verdict": KOMENTAR.verdict.value}
        ]
        assert items[entered]["examples"] == [
            {"q": "kasih jempol ke cagub", "ruling": "suka", "verdict": "dilarang"}
        ]

    def test_what_is_to_be_left_out(self, commands: Commands, published: Admin) -> None:
        leave_out(published.settings, "pp-94-2021", who="siti")

        [item] = commands.object("stage")["items"]

        assert (item["without"], item["document"]) == (True, None)

    def test_a_document_that_cannot_be_read_is_told_by_its_key(
        self, commands: Commands, admin: Admin
    ) -> None:
        kept = admin.stage()
        [path] = admin.settings.data_dir.glob(f"library/*/{kept.key}.json")
        write_whole(path, b"{}")

        [item] = commands.object("stage")["items"]

        assert item["document"] == {"key": kept.key}

    def test_on_a_terminal_a_line_each(self, commands: Commands, admin: Admin) -> None:
        stage_ruling(admin.settings, KOMENTAR, examples_of(), who="budi")
        entered = stage_example(admin.settings, example("kasih jempol ke cagub"), who="ani")

        out = commands.done("stage")

        assert f"enter putusan:komentar (wajib, 4 examples): {KOMENTAR.title}" in out
        assert f"enter {entered} (suka, dilarang): kasih jempol ke cagub" in out
        assert out.count("enter ") == 2

    def test_what_is_being_written_is_told(self, admin: Admin) -> None:
        with only_writer(admin.settings, "publish"):
            assert staging_object(admin.settings)["writing"] == "publish"
        assert staging_object(admin.settings)["writing"] is None

    def test_what_a_killed_writer_noted_is_not_believed(self, admin: Admin) -> None:
        note = {"who": "siti", "doing": "publish", "pid": 2**22 + 1, "since": "2026-11-22"}
        holder = admin.settings.data_dir / "editions" / ".writer.json"
        holder.write_text(json.dumps(note), encoding="utf-8")

        assert staging_object(admin.settings)["writing"] is None


class TestUndoing:
    def test_what_can_be_undone_is_told_until_it_is(self, commands: Commands, admin: Admin) -> None:
        assert commands.object("stage")["undo"] is None
        admin.stage()
        done = commands.object("publish")

        for command in ("stage", "list"):
            undo = commands.object(command)["undo"]
            assert (undo["edition"], undo["previous"]) == (done["edition"], admin.first)
            assert undo["until"] == done["undo_until"]
        commands.done("rollback", "--undo", done["edition"])
        assert commands.object("list")["undo"] is None


class TestRefused:
    def test_all_that_the_gate_found_is_told(self, commands: Commands, admin: Admin) -> None:
        admin.stage()
        admin.limit(min={"verdict_accuracy": 1.1})

        done = commands.run("publish", "--json")

        assert done.code == 11
        told = json.loads(done.out)
        assert (told["switched"], told["refused"]) == (False, True)
        [miss] = told["judgement"]["misses"]
        assert miss == {
            "set": admin.settings.publish_sets,
            "figure": "verdict_accuracy",
            "value": 1.0,
            "limit": 1.1,
            "at_least": True,
        }
        assert len(told["judgement"]["missed"]) == 1
        assert admin.serving == admin.first

    def test_on_a_terminal_nothing_but_the_line(self, commands: Commands, admin: Admin) -> None:
        admin.stage()
        admin.limit(min={"verdict_accuracy": 1.1})

        code, told = commands.refusal("publish")

        assert (code, "Not published" in told) == (11, True)


class TestPending:
    def test_a_review_shows_the_words_before_and_after(
        self, commands: Commands, published: Admin
    ) -> None:
        found = commands.object("confirm")

        assert found["edition"] == published.serving
        liking = next(one for one in found["reviews"] if one["ruling"] == "suka")
        assert (liking["verdict"], bool(liking["title"]), bool(liking["summary"])) == (
            "dilarang",
            True,
            True,
        )
        assert [change["id"] for change in liking["changed"]] == [PASAL_5, PASAL_14]
        change = liking["changed"][1]
        assert change["after"] == "Hukuman disiplin berat berupa pemberhentian."
        assert change["before"] not in (None, change["after"])
        assert change["standing_before"] == "diubah, amended by pp-1-2024"

    def test_a_provision_that_is_gone_has_no_words_after(
        self, commands: Commands, admin: Admin
    ) -> None:
        admin.stage(regulation("pp-94-2021", pasal("5", "PNS dilarang memihak.")))
        admin.limit()
        admin.publish()

        reviews = commands.object("confirm")["reviews"]

        changed = {change["id"]: change for one in reviews for change in one["changed"]}
        assert changed[PASAL_5]["after"] == "PNS dilarang memihak."
        assert changed[PASAL_14]["before"]

    def test_the_fingerprint_is_that_which_a_confirmation_confirms(
        self, commands: Commands, published: Admin
    ) -> None:
        before = {
            one["ruling"]: one["fingerprint"] for one in commands.object("confirm")["reviews"]
        }
        commands.done("confirm", "suka")
        published.stage(regulation("pp-94-2021", pasal("5", "PNS dilarang memihak.")))
        published.limit()
        published.publish()

        after = {one["ruling"]: one["fingerprint"] for one in commands.object("confirm")["reviews"]}

        assert before["suka"] != after["suka"]
        assert before["bagikan"] != after["bagikan"]


class TestReason:
    @pytest.fixture
    def typed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("Pasal 5 salah terbaca\n"))

    @pytest.mark.usefixtures("typed")
    def test_it_is_read_from_standard_input(self, commands: Commands, published: Admin) -> None:
        commands.done("rollback", "--reason", "-")

        [act] = published.acts("rollback")
        assert act[3] == "Pasal 5 salah terbaca"

    @pytest.mark.usefixtures("typed")
    def test_of_a_confirmation_too(self, commands: Commands, published: Admin) -> None:
        commands.done("confirm", "--all", "--reason", "-")

        [act] = published.acts("confirm")
        assert act[3] == "Pasal 5 salah terbaca"

    @pytest.mark.parametrize(
        ("line", "reason"), [('"salah \\u2013 baca"', "salah – baca"), ('" "', None)]
    )
    def test_another_program_hands_it_over_as_json(
        self, monkeypatch: pytest.MonkeyPatch, line: str, reason: str | None
    ) -> None:
        monkeypatch.setattr(tether, "tethered", lambda: True)
        monkeypatch.setattr(tether, "handed_over", lambda: line)

        assert reason_given("-") == reason

    @pytest.mark.parametrize("line", ["", "salah", '{"a": 1}', "3"])
    def test_anything_else_is_refused(self, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
        monkeypatch.setattr(tether, "tethered", lambda: True)
        monkeypatch.setattr(tether, "handed_over", lambda: line)

        with pytest.raises(SettingsError):
            reason_given("-")

    def test_as_an_option_it_is_taken_as_it_is(self) -> None:
        assert (reason_given("sebab"), reason_given(None)) == ("sebab", None)
