"""What a bot has left in an admin's database: questions, votes, comments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.judgement import Judgement
from bot.storage.feedback import save_comment, vote
from bot.storage.review import Kept, keep_questions
from bot.storage.shown import Shown
from bot.storage.store import Store, open_store
from bot.storage.tables import FeedbackComment, ReviewQuestion
from knowledge.settings import Settings

R = TypeVar("R")
NOW = 1_790_000_000.0
DRONE = "bolehkah drone dinas merekam kampanye calon"
BOAT = "perahu kantor dicat warna partai gimana"
_PROVISIONS = ("pp-94-2021:pasal-14",)


@dataclass
class Asked:
    """Fills the database of one admin."""

    settings: Settings
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The database, open."""
        store = open_store(self.settings.database)
        try:
            yield store
        finally:
            store.close()

    def question(self, *questions: str, **fields: Any) -> None:
        """Let users ask something that was not answered, one after the other."""
        given = {
            "reason": "unanswered",
            "verdict": "perlu_rincian",
            "ruling": None,
            "confidence": 0.2,
            "provisions": _PROVISIONS,
            "edition": "2026-11-22.1",
            **fields,
        }
        with self.store() as store:
            for question in questions:
                number = next(self._numbers)
                one = Kept(part=1, question=question, **given)
                store.run_sync(keep_questions, 7, number, [one], now=NOW + number)

    def complaint(
        self, judgement: Judgement, *, ruling: str | None = "suka", comment: str = ""
    ) -> None:
        """Let a user judge an answer, and say why."""
        number = next(self._numbers)
        shown = Shown("dilarang", "2026-11-22.1", ruling=ruling, question="boleh like?")
        token = f"t{number}"
        with self.store() as store:
            store.run_sync(vote, token, 7, shown, judgement=judgement, now=NOW + number)
            if comment:
                store.run_sync(save_comment, 7, number, token, shown, comment, now=NOW + number)

    def words(self) -> list[str]:
        """The questions that are in the database, the oldest first."""
        return self._read(
            lambda session: [
                *session.scalars(select(ReviewQuestion.question).order_by(ReviewQuestion.id))
            ]
        )

    def comments(self) -> list[str | None]:
        """The comments whose words are in the database."""
        return self._read(
            lambda session: [
                *session.scalars(
                    select(FeedbackComment.comment).where(FeedbackComment.comment.is_not(None))
                )
            ]
        )

    def in_files(self, words: str) -> bool:
        """Whether words can be read anywhere in the files of the database."""
        files = [*self.settings.data_dir.glob("asn-bot.sqlite3*")]
        assert files
        return any(words.encode() in path.read_bytes() for path in files)

    def _read(self, function: Callable[[Session], R]) -> R:
        with self.store() as store:
            return store.run_sync(function)
