"""An answer as an A4 document for the file, with the text of all that it rests on."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

from bot.answering.answer import Answer, Citation
from bot.pdf.layout import FOOT, MARGIN, Styles, make_styles
from bot.pdf.letters import REGULAR, printable, register_faces
from bot.pdf.texts import PdfTexts, pdf_texts
from bot.telegram.messages import Messages
from bot.telegram.render import (
    filled,
    question_back,
    rests_on_digests,
    shows_grounds,
    status_words,
    strength_words,
    verdict_words,
)
from knowledge.standing import OUT_OF_FORCE

FRAME = 6
"""Points that the library leaves between a margin and the text."""
# The library keeps the faces' letters of a file in the faces themselves.
_ONE_AT_A_TIME = threading.Lock()


def write_pdf(answer: Answer, question: str | None, messages: Messages) -> bytes:
    """Write an answer, without its parts; the same answer and question give the same bytes.

    ``question`` is left out where it is None. May be called from any thread.
    """
    with _ONE_AT_A_TIME:
        letters = register_faces()
        texts = pdf_texts()

        def story() -> list[Any]:
            return _Story(answer, messages, texts, letters, make_styles(answer.verdict)).tell(
                question
            )

        count = _build(io.BytesIO(), story(), answer, texts, letters, count=1)
        written = io.BytesIO()
        _build(written, story(), answer, texts, letters, count)
    return written.getvalue()


def _build(
    target: io.BytesIO,
    story: list[Any],
    answer: Answer,
    texts: PdfTexts,
    letters: frozenset[int],
    count: int,
) -> int:
    """Lay the document out; return its number of pages."""
    title = f"{texts.subject}: {printable(answer.headline, letters).text}"

    def foot(canvas: Any, document: Any) -> None:
        edition = printable(answer.edition, letters).text
        running = texts.running.format(subject=texts.subject, edition=edition)
        canvas.saveState()
        canvas.setFont(REGULAR, 7.5)
        canvas.setFillColor(FOOT)
        canvas.drawString(MARGIN + FRAME, 12 * mm, running[:90])
        page = texts.page.format(page=document.page, count=count)
        canvas.drawRightString(A4[0] - MARGIN - FRAME, 12 * mm, page)
        canvas.restoreState()

    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=18 * mm,
        bottomMargin=22 * mm,
        title=" ".join(title.split())[:250],
        author=texts.author,
        subject=texts.subject,
        creator=texts.author,
        lang="id",
        displayDocTitle=True,
        invariant=1,
    )
    document.build(story, onFirstPage=foot, onLaterPages=foot)
    return int(document.page)


@dataclass
class _Story:
    """Tells an answer from top to bottom."""

    answer: Answer
    messages: Messages
    texts: PdfTexts
    letters: frozenset[int]
    styles: Styles
    _told: list[Any] = field(default_factory=list)
    _faithful: bool = True

    def tell(self, question: str | None) -> list[Any]:
        """All that stands in the document."""
        answer, titles = self.answer, self.messages.headings
        self._say(self.texts.subject, "title")
        if question and question.strip():
            self._say(self.texts.question, "label")
            self._say(question, "question")
        self._say(self.texts.verdict, "label")
        self._say(verdict_words(answer.verdict, self.messages), "verdict")
        self._say(answer.headline, "headline")
        self._paragraphs(answer.text)
        self._clarify()
        self._list(titles.conditions, answer.conditions)
        self._list(titles.sanctions, answer.sanctions)
        self._list(titles.next_steps, answer.next_steps, numbered=True)
        if answer.strength:
            self._say(titles.strength, "heading")
            self._say(strength_words(answer.strength, self.messages))
        if answer.conflicts and answer.conflicts.strip():
            self._say(titles.conflicts, "heading")
            self._paragraphs(answer.conflicts)
        if shows_grounds(answer):
            self._sources()
        self._about()
        return self._told

    def _clarify(self) -> None:
        if asked := question_back(self.answer):
            self._say(asked)
        if self.answer.clarify:
            options = [option.text for option in self.answer.clarify.options]
            self._list(self.messages.headings.options, options, numbered=True)

    def _list(self, title: str, entries: Sequence[str], *, numbered: bool = False) -> None:
        for number, entry in enumerate(filled(entries), 1):
            if number == 1:
                self._say(title, "heading")
            self._say(entry, "item", f"{number}." if numbered else "•")

    def _sources(self) -> None:
        self._say(self.texts.texts, "heading")
        if not self.answer.citations:
            self._say(self.texts.none)
        for number, citation in enumerate(self.answer.citations, 1):
            self._source(number, citation)

    def _source(self, number: int, citation: Citation) -> None:
        self._say(citation.label, "source", f"[{number}]")
        status = status_words(citation.status, self.messages)
        # Repealed law, or law to come, must not pass for law in force at a glance.
        style = "out_of_force" if citation.status in OUT_OF_FORCE else "standing"
        self._say(self.texts.standing.format(status=status), style)
        for part in filled(citation.text.split("\n\n")):
            self._say(part, "quote")
        self._say(getattr(self.messages.text_kinds, citation.kind), "small_in")
        if citation.url:
            self._say(f"{self.messages.headings.source}: {citation.url}", "small_in")

    def _about(self) -> None:
        answer, details = self.answer, self.messages.details
        self._say(self.texts.about, "heading")
        if answer.review:
            self._say(details.review, "out_of_force_about")
        if rests_on_digests(answer):
            self._say(details.digest_only, "small")
        day = self.messages.day(answer.as_of)
        self._say(self.texts.edition.format(edition=answer.edition, date=day), "small")
        self._say(self.texts.disclaimer, "small")
        if not self._faithful:
            self._say(self.texts.replaced, "small")

    def _paragraphs(self, text: str) -> None:
        for part in filled(text.split("\n\n")):
            self._say(part)

    def _say(self, text: str, style: str = "text", mark: str | None = None) -> None:
        shown = printable(text.strip(), self.letters)
        self._faithful &= shown.faithful
        markup = escape(shown.text, quote=False).replace("\n", "<br/>")
        self._told.append(Paragraph(markup, self.styles[style], bulletText=mark))
        if style == "verdict":
            self._told.append(Spacer(1, 3 * mm))
