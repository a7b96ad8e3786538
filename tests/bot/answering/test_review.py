"""A ruling whose legal basis changed says so until an admin has confirmed it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.answering.verify import problems
from bot.answering.wording import load_wording
from knowledge.dataset import Knowledge
from knowledge.model import Review, Verdict
from knowledge.reviews import add_confirmations, confirmations_file
from tests.bot.answering.conftest import SCRIPT
from tests.bot.answering.scripted_edition import ScriptedEdition, answerer_of, edition_of

NOTE = load_wording().review.note
CHANGED = ("uu-20-2023:pasal-24",)
REVIEWS = {
    name: Review(ruling=name, fingerprint=f"sidik-{name}", changed=CHANGED)
    for name in ("bagikan", "sapaan")
}
SHARE = "boleh membagikan jadwal?"


@pytest.fixture
def changed(law: Knowledge) -> ScriptedEdition:
    return edition_of(replace(law, reviews=REVIEWS), SCRIPT)


@pytest.fixture
def answerer(changed: ScriptedEdition, tmp_path: Path) -> Answerer:
    return answerer_of(changed, tmp_path)


def confirm(answerer: Answerer, review: Review) -> None:
    add_confirmations(answerer.settings, [review], "admin", datetime.now(UTC), None)


def test_its_verdict_stays_and_the_first_words_after_the_headline_warn(answerer: Answerer) -> None:
    found = answerer.answer_now(SHARE)
    assert (found.verdict, found.ruling, found.review) == (Verdict.BOLEH, "bagikan", True)
    assert found.text.startswith(NOTE)


def test_other_rulings_say_nothing_of_it(answerer: Answerer) -> None:
    found = answerer.answer_now("boleh like foto calon?")
    assert found.review is False
    assert NOTE not in found.text


def test_a_class_that_states_law_warns_too(answerer: Answerer) -> None:
    found = answerer.answer_now("halo")
    assert found.review is True
    assert found.text.startswith(NOTE)


def test_among_several_answers_it_stands_beside_its_own(answerer: Answerer) -> None:
    found = answerer.answer_now("1) boleh membagikan jadwal? 2) boleh like calon?")
    assert found.review is True
    assert [part.review for part in found.parts] == [True, False]
    lines = found.text.split("\n\n")
    assert NOTE in lines[0]
    assert NOTE not in lines[1]


def test_a_confirmation_counts_at_once_and_only_for_what_was_confirmed(answerer: Answerer) -> None:
    assert answerer.answer_now(SHARE).review is True
    other = REVIEWS["bagikan"].model_copy(update={"fingerprint": "sidik-lama"})
    confirm(answerer, other)
    assert answerer.answer_now(SHARE).review is True
    confirm(answerer, REVIEWS["bagikan"])
    found = answerer.answer_now(SHARE)
    assert (found.review, NOTE in found.text) == (False, False)
    assert answerer.answer_now("halo").review is True


def test_damaged_confirmations_confirm_nothing(answerer: Answerer) -> None:
    confirm(answerer, REVIEWS["bagikan"])
    assert answerer.answer_now(SHARE).review is False
    confirmations_file(answerer.settings).write_text("{", encoding="utf-8")
    assert answerer.answer_now(SHARE).review is True


def test_an_answer_that_hides_it_does_not_pass(
    answerer: Answerer, changed: ScriptedEdition
) -> None:
    found = answerer.answer_now(SHARE)
    silent = found.model_copy(update={"review": False})
    wordless = found.model_copy(update={"text": found.text.replace(NOTE, "")})
    assert problems(changed, found) == []
    hidden = ["ruling bagikan awaits review and the answer does not say so"]
    assert problems(changed, silent) == problems(changed, wordless) == hidden
    assert problems(changed, wordless, {"bagikan": frozenset({"sidik-bagikan"})}) == []
