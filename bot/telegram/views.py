"""What is seen of an answer at a time: its short form, or one section of it, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.answering.answer import Answer, Citation
from bot.telegram import shortened
from bot.telegram.blocks import (
    MESSAGE_LIMIT,
    Block,
    Message,
    Span,
    heading,
    pages,
    paragraph,
    paragraphs,
)
from bot.telegram.messages import Messages
from bot.telegram.render import (
    UNDECIDED,
    basis_blocks,
    body_blocks,
    clarify_blocks,
    filled,
    foot_blocks,
    head_blocks,
    list_blocks,
    provision_blocks,
    status_spans,
)
from knowledge.model import QuestionKind, RegulationStatus, Verdict

PAGE = 2500
"""UTF-16 code units of a page of a section: what is read on a telephone without losing the thread."""
MAIN_CITATIONS = 3
"""Sources that the short form names."""
MOST_CITATIONS = 40
"""Sources whose text has a button."""


class Section(StrEnum):
    """A view of an answer; its value is the code of the buttons that open it."""

    SHORT = "as"
    CONDITIONS = "ac"
    SANCTIONS = "an"
    BASIS = "ab"
    TEXT = "c"
    WHOLE = "aw"


@dataclass(frozen=True)
class View:
    """One view of an answer, ready to be shown."""

    section: Section
    pages: tuple[Message, ...]
    page: int = 0
    source: int = 0
    """Which citation it is the text of."""

    @property
    def message(self) -> Message:
        """The page that is seen."""
        return self.pages[self.page]


def sections(answer: Answer, messages: Messages) -> tuple[Section, ...]:
    """The sections in which there is more to read than in the short form."""
    found = []
    if _conditions_left_out(answer):
        found.append(Section.CONDITIONS)
    if _sanctions_left_out(answer):
        found.append(Section.SANCTIONS)
    if basis_blocks(answer, messages):
        found.append(Section.BASIS)
    if answer.citations:
        found.append(Section.TEXT)
    if _words(body_blocks(answer, messages)) != _words(_short(answer, messages)):
        found.append(Section.WHOLE)
    return tuple(found)


def short_view(
    answer: Answer,
    messages: Messages,
    *,
    opening: Sequence[Block] = (),
    title: str | None = None,
    notes: Sequence[str] = (),
    page: int = 0,
) -> View:
    """The short form: verdict, explanation, what it depends on, the main sources.

    ``opening`` stands above it, ``title`` says which part of several it is, ``notes`` stand below.
    """
    body = _short(answer, messages)
    head = [*opening, *head_blocks(answer, messages, title=title)]
    foot = [*foot_blocks(answer, messages), *_notes(notes)]
    return _view(Section.SHORT, pages(head, body, foot, MESSAGE_LIMIT), page)


def section_view(
    answer: Answer,
    section: Section,
    messages: Messages,
    *,
    title: str | None = None,
    notes: Sequence[str] = (),
    page: int = 0,
) -> View:
    """A section of an answer below its verdict."""
    match section:
        case Section.CONDITIONS:
            body = list_blocks(messages.headings.conditions, answer.conditions)
        case Section.SANCTIONS:
            body = list_blocks(messages.headings.sanctions, answer.sanctions)
        case Section.BASIS:
            body = basis_blocks(answer, messages)
        case Section.WHOLE:
            body = body_blocks(answer, messages)
        case _:
            raise ValueError(f"{section.name} is no section of its own")
    head = head_blocks(answer, messages, title=title)
    foot = [*foot_blocks(answer, messages), *_notes(notes)]
    return _view(section, pages(head, body, foot, PAGE), page)


def source_view(
    answer: Answer,
    source: int,
    messages: Messages,
    *,
    title: str | None = None,
    notes: Sequence[str] = (),
    page: int = 0,
) -> View:
    """The text of a citation below the verdict that it is a ground of."""
    position = messages.details.position.format(number=source + 1, count=len(answer.citations))
    body = [heading(position), *provision_blocks(answer.citations[source], messages)]
    edition = messages.provision_edition.format(edition=answer.edition)
    foot = _notes([edition, *notes])
    found = pages(head_blocks(answer, messages, title=title), body, foot, PAGE)
    return _view(Section.TEXT, found, page, source)


def _view(section: Section, found: tuple[Message, ...], page: int, source: int = 0) -> View:
    return View(section, found, min(page, len(found) - 1), source)


def _short(answer: Answer, messages: Messages) -> list[Block]:
    """The body of the short form."""
    details, titles = messages.details, messages.headings
    short = shortened.explanation(answer.text)
    blocks = [*paragraphs(short.text)]
    if not short.complete:
        more = details.more.format(button=messages.buttons.whole)
        blocks.append(paragraph(more, "italic"))
    blocks += clarify_blocks(answer, messages)
    if not _conditions_left_out(answer):
        blocks += list_blocks(titles.conditions, answer.conditions)
    if sanctions := filled(answer.sanctions):
        if answer.kind == QuestionKind.AKIBAT_SANKSI:
            blocks += list_blocks(titles.sanctions, sanctions)
        else:
            told = shortened.first_of(sanctions).text + _others(len(sanctions) - 1, messages)
            blocks.append(Block((Span(f"{details.sanction} ", "bold"), Span(told))))
    if answer.kind == QuestionKind.PROSEDUR or answer.verdict in UNDECIDED:
        blocks += list_blocks(titles.next_steps, answer.next_steps, numbered=True)
    return [*blocks, *_main_sources(answer.citations, messages)]


_ALLOWING = {Verdict.BOLEH, Verdict.BOLEH_BERSYARAT}


def _conditions_left_out(answer: Answer) -> bool:
    # What is allowed only on conditions would pass for allowed without them.
    return bool(filled(answer.conditions)) and answer.verdict not in _ALLOWING


def _sanctions_left_out(answer: Answer) -> bool:
    sanctions = filled(answer.sanctions)
    if not sanctions or answer.kind == QuestionKind.AKIBAT_SANKSI:
        return False
    return not shortened.first_of(sanctions).complete


def _main_sources(citations: Sequence[Citation], messages: Messages) -> list[Block]:
    """One line with the labels of the first sources, each once, and their standing unless it is in force."""
    distinct = {(citation.label, citation.status): citation for citation in citations}
    if not distinct:
        return []
    spans = [Span(f"{messages.details.basis} ", "bold")]
    for number, citation in enumerate([*distinct.values()][:MAIN_CITATIONS]):
        spans.append(Span(f"; {citation.label}" if number else citation.label))
        if citation.status != RegulationStatus.BERLAKU:
            spans += status_spans(citation.status, messages)
    spans.append(Span(_others(len(distinct) - MAIN_CITATIONS, messages)))
    return [Block(tuple(spans))]


def _others(count: int, messages: Messages) -> str:
    return " " + messages.details.others.format(count=count) if count > 0 else ""


def _notes(notes: Sequence[str]) -> list[Block]:
    return [paragraph(note, "italic") for note in notes]


def _words(blocks: Sequence[Block]) -> list[str]:
    return [block.text for block in blocks]
