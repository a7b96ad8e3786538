"""From a message to what it asks: clean words, facts, kind of question, references to law."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.answering.answer import Turn
from bot.answering.conversation import asker_of, in_conversation
from bot.answering.restate import without_denied
from knowledge.classifier.features import Seen
from knowledge.cues import read_facts, read_kind, strip_wrapping
from knowledge.edition import Edition
from knowledge.locator import Reference, find_references
from knowledge.model import Facts, QuestionKind
from knowledge.text import clean

_FEWEST_WORDS = 2


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
    assumed: Facts = field(default_factory=dict)
    """Those of the facts that are taken for granted, since nobody said anything to the contrary."""
    turned: bool = False
    """Whether the assumed facts changed the decision."""

    @property
    def stated(self) -> Facts:
        """The facts without those that are only assumed."""
        return {name: value for name, value in self.facts.items() if name not in self.assumed}


def understand(edition: Edition, question: str, history: Sequence[Turn] = ()) -> Understood:
    """Read a question in the light of its conversation.

    Facts that the question itself states win over those of the earlier questions, and so does its
    kind. Who asks is remembered throughout the conversation.
    """
    cues, reader = edition.knowledge.cues, edition.reader
    tidy = clean(question)
    own = without_denied(cues, _words(edition, tidy))
    earlier = [reader.text(turn.text) for turn in history if turn.role == "user"]
    asker = asker_of(cues, earlier)
    combined = in_conversation(edition, tidy, history)
    whole = own if combined is None else combined.words
    own_kind = read_kind(cues, own)
    return Understood(
        question=tidy,
        seen=reader.see_normalised(whole),
        facts={
            **({"status": asker} if asker else {}),
            **read_facts(cues, whole),
            **read_facts(cues, own),
        },
        kind=own_kind if own_kind is not QuestionKind.BOLEH_TIDAK else read_kind(cues, whole),
        references=_references(edition, tidy)
        or _references(edition, combined.typed if combined else tidy),
        follows=combined is not None,
    )


def facts_told(edition: Edition, question: str) -> Facts:
    """The facts that a question states by itself."""
    cues = edition.knowledge.cues
    return read_facts(cues, without_denied(cues, _words(edition, clean(question))))


def with_words(edition: Edition, understood: Understood, statement: str) -> tuple[Understood, ...]:
    """The question read as if its asker had said a sentence more: before it, and after it."""
    said, asked = edition.reader.text(statement), understood.seen.text
    return tuple(
        replace(understood, seen=edition.reader.see_normalised(text))
        for text in (f"{said} {asked}", f"{asked} {said}")
    )


def _words(edition: Edition, text: str) -> str:
    """The normalised question without its wrapping, or with it when nothing else is left."""
    normalised = edition.reader.text(text)
    unwrapped = strip_wrapping(edition.knowledge.cues, normalised)
    return unwrapped if len(unwrapped.split()) >= _FEWEST_WORDS else normalised


def _references(edition: Edition, text: str) -> tuple[Reference, ...]:
    return tuple(find_references(_plain(text), edition.knowledge.cues.regulation_aliases))


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
