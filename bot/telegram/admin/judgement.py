"""What the gate of a publish found, as ``asn-ingest publish --json`` tells it: in short, and whole as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

from bot.answering.library import Library
from bot.telegram.admin.naming import provision_names
from bot.telegram.blocks import Block, Span, heading, item, paragraph
from bot.telegram.messages import Messages, thousands
from bot.telegram.render import verdict_words
from bot.telegram.sending import Document
from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text, Verdict

Json = Mapping[str, Any]
_SHOWN = ("verdict_accuracy", "citation_hit", "unsafe")
"""The figures that admins see of each set."""
_NUMBERS = frozenset({"unsafe"})
"""Figures that are numbers of answers; the others are shares."""
_LIMIT = frozenset({"set", "figure", "value", "limit"})


class JudgementTexts(CheckedTexts):
    """The contents of ``judgement.yaml``."""

    title: Text
    title_compared: Text
    set: Text
    figures: dict[str, Text]
    changed: Text
    not_measurable: Text
    incomparable: Text
    flips: Text
    no_flips: Text
    missed: Text
    at_least: Text
    at_most: Text
    kept: Text
    file_name: Text
    file_flips: Text
    flip: Text
    flip_same: Text
    flip_unsafe: Text
    flip_question: Text
    flip_gone: Text
    flip_new: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "set": frozenset({"set", "figures"}),
        "changed": frozenset({"before", "after"}),
        "flips": frozenset({"count", "unsafe"}),
        "at_least": _LIMIT,
        "at_most": _LIMIT,
        "file_flips": frozenset({"count"}),
        "flip": frozenset({"set", "id", "before", "after", "expected"}),
        "flip_same": frozenset({"set", "id", "after", "expected"}),
        "flip_question": frozenset({"question"}),
        "flip_gone": frozenset({"provisions"}),
        "flip_new": frozenset({"provisions"}),
    }


@cache
def judgement_texts() -> JudgementTexts:
    """The texts of ``bot/data/judgement.yaml``.

    Raises:
        DataError: the file is unreadable or breaks the schema.
    """
    return load_texts("judgement.yaml", JudgementTexts)


def judgement_blocks(judgement: Json) -> list[Block]:
    """Figures before and after, the thresholds missed, and how many answers change."""
    texts = judgement_texts()
    before: Json = judgement.get("before") or {}
    blocks = [heading(texts.title_compared if before else texts.title)]
    for name, figures in judgement["figures"].items():
        told = ", ".join(_told(f, figures, before.get(name, {})) for f in _SHOWN if f in figures)
        blocks.append(item("•", Span(texts.set.format(set=name, figures=told))))
    if judgement.get("incomparable"):
        blocks.append(paragraph(texts.incomparable))
    if misses := judgement.get("misses"):
        blocks.append(heading(texts.missed))
        blocks += [item("•", Span(_miss(miss))) for miss in misses]
    else:
        blocks.append(paragraph(texts.kept))
    if before:
        blocks.append(paragraph(_flips(judgement.get("flips") or ())))
    return blocks


def _told(figure: str, now: Json, before: Json) -> str:
    texts = judgement_texts()
    name, value = texts.figures.get(figure, figure), _value(figure, now[figure])
    if figure not in before:
        return f"{name} {value}"
    was = _value(figure, before[figure])
    return f"{name} {texts.changed.format(before=was, after=value) if was != value else value}"


def _value(figure: str, value: float | None) -> str:
    """``96,4 %``; a number of answers as it is."""
    if value is None:
        return judgement_texts().not_measurable
    if figure in _NUMBERS:
        return thousands(round(value))
    return f"{100 * value:.1f}".replace(".", ",") + "%"


def _miss(miss: Json) -> str:
    texts, figure = judgement_texts(), str(miss["figure"])
    text = texts.at_least if miss["at_least"] else texts.at_most
    return text.format(
        set=miss["set"],
        figure=texts.figures.get(figure, figure),
        value=_value(figure, miss["value"]),
        limit=_value(figure, miss["limit"]),
    )


def _flips(flips: Sequence[Json]) -> str:
    if not flips:
        return judgement_texts().no_flips
    unsafe = sum(bool(flip["unsafe"]) for flip in flips)
    return judgement_texts().flips.format(count=thousands(len(flips)), unsafe=thousands(unsafe))


def judgement_file(judgement: Json, library: Library, messages: Messages) -> Document:
    """All that was found as a text file: figures, thresholds missed, every answer that changes."""
    texts = judgement_texts()
    parts = ["\n".join(block.text for block in judgement_blocks(judgement))]
    if flips := judgement.get("flips"):
        parts.append(texts.file_flips.format(count=thousands(len(flips))))
        parts += [_flip(flip, library, messages) for flip in flips]
    return Document(texts.file_name, ("\n\n".join(parts) + "\n").encode())


def _flip(flip: Json, library: Library, messages: Messages) -> str:
    texts = judgement_texts()
    verdicts = {
        key: verdict_words(Verdict(flip[key]), messages) for key in ("before", "after", "expected")
    }
    text = texts.flip if flip["before"] != flip["after"] else texts.flip_same
    lines = [text.format(set=flip["set"], id=flip["id"], **verdicts)]
    if flip["unsafe"]:
        lines.append(texts.flip_unsafe)
    if flip.get("question"):
        lines.append(texts.flip_question.format(question=flip["question"]))
    was, now = set(flip["cited_before"]), set(flip["cited_after"])
    for text, cited in ((texts.flip_gone, was - now), (texts.flip_new, now - was)):
        if cited:
            names = provision_names(library, sorted(_identity(one) for one in cited))
            lines.append(text.format(provisions=names))
    return "\n  ".join(lines)


def _identity(cited: str) -> str:
    """``pp-94-2021 pasal 5``, as articles are told, as the id of a provision."""
    regulation, _, unit = cited.partition(" ")
    return ":".join(part for part in (regulation, unit.replace(" ", "-")) if part)
