"""Perturbations: a test set asked again as people type it, with the meaning and the answer the same.

Each kind disturbs one thing. Quotations, numbers, references to law and short names (PNS, PPPK) are
kept, no negation comes or goes, and what a question states as a fact stays stated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from evaluation.errors import EvaluationError
from evaluation.robustness.letters import huruf, typo, vokal
from evaluation.robustness.order import urutan
from evaluation.robustness.wording import basa_basi, emoji, partikel, singkatan, slang
from evaluation.robustness.wordlists import Wordlists, wordlists
from evaluation.testsets.question import Question, QuestionSet

Perturbation = Callable[[str, Random, Wordlists], str]


def gabungan(text: str, random: Random, lists: Wordlists) -> str:
    """The mild kinds at once: abbreviations, particles, emoji, capitals or marks, courtesy."""
    for mild in (singkatan, partikel, huruf, emoji, basa_basi):
        text = mild(text, random, lists)
    return text


_KINDS: Mapping[str, Perturbation] = {
    "typo": typo,
    "vokal": vokal,
    "singkatan": singkatan,
    "slang": slang,
    "urutan": urutan,
    "basa-basi": basa_basi,
    "partikel": partikel,
    "emoji": emoji,
    "huruf": huruf,
    "gabungan": gabungan,
}
KINDS: tuple[str, ...] = tuple(_KINDS)
"""The names of the perturbations, in the order in which reports list them."""


def require_kind(kind: str) -> None:
    """Refuse a perturbation that there is not.

    Raises:
        EvaluationError: names those there are.
    """
    if kind not in _KINDS:
        raise EvaluationError(f"There is no perturbation {kind!r}. Use one of: {', '.join(KINDS)}.")


def perturbed(testset: QuestionSet, kind: str) -> QuestionSet:
    """The set with every question perturbed; named ``X+kind``, ids and labels unchanged.

    What is drawn by chance depends on a question's id and the kind alone, so a question is perturbed in
    the same way in every set and on every machine. The earlier turns of a conversation stay as they
    are: the answers in them were given to that wording.

    Raises:
        EvaluationError: there is no such kind.
    """
    require_kind(kind)
    change, lists = _KINDS[kind], wordlists()

    def asked(question: Question) -> Question:
        random = Random(f"{kind}:{question.id}")  # noqa: S311 - repeatable, not secret
        text = change(question.question, random, lists)
        return question.model_copy(update={"question": text})

    return QuestionSet(f"{testset.name}+{kind}", tuple(map(asked, testset.questions)))
