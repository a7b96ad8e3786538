"""What of a text is said first: whole paragraphs, whole sentences, and never without its warnings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.answering.sentences import sentences
from bot.answering.wording import load_wording

EXPLANATION = 900
"""Characters up to which an explanation is shown whole."""
PARAGRAPHS = 2
"""How many paragraphs of a longer one are shown."""
PARAGRAPH = 600
"""Characters up to which such a paragraph is shown whole."""
SANCTION = 280
"""Characters up to which the first sanction is shown whole."""


@dataclass(frozen=True)
class Shortened:
    """What is left of a text."""

    text: str
    complete: bool
    """Whether nothing was left out."""


def explanation(text: str) -> Shortened:
    """The beginning of an explanation, its paragraphs parted by blank lines.

    Of what was left out, warnings stay: that a rule was repealed or is unknown, that the law of the day was another.
    That the ruling awaits review is left to a mark of its own.
    """
    awaits_review = load_wording().review.note
    told = [one.strip() for one in text.split("\n\n") if one.strip()]
    told = [one for one in told if one != awaits_review]
    if sum(len(one) for one in told) <= EXPLANATION:
        return Shortened("\n\n".join(told), complete=True)
    kept = []
    room, complete = PARAGRAPHS, True
    for one in told:
        if _warnings().match(one):
            kept.append(one)
        elif room:
            room -= 1
            short = whole_sentences(one, PARAGRAPH)
            kept.append(short.text)
            complete &= short.complete
        else:
            complete = False
    return Shortened("\n\n".join(kept), complete)


def first_of(entries: Sequence[str]) -> Shortened:
    """The first of some sanctions; the others and the end of a long one are left out."""
    short = whole_sentences(entries[0], SANCTION)
    return Shortened(short.text, short.complete and len(entries) == 1)


def whole_sentences(text: str, limit: int) -> Shortened:
    """As many whole sentences as fit into ``limit`` characters, at least one."""
    if len(text) <= limit:
        return Shortened(text, complete=True)
    first, *others = sentences(text) or (text,)
    kept = [first]
    length = len(first)
    for one in others:
        length += 1 + len(one)
        if length > limit:
            break
        kept.append(one)
    return Shortened(" ".join(kept), complete=len(kept) == 1 + len(others))


@cache
def _warnings() -> re.Pattern[str]:
    """What the composer's warnings begin with, and what it says of whom it assumed to ask."""
    words = load_wording()
    templates = (
        words.unknown_rule.note,
        words.repealed_rule.note,
        words.lookup.headline_beyond,
        words.dated.opening,
        words.assumed.note,
    )
    return re.compile("|".join(re.sub(r"\\{\w+\\}", ".+", re.escape(one)) for one in templates))
