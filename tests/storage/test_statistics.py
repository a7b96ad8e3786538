"""Counting: by day, family, verdict and time taken, each update once, and nothing of anybody."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from bot.answering.answer import Answer, Clarify
from bot.judgement import Judgement
from bot.storage.feedback import vote
from bot.storage.inbox import finish, receive
from bot.storage.shown import Shown
from bot.storage.statistics import BUCKETS, AnswersOfDay, Counts, bucket, count_answers, read_counts
from bot.storage.store import Store
from bot.storage.subscription import subscribe
from knowledge.clock import start_of
from knowledge.model import Verdict

DAY = "2026-11-22"
NOON = start_of(DAY) + 12 * 3600
UPDATE = 41


def answer(verdict: Verdict = Verdict.DILARANG, **fields: object) -> Answer:
    """An answer; by default of a ruling."""
    return Answer(
        **{
            "verdict": verdict,
            "family": "reaksi",
            "ruling": "suka",
            "headline": "Tidak boleh.",
            "text": "Itu dukungan.",
            "confidence": 0.9,
            "edition": "2026-11-21.1",
            "as_of": date(2026, 11, 22),
            **fields,
        }
    )


NOT_FOUND = answer(
    Verdict.PERLU_RINCIAN, family=None, ruling=None, next_steps=("Tanyakan kepada atasan.",)
)
ASKED_BACK = answer(
    Verdict.PERLU_RINCIAN,
    family=None,
    ruling=None,
    clarify=Clarify(question="Mana yang Anda maksud?", options=()),
)


def count(
    store: Store,
    *answers: Answer,
    update: int | None = None,
    now: float = NOON,
    seconds: float = 0.12,
) -> None:
    store.run_sync(count_answers, update, answers or (answer(),), now=now, seconds=seconds)


def counts(store: Store, first: str = DAY, last: str = DAY) -> Counts:
    return store.run_sync(read_counts, first, last)


def test_answers_are_counted_by_day_family_verdict_and_whether_any_was_found(store: Store) -> None:
    count(store)
    count(store)
    count(store, NOT_FOUND)
    count(store, ASKED_BACK)
    count(store, answer(Verdict.BOLEH), now=NOON + 86400)

    assert counts(store, last="2026-11-23").answers == (
        AnswersOfDay(DAY, "", "perlu_rincian", answered=False, number=1),
        AnswersOfDay(DAY, "", "perlu_rincian", answered=True, number=1),
        AnswersOfDay(DAY, "reaksi", "dilarang", answered=True, number=2),
        AnswersOfDay("2026-11-23", "reaksi", "boleh", answered=True, number=1),
    )
    assert {row.day for row in counts(store).answers} == {DAY}


def test_each_thing_that_a_message_asks_counts_but_its_time_only_once(store: Store) -> None:
    count(store, answer(), answer(), answer(Verdict.BOLEH))

    assert [(row.verdict, row.number) for row in counts(store).answers] == [
        ("boleh", 1),
        ("dilarang", 2),
    ]
    assert counts(store).latencies == {DAY: {150: 1}}


def test_an_update_that_is_handled_again_is_not_counted_again(store: Store) -> None:
    store.run_sync(receive, [{"update_id": UPDATE}], now=NOON)
    count(store, update=UPDATE)
    count(store, update=UPDATE)
    store.run_sync(finish, UPDATE)
    count(store, update=UPDATE)

    assert [row.number for row in counts(store).answers] == [1]
    assert counts(store).latencies == {DAY: {150: 1}}


@pytest.mark.parametrize(("hours", "day"), [(16.99, DAY), (17.01, "2026-11-23")])
def test_a_day_begins_at_midnight_in_jakarta(store: Store, hours: float, day: str) -> None:
    """Which is 17:00 in UTC."""
    midnight_utc = start_of(DAY) + 7 * 3600
    count(store, now=midnight_utc + hours * 3600)

    assert [row.day for row in counts(store, last="2026-11-23").answers] == [day]


@pytest.mark.parametrize(
    ("seconds", "below"),
    [(0.0, 25), (0.0249, 25), (0.025, 50), (0.12, 150), (59.9, 60_000), (80.0, 600_000)],
)
def test_times_are_counted_in_ranges(seconds: float, below: int) -> None:
    assert bucket(seconds) == below


def test_no_range_is_more_than_twice_as_wide_as_the_one_before() -> None:
    assert all(later <= 2 * end for end, later in pairwise(BUCKETS))


def test_votes_and_subscribers_are_counted_where_they_are_kept(store: Store) -> None:
    shown = Shown(verdict="dilarang", edition="e")
    for voter, judgement in enumerate([Judgement.USEFUL, Judgement.USEFUL, Judgement.WRONG], 1):
        store.run_sync(vote, "token", voter, shown, judgement=judgement, now=NOON)
    store.run_sync(vote, "token", 9, shown, judgement=Judgement.UNCLEAR, now=NOON - 86400)
    store.run_sync(subscribe, 1, (), now=NOON)

    found = counts(store)
    assert found.judgements == {Judgement.USEFUL: 2, Judgement.WRONG: 1}
    assert found.subscribers == 1
