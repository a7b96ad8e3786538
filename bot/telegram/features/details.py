"""The buttons below an answer that show more of it in its place, and the one that makes a file of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.answering.answer import Answer
from bot.pdf.texts import pdf_texts
from bot.storage.shown import Shown
from bot.telegram import keyboards
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature, Plan
from bot.telegram.known import Below, below_answer
from bot.telegram.presenting import Presented, Rows
from bot.telegram.press import Press
from bot.telegram.printing import print_answer
from bot.telegram.reply import Reply
from bot.telegram.views import Section, sections


def feature(dialogue: Dialogue) -> Feature:
    """The sections of answers, and their PDF."""
    pdf_texts()  # a fault in them is told at the start, not to the first who wants a file
    details = _Details(dialogue)
    presses = {
        Section.SHORT.value: below_answer(dialogue, details.short),
        Section.TEXT.value: below_answer(dialogue, details.source),
        keyboards.DOCUMENT: below_answer(dialogue, details.document),
    }
    for section in (Section.CONDITIONS, Section.SANCTIONS, Section.BASIS, Section.WHOLE):
        presses[section.value] = below_answer(dialogue, details.section(section))
    return Feature(presses=presses)


@dataclass(frozen=True)
class _Details:
    dialogue: Dialogue

    @property
    def _expired(self) -> Plan:
        return Plan(self.dialogue.messages.toasts.expired)

    async def short(self, reply: Reply, press: Press, shown: Shown) -> Plan:
        """Go back to the short form, or turn its pages."""
        presenter = self.dialogue.presenter
        return self._show(
            reply,
            shown,
            lambda answer, feedback: presenter.short(
                press.key, shown, answer, page=press.number, feedback=feedback
            ),
        )

    def section(self, section: Section) -> Below:
        """What opens a section, or turns its pages."""

        async def pressed(reply: Reply, press: Press, shown: Shown) -> Plan:
            messages, presenter = self.dialogue.messages, self.dialogue.presenter
            if shown.answer is None or section not in sections(shown.answer, messages):
                return self._expired
            return self._show(
                reply,
                shown,
                lambda answer, feedback: presenter.section(
                    press.key, shown, answer, section, page=press.number, feedback=feedback
                ),
            )

        return pressed

    async def source(self, reply: Reply, press: Press, shown: Shown) -> Plan:
        """Show the text of a citation, or turn its pages."""
        page, source = divmod(press.number, keyboards.SOURCES)
        presenter = self.dialogue.presenter
        if source >= len(shown.citations):
            return self._expired
        return self._show(
            reply,
            shown,
            lambda answer, feedback: presenter.source(
                press.key, shown, answer, source, page=page, feedback=feedback
            ),
        )

    def _show(
        self, reply: Reply, shown: Shown, present: Callable[[Answer, Rows | None], Presented]
    ) -> Plan:
        answer = shown.answer
        if answer is None:
            return self._expired
        below = reply.occasion.below
        # What was voted stays to be seen.
        feedback = keyboards.kept_feedback(below.reply_markup) if below else None
        presented = present(answer, feedback)
        return Plan(act=lambda: reply.edit(presented.message, presented.keyboard))

    async def document(self, reply: Reply, press: Press, shown: Shown) -> Plan:
        """Send the answer as a PDF."""
        answer = shown.answer
        if answer is None:
            return self._expired
        messages = self.dialogue.messages
        # In a group, whoever presses need not be who asked.
        question = shown.question if reply.occasion.private else None

        async def act() -> None:
            document = await asyncio.to_thread(print_answer, answer, question, messages)
            await reply.send_document(document)

        return Plan(messages.toasts.document, act)
