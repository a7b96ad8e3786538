"""From data files to one Knowledge, with the place of whatever is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.dataset import load_knowledge, load_pairs, read_all, read_lexicon
from knowledge.errors import DataError, RecordError
from knowledge.model import Example, QuestionClass, Ruling, Verdict
from tests.ingest.tiny import Folder, write_tiny

RULINGS = "rulings/medsos.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return write_tiny(tmp_path / "data")


def test_everything_is_read(folder: Folder) -> None:
    knowledge = load_knowledge(folder.root)

    assert list(knowledge.rulings) == ["suka", "bagikan"]
    assert len(knowledge.examples) == 15
    assert knowledge.rulings["suka"].branches[1].verdict is Verdict.BOLEH
    assert knowledge.statuses["pppk"].replaces == ("pp-94-2021",)
    assert knowledge.lexicon == {"yg": "yang", "gk": "tidak", "bgt": "sangat"}
    assert knowledge.cues.regulation_aliases == {"pp disiplin": "pp-94-2021"}
    assert [pair.id for pair in load_pairs(folder.root)] == ["pair-001"]


def test_rulings_and_classes_are_looked_up_alike(folder: Folder) -> None:
    knowledge = load_knowledge(folder.root)

    assert isinstance(knowledge.answerable("suka"), Ruling)
    assert isinstance(knowledge.answerable("rinci"), QuestionClass)
    assert knowledge.answerable("tak-ada") is None
    assert (knowledge.family_of("rinci"), knowledge.topic_of("rinci")) == ("tak-jelas", "lain")
    with pytest.raises(KeyError, match="tak-ada"):
        knowledge.family_of("tak-ada")


def test_records_keep_their_places(folder: Folder) -> None:
    rulings = read_all(folder.root, "rulings/*.yaml", Ruling)
    examples = read_all(folder.root, "examples/*.jsonl", Example)

    assert [str(ruling.place) for ruling in rulings] == [
        f"{RULINGS}:{folder.line_of(RULINGS, f'- id: {ruling.value.id}')}" for ruling in rulings
    ]
    # files in the order of their names
    assert [str(e.place) for e in (examples[0], examples[5])] == [
        "examples/lain.jsonl:1",
        "examples/medsos.jsonl:1",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "says"),
    [
        (RULINGS, "verdict: boleh\n  when", "verdict: ya\n  when", "- id: bagikan", "verdict"),
        (RULINGS, "  strength: penalaran\n", "", "- id: bagikan", "strength: Field required"),
        (RULINGS, "default: true", "defualt: true", "- id: suka", "defualt: Extra inputs"),
        (RULINGS, "reaksi\n  title: Bolehkah mem", "R\n  title: Mem", "- id: bagikan", "family"),
        (RULINGS, "- id: bagikan", "- id: suka", "- id: suka", "id suka stands already at"),
        (RULINGS, "  conditions:\n    - T", "\tconditions:\n    - T", "\tconditions", "a tab"),
        ("examples/medsos.jsonl", '{"q": "share jadwal TPS"', '{"q" "share"', '{"q" "share"', ""),
        ("examples/medsos.jsonl", '"share jadwal TPS"', '"  "', '"  "', "q: String should have"),
        ("lexicon.yaml", "bgt: sangat", "yg: sangat", "yg: sangat", "form yg stands already"),
        ("lexicon.yaml", "bgt: sangat", "no: nomor", "no: nomor", "quotation marks"),
        ("cues.yaml", "    pppk: [", "    p3k: [", "facts:", "unknown fact or value"),
        ("regulations.yaml", "year: 2021", "year: 21", "- id: pp-94-2021", "year"),
        ("provisions/all.yaml", "pp-94-2021:pasal-14", "pasal 14", "- id: pasal 14", "id"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(
    folder: Folder, file: str, old: str, new: str, at: str, says: str
) -> None:
    folder.replace(file, old, new)

    with pytest.raises(RecordError) as error:
        load_knowledge(folder.root)

    assert error.value.file == file
    assert error.value.line == folder.line_of(file, at)
    assert says in str(error.value)
    assert str(error.value).startswith(f"{file}:{error.value.line}: ")
    assert error.value.exit_code == DataError.exit_code


@pytest.mark.parametrize("file", ["regulations.yaml", "lexicon.yaml", "cues.yaml"])
@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_a_file_that_cannot_be_read(folder: Folder, file: str, content: bytes | None) -> None:
    path = folder.root / file
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)

    with pytest.raises(RecordError, match=rf"^{file}:1: .*Restore"):
        load_knowledge(folder.root)


@pytest.mark.parametrize("content", ["- a\n- b\n", "kata\n"])
def test_a_lexicon_of_another_form(folder: Folder, content: str) -> None:
    (folder.root / "lexicon.yaml").write_text(content)

    with pytest.raises(RecordError, match="must be a YAML mapping"):
        read_lexicon(folder.root)


def test_a_missing_kind_of_file(folder: Folder) -> None:
    (folder.root / RULINGS).unlink()

    with pytest.raises(RecordError, match="no such data file"):
        load_knowledge(folder.root)
