"""Which answers fall short."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.answering.answer import Answer, Clarify, ClarifyOption
from bot.answering.shortfall import SURE, Shortfall, shortfall_of
from knowledge.model import Verdict

BACK = Clarify(question="Yang mana?", options=(ClarifyOption(text="A", ruling="a"),))


def made(**fields: Any) -> Answer:
    """A sure answer of a ruling, but for what is given."""
    return Answer(
        **{
            "verdict": Verdict.DILARANG,
            "family": "medsos",
            "ruling": "medsos-like",
            "headline": "Tidak.",
            "text": "Dilarang.",
            "confidence": 0.9,
            "edition": "2026-11-21.1",
            "as_of": date(2026, 11, 21),
            **fields,
        }
    )


NONE = {"verdict": Verdict.PERLU_RINCIAN, "ruling": None, "family": None}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"confidence": SURE - 0.01}, Shortfall.UNSURE),
        ({"confidence": SURE}, None),
        # Not found: it says where to ask; with rulings to choose from, or without.
        ({**NONE, "next_steps": ("Tanya BKN.",), "confidence": 0.3}, Shortfall.UNANSWERED),
        ({**NONE, "next_steps": ("Tanya BKN.",), "clarify": BACK}, Shortfall.UNANSWERED),
        # A question back between two rulings.
        ({**NONE, "clarify": BACK, "confidence": 0.95}, Shortfall.UNSURE),
        # A remark on the message: empty, too long, in another language.
        ({**NONE, "confidence": 1.0}, None),
        # Details are surely missing; an article was looked up; small talk.
        ({"verdict": Verdict.PERLU_RINCIAN, "ruling": "rinci-foto", "clarify": BACK}, None),
        ({"verdict": Verdict.INFORMASI, "ruling": None, "confidence": 1.0}, None),
        ({"verdict": Verdict.DI_LUAR_CAKUPAN, "ruling": "kelas-sapaan"}, None),
        (
            {"verdict": Verdict.DI_LUAR_CAKUPAN, "ruling": "kelas-opini", "confidence": 0.5},
            Shortfall.UNSURE,
        ),
        # Nobody is to read what somebody in need wrote.
        ({"ruling": "kelas-krisis", "family": "krisis", "confidence": 0.4}, None),
    ],
)
def test_which_answers_fall_short(fields: dict[str, Any], expected: Shortfall | None) -> None:
    assert shortfall_of(made(**fields)) is expected
