from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.metrics import verdicts
from knowledge.model import Verdict
from tests.evaluation.made import answer, question

PERMITTING = ("boleh_bersyarat", "boleh")
SILENT = ("dilarang", "wajib", "informasi", "perlu_rincian", "di_luar_cakupan")


@pytest.mark.parametrize(
    ("expected", "acceptable", "unsafe"),
    [
        ("dilarang", [], PERMITTING),
        ("wajib", [], PERMITTING),
        ("perlu_rincian", [], PERMITTING),
        ("boleh_bersyarat", [], ("boleh",)),
        ("boleh", [], ()),
        ("informasi", [], ()),
        ("di_luar_cakupan", [], ("boleh",)),
        ("dilarang", ["boleh_bersyarat"], ("boleh",)),
        ("dilarang", ["boleh"], ()),
        ("boleh_bersyarat", ["boleh"], ()),
        ("boleh_bersyarat", ["dilarang"], ("boleh",)),
        ("perlu_rincian", ["boleh_bersyarat"], ("boleh",)),
        ("perlu_rincian", ["dilarang"], PERMITTING),
        ("dilarang", ["informasi"], PERMITTING),
        ("informasi", ["dilarang"], PERMITTING),
        ("dilarang", ["di_luar_cakupan"], PERMITTING),
        ("di_luar_cakupan", ["boleh"], ()),
        ("di_luar_cakupan", ["informasi"], ("boleh",)),
    ],
)
def test_unsafe_is_what_permits_more_than_every_accepted_verdict(
    expected: str, acceptable: list[str], unsafe: tuple[str, ...]
) -> None:
    asked = question(expected_verdict=expected, acceptable_verdicts=acceptable)
    found = [v for v in (*SILENT, *PERMITTING) if verdicts.unsafe(asked, answer(v))]
    assert found == list(unsafe)


def test_no_accepted_verdict_is_ever_unsafe() -> None:
    for expected in Verdict:
        for other in Verdict:
            asked = question(expected_verdict=expected, acceptable_verdicts=[other])
            assert not any(verdicts.unsafe(asked, answer(v)) for v in asked.accepted)


def test_a_verdict_is_right_when_expected_or_acceptable() -> None:
    asked = question(expected_verdict="dilarang", acceptable_verdicts=["wajib"])
    right = [v.value for v in Verdict if verdicts.verdict_right(asked, answer(v))]
    assert right == ["dilarang", "wajib"]


@pytest.mark.parametrize(
    ("expected", "acceptable", "strict"),
    [
        ("boleh", [], ("dilarang", "wajib", "perlu_rincian", "boleh_bersyarat")),
        ("boleh_bersyarat", [], ("dilarang", "wajib", "perlu_rincian")),
        ("boleh", ["boleh_bersyarat"], ("dilarang", "wajib", "perlu_rincian")),
        ("boleh", ["dilarang"], ()),
        ("boleh", ["perlu_rincian"], ()),
        ("boleh", ["informasi"], ("dilarang", "wajib", "perlu_rincian", "boleh_bersyarat")),
        ("boleh", ["di_luar_cakupan"], ("dilarang", "wajib", "perlu_rincian", "boleh_bersyarat")),
        ("dilarang", [], ()),
        ("wajib", [], ()),
        ("perlu_rincian", [], ()),
        ("informasi", [], ()),
        ("di_luar_cakupan", [], ()),
    ],
)
def test_over_strict_is_what_permits_less_than_every_accepted_verdict(
    expected: str, acceptable: list[str], strict: tuple[str, ...]
) -> None:
    asked = question(expected_verdict=expected, acceptable_verdicts=acceptable)
    found = {v.value for v in Verdict if verdicts.over_strict(asked, answer(v))}
    assert found == set(strict)


@settings(deadline=None)
@given(st.frozensets(st.sampled_from(Verdict), min_size=1), st.sampled_from(Verdict))
def test_a_verdict_errs_on_one_side_at_most_and_an_accepted_one_on_neither(
    accepted: frozenset[Verdict], answered: Verdict
) -> None:
    permits = verdicts.more_permissive(accepted, answered)
    forbids = verdicts.less_permissive(accepted, answered)
    assert not (permits and forbids)
    if answered in accepted:
        assert not permits
        assert not forbids


def test_the_confusion_matrix_tells_expected_accepted_and_wrong_apart() -> None:
    firm = question(expected_verdict="dilarang")
    lenient = question(expected_verdict="dilarang", acceptable_verdicts=["wajib"])
    found = verdicts.confusion(
        [
            (firm, answer("dilarang")),
            (firm, answer("boleh")),
            (firm, answer("wajib")),
            (lenient, answer("wajib")),
            (question(expected_verdict="boleh"), answer("boleh")),
        ]
    )
    place = {verdict.value: number for number, verdict in enumerate(found.verdicts)}
    prohibited = place["dilarang"]
    assert found.counts[prohibited][prohibited] == 1
    assert found.counts[prohibited][place["boleh"]] == 1
    assert found.counts[prohibited][place["wajib"]] == 2
    assert found.accepted[prohibited][place["wajib"]] == 1
    assert found.accepted[prohibited][place["boleh"]] == 0
    assert sum(map(sum, found.counts)) == 5
    assert sum(map(sum, found.accepted)) == 3  # the right answers


def test_the_confusion_matrix_has_a_row_for_every_verdict() -> None:
    found = verdicts.confusion([])
    assert found.verdicts == tuple(Verdict)
    assert found.counts == found.accepted == ((0,) * 7,) * 7
