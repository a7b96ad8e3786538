"""From an `Answer` to lines of text for a terminal; no colours of any terminal, no printing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from bot.answering.answer import Answer, Citation
from bot.telegram.messages import Messages
from bot.telegram.render import shows_grounds, status_words, strength_words
from bot.terminal_texts import TerminalTexts
from knowledge.model import Verdict
from knowledge.standing import OUT_OF_FORCE

_BADGES = {
    Verdict.DILARANG: "bold red",
    Verdict.WAJIB: "bold magenta",
    Verdict.BOLEH_BERSYARAT: "bold yellow",
    Verdict.BOLEH: "bold green",
}


@dataclass(frozen=True)
class Line:
    """A paragraph or an entry of a list; a screen wraps it to its width."""

    text: str
    style: str = ""
    """In rich's words; only a decoration: every meaning stands in the text as well."""
    marker: str = ""
    """Stands before the text, whose further lines hang below its start."""
    gap: bool = False
    """A blank line comes before."""


@dataclass(frozen=True)
class Wording:
    """All words that are not the answer's own."""

    messages: Messages
    texts: TerminalTexts


def answer_lines(
    answer: Answer, wording: Wording, *, chat: bool = False, full: bool = False
) -> list[Line]:
    """Write an answer, with all its parts.

    Sources (and, in a chat, choices) are numbered through all parts, in the order of
    `citations_of` and `options_of`. ``chat`` adds what may be typed next; ``full`` the text of
    each source.
    """
    return [*_View(wording, chat, full).write(answer)]


def citations_of(answer: Answer) -> tuple[Citation, ...]:
    """The sources of an answer in the order of their numbers."""
    return tuple(citation for part in _parts(answer) for citation in part.citations)


def options_of(answer: Answer) -> tuple[tuple[str, str], ...]:
    """The choices of an answer in the order of their numbers: text and ruling."""
    return tuple(
        (option.text, option.ruling)
        for part in _parts(answer)
        if part.clarify
        for option in part.clarify.options
    )


def follow_ups_of(answer: Answer) -> tuple[str, ...]:
    """The questions suggested next, in the order of their letters, as far as those go."""
    found = [text for part in (*answer.parts, answer) for text in part.follow_ups if text.strip()]
    return tuple(dict.fromkeys(found))[:26]


def provision_lines(citation: Citation, wording: Wording) -> list[Line]:
    """Write out the full text of a provision, with where it comes from."""
    messages = wording.messages
    lines = [
        Line(
            f"{citation.label} ({status_words(citation.status, messages)})",
            _weight(citation),
            gap=True,
        ),
        *_paragraphs(citation.text),
        Line(getattr(messages.text_kinds, citation.kind), "dim", gap=True),
    ]
    if citation.url:
        lines.append(Line(f"{messages.headings.source}: {citation.url}", "dim"))
    return lines


class _View:
    """Writes one answer; the counters run through its parts."""

    def __init__(self, wording: Wording, chat: bool, full: bool) -> None:
        self._wording = wording
        self._messages = wording.messages
        self._chat = chat
        self._full = full
        self._citation = count(1)
        self._option = count(1)

    def write(self, answer: Answer) -> Iterator[Line]:
        parts = _parts(answer)
        messages = self._messages
        if len(parts) > 1:
            yield Line(messages.parts_intro.format(count=len(parts)))
        for number, part in enumerate(parts, 1):
            if len(parts) > 1:
                title = messages.part_title.format(number=number, count=len(parts))
                yield Line(f"— {title} —", "dim", gap=True)
            yield from self._part(part)
        if any(shows_grounds(part) for part in parts):
            footer = messages.footer.format(edition=answer.edition, date=messages.day(answer.as_of))
            yield Line(footer, "dim", gap=True)
        if self._chat:
            yield from self._what_next(answer)

    def _part(self, part: Answer) -> Iterator[Line]:
        titles = self._messages.headings
        yield Line(self._messages.verdicts[part.verdict], _BADGES.get(part.verdict, "bold cyan"))
        yield Line(part.headline, "bold")
        yield from _paragraphs(part.text)
        yield from self._clarify(part)
        yield from _bullets(titles.conditions, part.conditions)
        yield from _bullets(titles.sanctions, part.sanctions)
        yield from self._sources(part.citations)
        yield from _numbered(titles.next_steps, part.next_steps)
        if part.strength:
            words = strength_words(part.strength, self._messages)
            yield Line(f"{titles.strength}: {words}", gap=True)
        if part.conflicts and part.conflicts.strip():
            yield _heading(titles.conflicts)
            yield Line(part.conflicts.strip())

    def _clarify(self, part: Answer) -> Iterator[Line]:
        if part.clarify is None:
            return
        if part.clarify.question not in (part.headline, part.text):
            yield Line(part.clarify.question, "bold", gap=True)
        if not part.clarify.options:
            return
        yield _heading(self._messages.headings.options)
        for option in part.clarify.options:
            yield Line(option.text, marker=f"{next(self._option)}." if self._chat else "•")
        if not self._chat:
            yield Line(self._wording.texts.hints.ask_again, "dim")

    def _sources(self, citations: Sequence[Citation]) -> Iterator[Line]:
        if not citations:
            return
        yield _heading(self._messages.headings.citations)
        for citation in citations:
            marker = f"[{next(self._citation)}]"
            status = status_words(citation.status, self._messages)
            yield Line(f"{citation.label} ({status})", _weight(citation), marker)
            if self._full:
                yield Line(citation.text, marker=" " * len(marker))

    def _what_next(self, answer: Answer) -> Iterator[Line]:
        texts = self._wording.texts
        suggested = follow_ups_of(answer)
        if suggested:
            yield _heading(texts.follow_ups)
            for position, question in enumerate(suggested):
                yield Line(question, marker=f"{chr(ord('a') + position)}.")
        options, citations = options_of(answer), citations_of(answer)
        hints = [
            texts.hints.options if options else "",
            # A bare number chooses while there is something to choose.
            texts.hints.citations.format(number="[1]" if options else "1") if citations else "",
            texts.hints.follow_ups if suggested else "",
        ]
        if any(hints):
            yield Line(" ".join(hint for hint in hints if hint), "dim", gap=True)


def _parts(answer: Answer) -> tuple[Answer, ...]:
    return answer.parts or (answer,)


def _heading(title: str) -> Line:
    return Line(title, "bold underline", gap=True)


def _paragraphs(text: str) -> list[Line]:
    return [Line(part.strip(), gap=True) for part in text.split("\n\n") if part.strip()]


def _bullets(title: str, entries: Sequence[str]) -> list[Line]:
    listed = [Line(entry, marker="•") for entry in entries if entry.strip()]
    return [_heading(title), *listed] if listed else []


def _numbered(title: str, entries: Sequence[str]) -> list[Line]:
    listed = [entry for entry in entries if entry.strip()]
    lines = [Line(entry, marker=f"{number}.") for number, entry in enumerate(listed, 1)]
    return [_heading(title), *lines] if lines else []


def _weight(citation: Citation) -> str:
    return "bold red" if citation.status in OUT_OF_FORCE else ""
