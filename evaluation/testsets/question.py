"""One question of a test set, with what a right answer to it has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from bot.answering.answer import Turn
from knowledge.model import Frozen, Slug, Text, Verdict

HELD_BACK = "uji"
"""The split whose questions developers do not read: it yields figures only."""

_REFERENCE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*( pasal \d+[a-z]?| lampiran)?")


def _readable(reference: str) -> str:
    if not _REFERENCE.fullmatch(reference):
        raise ValueError(
            f"{reference!r} is no reference such as 'pp-94-2021 pasal 5', "
            "'skb-netralitas-2022 lampiran' or 'se-menpanrb-18-2023'"
        )
    return reference


Reference = Annotated[str, AfterValidator(_readable)]
"""An article, an annex or a whole regulation, as test sets write it: ``pp-94-2021 pasal 5``."""
ProvisionId = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(:[a-z0-9]+(-[a-z0-9]+)*)+$")
]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]+$")]


class Question(Frozen):
    """One line of a test set."""

    id: Id
    question: Text
    style: Text
    history: tuple[Turn, ...] = ()
    category: Text
    expected_verdict: Verdict
    acceptable_verdicts: tuple[Verdict, ...] = ()
    gold_citations: tuple[Annotated[tuple[Reference, ...], Field(min_length=1)], ...] = ()
    """Groups of alternatives; a right answer cites one of each group. Empty: none is expected."""
    gold_provisions: tuple[Annotated[tuple[ProvisionId, ...], Field(min_length=1)], ...] = ()
    """The same at the finest level: groups of provisions. Empty: not labelled so finely."""
    rulings: tuple[Slug, ...] = ()
    """Rulings or classes that a right answer may rest on. Empty: not labelled."""
    must_mention: tuple[Annotated[tuple[Text, ...], Field(min_length=1)], ...] = ()
    """Points, each as alternative key words of which one must appear."""
    must_not: tuple[Text, ...] = ()
    """Claims that would be wrong; they need a reader's judgement and are not measured."""
    must_not_say: tuple[Text, ...] = ()
    """Words that show that the bot was led astray; none may appear in the answer."""
    tags: tuple[Text, ...] = ()
    rationale: str = ""
    source: str = ""
    split: Literal["kembang", "uji"] | None = None

    @property
    def accepted(self) -> frozenset[Verdict]:
        """The expected verdict and the others that a reasonable expert would accept."""
        return frozenset((self.expected_verdict, *self.acceptable_verdicts))

    @property
    def held_back(self) -> bool:
        """Whether no developer may read it."""
        return self.split == HELD_BACK


@dataclass(frozen=True)
class QuestionSet:
    """A named test set."""

    name: str
    questions: tuple[Question, ...]
