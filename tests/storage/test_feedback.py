"""Votes and comments: what is kept of them, for whom, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.answering.answer import Answer
from bot.judgement import Judgement
from bot.storage.feedback import (
    Comment,
    change_comment,
    comment_on,
    commented_by,
    comments_to_review,
    erase_comment,
    finish_review,
    judgement_of,
    save_comment,
    vote,
)
from bot.storage.housekeeping import erase_old
from bot.storage.shown import DAYS_SHOWN, Shown
from bot.storage.store import Store
from bot.storage.tables import FeedbackComment, Vote
from knowledge.model import Verdict

NOW = 1_790_000_000.0
DAY = 86400
ANSWER = Answer(
    verdict=Verdict.DILARANG,
    ruling="medsos-like",
    headline="Tidak boleh.",
    text="Menyukai unggahan calon adalah bentuk dukungan.",
    confidence=0.9,
    edition="2026-11-21.1",
    as_of=date(2026, 11, 21),
)
SHOWN = Shown(
    verdict="dilarang",
    edition="2026-11-21.1",
    ruling="medsos-like",
    question="boleh like?",
    answer=ANSWER,
)


def cast(store: Store, voter: int, judgement: Judgement, token: str = "t1") -> None:
    store.run_sync(vote, token, voter, SHOWN, judgement=judgement, now=NOW)


def comment(store: Store, chat: int, message: int, text: str, **shown: Any) -> None:
    about = replace(SHOWN, **shown)
    store.run_sync(save_comment, chat, message, f"t{message}", about, text, now=NOW + message)


def to_review(store: Store, limit: int = 10) -> tuple[Comment, ...]:
    return store.run_sync(comments_to_review, limit)


def test_a_user_has_one_vote_an_answer_and_may_change_it(store: Store) -> None:
    cast(store, 1, Judgement.USEFUL)
    cast(store, 1, Judgement.WRONG)
    cast(store, 2, Judgement.USEFUL)

    def votes(session: Session) -> list[tuple[Any, ...]]:
        rows = session.scalars(select(Vote).order_by(Vote.id)).all()
        return [
            (row.voter, row.useful, row.judgement, row.ruling, row.verdict, row.edition)
            for row in rows
        ]

    about = ("medsos-like", "dilarang", "2026-11-21.1")
    assert store.run_sync(votes) == [(1, False, "keliru", *about), (2, True, "berguna", *about)]
    assert store.run_sync(judgement_of, "t1", 1) is Judgement.WRONG
    assert store.run_sync(judgement_of, "t1", 3) is None
    end = NOW + DAYS_SHOWN * DAY
    store.run_sync(erase_old, now=end, minutes=60, feedback_days=90, review_days=30)
    assert [row[0] for row in store.run_sync(votes)] == [None, None]


def test_a_comment_waits_for_review_with_what_it_is_about(store: Store) -> None:
    cast(store, 7, Judgement.UNCLEAR, "t3")
    comment(store, 7, 3, "Pasal mana?")
    comment(store, 8, 2, "Salah.", question=None, answer=None)
    newer, older = to_review(store)[::-1]
    assert (older.comment, older.question, older.answer, older.judgement) == (
        "Salah.",
        None,
        None,
        None,
    )
    assert (newer.comment, newer.question, newer.at) == ("Pasal mana?", "boleh like?", NOW + 3)
    assert (newer.judgement, newer.ruling, newer.verdict, newer.edition) == (
        Judgement.UNCLEAR,
        "medsos-like",
        "dilarang",
        "2026-11-21.1",
    )
    assert Answer.model_validate(newer.answer) == ANSWER
    assert to_review(store, 1) == (older,)


def test_a_comment_belongs_to_its_message_and_answer(store: Store) -> None:
    comment(store, 7, 3, "Pasal mana?")
    assert store.run_sync(commented_by, 7, 3) == "t3"
    assert store.run_sync(commented_by, 7, 4) is None
    assert store.run_sync(commented_by, 8, 3) is None
    store.run_sync(change_comment, 7, 3, "Pasal berapa?")
    assert store.run_sync(comment_on, 7, "t3") == "Pasal berapa?"
    assert store.run_sync(comment_on, 8, "t3") is None
    store.run_sync(erase_comment, 8, "t3")
    assert store.run_sync(comment_on, 7, "t3") == "Pasal berapa?"
    store.run_sync(erase_comment, 7, "t3")
    assert to_review(store) == ()


def test_a_reviewed_comment_keeps_neither_words_nor_writer(store: Store) -> None:
    comment(store, 7, 3, "Pasal mana?")
    comment(store, 7, 4, "Salah.")
    first = to_review(store)[0]
    assert store.run_sync(finish_review, first.id)
    assert not store.run_sync(finish_review, first.id)
    assert not store.run_sync(finish_review, 999)
    assert [one.comment for one in to_review(store)] == ["Salah."]

    def reviewed(session: Session) -> FeedbackComment:
        row = session.get(FeedbackComment, first.id)
        assert row is not None
        session.expunge(row)
        return row

    row = store.run_sync(reviewed)
    assert (row.chat_id, row.message, row.question, row.answer, row.comment) == (None,) * 5
    assert (row.ruling, row.verdict) == ("medsos-like", "dilarang")


@pytest.mark.parametrize(("days", "left"), [(1, 0), (2, 1)])
def test_comments_are_erased_after_their_days(store: Store, days: int, left: int) -> None:
    comment(store, 7, 3, "Pasal mana?")
    store.run_sync(erase_old, now=NOW + 3 + DAY, minutes=60, feedback_days=days, review_days=30)
    assert len(to_review(store)) == left
