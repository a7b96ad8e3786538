"""A follow-up ("kalau saya PPPK?") is read together with the question that it follows."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.answer import Turn
from knowledge.cues import Cues, matches
from knowledge.reading import Reader
from knowledge.text import clean

_SELF_CONTAINED_WORDS = 9
_EARLIER_QUESTIONS = 2


def names_conduct(cues: Cues, text: str) -> bool:
    """Whether a normalised message names something that one does."""
    return any(token in cues.conduct_words for token in text.split())


def leans_on_history(cues: Cues, text: str) -> bool:
    """Whether a normalised message is likely to make sense only after an earlier one.

    It does when it names no conduct, or when it is short and opens like a continuation.
    """
    tokens = text.split()
    opens_like_one = matches([f"^(?:{opener})" for opener in cues.follow_up_openers], text)
    corrects = matches(cues.corrections, text)
    if corrects or (not names_conduct(cues, text) and len(tokens) <= _SELF_CONTAINED_WORDS):
        return True
    return opens_like_one and len(tokens) <= 2 * _SELF_CONTAINED_WORDS


def with_history(question: str, history: Sequence[Turn], cues: Cues, reader: Reader) -> str | None:
    """The question in the words of the conversation, or None when it stands on its own.

    Earlier questions are taken back to the last one that stood on its own, at most two.
    """
    asked = [clean(turn.text) for turn in history if turn.role == "user" and turn.text.strip()]
    if not asked or not leans_on_history(cues, reader.text(question)):
        return None
    context: list[str] = []
    for earlier in reversed(asked[-_EARLIER_QUESTIONS:]):
        context.insert(0, earlier)
        if not leans_on_history(cues, reader.text(earlier)):
            break
    return " ".join([*context, question])
