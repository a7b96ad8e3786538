"""What a publish would change, as ``asn-ingest diff --json`` tells it: in short for the chat, whole as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

from bot.answering.library import Library
from bot.telegram.admin.naming import (
    provision_name,
    provision_names,
    regulation_name,
    regulations_named,
)
from bot.telegram.blocks import Block, Span, cut_short, heading, item, paragraph
from bot.telegram.messages import Messages, thousands
from bot.telegram.render import verdict_words
from bot.telegram.sending import Document
from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text, Verdict

Json = Mapping[str, Any]
_FIRST = 5
"""Entries of a list that are shown in the chat; the file has all."""
_TITLE = 120
"""Characters shown of a title in the chat."""
_CHANGES = ("added", "changed", "removed", "unconfirmed", "standings", "edited", "examples")
"""The parts of a difference that make it one; the others say what they touch."""


class DifferenceTexts(CheckedTexts):
    """The contents of ``difference.yaml``."""

    title: Text
    nothing: Text
    added: Text
    changed: Text
    removed: Text
    unconfirmed: Text
    standings: Text
    standing: Text
    rulings: Text
    edited: Text
    new_rulings: Text
    lost_rulings: Text
    examples_added: Text
    examples_removed: Text
    questions: Text
    findings: Text
    more: Text
    standing_words: dict[str, str]
    file_name: Text
    file_title: Text
    file_legend: Text
    file_added: Text
    file_changed: Text
    file_removed: Text
    file_unconfirmed: Text
    file_standings: Text
    file_rulings: Text
    file_edited: Text
    file_new_rulings: Text
    file_lost_rulings: Text
    file_examples: Text
    file_questions: Text
    file_findings: Text
    became_official: Text
    rests_on: Text
    ruling: Text
    ruling_basis: Text
    example_added: Text
    example_removed: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        **dict.fromkeys(
            (
                *("added", "changed", "removed", "unconfirmed", "rulings", "edited", "questions"),
                *("examples_added", "examples_removed", "more", "file_added", "file_changed"),
                *("file_removed", "file_unconfirmed", "file_standings", "file_rulings"),
                *("file_edited", "file_new_rulings", "file_lost_rulings", "file_examples"),
                *("file_questions", "file_findings"),
            ),
            frozenset({"count"}),
        ),
        "standing": frozenset({"regulation", "before", "after"}),
        "file_title": frozenset({"edition"}),
        "became_official": frozenset({"provision"}),
        "rests_on": frozenset({"title", "provisions"}),
        "ruling": frozenset({"title", "id"}),
        "ruling_basis": frozenset({"title", "id", "provisions"}),
        "example_added": frozenset({"question", "ruling", "verdict"}),
        "example_removed": frozenset({"question", "ruling", "verdict"}),
    }


@cache
def difference_texts() -> DifferenceTexts:
    """The texts of ``bot/data/difference.yaml``.

    Raises:
        DataError: the file is unreadable or breaks the schema.
    """
    return load_texts("difference.yaml", DifferenceTexts)


def changes_anything(found: Json) -> bool:
    """Whether a publish would change what users get."""
    return any(found.get(part) for part in _CHANGES)


def difference_blocks(found: Json, library: Library) -> list[Block]:
    """A difference in short: numbers, standings, and the first of the rulings that it touches."""
    texts = difference_texts()
    blocks = [heading(texts.title)]
    if not changes_anything(found):
        return [*blocks, paragraph(texts.nothing), *_findings(found)]
    examples = Counter(one["change"] for one in found.get("examples") or ())
    counts = {
        **{name: len(found.get(name) or ()) for name in _CHANGES[:4]},
        "edited": len(_edited(found)),
        "examples_added": examples["added"],
        "examples_removed": examples["removed"],
    }
    blocks += [
        item("•", Span(getattr(texts, name).format(count=thousands(count))))
        for name, count in counts.items()
        if count
    ]
    standings = [_standing(one, library) for one in found.get("standings") or ()]
    rulings = _titles(found, "rulings")
    blocks += _listed(texts.standings, standings)
    blocks += _listed(texts.new_rulings, _titles(found, "new_rulings"))
    blocks += _listed(texts.lost_rulings, _titles(found, "lost_rulings"))
    blocks += _listed(texts.rulings.format(count=thousands(len(rulings))), rulings)
    if questions := found.get("questions"):
        blocks.append(paragraph(texts.questions.format(count=thousands(len(questions)))))
    return [*blocks, *_findings(found)]


def _titles(found: Json, part: str) -> list[str]:
    return [cut_short(str(one["title"]), _TITLE) for one in found.get(part) or ()]


def _edited(found: Json) -> list[str]:
    """The rulings that were edited, apart from those that come or go."""
    parts = ("new_rulings", "lost_rulings")
    told = {one["id"] for part in parts for one in found.get(part) or ()}
    return [str(name) for name in found.get("edited") or () if name not in told]


def _findings(found: Json) -> list[Block]:
    said = [cut_short(str(one["message"]), 2 * _TITLE) for one in found.get("findings") or ()]
    return _listed(difference_texts().findings, said)


def _listed(title: str, lines: Sequence[str]) -> list[Block]:
    """A list's first entries, with how many more there are."""
    if not lines:
        return []
    shown = [item("•", Span(line)) for line in lines[:_FIRST]]
    more = len(lines) - _FIRST
    if more > 0:
        rest = difference_texts().more.format(count=thousands(more))
        shown.append(Block((Span(rest, "italic"),), tight=True))
    return [Block((Span(title, "bold"),), keep_with_next=True), *shown]


