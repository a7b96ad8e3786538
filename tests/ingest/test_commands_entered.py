"""``asn-ingest stage``, ``diff``, ``discard`` of what editors entered, and ``asn-ingest export``."""

from __future__ import annotations

import subprocess

import pytest

from ingest.edits import stage_example, stage_ruling
from ingest.entered import example_name
from tests.ingest.admin import Admin
from tests.ingest.commands import Commands
from tests.ingest.entering import KOMENTAR, changed, example, examples_of

NEW = example("tekan jempol di reels cawagub boleh tidak")
NAME = example_name(NEW)


@pytest.fixture
def staged(admin: Admin) -> Admin:
    """The admin after entering a ruling and an example."""
    stage_ruling(admin.settings, KOMENTAR, examples_of(), who="siti")
    stage_example(admin.settings, NEW, who="budi")
    return admin


class TestStage:
    def test_shows_them_item_by_item(self, commands: Commands, staged: Admin) -> None:
        found = commands.object("stage")["items"]

        assert [(one["name"], one["by"]) for one in found] == [
            ("putusan:komentar", ["siti"]),
            (NAME, ["budi"]),
        ]
        assert len(found[0]["examples"]) == 4
        assert f"  enter {NAME} (suka, dilarang): {NEW.q}\n" in commands.done("stage")

    def test_takes_one_out_that_serves(self, commands: Commands, staged: Admin) -> None:
        staged.publish()

        out = commands.done("stage", "putusan:komentar", "--without", "--by", "budi")

        assert out == "Staged for the next publish\n  withdraw putusan:komentar\n"
        assert staged.acts("leave out") == [("leave out", None, "putusan:komentar", None)]

    def test_unknown(self, commands: Commands) -> None:
        code, told = commands.refusal("stage", "contoh:00000000", "--without")

        assert (code, "it has: none" in told) == (10, True)

    def test_discarding(self, commands: Commands, staged: Admin) -> None:
        commands.done("discard", "putusan:komentar")

        assert commands.object("stage")["staged"]["rulings"] == []
        assert commands.done("discard", NAME) == "Nothing is staged.\n"


class TestList:
    def test_what_serves(self, commands: Commands, staged: Admin) -> None:
        assert commands.object("list")["entered"] == []
        assert "Entered by editors" not in commands.done("list")
        staged.publish()

        found = commands.object("list")["entered"]
        assert found[0] == {
            "name": "putusan:komentar",
            "ruling": "komentar",
            "verdict": "wajib",
            "title": KOMENTAR.title,
            "examples": 4,
        }
        assert found[-1] == {"name": NAME, "ruling": "suka", "verdict": "dilarang", "q": NEW.q}
        assert f"  {NAME} (suka, dilarang): {NEW.q}\n" in commands.done("list")


class TestDiff:
    def test_shows_rulings_and_examples(self, commands: Commands, staged: Admin) -> None:
        out = commands.done("diff")

        assert (
            "New rulings (1)\n"
            "  komentar (wajib): Bolehkah menulis komentar di unggahan calon? "
            "Rests on pp-94-2021:pasal-5, uu-20-2023:pasal-24.\n"
        ) in out
        assert (
            "Examples by ruling (2)\n"
            "  komentar: 4 added, 0 withdrawn\n"
            "  suka: 1 added, 0 withdrawn\n"
        ) in out
        assert "edited in the data files" not in out

    def test_json(self, commands: Commands, staged: Admin) -> None:
        found = commands.object("diff")

        assert found["new_rulings"] == [
            {
                "id": "komentar",
                "family": "reaksi",
                "title": KOMENTAR.title,
                "verdict": "wajib",
                "basis": list(KOMENTAR.basis),
            }
        ]
        assert found["examples"][-1] == {
            "q": NEW.q,
            "ruling": "suka",
            "verdict": "dilarang",
            "change": "added",
        }

    def test_withdrawn(self, commands: Commands, staged: Admin) -> None:
        staged.publish()
        commands.done("stage", "putusan:komentar", "--without")

        out = commands.done("diff")

        assert "Rulings that go (1)\n  komentar (wajib): Bolehkah" in out
        assert "  komentar: 0 added, 4 withdrawn\n" in out
        assert [r["id"] for r in commands.object("diff")["lost_rulings"]] == ["komentar"]


class TestExport:
    def test_writes_and_says_what_next(self, commands: Commands, staged: Admin) -> None:
        staged.publish()

        out = commands.done("export", "--by", "budi")

        assert out == (
            f"Wrote 1 ruling and 5 examples into {staged.data.root}:\n"
            "  examples/lebih.jsonl\n"
            "  examples/medsos.jsonl\n"
            "  rulings/medsos.yaml\n"
            "Read them and merge them: git diff, git commit. The next asn-ingest publish takes "
            "them from the data files; users see no difference.\n"
        )
        assert commands.run("check").code == 0
        assert commands.done("export") == (
            f"Nothing to write: {staged.data.root} has all that editors entered.\n"
        )

    def test_shows_a_difference_that_patches(self, commands: Commands, staged: Admin) -> None:
        path = staged.data.root / "examples/medsos.jsonl"
        path.write_text(path.read_text().rstrip("\n"))  # the end of its last line is missing

        out = commands.done("export", "--staged", "--print")

        assert out.startswith("--- a/examples/lebih.jsonl\n+++ b/examples/lebih.jsonl\n@@ ")
        assert f'+{{"q": "{NEW.q}", "ruling": "suka"' in out
        ruling = staged.data.root / "rulings/medsos.yaml"
        assert "komentar" not in ruling.read_text()
        subprocess.run(["git", "apply"], cwd=staged.data.root, input=out, text=True, check=True)
        assert "- id: komentar" in ruling.read_text()
        assert commands.object("export", "--staged")["files"] == []

    def test_json(self, commands: Commands, staged: Admin) -> None:
        staged.publish()

        shown = commands.object("export", "--print")
        written = commands.object("export")

        assert (shown["written"], written["written"]) == (False, True)
        assert written["items"] == ["putusan:komentar", *map(example_name, (*examples_of(), NEW))]
        assert written["files"] == [
            "examples/lebih.jsonl",
            "examples/medsos.jsonl",
            "rulings/medsos.yaml",
        ]
        assert commands.object("export")["files"] == []

    def test_says_what_is_left_out(self, commands: Commands, staged: Admin) -> None:
        staged.publish()
        commands.done("export")
        path = staged.data.root / "rulings/medsos.yaml"
        path.write_text(path.read_text().replace(KOMENTAR.title, changed(title="Lain?").title))

        out = commands.done("export")

        assert "putusan:komentar tidak ikut: berkas data memuat putusan lain" in out
        assert commands.object("export")["left_out"][0]["item"] == "putusan:komentar"

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [(("--to", "."), 3), (("--to", "tidak-ada"), 2)],
    )
    def test_a_wrong_folder(
        self, commands: Commands, staged: Admin, arguments: tuple[str, ...], code: int
    ) -> None:
        assert commands.run("export", *arguments).code == code

    def test_a_staging_area_of_before(self, commands: Commands, admin: Admin) -> None:
        (admin.settings.data_dir / "staging.json").write_text(
            '{"documents": {}, "without": [], "statuses": []}'
        )

        assert commands.done("export", "--staged").startswith("Nothing to write")
