"""What users read: finished sentences, without the editors' marks and without dead advice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.check.problem import Problem, error, warning
from ingest.check.source import Data, outcomes
from knowledge.dataset import Place

LONGEST_SUMMARY = 700
"""Characters of a summary that a reader on a telephone still takes in."""
_MARKS = re.compile(r"\bTULIS\b|\bCABANG-|\bLEBUR\b|\bTODO\b")
_INSIDE = re.compile(r"\bdosir\b|\brulings?\b|\bbasis pengetahuan ini\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*$")
_CUT_OFF = re.compile(
    r"(?:[,;:(–-]|\b(?:dan|atau|yang|serta|dengan|untuk|oleh|pada|dari|karena|bila))$"
)


@dataclass(frozen=True)
class Shown:
    """One text that users may read."""

    start: Place
    """Where its record, or the branch it belongs to, begins."""
    path: tuple[str, ...]
    """Needles that lead from there to the field."""
    owner: str
    field: str
    text: str


def shown_texts(data: Data) -> Iterator[Shown]:
    """Every text of the data that an answer can show."""
    for regulation in data.regulations:
        for field in ("title", "relevance"):
            yield from _field(regulation.place, regulation.value, regulation.value.id, field)
    for provision in data.provisions:
        for field in ("locator", "text"):
            yield from _field(provision.place, provision.value, provision.value.id, field)
    for family in data.families:
        yield from _field(family.place, family.value, family.value.id, "title")
    for status in data.statuses:
        for field in ("note", "sanctions"):
            yield from _field(status.place, status.value, f"status {status.value.id}", field)
    for ruling in data.rulings:
        for outcome, name in outcomes(ruling.value):
            start = data.outcome_place(ruling, outcome)
            for field in (
                "title",
                "when",
                "summary",
                "conditions",
                "exceptions",
                "sanctions",
                "conflicts",
                "next_steps",
            ):
                yield from _field(start, outcome, name, field)
    for one in data.classes:
        for field in ("when", "answer", "question"):
            yield from _field(one.place, one.value, one.value.id, field)
        for option in one.value.options:
            yield Shown(one.place, ("options:",), one.value.id, "options", option.text)


def _field(start: Place, record: object, owner: str, field: str) -> Iterator[Shown]:
    value = getattr(record, field, None)
    for text in value if isinstance(value, tuple) else (value,):
        if isinstance(text, str):
            yield Shown(start, (f"{field}:",), owner, field, text)


def editor_marks(data: Data) -> Iterator[Problem]:
    """Marks by which editors leave work for later."""
    for shown in shown_texts(data):
        if found := _MARKS.search(shown.text):
            yield error(
                data.place(shown.start, *shown.path, found[0]),
                f"{shown.owner}: {found[0]} is left over in {shown.field}",
                "Finish the text and remove the mark.",
            )


def inside_words(data: Data) -> Iterator[Problem]:
    """Words for the project's own files, which mean nothing to users."""
    for shown in shown_texts(data):
        if found := _INSIDE.search(shown.text):
            yield warning(
                data.place(shown.start, *shown.path, found[0]),
                f"{shown.owner}: {shown.field} speaks of {found[0]!r}",
                "Say it without the project's own words.",
            )


def dead_advice(data: Data) -> Iterator[Problem]:
    """Steps that send users to the KASN, which no longer works."""
    for ruling in data.rulings:
        for step in ruling.value.next_steps:
            if re.search(r"\bKASN\b|Komisi Aparatur Sipil Negara", step, re.IGNORECASE):
                yield error(
                    data.place(ruling.place, "next_steps:", "KASN"),
                    f"ruling {ruling.value.id} names the KASN in next_steps, which no longer works",
                    "Name the PPK, BKN or Bawaslu instead.",
                )


def unfinished_texts(data: Data) -> Iterator[Problem]:
    """Summaries and conditions that break off."""
    for shown in shown_texts(data):
        sentence = shown.field in ("summary", "answer")
        cut = sentence and not _SENTENCE_END.search(shown.text)
        if cut or (shown.field == "conditions" and _CUT_OFF.search(shown.text)):
            yield warning(
                data.place(shown.start, *shown.path, shown.text[:30]),
                f"{shown.owner}: {shown.field} breaks off at {shown.text[-30:]!r}",
                "Finish the sentence.",
            )


def long_summaries(data: Data) -> Iterator[Problem]:
    """Summaries too long for a message."""
    for shown in shown_texts(data):
        if shown.field in ("summary", "answer") and len(shown.text) > LONGEST_SUMMARY:
            yield warning(
                data.place(shown.start, *shown.path),
                f"{shown.owner}: {shown.field} has {len(shown.text)} characters",
                f"Shorten it to {LONGEST_SUMMARY}.",
            )
