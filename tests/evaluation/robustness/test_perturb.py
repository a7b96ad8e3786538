"""Perturbed sets: the same questions as people type them, repeatable, with nothing of their meaning lost."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.errors import EvaluationError
from evaluation.robustness.perturb import KINDS, perturbed
from evaluation.testsets.named import open_set
from evaluation.testsets.question import QuestionSet
from knowledge.dataset import BUNDLED, read_cues
from knowledge.locator import find_references
from tests.evaluation.made import question

NEGATION = re.compile(
    r"\b(?:tidak|tdk|gak|ga|gk|g|nggak|ngga|enggak|tak|kagak|ora|teu|ndak|indak|mboten|bukan|sanes|"
    r"belum|blm|belom|blom|jangan|jgn|tanpa)\b"
)
LEAST_CHANGED = {"singkatan": 0.7, "slang": 0.5, "urutan": 0.5}
"""The share of questions in which a kind finds something to change; elsewhere it is nearly all."""

kinds = st.sampled_from(KINDS)
some = settings(max_examples=150, deadline=None)


@lru_cache(maxsize=1)
def kembang() -> QuestionSet:
    return open_set("proyek:kembang")


@lru_cache(maxsize=len(KINDS))
def both(kind: str) -> tuple[tuple[str, str], ...]:
    """Every question of the project's set before and after."""
    pairs = zip(kembang().questions, perturbed(kembang(), kind).questions, strict=True)
    return tuple((before.question, after.question) for before, after in pairs)


def ask(text: str, kind: str, id_: str = "T-1") -> str:
    """One question perturbed."""
    one = perturbed(QuestionSet("x", (question(id=id_, question=text),)), kind)
    return one.questions[0].question


def words(text: str) -> list[str]:
    return re.findall(r"[\w'/-]+", text.lower())


def negations(text: str) -> int:
    return len(NEGATION.findall(text.lower()))


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_question_is_changed(kind: str) -> None:
    before, after = kembang(), perturbed(kembang(), kind)

    assert after.name == f"proyek:kembang+{kind}"
    untouched = [q.model_copy(update={"question": "?"}) for q in before.questions]
    assert [q.model_copy(update={"question": "?"}) for q in after.questions] == untouched


@pytest.mark.parametrize("kind", KINDS)
def test_most_questions_are_changed(kind: str) -> None:
    changed = sum(before != after for before, after in both(kind))

    assert changed >= LEAST_CHANGED.get(kind, 0.95) * len(both(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_is_perturbed_alike_in_every_set(kind: str) -> None:
    reversed_set = QuestionSet("other", tuple(reversed(kembang().questions)))

    again = [q.question for q in reversed(perturbed(reversed_set, kind).questions)]

    assert again == [after for _, after in both(kind)]


def test_equal_texts_are_perturbed_independently() -> None:
    text = "Bolehkah pegawai menghadiri kampanye calon bupati bersama keluarga?"

    assert len({ask(text, "typo", f"T-{i}") for i in range(20)}) > 10


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_and_references_to_law_stay(kind: str) -> None:
    aliases = read_cues(BUNDLED).regulation_aliases

    for before, after in both(kind):
        assert _digits(after, kind) == _digits(before, kind)
        assert Counter(map(str, find_references(after.lower(), aliases))) == Counter(
            map(str, find_references(before.lower(), aliases))
        )


def _digits(text: str, kind: str) -> list[str]:
    """The numbers of a text; the 2 of "teman2" is none."""
    numbers = re.findall(r"(?<![a-zA-Z])\d+", text)
    return sorted(numbers) if kind == "urutan" else numbers


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"typo", "vokal"}])
def test_no_negation_comes_or_goes(kind: str) -> None:
    for before, after in both(kind):
        asked = len(re.findall(r"\bboleh(?:kah)?\b|\bbisakah\b|\bharuskah\b", before.lower()))
        added = negations(after) - negations(before)

        # "bolehkah" is "boleh gak sih" in slang: a question, not a negation
        assert 0 <= added <= (asked if kind == "slang" else 0), (before, after)


@pytest.mark.parametrize("kind", KINDS)
def test_short_names_stay(kind: str) -> None:
    names = re.compile(r"\b(?:asn|pns|pppk|cpns|kpu|kpps|bawaslu|cltn|tni)\b")

    for before, after in both(kind):
        assert Counter(names.findall(after.lower())) == Counter(names.findall(before.lower()))


@pytest.mark.parametrize("kind", KINDS)
def test_quotations_stay(kind: str) -> None:
    text = "Saya menulis \"Semoga terpilih tahun depan\" dan 'maju terus' di grup, bolehkah saya?"

    for id_ in map(str, range(20)):
        assert '"Semoga terpilih tahun depan"' in ask(text, kind, id_)
        assert "'maju terus'" in ask(text, kind, id_)


def test_word_order_moves_words_and_adds_none() -> None:
    for before, after in both("urutan"):
        assert Counter(words(after)) == Counter(words(before))


def test_the_conversation_before_stays() -> None:
    history = [{"role": "user", "text": "Bolehkah saya hadir kampanye sebagai pegawai?"}]
    asked = question(question="kalau tanpa atribut boleh?", history=history)

    after = perturbed(QuestionSet("x", (asked,)), "gabungan").questions[0]

    assert after.history == asked.history
    assert after.question != asked.question


def test_an_unknown_kind_names_those_there_are() -> None:
    with pytest.raises(EvaluationError, match=r"no perturbation 'salah'.*typo.*gabungan"):
        perturbed(kembang(), "salah")


def test_an_empty_set_stays_empty() -> None:
    assert perturbed(QuestionSet("x", ()), "typo").questions == ()


@some
@given(st.text(min_size=1, max_size=300).filter(str.strip), kinds)
def test_any_text_stays_a_question_of_like_length(text: str, kind: str) -> None:
    after = ask(text, kind)

    assert after.strip()
    assert len(after) <= 3 * len(text) + 200
    assert after == ask(text, kind)


PARTS = (
    "Saya PNS,",
    "bolehkah",
    "tidak hadir?",
    "kampanye.",
    "94 (a)",
    "pasal 5 huruf n",
    "PP 94/2021",
    "'dua'",
    "kalau ikut",
    "karena 1x",
    "di luar jam kerja",
    "teman-teman calon bupati",
    "mengirimkan dimakan",
)


@some
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=25), kinds)
def test_numbers_stay_in_any_sentence(parts: list[str], kind: str) -> None:
    text = " ".join(parts)

    assert sorted(_digits(ask(text, kind), kind)) == sorted(_digits(text, kind))
