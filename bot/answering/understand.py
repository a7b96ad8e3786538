"""From a message to what it asks: clean words, facts, kind of question, references to law."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answering.answer import Turn
from bot.answering.followup import with_history
from knowledge.classifier.features import Seen
from knowledge.cues import read_facts, read_kind, strip_wrapping
from knowledge.edition import Edition
from knowledge.locator import Reference, find_references
from knowledge.model import Facts, QuestionKind
from knowledge.text import clean


@dataclass(frozen=True)
class Understood:
    """One question, ready to be decided."""

    question: str
    seen: Seen
    facts: Facts
    kind: QuestionKind
    references: tuple[Reference, ...]
    follows: bool = False
    """Whether it was read together with an earlier question."""


def understand(edition: Edition, question: str, history: Sequence[Turn] = ()) -> Understood:
    """Read a question in the light of its conversation.

    Facts that the question itself states win over those of the earlier questions, and so does its kind.
    """
    own = _read(edition, question)
    combined = with_history(question, history, edition.knowledge.cues, edition.reader)
    if combined is None:
        return own
    whole = _read(edition, combined)
    kind = own.kind if own.kind is not QuestionKind.BOLEH_TIDAK else whole.kind
    return replace(
        whole,
        question=question,
        facts={**whole.facts, **own.facts},
        kind=kind,
        references=own.references or whole.references,
        follows=True,
    )


def _read(edition: Edition, question: str) -> Understood:
    cues = edition.knowledge.cues
    tidy = clean(question)
    unwrapped = strip_wrapping(cues, edition.reader.text(tidy))
    seen = edition.reader.see(unwrapped if len(unwrapped.split()) >= 2 else tidy)
    return Understood(
        tidy,
        seen,
        read_facts(cues, seen.text),
        read_kind(cues, seen.text),
        tuple(find_references(_plain(tidy), cues.regulation_aliases)),
    )


def _plain(text: str) -> str:
    """Lower case with the usual abbreviations of "pasal", "ayat" and "tahun" written out."""
    plain = text.lower()
    for pattern, word in _ABBREVIATED:
        plain = pattern.sub(word, plain)
    return plain


_ABBREVIATED = tuple(
    (re.compile(rf"\b{short}\b\.?"), word)
    for short, word in (
        ("(?:psl|pasl|psal|ps)", "pasal"),
        ("(?:ayt|ay)", "ayat"),
        ("(?:hrf|hruf)", "huruf"),
        ("(?:thn|th)", "tahun"),
        ("(?:nmr|no)", "nomor"),
    )
)
