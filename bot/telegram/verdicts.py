"""A verdict before a summary that gives it once more in its own words: it is said once."""

from __future__ import annotations

import re

from bot.telegram.messages import Messages
from bot.telegram.render import verdict_words
from knowledge.model import Verdict


def without_verdict(verdict: Verdict, summary: str, messages: Messages) -> str:
    """A summary without a first sentence that says nothing but its verdict."""
    ways = (verdict_words(verdict, messages), *messages.same_verdicts.get(verdict, ()))
    alone = re.match(rf"(?:{'|'.join(map(re.escape, ways))})[.!]\s+", summary, re.IGNORECASE)
    return summary[alone.end() :] if alone else summary


def headed(verdict: Verdict, summary: str, messages: Messages) -> str:
    """A summary behind its verdict in one line: ``⛔ DILARANG. Tanda suka ...``, ``⛔ DILARANG, juga bila ...``."""
    mark, rest = messages.verdicts[verdict], without_verdict(verdict, summary, messages)
    again = re.match(rf"{re.escape(verdict_words(verdict, messages))}\b", rest, re.IGNORECASE)
    return mark + rest[again.end() :] if again else f"{mark}. {rest}"
