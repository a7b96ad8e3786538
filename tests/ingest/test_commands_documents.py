"""``asn-ingest parse`` and ``add``: what they write, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ingest.admin import Admin
from tests.ingest.commands import Commands


class TestParse:
    def test_what_was_understood(self, commands: Commands) -> None:
        out = commands.done("parse", str(commands.file()))

        assert out.startswith("pp-94-2021: Peraturan Pemerintah Nomor 94 Tahun 2021 tentang ")
        assert "enacted 2021-08-31" in out
        assert "3 articles (1 to 3), certainty 100%" in out
        assert "menyalahgunakan wewenang" not in out

    def test_the_outline(self, commands: Commands) -> None:
        out = commands.done("parse", str(commands.file()), "--outline")

        assert "\n    b. memberi dukungan kepada calon.\n" in out

    def test_json(self, commands: Commands) -> None:
        parsed = json.loads(commands.done("parse", str(commands.file()), "--json"))

        (chapter,) = parsed["units"]
        items = [u["id"] for u in chapter["units"][1]["units"]]
        assert items == ["pp-94-2021:pasal-2:huruf-a", "pp-94-2021:pasal-2:huruf-b"]
        assert parsed["metadata"]["gazette"] == "2021/202"

    def test_options_go_before_what_the_document_says(self, commands: Commands) -> None:
        parsed = json.loads(
            commands.done(
                *("parse", str(commands.file()), "--json", "--number", "95", "--year", "2022"),
                *("--title", "Lain", "--enacted", "2022-01-02", "--in-force", "2022-02-03"),
            )
        )

        assert parsed["id"] == "pp-95-2022"
        said = parsed["metadata"]
        assert (said["title"], said["enacted"], said["in_force_since"]) == (
            "Lain",
            "2022-01-02",
            "2022-02-03",
        )

    def test_nothing_is_kept(self, commands: Commands) -> None:
        commands.done("parse", str(commands.file()))

        assert commands.object("list")["documents"] == []

    def test_a_folder_with_several(self, commands: Commands) -> None:
        folder = commands.admin.folder / "dokumen"
        folder.mkdir()
        for number in ("94", "95"):
            commands.file(f"dokumen/pp-{number}.md", number=number)

        code, told = commands.refusal("parse", str(folder))

        assert (code, "holds 2 documents; parse takes one" in told) == (7, True)

    @pytest.mark.parametrize(
        ("option", "value"), [("--enacted", "31 Agustus 2021"), ("--in-force", "2021-02-30")]
    )
    def test_a_date_that_is_none(self, commands: Commands, option: str, value: str) -> None:
        code, told = commands.refusal("parse", str(commands.file()), option, value)

        assert (code, f"{option} must be a date such as 2027-01-31" in told) == (2, True)


class TestAdd:
    def test_taken_in_and_staged(self, commands: Commands) -> None:
        out = commands.done("add", str(commands.file()), "--by", "siti")

        (key,) = commands.admin.staged.documents.values()
        first, last = out.splitlines()
        assert first == (f"pp-94-2021: 3 articles, certainty 100%, 0 repairs. Staged as {key}.")
        assert last.startswith("Nothing changes for users yet. Look: asn-ingest diff")
        assert commands.object("audit")["acts"][0]["who"] == "siti"

    def test_json(self, commands: Commands) -> None:
        path = str(commands.file())

        (told,) = commands.object("add", path)["documents"]
        (again,) = commands.object("add", path)["documents"]

        assert (told["regulation"], told["outcome"], told["articles"]) == (
            "pp-94-2021",
            "staged",
            3,
        )
        assert (told["parsed"], told["errors"], told["source"]) == (True, [], "pp.md")
        assert (again["outcome"], again["parsed"]) == ("already staged", False)

    def test_published_already(self, commands: Commands) -> None:
        path = str(commands.file())
        commands.done("add", path)
        commands.done("publish")

        assert "Unchanged: the edition that serves has this very document" in commands.done(
            "add", path
        )

    def test_other_content_of_the_same_regulation_is_told(self, commands: Commands) -> None:
        commands.done("add", str(commands.file()))
        (key,) = commands.admin.staged.documents.values()

        out = commands.done("add", str(commands.file(**{"kepada calon": "kepada partai"})))

        assert f"It takes the place of document {key} with other content." in out

    def test_to_the_library_only(self, commands: Commands) -> None:
        out = commands.done("add", str(commands.file()), "--no-stage")

        assert "not staged: to stage it: asn-ingest stage pp-94-2021@" in out
        assert not commands.admin.staged

    def test_a_report_with_errors(self, commands: Commands) -> None:
        path = str(commands.file(**{"Pasal 2\n": ""}))

        done = commands.run("add", path)

        assert done.code == 9
        assert "its report has errors; to stage it all the same" in done.out
        assert "  error: Pasal 2" in done.out
        assert commands.run("add", path, "--accept").code == 0

    def test_of_several_the_good_ones_are_taken_in(self, commands: Commands) -> None:
        commands.file("a.md")
        (commands.admin.folder / "b.md").write_text("Surat undangan rapat.\n")
        commands.file("c.md", number="95")
        files = [str(commands.admin.folder / f"{name}.md") for name in "abc"]

        done = commands.run("add", *files, str(commands.admin.folder / "none.md"))

        assert done.code == 9
        told = [line for line in done.err.splitlines() if line.startswith("asn-ingest: ")]
        assert [line.split(":")[1] for line in told] == [" b.md", " none.md"]
        assert set(commands.admin.staged.documents) == {"pp-94-2021", "pp-95-2021"}

    def test_a_folder(self, commands: Commands) -> None:
        folder = commands.admin.folder / "dokumen"
        folder.mkdir()
        commands.file("dokumen/satu.md", number="1")
        commands.file("dokumen/dua.md", number="2")

        found = commands.object("add", str(folder))["documents"]

        assert {told["regulation"] for told in found} == {"pp-1-2021", "pp-2-2021"}

    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [
            ("kosong.pdf", b"", 8),
            ("putus.pdf", b"%PDF-1.7\n1 0 obj\n<<", 8),
            ("gambar.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, 8),
            ("acak.docx", b"PK\x03\x04" + b"\xff" * 200, 8),
            ("surat.txt", b"Mengundang Bapak dan Ibu pada hari Senin.\n", 9),
        ],
    )
    def test_bad_input_is_one_line(
        self, commands: Commands, name: str, content: bytes, code: int
    ) -> None:
        path: Path = commands.admin.folder / name
        path.write_bytes(content)

        done = commands.run("add", str(path))

        told = [line for line in done.err.splitlines() if line.startswith("asn-ingest: ")]
        assert (done.code, len(told), done.out) == (code, 1, ""), done.err
        assert told[0].startswith(f"asn-ingest: {name}: ")
        assert not commands.admin.staged
        assert commands.object("list")["documents"] == []

    def test_a_file_that_is_not_there(self, commands: Commands) -> None:
        code, told = commands.refusal("add", "nowhere.pdf")

        assert (code, "nowhere.pdf" in told) == (7, True)

    def test_while_another_command_writes(self, commands: Commands, admin: Admin) -> None:
        from ingest.writer import only_writer

        path = str(commands.file())
        with only_writer(admin.settings, "publish"):
            done = commands.run("add", path)

        assert done.code == 4
        assert "Another command is changing the knowledge" in done.err
        assert not admin.staged


COMMANDS = (
    *("check", "build", "parse", "add", "pull", "stage", "discard", "diff", "publish"),
    *("rollback", "list", "show", "status", "confirm", "audit", "train"),
    *("export", "stats", "backup", "restore"),
)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples_and_exit_codes(commands: Commands, command: str) -> None:
    out = commands.done(command, "--help")

    assert "\nExamples:\n" in out.replace("\n  Examples:\n", "\nExamples:\n")
    assert f"asn-ingest {command}" in out
    assert "Exit codes: 0 " in out
    assert "--json" in out


def test_every_command_is_tested_for_its_help(commands: Commands) -> None:
    from ingest.cli import app

    names = {c.name or getattr(c.callback, "__name__", "") for c in app.registered_commands}

    assert names == set(COMMANDS)


@pytest.mark.parametrize("arguments", [("nonsense",), ("publish", "--nonsense"), ("add",)])
def test_wrong_usage(commands: Commands, arguments: tuple[str, ...]) -> None:
    assert commands.run(*arguments).code == 2
