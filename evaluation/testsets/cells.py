r"""Between the text of a cell and a field of a question.

Lists in one cell: ``;`` or a new line parts items, ``|`` parts the alternatives of one item. A
backslash keeps the next mark as it is (``\;`` ``\|`` ``\\``), and ``\n`` is a new line inside an item.
A history is one turn a line, ``U:`` for the user and ``B:`` for the bot; a line without such a mark
belongs to the turn above it, and so does one whose mark follows a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from evaluation.testsets.columns import Columns, Kind, nearest, word_for
from evaluation.testsets.question import Question
from evaluation.testsets.references import Cited, read_reference
from knowledge.model import Verdict

_MARK = re.compile(r"(?P<before>[\\\s]*)(?P<speaker>[A-Za-z]+)\s*:[ \t]?(?P<text>.*)", re.DOTALL)
_SHORT = 40
"""How much of a cell a message repeats."""


class CellFault(ValueError):
    """What is wrong with a cell's text, and what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}. {remedy}")
        self.problem = problem
        self.remedy = remedy


def split_list(text: str, separators: str = ";\n", inner: str = "|") -> list[list[str]]:
    """The items of a cell, each as its alternatives; blank ones are left out."""
    items: list[list[str]] = [[""]]
    at = 0
    while at < len(text):
        char, after = text[at], text[at + 1 : at + 2]
        if char == "\\" and after and after in separators + inner + "\\n":
            items[-1][-1] += "\n" if after == "n" else after
            at += 1
        elif char in separators:
            items.append([""])
        elif char in inner:
            items[-1].append("")
        else:
            items[-1][-1] += char
        at += 1
    kept = ([one.strip() for one in item if one.strip()] for item in items)
    return [item for item in kept if item]


def value_of(kind: Kind, text: str, columns: Columns, aliases: Mapping[str, str]) -> Any:
    """What a cell's text means in a column of this kind.

    Raises:
        CellFault: it cannot be read; a text that only breaks the field's schema is not noticed.
    """
    if kind == "verdict":
        return _verdict(text, columns)
    if kind == "split":
        return _word(text, columns.splits, "split")
    if kind == "turns":
        return _turns(text, columns)
    if kind == "verdicts":
        return [_verdict(one, columns) for (one,) in split_list(text, ";,|/\n", "")]
    if kind in ("slugs", "tags"):
        return [one for (one,) in split_list(text, ";,\n", "")]
    if kind == "items":
        return [one for (one,) in split_list(text, inner="")]
    if kind == "groups":
        return split_list(text)
    if kind in ("citations", "provisions"):
        return [[_cited(one, aliases) for one in group] for group in split_list(text)]
    return text


def text_of(kind: Kind, value: Any) -> str:
    """A field's value as the text of a cell; ``value_of`` reads it back."""
    if value is None:
        return ""
    if kind == "turns":
        return "\n".join(_turn_text(turn) for turn in value)
    if kind in ("groups", "citations", "provisions"):
        return "; ".join(" | ".join(map(_kept, group)) for group in value)
    if kind in ("verdicts", "slugs", "tags"):
        return "; ".join(_kept(str(one), ";,") for one in value)
    if kind == "items":
        return "; ".join(_kept(one, ";") for one in value)
    return str(value)


def row_of(question: Question, columns: Columns) -> tuple[str, ...]:
    """A question as the cells of a row, in the order of the columns."""
    return tuple(text_of(c.kind, getattr(question, c.field)) for c in columns.columns)


def finest_groups(citations: Sequence[Sequence[Cited]]) -> list[list[str]]:
    """The groups whose every alternative goes beyond its article, as provisions."""
    return [
        [one.provision for one in group if one.provision]
        for group in citations
        if all(one.finer for one in group)
    ]


def _cited(text: str, aliases: Mapping[str, str]) -> Cited:
    try:
        return read_reference(text, aliases)
    except ValueError as error:
        raise CellFault(
            f"{shortened(text)!r} is no reference: {error}",
            "Write 'PP 94/2021 Pasal 5 huruf n' or 'pp-94-2021 pasal 5'; part groups by ; and "
            "alternatives by |.",
        ) from None


def _verdict(text: str, columns: Columns) -> str:
    return _word(text, columns.verdicts, "verdict")


def _word(text: str, forms: Mapping[Any, tuple[str, ...]], what: str) -> str:
    found = word_for(text, forms)
    if found is not None:
        return found
    near = nearest(text, [word for words in forms.values() for word in words])
    meant = f"Did you mean {near!r}? " if near else ""
    known = ", ".join(Verdict if what == "verdict" else forms)
    raise CellFault(f"{shortened(text)!r} is no {what}", f"{meant}Use one of {known}.")


def _turns(text: str, columns: Columns) -> list[dict[str, str]]:
    turns: list[dict[str, str]] = []
    for line in text.split("\n"):
        found = _MARK.fullmatch(line)
        kept = found is not None and "\\" in found["before"]
        role = word_for(found["speaker"], columns.speakers) if found and not kept else None
        if found and role:
            turns.append({"role": role, "text": found["text"]})
        elif turns:
            turns[-1]["text"] += "\n" + (line.replace("\\", "", 1) if kept else line)
        elif line.strip():
            raise CellFault(
                "the history does not say who speaks",
                "Begin each turn on a line of its own, with 'U:' for the user or 'B:' for the bot.",
            )
    return turns


def _turn_text(turn: Any) -> str:
    first, *others = turn.text.split("\n")
    speaker = "U" if turn.role == "user" else "B"
    kept = [f"\\{line}" if _MARK.fullmatch(line) else line for line in others]
    return "\n".join((f"{speaker}: {first}", *kept))


def _kept(text: str, marks: str = ";|") -> str:
    """The text with a backslash before every mark that would part it."""
    escaped = re.sub(rf"([\\{re.escape(marks)}])", r"\\\1", text)
    return escaped.replace("\n", "\\n")


def shortened(text: str) -> str:
    """The first words of a cell, for a message."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _SHORT else one_line[: _SHORT - 1] + "…"
