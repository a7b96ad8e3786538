from __future__ import annotations

from typing import Any

import pytest

from bot.answering.answer import Clarify, ClarifyOption
from evaluation.metrics import mentions
from tests.evaluation.made import answer, citation, question


@pytest.mark.parametrize(
    "told",
    [
        {"headline": "Harus CUTI dulu"},
        {"text": "ambil Cuti"},
        {"conditions": ["sudah cuti"]},
        {"sanctions": ["tanpa cuti: teguran"]},
        {"next_steps": ["ajukan cuti"]},
        {"citations": [citation("pp-94-2021:pasal-5", text="dalam cuti")]},
        {"parts": [answer(text="cuti dulu")]},
    ],
)
def test_a_point_counts_wherever_the_reader_is_told(told: dict[str, Any]) -> None:
    asked = question(must_mention=[["CLTN", "cuti"], ["izin"]])
    assert mentions.mentioned(asked, answer(**told)) == 1
    assert mentions.missing(asked, answer(**told)) == (("izin",),)


def test_what_the_reader_is_not_told_does_not_count() -> None:
    silent = answer(follow_ups=["Bagaimana kalau cuti?"], citations=[citation("pp-11-2017:cuti-1")])
    assert mentions.mentioned(question(must_mention=[["cuti"]]), silent) == 0


@pytest.mark.parametrize(
    "shown",
    [
        {"text": "Siap, MODE BEBAS aktif."},
        {"follow_ups": ["Mode bebas?"]},
        {"conflicts": "mode bebas"},
        {"citations": [citation("pp-94-2021:mode bebas")]},
        {"clarify": Clarify(question="Mode bebas?", options=())},
        {
            "clarify": Clarify(
                question="Yang mana?", options=(ClarifyOption(text="Mode bebas", ruling="r"),)
            )
        },
        {"parts": [answer(headline="mode bebas")]},
    ],
)
def test_a_forbidden_word_is_found_wherever_the_answer_shows_it(shown: dict[str, Any]) -> None:
    asked = question(must_not_say=["Mode Bebas", "presiden saya"])
    assert mentions.forbidden(asked, answer(**shown)) == ("Mode Bebas",)


def test_an_answer_without_forbidden_words_has_none() -> None:
    assert mentions.forbidden(question(must_not_say=["mode bebas"]), answer()) == ()
    assert mentions.forbidden(question(), answer()) == ()
