"""The texts of ``bot/data/review.yaml``: the review queue in the chat, and the forms on its items."""

from __future__ import annotations

from functools import cache
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from bot.telegram.admin.review_draft import Form
from bot.telegram.admin.review_queue import Kind
from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text

_Toast = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class ListTexts(CheckedTexts):
    """The list of items."""

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "counts": frozenset({"counts"}),
        "item": frozenset({"count"}),
        "filter": frozenset({"kind", "count"}),
    }

    title: Text
    reading: Text
    counts: Text
    item: Text
    choose: Text
    empty: Text
    empty_kind: Text
    all: Text
    filter: Text
    again: Text
    unreadable: Text


class ItemTexts(CheckedTexts):
    """One item."""

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "more": frozenset({"count"}),
        "answered": frozenset({"verdict"}),
        "answered_by": frozenset({"verdict", "ruling"}),
        "votes": frozenset({"wrong", "unclear"}),
    }

    reading: Text
    questions: Text
    more: Text
    answered: Text
    answered_by: Text
    reasons: dict[str, Text]
    votes: Text
    comments: Text
    comment_on: Text
    changed: Text
    rulings: Text
    provisions: Text
    confirm: Text
    example: Text
    draft: Text
    outside: Text
    dismiss: dict[Kind, Text]
    resume: Text
    back: Text
    again: Text
    only_looking: Text
    gone: Text
    failed: Text
    ask_dismiss: dict[Kind, Text]
    yes_dismiss: Text
    keep: Text
    dismissing: Text
    dismissed: Text
    only_editors: _Toast


class StepTexts(CheckedTexts):
    """One step of a form."""

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "ask": frozenset({"least", "most"}),
    }

    label: Text
    """What it fills in, as it stands in what was filled in so far and on the button that leads back to it."""
    ask: Text


class FormTexts(CheckedTexts):
    """The forms."""

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "paused": frozenset({"days"}),
        "place": frozenset({"title", "number", "count"}),
        "change": frozenset({"label"}),
        "too_short": frozenset({"least", "length"}),
        "too_long": frozenset({"most", "length"}),
        "too_many": frozenset({"most"}),
        "options": frozenset({"label", "when"}),
        "listed": frozenset({"count"}),
        "repealed": frozenset({"label"}),
        "several": frozenset({"count"}),
        "staged": frozenset({"name"}),
        "example_preview": frozenset({"question", "title", "verdict"}),
        "outside_preview": frozenset({"question", "title"}),
        "few_examples": frozenset({"least", "count"}),
        "examples_preview": frozenset({"count"}),
    }

    titles: dict[Form, Text]
    place: Text
    steps: dict[str, StepTexts]
    awaits: Text
    awaits_nothing: Text
    filled: Text
    listed: Text
    nearest: Text
    found: Text
    nothing_found: Text
    options: Text
    reword: Text
    too_short: Text
    too_long: Text
    too_many: Text
    personal: Text
    twice: Text
    few_examples: Text
    unknown_reference: Text
    no_article: Text
    repealed: Text
    several: Text
    needed: Text
    read: Text
    read_back: Text
    next: Text
    skip: Text
    back: Text
    cancel: Text
    pause: Text
    resume: Text
    submit: Text
    change: Text
    change_intro: Text
    preview: Text
    example_preview: Text
    outside_preview: Text
    examples_preview: Text
    sending: Text
    staged: Text
    after: Text
    refused: Text
    refused_words: Text
    unknown_refusal: Text
    refusals: dict[str, Text]
    """Why asn-ingest takes no such change, by words of its own message."""
    paused: Text
    ask_leave: Text
    yes_leave: Text
    stay: Text
    left: Text
    written: Text
    over: _Toast
    gone: _Toast


class ReviewTexts(CheckedTexts):
    """All of it."""

    kinds: dict[Kind, Text]
    list: ListTexts
    item: ItemTexts
    form: FormTexts


@cache
def review_texts() -> ReviewTexts:
    """The texts of ``bot/data/review.yaml``.

    Raises:
        DataError: the file is unreadable or breaks the schema.
    """
    return load_texts("review.yaml", ReviewTexts)
