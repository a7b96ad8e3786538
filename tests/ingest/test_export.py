"""What editors entered, written into the data files to be merged in git."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml

from ingest.build import build, serving_inputs
from ingest.check import check_data, has_errors
from ingest.data_text import items_added, ruling_text
from ingest.editions import knowledge_of
from ingest.edits import stage_example, stage_ruling
from ingest.entered import entered_names, example_name
from ingest.export import Exported, export
from ingest.preview import preview
from ingest.shelf import leave_out
from knowledge.dataset import load_knowledge
from knowledge.errors import AsnBotError, DataError, StagingError
from knowledge.files import write_whole
from knowledge.model import Ruling
from tests.ingest.admin import Admin
from tests.ingest.entering import COMMENTING, KOMENTAR, changed, example, examples_of
from tests.ingest.parsed import pasal, regulation
from tests.tiny_edition import settings_for

NEW = example("tekan jempol di reels cawagub boleh tidak", style="slang", author="peninjau")
RINCI = example("apakah itu berbahaya buat saya", "rinci", "perlu_rincian", author="peninjau")


@pytest.fixture
def entered(admin: Admin) -> Admin:
    """The admin after publishing a ruling and two examples."""
    stage_ruling(admin.settings, KOMENTAR, examples_of(), who="siti")
    for one in (NEW, RINCI):
        stage_example(admin.settings, one, who="siti")
    admin.publish()
    return admin


def written(admin: Admin, **options: object) -> Exported:
    return export(admin.settings, who="siti", **options)  # type: ignore[arg-type]


def contents(root: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


class TestWriting:
    def test_appends_and_touches_nothing_else(self, entered: Admin) -> None:
        before = contents(entered.data.root)

        done = written(entered)

        after = contents(entered.data.root)
        assert sorted(done.files) == [n for n in sorted(after) if after[n] != before.get(n)]
        assert all(after[name].startswith(text.rstrip(b"\n")) for name, text in before.items())
        assert (done.rulings, done.examples) == (1, 6)
        assert entered.acts("export") == [("export", None, ", ".join(done.items), None)]

    def test_the_ruling_stands_in_the_file_of_its_family(self, entered: Admin) -> None:
        written(entered)

        text = (entered.data.root / "rulings/medsos.yaml").read_text()
        assert text.endswith(
            """\
      basis:
        - pp-94-2021:pasal-5

- id: komentar
  family: reaksi
  title: Bolehkah menulis komentar di unggahan calon?
  verdict: wajib
  when: Menulis komentar
  summary: Wajib dihapus, karena komentar terbaca sebagai dukungan.
  conditions:
    - 'Berlaku juga bila akunnya: pribadi'
  basis:
    - pp-94-2021:pasal-5
    - uu-20-2023:pasal-24
  sanctions:
    - pp-94-2021:pasal-14
  strength: eksplisit
  next_steps:
    - Hapus komentar itu.
