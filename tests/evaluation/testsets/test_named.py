from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evaluation.errors import EvaluationError, SetAbsent
from evaluation.testsets.named import open_set, read_questions
from knowledge.errors import RecordError
from knowledge.model import Verdict
from tests.evaluation.made import row, write_set


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


def test_the_halves_of_proyek_make_up_the_whole() -> None:
    whole, first, second = (
        {q.id for q in open_set(name).questions}
        for name in ("proyek", "proyek:kembang", "proyek:uji")
    )
    assert first
    assert second
    assert not first & second
    assert first | second == whole


def test_dev_is_the_file_named(tmp_path: Path) -> None:
    path = write_set(tmp_path / "questions.jsonl", row())
    assert [q.id for q in open_set("dev", path).questions] == ["T-001"]


def test_an_absent_dev_set_says_how_to_name_it(tmp_path: Path) -> None:
    with pytest.raises(SetAbsent, match="DEVSET"):
        open_set("dev", tmp_path / "nowhere.jsonl")


def test_a_path_is_a_set(tmp_path: Path) -> None:
    path = write_set(tmp_path / "own.jsonl", row())
    assert open_set(str(path)).name == str(path)
    with pytest.raises(SetAbsent):
        open_set(str(tmp_path / "nowhere.jsonl"))


@pytest.mark.parametrize("name", ["proyek:", "proyek:latih", "projek", ""])
def test_an_unknown_name_lists_the_known_ones(name: str) -> None:
    with pytest.raises(EvaluationError, match="proyek:kembang"):
        open_set(name)
