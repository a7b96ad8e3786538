"""An answer that was given, as it is shown: the view of it and the buttons below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.answer import Answer, Citation
from bot.answering.protocol import Consulting
from bot.storage.shown import Shown
from bot.telegram import keyboards
from bot.telegram.blocks import Block, Message
from bot.telegram.messages import Messages
from bot.telegram.render import shows_grounds
from bot.telegram.share import share_url
from bot.telegram.views import Section, View, section_view, short_view, source_view

Rows = Sequence[Sequence[InlineKeyboardButton]]


@dataclass(frozen=True)
class Presented:
    """A message with the buttons below it."""

    message: Message
    keyboard: InlineKeyboardMarkup | None


@dataclass(frozen=True)
class Presenter:
    """Shows answers as they were given; only what has changed since is looked up anew."""

    answering: Consulting
    messages: Messages
    username: str
    """The bot's, for links that open it."""

    def short(
        self,
        token: str,
        shown: Shown,
        answer: Answer,
        *,
        opening: Sequence[Block] = (),
        page: int = 0,
        feedback: Rows | None = None,
    ) -> Presented:
        """The short form; ``opening`` stands above it."""
        view = short_view(
            answer,
            self.messages,
            opening=opening,
            title=self.title(shown),
            notes=self._newer(answer),
            page=page,
        )
        return self._below(token, shown, answer, view, feedback)

    def section(
        self,
        token: str,
        shown: Shown,
        answer: Answer,
        section: Section,
        *,
        page: int = 0,
        feedback: Rows | None = None,
    ) -> Presented:
        """A section in the place of the short form."""
        view = section_view(
            answer,
            section,
            self.messages,
            title=self.title(shown),
            notes=self._newer(answer),
            page=page,
        )
        return self._below(token, shown, answer, view, feedback)

    def source(
        self,
        token: str,
        shown: Shown,
        answer: Answer,
        source: int,
        *,
        page: int = 0,
        feedback: Rows | None = None,
    ) -> Presented:
        """The text of a citation as the answer had it, and whether it has changed since."""
        view = source_view(
            answer,
            source,
            self.messages,
            title=self.title(shown),
            notes=self._provision_notes(shown, answer, answer.citations[source]),
            page=page,
        )
        return self._below(token, shown, answer, view, feedback)

    def title(self, shown: Shown) -> str | None:
        """Which answer of several to one message it is."""
        if shown.parts < 2:
            return None
        return self.messages.part_title.format(number=shown.part, count=shown.parts)

    def _below(
        self, token: str, shown: Shown, answer: Answer, view: View, feedback: Rows | None
    ) -> Presented:
        if feedback is None:
            grounded = shows_grounds(answer)
            feedback = keyboards.feedback_rows(token, self.messages) if grounded else []
        share = self._share(answer) if view.section is Section.SHORT else None
        keyboard = keyboards.answer_keyboard(
            token, shown, view, self.messages, share=share, feedback=feedback
        )
        return Presented(view.message, keyboard)

    def _share(self, answer: Answer) -> str | None:
        if answer.ruling is None or not shows_grounds(answer):
            return None
        card = self.answering.library.ruling(answer.ruling)
        return share_url(self.username, card, self.messages) if card else None

    def _newer(self, answer: Answer) -> list[str]:
        edition = self.answering.edition
        if edition == answer.edition:
            return []
        return [self.messages.details.newer_edition.format(old=answer.edition, new=edition)]

    def _provision_notes(self, shown: Shown, answer: Answer, citation: Citation) -> list[str]:
        """Of which day's law a text is, and what a newer edition makes of it."""
        notes = []
        if shown.as_of is not None:
            day = self.messages.day(shown.as_of)
            notes.append(self.messages.provision_day.format(date=day))
        edition, now = self._now(citation.id, shown)
        details = self.messages.details
        if edition == answer.edition:
            return notes
        if now is None:
            notes.append(details.gone_text.format(new=edition))
        elif (now.text, now.status) != (citation.text, citation.status):
            notes.append(details.changed_text.format(new=edition))
        else:
            notes.append(details.newer_edition.format(old=answer.edition, new=edition))
        return notes

    def _now(self, identity: str, shown: Shown) -> tuple[str, Citation | None]:
        """A provision as it is now, and the edition that it is of: another may come between two looks."""
        while True:
            edition = self.answering.edition
            citation = self.answering.citation(identity, shown.as_of)
            if self.answering.edition == edition:
                return edition, citation