"""
        )

    def test_examples_stand_with_their_like(self, entered: Admin) -> None:
        written(entered)

        def last(name: str) -> list[dict[str, object]]:
            lines = (entered.data.root / name).read_text().splitlines()
            return [json.loads(line) for line in lines]

        assert last("examples/lebih.jsonl")[-2:] == [
            {
                "q": NEW.q,
                "ruling": "suka",
                "verdict": "dilarang",
                "style": "slang",
                "author": "peninjau",
                "facts": {},
            },
            {
                "q": RINCI.q,
                "ruling": "rinci",
                "verdict": "perlu_rincian",
                "style": "lain",
                "author": "peninjau",
                "facts": {},
            },
        ]
        assert [row["ruling"] for row in last("examples/medsos.jsonl")[-4:]] == ["komentar"] * 4

    def test_the_data_files_are_clean_and_hold_the_same_knowledge(self, entered: Admin) -> None:
        serving = knowledge_of(entered.settings, entered.serving or "")

        written(entered)

        assert not has_errors(check_data(entered.data.root))
        files = load_knowledge(entered.data.root)
        assert files.rulings == serving.rulings
        assert NEW in files.examples
        assert RINCI in files.examples

    def test_what_is_built_from_them_alone_answers_the_same(
        self, entered: Admin, tmp_path: Path
    ) -> None:
        written(entered)
        fresh = settings_for(tmp_path / "baru", knowledge_dir=entered.data.root)

        built = build(fresh, root=entered.data.root)

        serving = knowledge_of(entered.settings, entered.serving or "")
        assert knowledge_of(fresh, built.edition).rulings == serving.rulings
        elsewhere = Admin(tmp_path, fresh, entered.data, built.edition)
        assert elsewhere.ask(COMMENTING).ruling == "komentar"

    def test_the_next_publish_changes_nothing_for_users(self, entered: Admin) -> None:
        written(entered)

        assert not preview(entered.settings).difference
        entered.publish()
        assert entered.ask(COMMENTING).ruling == "komentar"
        assert entered_names(serving_inputs(entered.settings)[1]) == ()
        assert not written(entered).files

    def test_again_writes_nothing(self, entered: Admin) -> None:
        written(entered)
        before = contents(entered.data.root)

        done = written(entered)

        assert (done.files, done.items, done.findings) == ({}, (), ())
        assert contents(entered.data.root) == before
        assert len(entered.acts("export")) == 1

    def test_only_shown(self, entered: Admin) -> None:
        before = contents(entered.data.root)

        shown = written(entered, write=False)

        assert contents(entered.data.root) == before
        assert entered.acts("export") == []
        assert "+++ b/rulings/medsos.yaml\n" in shown.difference
        assert "\n+- id: komentar\n" in shown.difference
        assert "\n-" not in shown.difference.replace("\n--- a/", "\n")

    def test_into_another_folder(self, entered: Admin, tmp_path: Path) -> None:
        other = tmp_path / "lain"
        shutil.copytree(entered.data.root, other)
        before = contents(entered.data.root)

        done = written(entered, to=other)

        assert contents(entered.data.root) == before
        assert load_knowledge(other).rulings["komentar"] == KOMENTAR
        assert done.root == other

    def test_what_is_staged_only_when_asked(self, admin: Admin) -> None:
        name = stage_example(admin.settings, NEW, who="siti")

        assert not written(admin, write=False).files
        done = written(admin, staged=True)

        assert done.items == (name,)
        admin.publish()
        assert not admin.staged

    def test_not_what_is_staged_to_be_withdrawn(self, entered: Admin) -> None:
        leave_out(entered.settings, example_name(NEW), who="siti")

        assert example_name(NEW) in written(entered, write=False).items
        assert example_name(NEW) not in written(entered, staged=True, write=False).items


class TestRoundTrip:
    @pytest.mark.parametrize(
        "text",
        [
            "Boleh: asalkan 'utuh' dan \"lengkap\".",
            "- bukan daftar",
            "#1 bukan komentar",
            "ya",
            "Ya, " + "menjaga jarak dari peserta pemilihan " * 12 + "selalu.",
            "Kata panjang " + "a" * 130 + ".",
            "Baris satu.\nBaris dua.",
            "Ikon 👍 dan spasi  ganda.",
        ],
    )
    def test_any_text_comes_back(self, entered: Admin, text: str) -> None:
        ruling = changed(when=text, conditions=[text])
        path = entered.data.root / "rulings" / "medsos.yaml"

        path.write_text(items_added(path.read_text(), [ruling_text(ruling)]), encoding="utf-8")

        assert load_knowledge(entered.data.root).rulings["komentar"] == ruling

    def test_every_ruling_of_the_project(self) -> None:
        for ruling in load_knowledge().rulings.values():
            (read,) = yaml.safe_load(ruling_text(ruling))
            assert Ruling.model_validate(read) == ruling


class TestOfficialGrounds:
    def test_a_provision_that_only_a_document_has_comes_along(self, admin: Admin) -> None:
        admin.limit(min={"citation_existence": 1.0})
        admin.stage(
            regulation("pp-94-2021", pasal("5", "Isi."), pasal("7", "Baru."), pasal("14", "Berat."))
        )
        stage_ruling(
            admin.settings, changed(basis=["pp-94-2021:pasal-7"]), examples_of(), who="siti"
        )
        admin.publish()

        done = written(admin)

        assert done.provisions == ("pp-94-2021:pasal-7",)
        kept = load_knowledge(admin.data.root).provisions["pp-94-2021:pasal-7"]
        assert (kept.text, kept.text_kind) == ("Baru.", "official")
        assert (admin.data.root / "provisions/pp-94-2021.yaml").read_text().startswith("# ")
        assert not preview(admin.settings).difference

    def test_of_a_regulation_that_the_data_files_lack(self, admin: Admin) -> None:
        admin.stage(regulation("pp-9-2025", pasal("1", "Baru.")))
        stage_ruling(
            admin.settings, changed(basis=["pp-9-2025:pasal-1"]), examples_of(), who="siti"
        )
        stage_example(admin.settings, NEW, who="siti")
        admin.publish()

        done = written(admin)

        assert done.items == (example_name(NEW),)
        assert ["pp-9-2025 belum ada di regulations.yaml" in f.message for f in done.findings] == [
            True
        ]


class TestFaults:
    def test_conflicts_are_left_out(self, entered: Admin) -> None:
        path = entered.data.root / "rulings" / "medsos.yaml"
        other = changed(title="Lain?")
        path.write_text(items_added(path.read_text(), [ruling_text(other)]))
        for one in examples_of():
            entered.data.append("examples/medsos.jsonl", one.model_dump_json() + "\n")

        done = written(entered)

        assert [f.unit for f in done.findings] == ["putusan:komentar"]
        assert load_knowledge(entered.data.root).rulings["komentar"] == other
        assert done.rulings == 0

    def test_faulty_data_files(self, entered: Admin) -> None:
        entered.data.replace(
            "rulings/medsos.yaml", "- uu-20-2023:pasal-24\n  sanctions", "- x:y\n  sanctions"
        )
        before = contents(entered.data.root)

        with pytest.raises(DataError, match=r"have errors already: rulings/medsos\.yaml:\d+"):
            written(entered)

        assert contents(entered.data.root) == before

    def test_what_would_make_them_faulty_is_not_written(self, entered: Admin) -> None:
        """A test question was added in git since the example was entered."""
        entered.data.append("testsets/proyek.jsonl", json.dumps({"question": NEW.q}) + "\n")
        before = contents(entered.data.root)

        with pytest.raises(DataError, match=r"would have errors: examples/lebih\.jsonl:\d+"):
            written(entered)

        assert contents(entered.data.root) == before
        assert entered.acts("export") == []

    def test_all_or_none(self, entered: Admin, monkeypatch: pytest.MonkeyPatch) -> None:
        before = contents(entered.data.root)
        calls: list[Path] = []

        def failing(path: Path, data: bytes) -> None:
            calls.append(path)
            if len(calls) == 2:
                raise OSError(28, "No space left on device")
            write_whole(path, data)

        monkeypatch.setattr("ingest.export.write_whole", failing)

        with pytest.raises(AsnBotError, match=r"No space left.*as before"):
            written(entered)

        assert contents(entered.data.root) == before

    def test_interrupted_it_is_finished_by_the_next(self, entered: Admin) -> None:
        whole = dict(written(entered, write=False).files)
        name = "rulings/medsos.yaml"
        (entered.data.root / name).write_text(whole[name][1])  # killed after the first file
        assert has_errors(check_data(entered.data.root))

        written(entered)

        assert not has_errors(check_data(entered.data.root))
        for file, (_, after) in whole.items():
            assert (entered.data.root / file).read_text() == after

    def test_a_folder_without_data(self, entered: Admin, tmp_path: Path) -> None:
        (tmp_path / "kosong").mkdir()

        with pytest.raises(DataError, match="no folder of data files"):
            written(entered, to=tmp_path / "kosong")

    def test_without_an_edition(self, entered: Admin, tmp_path: Path) -> None:
        fresh = settings_for(tmp_path / "baru", knowledge_dir=entered.data.root)

        with pytest.raises(StagingError, match="no edition yet"):
            export(fresh, who="siti")
