from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.metrics.retrieval import (
    first_hits,
    ndcg_at,
    provision_hits,
    recall_at,
    reciprocal_rank,
    ruling_hits,
)
from evaluation.outcome import Outcome, Ranking
from tests.evaluation.made import answer, outcome, question

HITS = st.lists(st.none() | st.integers(1, 20), min_size=1, max_size=6).map(tuple)


def ranked(ranking: Ranking | None, **asked: Any) -> Outcome:
    return outcome(question(**asked), answer()).model_copy(update={"ranking": ranking})


def test_of_a_group_the_first_hit_counts() -> None:
    groups = [["c", "b"], ["x"], ["a"]]
    assert first_hits(["a", "b", "c"], groups, str.__eq__) == (2, None, 1)


def test_any_of_the_rulings_will_do() -> None:
    ranking = Ranking(rulings=("medsos-share", "medsos-like", "medsos-komentar"))
    assert ruling_hits(ranked(ranking, rulings=["medsos-komentar", "medsos-like"])) == (2,)
    assert ruling_hits(ranked(ranking, rulings=["kampanye-hadir"])) == (None,)


def test_provisions_are_looked_for_as_finely_as_they_are_labelled() -> None:
    ranking = Ranking(
        provisions=("pp-94-2021:pasal-5", "uu-20-2023:pasal-24", "pp-94-2021:pasal-5:huruf-n")
    )
    by_article = [["pp-94-2021 pasal 5"], ["uu-20-2023 pasal 24", "uu-20-2023 pasal 9"]]
    finely = [["pp-94-2021:pasal-5:huruf-n"]]
    assert provision_hits(ranked(ranking, gold_citations=by_article)) == (1, 2)
    assert provision_hits(ranked(ranking, gold_citations=by_article, gold_provisions=finely)) == (
        3,
    )


def test_an_amended_article_is_found_under_any_of_its_names() -> None:
    ranking = Ranking(provisions=("uu-1-2015:pasal-71:ayat-1",))
    asked = ranked(ranking, gold_citations=[["uu-10-2016 pasal 71"]])
    assert provision_hits(asked) == (None,)
    aliases = {"uu-1-2015:pasal-71:ayat-1": ("uu-10-2016:pasal-71:ayat-1",)}
    assert provision_hits(asked.model_copy(update={"aliases": aliases})) == (1,)


@pytest.mark.parametrize(
    "unmeasured",
    [ranked(None, rulings=["r"], gold_citations=[["pp-94-2021 pasal 5"]]), ranked(Ranking())],
)
def test_without_a_ranking_or_labels_there_is_nothing_to_measure(unmeasured: Outcome) -> None:
    assert ruling_hits(unmeasured) is None
    assert provision_hits(unmeasured) is None


def test_recall_is_the_share_of_groups_found_in_time() -> None:
    hits = (1, 5, 6, None)
    assert [recall_at(hits, k) for k in (1, 5, 6, 10)] == [0.25, 0.5, 0.75, 0.75]


def test_the_reciprocal_rank_is_that_of_the_first_hit() -> None:
    assert reciprocal_rank((4, None, 2)) == 0.5
    assert reciprocal_rank((None,)) == 0


def test_ndcg_worked_by_hand() -> None:
    # gains 1/log2(2) and 1/log2(4) of the ideal 1/log2(2) + 1/log2(3)
    assert ndcg_at((1, 3), 10) == pytest.approx((1 + 0.5) / (1 + 1 / math.log2(3)))
    assert ndcg_at((2,), 10) == pytest.approx(1 / math.log2(3))
    assert ndcg_at((11,), 10) == 0
    assert ndcg_at((None, None), 10) == 0


def test_one_item_that_serves_two_groups_is_no_better_than_ideal() -> None:
    assert ndcg_at((1, 1), 10) == pytest.approx(1)
    assert ndcg_at((1, 1, 2), 10) == pytest.approx(1)


def test_what_cannot_fit_in_k_is_not_asked_for() -> None:
    assert ndcg_at((1, 2, 3), 2) == pytest.approx(1)


@settings(deadline=None)
@given(HITS, st.integers(1, 20))
def test_all_retrieval_metrics_are_shares_and_full_marks_mean_the_ideal_ranking(
    hits: tuple[int | None, ...], k: int
) -> None:
    for value in (recall_at(hits, k), reciprocal_rank(hits), ndcg_at(hits, k)):
        assert 0 <= value <= 1 + 1e-12
    ideal = tuple(range(1, len(hits) + 1))
    assert ndcg_at(ideal, k) == pytest.approx(1)


@settings(deadline=None)
@given(HITS, st.integers(2, 20))
def test_deeper_looks_find_no_less(hits: tuple[int | None, ...], k: int) -> None:
    assert recall_at(hits, k) >= recall_at(hits, k - 1)