def _standing(one: Json, library: Library) -> str:
    return difference_texts().standing.format(
        regulation=regulation_name(library, one["regulation"]),
        before=standing_words(one["before"], library),
        after=standing_words(one["after"], library),
    )


def standing_words(told: str, library: Library) -> str:
    """A regulation's standing in Indonesian, from the words of ``asn-ingest``."""
    told = regulations_named(told, library)
    for english, indonesian in difference_texts().standing_words.items():
        told = told.replace(english, indonesian)
    return told


def difference_file(found: Json, library: Library, messages: Messages) -> Document:
    """The whole difference as a text file."""
    texts = difference_texts()

    def rests(one: Json) -> str:
        names = provision_names(library, one["provisions"])
        return texts.rests_on.format(title=one["title"], provisions=names)

    def provision(one: Json) -> str:
        return f"{provision_name(library, one['id'])}\n{_indented(str(one.get('text') or ''))}"

    def change(one: Json) -> str:
        name = provision_name(library, one["id"])
        if (one["kind_before"], one["kind_after"]) == ("digest", "official"):
            name = texts.became_official.format(provision=name)
        return f"{name}\n{_indented(one['marked'])}"

    parts = [texts.file_title.format(edition=found.get("serving") or "–")]
    parts.append(texts.file_legend.format())
    lines: tuple[tuple[str, Callable[[Any], str]], ...] = (
        ("standings", lambda one: _standing(one, library)),
        ("changed", change),
        ("added", provision),
        ("removed", provision),
        ("unconfirmed", lambda one: provision_name(library, one)),
        ("new_rulings", lambda one: _ruling(one, library)),
        ("lost_rulings", lambda one: _ruling(one, library)),
        ("rulings", rests),
        ("edited", str),
        ("examples", lambda one: _example(one, messages)),
        ("questions", rests),
        ("findings", lambda one: str(one["message"])),
    )
    for name, line in lines:
        entries = _edited(found) if name == "edited" else found.get(name)
        if entries:
            title = getattr(texts, f"file_{name}").format(count=thousands(len(entries)))
            parts.append("\n".join([title, "", *(f"- {line(one)}" for one in entries)]))
    if not changes_anything(found):
        parts[1] = texts.nothing
    return Document(texts.file_name, ("\n\n".join(parts) + "\n").encode())


def _ruling(one: Json, library: Library) -> str:
    texts = difference_texts()
    if basis := one.get("basis"):
        names = provision_names(library, basis)
        return texts.ruling_basis.format(title=one["title"], id=one["id"], provisions=names)
    return texts.ruling.format(title=one["title"], id=one["id"])


def _example(one: Json, messages: Messages) -> str:
    texts = difference_texts()
    text = texts.example_added if one["change"] == "added" else texts.example_removed
    verdict = verdict_words(Verdict(one["verdict"]), messages)
    return text.format(question=one["q"], ruling=one["ruling"], verdict=verdict)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
