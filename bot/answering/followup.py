"""A follow-up ("kalau saya PPPK?") is read together with the question that it follows."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.answer import Turn
from knowledge.cues import Cues, matches, read_facts, strip_wrapping
from knowledge.reading import Reader
from knowledge.text import clean

_SELF_CONTAINED_WORDS = 9
_BARE_CIRCUMSTANCE_WORDS = 5
_EARLIER_QUESTIONS = 2
_SUBJECT = "objek"
"""The fact that names whom a question is about, not under which circumstances."""


def names_conduct(cues: Cues, text: str) -> bool:
    """Whether a normalised message names something that one does."""
    return any(token in cues.conduct_words for token in text.split())


def leans_on_history(cues: Cues, text: str) -> bool:
    """Whether a normalised message is likely to make sense only after an earlier one.

    It does when it corrects one, when it opens like a continuation and is no long story, or when it does
    nothing but state a circumstance ("pppk?"). A message that merely names no conduct is a new subject.
    """
    tokens = text.split()
    if matches(cues.corrections, text):
        return True
    if matches([f"^(?:{opener})" for opener in cues.follow_up_openers], text):
        return len(tokens) <= 2 * _SELF_CONTAINED_WORDS
    circumstances = set(read_facts(cues, text)) - {_SUBJECT}
    return (
        bool(circumstances)
        and not names_conduct(cues, text)
        and len(tokens) <= _BARE_CIRCUMSTANCE_WORDS
    )


def with_history(question: str, history: Sequence[Turn], cues: Cues, reader: Reader) -> str | None:
    """The question in the words of the conversation, or None when it stands on its own.

    Earlier questions are taken back to the last one that stood on its own, at most two. Courtesy
    around the question ("Permisi, kalau PPPK?") neither hides that it follows nor comes along.
    """
    asked = [clean(turn.text) for turn in history if turn.role == "user" and turn.text.strip()]
    words = reader.text(question)
    bare = strip_wrapping(cues, words)
    if not asked or not leans_on_history(cues, bare):
        return None
    context: list[str] = []
    for earlier in reversed(asked[-_EARLIER_QUESTIONS:]):
        context.insert(0, earlier)
        if not leans_on_history(cues, reader.text(earlier)):
            break
    return " ".join([*context, question if bare == words else bare])
