"""The cards of the real edition: none allows more than what opening it is answered with."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering.answerer import open_answerer
from bot.answering.decide import is_more_permissive
from knowledge.settings import Settings

pytestmark = pytest.mark.slow


def test_no_card_allows_more_than_its_title_is_answered_with(
    real_data_dir: Path, tmp_path: Path
) -> None:
    settings = Settings(
        _env_file=None,
        data_dir=real_data_dir,
        database_url=f"sqlite:///{tmp_path / 'bot.sqlite3'}",
    )
    answerer = open_answerer(settings)
    try:
        library = answerer.library
        cards = [c for topic in library.topics() for c in library.rulings(topic.id)]
        differing = {
            card.id: (card.verdict, answer.verdict)
            for card in cards
            if (answer := answerer.answer_now(card.title, ruling=card.id)).verdict
            is not card.verdict
        }
    finally:
        answerer.close()
    assert len(cards) > 100
    looser = [ruling for ruling, pair in differing.items() if is_more_permissive(*pair)]
    assert looser == []
    assert differing == {}
