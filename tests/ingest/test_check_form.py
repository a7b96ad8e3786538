"""Faults of form and schema: all of them are listed, and they do not hide the other rules."""

from __future__ import annotations

import pytest

from ingest.check import check_data
from knowledge.dataset import load_knowledge
from knowledge.errors import DataError, RecordError
from tests.ingest.tiny import Folder

RULINGS = "rulings/medsos.yaml"


def test_every_schema_fault_is_listed(folder: Folder) -> None:
    folder.replace(RULINGS, "  strength: penalaran\n", "  strenght: penalaran\n")
    folder.replace("families.yaml", "  topic: lain\n", "")
    folder.replace("examples/medsos.jsonl", '"q": "share jadwal TPS"', '"q": " "')

    found = [str(problem) for problem in check_data(folder.root)]

    ruling = folder.line_of(RULINGS, "- id: bagikan")
    assert f"{RULINGS}:{ruling}: Ruling.strength: Field required. Correct this record." in found
    assert (
        f"{RULINGS}:{ruling}: Ruling.strenght: Extra inputs are not permitted. "
        "Correct this record." in found
    )
    assert any(line.startswith("families.yaml:7: Family.topic: Field required") for line in found)
    assert any(line.startswith("examples/medsos.jsonl:6: Example.q:") for line in found)


def test_a_broken_record_does_not_dangle(folder: Folder) -> None:
    folder.replace(RULINGS, "  strength: penalaran\n", "")

    messages = [problem.message for problem in check_data(folder.root)]

    assert messages == ["Ruling.strength: Field required"]


def test_every_bad_line_of_json_is_listed(folder: Folder) -> None:
    folder.append("examples/lain.jsonl", '{"q": \n\n{"q": "ok"\n')

    found = check_data(folder.root)

    assert [(p.file, p.line, p.remedy) for p in found] == [
        ("examples/lain.jsonl", 6, "Correct the JSON there."),
        ("examples/lain.jsonl", 8, "Correct the JSON there."),
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- id: a\n  text: 'open\n", 3, "quoted scalar"),
        ("id: a\n", 1, "must be a YAML list of records"),
        ("- id: a\n  id: b\n", 2, "key id stands twice"),
        ("- id: a\n- id: 2024-13-45\n", 2, "not valid YAML"),
    ],
)
def test_a_file_that_is_no_list_is_named(
    folder: Folder, text: str, line: int, message: str
) -> None:
    (folder.root / "provisions/new.yaml").write_text(text, encoding="utf-8")

    found = [p for p in check_data(folder.root) if message in p.message]

    assert [(p.file, p.line) for p in found] == [("provisions/new.yaml", line)]


def test_a_missing_file_is_named_once(folder: Folder) -> None:
    (folder.root / "cues.yaml").unlink()
    (folder.root / "statuses.yaml").unlink()

    assert [str(problem) for problem in check_data(folder.root)] == [
        "cues.yaml:1: cannot be read (FileNotFoundError). Restore the file.",
        "statuses.yaml:1: no such data file. Restore the data folder.",
    ]


def test_a_file_that_is_no_text_is_named(folder: Folder) -> None:
    (folder.root / "families.yaml").write_bytes(b"- id: \xff\n")

    messages = [p.message for p in check_data(folder.root) if p.file == "families.yaml"]

    assert messages == ["cannot be read (UnicodeDecodeError)"]


def test_a_folder_may_have_no_test_sets(folder: Folder) -> None:
    (folder.root / "testsets/proyek.jsonl").unlink()

    assert check_data(folder.root) == []


def test_the_first_fault_stops_the_loading(folder: Folder) -> None:
    load_knowledge(folder.root)
    folder.replace("families.yaml", "  topic: lain\n", "")

    with pytest.raises(DataError) as raised:
        load_knowledge(folder.root)

    assert isinstance(raised.value, RecordError)
    assert (raised.value.file, raised.value.line) == ("families.yaml", 7)
    assert str(raised.value) == (
        "families.yaml:7: Family.topic: Field required. Correct this record."
    )
