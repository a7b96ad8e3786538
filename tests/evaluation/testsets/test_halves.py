from __future__ import annotations

from collections import Counter

import pytest

from evaluation.errors import EvaluationError
from evaluation.testsets.halves import divide
from evaluation.testsets.question import Question
from tests.evaluation.made import question

VERDICTS = ("dilarang", "boleh", "wajib", "informasi")


def asked(n: int) -> list[Question]:
    """So many questions, no two alike, of four verdicts in turn."""
    return [
        question(id=f"T-{i:03}", question=f"{i} {chr(97 + i % 26) * 5} {i * 7919}?",
                 expected_verdict=VERDICTS[i % 4])
        for i in range(n)
    ]  # fmt: skip


@pytest.mark.parametrize("share", [0.25, 0.5, 0.7])
def test_every_stratum_and_the_whole_are_divided_alike(share: float) -> None:
    first, second = divide(asked(83), share, 1, ["verdict"], {})
    assert abs(len(first) - share * 83) <= 1
    whole = Counter(q.expected_verdict for q in asked(83))
    for verdict, n in Counter(q.expected_verdict for q in first).items():
        assert abs(n - share * whole[verdict]) <= 1
    assert {q.split for q in first} == {"kembang"}
    assert {q.split for q in second} == {"uji"}
    assert sorted(q.id for q in (*first, *second)) == [q.id for q in asked(83)]


def test_the_same_seed_gives_the_same_halves_in_any_order() -> None:
    first, _ = divide(asked(40), 0.5, 7, ["verdict"], {})
    again, _ = divide(asked(40)[::-1], 0.5, 7, ["verdict"], {})
    other, _ = divide(asked(40), 0.5, 8, ["verdict"], {})
    assert {q.id for q in first} == {q.id for q in again}
    assert {q.id for q in first} != {q.id for q in other}


@pytest.mark.parametrize("seed", range(5))
def test_near_duplicates_stay_together(seed: int) -> None:
    alike = [
        question(
            id=f"Z-{n}", question=f"bolehkah {who} menyukai unggahan calon bupati di instagram"
        )
        for n, who in enumerate(("pegawai", "camat", "lurah"))
    ]
    halves = divide([*asked(20), *alike], 0.5, seed, ["verdict"], {})
    assert sorted(sum(q.id.startswith("Z") for q in half) for half in halves) == [0, 3]


@pytest.mark.parametrize(
    ("share", "by", "named"),
    [(0, ["verdict"], "--share"), (1, ["verdict"], "--share"), (0.5, ["author"], "'author'")],
)
def test_wrong_use_is_told(share: float, by: list[str], named: str) -> None:
    with pytest.raises(EvaluationError, match=named):
        divide(asked(8), share, 1, by, {})


def test_a_half_is_never_empty() -> None:
    with pytest.raises(EvaluationError, match="would be empty"):
        divide(asked(1), 0.5, 1, ["verdict"], {})
