"""A follow-up ("kalau saya PPPK?", "bukan, saya PPPK") is read together with what it follows.

The conversation is told over again as one question: a correction takes the place of what it corrects,
a circumstance the place of another of its sort, and anything else is added.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answering.answer import Turn
from bot.answering.restate import restated, segments_of, statement_of
from knowledge.cues import Cues, matches, read_facts, strip_wrapping
from knowledge.reading import Reader
from knowledge.text import clean

_SELF_CONTAINED_WORDS = 9
_FRAGMENT_WORDS = 8
_BARE_CIRCUMSTANCE_WORDS = 5
_EARLIER_QUESTIONS = 6
"""Questions that a conversation is read back over, at most."""
_MOST_WORDS = 60
"""Words of a question that was told over again; beyond, its oldest part is dropped."""
_SUBJECT = "objek"
"""The fact that names whom a question is about, not under which circumstances."""
_BARE_WORDS = 3
"""Words up to which even a message about elections may be a mere addition ("mewakili bupati")."""
_SHORT_OPENING = re.compile(r"^(?:jadi|dan|atau|itu|masa)\b")
"""Openers that also begin a question of its own ("jadi PPS boleh?"), when it names its subject."""
Alone = Callable[[str], bool]
"""Whether a short normalised message makes sense without the conversation."""


@dataclass(frozen=True)
class Joined:
    """A question and what it follows, as one."""

    words: str
    """Normalised: what was told, with the follow-up worked into it."""
    typed: str
    """As it was typed, one question after the other."""
    turned: str = ""
    """Normalised: the follow-up first, then the story that was told, without what was asked about it."""
    story: str = ""
    """Normalised: what was told, without what was asked about it; `turned` of the next follow-up ends with it."""
    adds: bool = False
    """Whether the follow-up says more than what takes the place of something told."""


def names_conduct(cues: Cues, text: str) -> bool:
    """Whether a normalised message names something that one does."""
    return any(token in cues.conduct_words for token in text.split())


def is_courtesy(cues: Cues, text: str) -> bool:
    """Whether a normalised message only thanks, greets or acknowledges."""
    return all(token in cues.courtesies for token in text.split())


def leans_on_history(cues: Cues, text: str, alone: Alone = lambda _: True) -> bool:
    """Whether a normalised message is likely to make sense only after an earlier one.

    It does when it corrects one, when it opens like a continuation and is no long story, or when it does
    nothing but state a circumstance ("pppk?"). A short message that names nothing of elections or
    offices leans, too, unless ``alone`` says that it makes sense by itself.
    """
    tokens = text.split()
    if not tokens or is_courtesy(cues, text):
        return False
    anchored = matches(cues.anchors, text)
    if matches(cues.corrections, text) and len(tokens) <= 2 * _SELF_CONTAINED_WORDS:
        return True
    if matches([f"^(?:{opener})" for opener in cues.follow_up_openers], text):
        if anchored and _SHORT_OPENING.match(text):
            return False
        return len(tokens) <= 2 * _SELF_CONTAINED_WORDS
    if anchored:
        return len(tokens) <= _BARE_WORDS and not names_conduct(cues, text) and not alone(text)
    circumstances = set(read_facts(cues, text)) - {_SUBJECT}
    if circumstances and not names_conduct(cues, text) and len(tokens) <= _BARE_CIRCUMSTANCE_WORDS:
        return True
    return bool(cues.anchors) and len(tokens) <= _FRAGMENT_WORDS and not alone(text)


def with_history(
    question: str,
    history: Sequence[Turn],
    cues: Cues,
    reader: Reader,
    alone: Alone = lambda _: True,
) -> Joined | None:
    """The question in the words of the conversation, or None when it stands on its own.

    Courtesy around the question ("Permisi, kalau PPPK?") neither hides that it follows nor comes along.
    """
    asked = [clean(turn.text) for turn in history if turn.role == "user" and turn.text.strip()]
    bare = strip_wrapping(cues, reader.text(question))
    if not asked or not leans_on_history(cues, bare, alone):
        return None
    told: Joined | None = None
    for earlier in asked[-_EARLIER_QUESTIONS:]:
        words = strip_wrapping(cues, reader.text(earlier))
        if not words or is_courtesy(cues, words):
            continue  # thanks in between change nothing
        if told is None or not leans_on_history(cues, words, alone):
            told = Joined(words, earlier, story=_story(cues, reader, earlier))
        else:
            told = _joined(cues, reader, told, earlier)
    return _joined(cues, reader, told, question) if told is not None else None


def _story(cues: Cues, reader: Reader, typed: str) -> str:
    return statement_of([strip_wrapping(cues, reader.text(one)) for one in segments_of(typed)])


def _joined(cues: Cues, reader: Reader, told: Joined, typed: str) -> Joined:
    """What was told, with a follow-up worked into it."""
    said = [
        one for one in (strip_wrapping(cues, reader.text(s)) for s in segments_of(typed)) if one
    ]
    words = restated(cues, told.words, said)
    story = restated(cues, told.story, said, adding=False)
    adds = words != restated(cues, told.words, said, adding=False)
    correcting = any(matches(cues.corrections, one) for one in said)
    return Joined(
        words=_latest(words),
        typed=f"{told.typed} {typed}",
        turned=" ".join((*said, story)),
        story=_latest(restated(cues, told.story, said)),
        adds=adds and not correcting,
    )


def _latest(words: str) -> str:
    return " ".join(words.split()[-_MOST_WORDS:])
