"""The composer's own sentences, read from ``bot/data/answers.yaml`` against a schema."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict, field_validator

from bot.texts import load_texts
from knowledge.model import FACT_VALUES, Strength, Verdict


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Message(_Words):
    """A short answer of its own: headline, text, and what to do next."""

    headline: str
    text: str
    next_steps: tuple[str, ...] = ()


class ClarifyWords(Message):
    """The answer that asks back."""

    question: str


class Note(_Words):
    """A sentence added to an answer."""

    note: str


class LookupWords(_Words):
    """Sentences of the direct look-up of an article."""

    found: str
    headline_repealed: str
    headline_changed: str
    headline_uncertain: str
    headline_beyond: str
    text_beyond: str
    headline_missing: str
    text_missing: str
    headline_unknown: str
    text_unknown: str
    headline_not_yet: str
    headline_deleted: str
    headline_later: str
    digest: str
    official: str
    mixed: str
    digest_mark: str
    on_day: str
    cut: str
    ask_regulation: str
    headline_ask: str


class FollowUpWords(_Words):
    """Questions suggested after an answer."""

    sanctions: str
    pppk: str
    late: str
    basis: str


class CitationWords(_Words):
    """Marks behind the text of a provision."""

    unconfirmed: str
    other_text: str


class DatedWords(_Words):
    """Sentences of an answer as of a day on which the law was another."""

    opening: str
    not_yet: str
    no_longer: str
    not_in_it: str
    instead: str
    unsure: str
    reworded: str
    sanction: str
    headline: str
    text: str
    text_none: str


class AssumedWords(_Words):
    """The sentence on an assumed status, and the statuses by name and as one tells to have them."""

    note: str
    statuses: dict[str, str]
    says: dict[str, str]

    @field_validator("statuses", "says")
    @classmethod
    def _complete(cls, value: dict[str, str]) -> dict[str, str]:
        if missing := sorted(set(FACT_VALUES["status"]) - set(value)):
            raise ValueError(f"lacks {', '.join(missing)}")
        return value


class PartsWords(_Words):
    """The headline over several answers."""

    headline: str


class Wording(_Words):
    """The contents of ``answers.yaml``."""

    badges: dict[Verdict, str]
    strengths: dict[Strength, str]
    not_found: ClarifyWords
    clarify: ClarifyWords
    too_long: Message
    empty: Message
    unknown_rule: Note
    repealed_rule: Note
    successor: str
    instead: str
    citation: CitationWords
    review: Note
    dated: DatedWords
    bad_day: Message
    lookup: LookupWords
    parts: PartsWords
    assumed: AssumedWords
    follow_ups: FollowUpWords


@cache
def load_wording() -> Wording:
    """The sentences.

    Raises:
        DataError: the file is missing or breaks the schema.
    """
    return load_texts("answers.yaml", Wording)
