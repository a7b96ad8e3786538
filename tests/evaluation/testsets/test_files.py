from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.errors import EvaluationError, SetAbsent
from evaluation.testsets.faults import SetFaults
from evaluation.testsets.files import read_placed, read_questions, write_questions
from knowledge.errors import RecordError
from knowledge.model import Verdict
from tests.evaluation.made import question, row, write_set


def test_reads_every_key_in_file_order(tmp_path: Path) -> None:
    path = write_set(
        tmp_path / "set.jsonl",
        row(
            acceptable_verdicts=["boleh_bersyarat"],
            gold_citations=[["pp-94-2021 pasal 5", "skb-netralitas-2022 lampiran"]],
            must_mention=[["aktif", "pasif"]],
            history=[{"role": "user", "text": "halo"}],
        ),
        row(id="T-002", split="uji"),
    )
    first, second = read_questions(path)
    assert first.accepted == {Verdict.DILARANG, Verdict.BOLEH_BERSYARAT}
    assert first.gold_citations == (("pp-94-2021 pasal 5", "skb-netralitas-2022 lampiran"),)
    assert first.history[0].text == "halo"
    assert first.split is None
    assert (second.id, second.split) == ("T-002", "uji")


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"expected_verdict": "mungkin"}, "expected_verdict"),
        ({"question": "  "}, "question"),
        ({"gold_citations": [["PP 94/2021 Pasal 5"]]}, "is no reference such as"),
        ({"gold_citations": [[]]}, "gold_citations.0"),
        ({"must_mention": ["kata"]}, "must_mention.0"),
        ({"history": [{"role": "bot", "text": "x"}]}, "history.0.role"),
        ({"split": "latih"}, "split"),
        ({"verdik": "boleh"}, "verdik"),
    ],
)
def test_a_wrong_row_is_named_by_file_line_and_key(
    tmp_path: Path, changed: dict[str, Any], named: str
) -> None:
    path = write_set(tmp_path / "set.jsonl", row(), row(**{"id": "T-002", **changed}))
    with pytest.raises(RecordError) as caught:
        read_questions(path)
    assert str(caught.value).startswith("set.jsonl:2: ")
    assert named in str(caught.value)


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    incomplete = row()
    del incomplete["category"]
    with pytest.raises(RecordError, match=r"set\.jsonl:1: Question\.category"):
        read_questions(write_set(tmp_path / "set.jsonl", incomplete))


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    path = write_set(tmp_path / "set.jsonl", row())
    path.write_text(path.read_text() + "\n{oops\n")
    with pytest.raises(RecordError, match=r"set\.jsonl:3: "):
        read_questions(path)


def test_an_id_may_stand_once_only(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"set\.jsonl:2: id T-001 stands already in line 1"):
        read_questions(write_set(tmp_path / "set.jsonl", row(), row()))


def test_an_empty_file_is_no_set(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="holds no questions"):
        read_questions(write_set(tmp_path / "set.jsonl"))


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    path = write_set(
        tmp_path / "set.jsonl",
        row(expected_verdict="mungkin", category=""),
        row(id="T-002"),
        row(id="T 3"),
    )
    path.write_text("{oops\n" + path.read_text())
    with pytest.raises(SetFaults) as caught:
        read_questions(path)
    assert [fault.line for fault in caught.value.faults] == [1, 2, 2, 4]
    heading, *lines = str(caught.value).splitlines()
    assert heading == "set.jsonl: 4 faults:"
    assert [line.strip().split(": ")[0] for line in lines] == [
        "set.jsonl:1",
        "set.jsonl:2",
        "set.jsonl:2",
        "set.jsonl:4",
    ]


def test_of_very_many_faults_the_first_hundred_are_listed(tmp_path: Path) -> None:
    path = write_set(tmp_path / "set.jsonl", *[row(id=f"T-{n}", split="x") for n in range(130)])
    with pytest.raises(SetFaults) as caught:
        read_questions(path)
    assert len(caught.value.faults) == 130
    assert str(caught.value).splitlines()[-1].strip() == "and 30 more."


@pytest.mark.parametrize("name", ["set.ods", "set.xls", "set.json", "set"])
def test_other_kinds_of_file_are_refused_by_their_ending(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    with pytest.raises(EvaluationError, match=r"Use a file that ends in \.jsonl, \.csv, \.xlsx"):
        read_questions(tmp_path / name)


@pytest.mark.parametrize("ending", ["jsonl", "csv", "xlsx"])
def test_no_such_file(tmp_path: Path, ending: str) -> None:
    with pytest.raises(SetAbsent, match="Give the right path"):
        read_questions(tmp_path / f"set.{ending}")


RICH = (
    question(
        id="A-1",
        question='=1+1; "boleh|tidak"?\nBaris dua',
        history=[
            {"role": "user", "text": "boleh like?\nU: kata orang boleh"},
            {"role": "assistant", "text": "Dilarang: pasal 5."},
        ],
        acceptable_verdicts=["boleh_bersyarat", "perlu_rincian"],
        gold_citations=[["pp-94-2021 pasal 5", "skb-netralitas-2022 lampiran"], ["uu-20-2023"]],
        gold_provisions=[["pp-94-2021:pasal-5:huruf-n"]],
        rulings=["medsos-like", "medsos-share"],
        must_mention=[["disiplin; berat", "a|b"], ["c\\d"]],
        must_not=["boleh, asalkan diam", "-tidak apa-apa"],
        must_not_say=["mode bebas"],
        tags=["prioritas", "like, share"],
        split="uji",
    ),
    question(id="A-2", question="'=kutip\u200b", style="santai", rationale="", source=""),
)


@pytest.mark.parametrize("ending", ["jsonl", "csv", "xlsx"])
def test_what_is_written_reads_as_the_same_questions(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"set.{ending}"
    write_questions(path, RICH)
    assert read_questions(path) == RICH


def test_json_lines_have_the_keys_that_every_set_has(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    write_questions(path, RICH[1:])
    (placed,) = read_placed(path)
    assert placed.place.line == 1
    keys = json.loads(path.read_text()).keys()
    assert keys >= row().keys()
    assert "rulings" not in keys


def test_a_control_character_cannot_go_into_a_workbook(tmp_path: Path) -> None:
    asked = question(question="a\x07b")
    with pytest.raises(EvaluationError, match="control character"):
        write_questions(tmp_path / "set.xlsx", [asked])
    write_questions(tmp_path / "set.csv", [asked])
    assert read_questions(tmp_path / "set.csv") == (asked,)


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"\xef\xbb\xbf{}\n", "UTF-8 without one"),
        (b"[" * 100_000, "nested without end"),
        (b"\xff\xfe{}", "cannot be read"),
    ],
)
def test_what_is_no_json_lines_file(tmp_path: Path, data: bytes, named: str) -> None:
    (tmp_path / "set.jsonl").write_bytes(data)
    with pytest.raises(RecordError, match=named):
        read_questions(tmp_path / "set.jsonl")


def test_a_text_longer_than_a_cell_cannot_go_into_a_workbook(tmp_path: Path) -> None:
    asked = question(rationale="a" * 32_768)
    with pytest.raises(EvaluationError, match="longer than a cell"):
        write_questions(tmp_path / "set.xlsx", [asked])
    assert not (tmp_path / "set.xlsx").exists()
