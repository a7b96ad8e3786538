from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.errors import EvaluationError, SetAbsent
from evaluation.testsets import named
from evaluation.testsets.named import base_and_kind, expand, open_set
from knowledge.errors import RecordError
from tests.evaluation.made import row, write_set


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


@pytest.mark.parametrize(
    "name", ["proyek:", "proyek:latih", "projek", "", "DEV", "dev#", "dev+", "a.ods"]
)
def test_an_unknown_name_lists_the_known_ones(name: str) -> None:
    with pytest.raises(EvaluationError, match="proyek:kembang"):
        open_set(name)


@pytest.fixture
def own(tmp_path: Path) -> str:
    path = write_set(
        tmp_path / "a+b.jsonl",
        row(split="kembang", tags=["inti", "like"]),
        row(id="T-002", split="uji", tags=["inti"]),
        row(id="T-003"),
    )
    return str(path)


@pytest.mark.parametrize(
    ("suffix", "ids"),
    [
        (":kembang", ["T-001"]),
        (":uji", ["T-002"]),
        ("#inti", ["T-001", "T-002"]),
        (":uji#inti", ["T-002"]),
    ],
)
def test_a_half_or_a_tag_of_any_set(own: str, suffix: str, ids: list[str]) -> None:
    found = open_set(own + suffix)
    assert found.name == own + suffix
    assert [q.id for q in found.questions] == ids


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("dev", ("dev", "")),
        ("proyek:uji#inti+typo", ("proyek:uji#inti", "typo")),
        ("sets/a+b.jsonl", ("sets/a+b.jsonl", "")),
        ("sets/a+b.jsonl:uji+typo", ("sets/a+b.jsonl:uji", "typo")),
    ],
)
def test_what_a_name_perturbs_and_how(name: str, parts: tuple[str, str]) -> None:
    assert base_and_kind(name) == parts


@pytest.mark.parametrize("suffix", ["#lain", ":kembang#lain"])
def test_a_selection_that_leaves_nothing_is_an_error(own: str, suffix: str) -> None:
    with pytest.raises(EvaluationError, match="no question with the tag lain"):
        open_set(own + suffix)


def test_a_perturbed_set_keeps_ids_and_labels(own: str) -> None:
    plain, typo = open_set(own + ":uji"), open_set(own + ":uji+emoji")
    assert typo.name == own + ":uji+emoji"
    (before,), (after,) = plain.questions, typo.questions
    assert after.question != before.question
    assert after.model_copy(update={"question": before.question}) == before


def test_an_unknown_perturbation_names_the_known_ones(own: str) -> None:
    with pytest.raises(EvaluationError, match="typo"):
        open_set(own + "+dialek")


def test_all_is_written_out_as_the_set_and_each_perturbation() -> None:
    names = expand(["dev", "proyek:uji#inti+all", "dev"])
    assert names[:3] == ["dev", "proyek:uji#inti", "proyek:uji#inti+typo"]
    assert len(names) == len(set(names)) > 5
    assert all(name.startswith("proyek:uji#inti+") for name in names[2:])


@pytest.fixture
def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "testsets").mkdir()
    monkeypatch.setattr(named, "BUNDLED", tmp_path)
    return tmp_path / "testsets"


def test_a_bundled_set_may_have_several_files(bundled: Path) -> None:
    write_set(bundled / "proyek.jsonl", row())
    write_set(bundled / "proyek-2.jsonl", row(id="T-002"))
    write_set(bundled / "serangan.jsonl", row(id="S-001"))
    assert [q.id for q in open_set("proyek").questions] == ["T-001", "T-002"]
    assert [q.id for q in open_set("serangan").questions] == ["S-001"]


def test_ids_are_unique_over_the_files_of_a_set(bundled: Path) -> None:
    write_set(bundled / "proyek.jsonl", row(id="T-000"), row())
    write_set(bundled / "proyek-2.jsonl", row())
    with pytest.raises(RecordError, match=r"^proyek-2.jsonl:1: id T-001 .* in proyek\.jsonl:2"):
        open_set("proyek")


def test_a_bundled_set_that_is_missing(bundled: Path) -> None:
    with pytest.raises(SetAbsent, match="serangan is missing"):
        open_set("serangan")
