"""How a document that was taken in reads in the chat: what was read, what it changes, how that tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.admin.roles import Role, actor
from bot.storage.jobs import Job
from bot.telegram.admin.difference import difference_blocks
from bot.telegram.admin.judgement import judgement_blocks, judgement_file
from bot.telegram.admin.naming import person, regulation_name
from bot.telegram.admin.notices import other_publishers
from bot.telegram.admin.upload_texts import UploadTexts
from bot.telegram.admin.ways import overview_button, publish_button
from bot.telegram.blocks import Block, Span, heading, item, paragraph
from bot.telegram.desk import Desk
from bot.telegram.messages import thousands
from bot.telegram.press import Press, button
from bot.telegram.sending import Document

Json = Mapping[str, Any]
ACCEPT, DROP, DISCARD, DETAILS = "wa", "wn", "wd", "wr"
"""Codes of buttons, their key is the job's id: stage it in spite of errors, leave it, take it back, tell more."""
_FIRST = 4
"""Errors and warnings that are shown in the chat; the file has all."""


@dataclass(frozen=True)
class UploadViews:
    """Blocks of text and buttons on documents taken in."""

    desk: Desk
    texts: UploadTexts

    def name(self, document: Json) -> str:
        """``PP 94/2021``."""
        return regulation_name(self.desk.dialogue.answering.library, str(document["regulation"]))

    def read(self, document: Json) -> list[Block]:
        """What was read, with the first errors and warnings."""
        texts = self.texts
        lines = self._facts(document)
        blocks = [heading(texts.read), *(item("•", Span(line)) for line in lines)]
        blocks += self._listed(texts.errors, document["errors"])
        blocks += self._listed(texts.warnings, warnings_of(document))
        return blocks

    def _facts(self, document: Json) -> list[str]:
        texts = self.texts
        title = texts.regulation.format(
            **{name: document[name] for name in ("kind", "number", "year", "title")}
        )
        lines = [
            title,
            texts.identity.format(id=document["regulation"]),
            texts.articles.format(count=thousands(document["articles"])),
            texts.certainty.format(percent=round(100 * document["certainty"])),
        ]
        if document["repairs"]:
            lines.append(texts.repairs.format(count=thousands(document["repairs"])))
        if not document["complete"]:
            lines.append(texts.incomplete)
        if document.get("replaces"):
            lines.append(texts.replaces)
        return lines

    def _listed(self, title: str, lines: Sequence[str]) -> list[Block]:
        if not lines:
            return []
        blocks = [heading(title.format(count=thousands(len(lines))))]
        blocks += [item("•", Span(line)) for line in lines[:_FIRST]]
        if (more := len(lines) - _FIRST) > 0:
            blocks.append(paragraph(self.texts.more.format(count=thousands(more)), "italic"))
        return blocks

    def tested(self, document: Json, difference: Json, judgement: Json | None) -> list[Block]:
        """All that an admin has to know before a publish."""
        texts, library = self.texts, self.desk.dialogue.answering.library
        blocks = [*self.read(document), *difference_blocks(difference, library)]
        if judgement is None:
            return [*blocks, paragraph(texts.no_change)]
        blocks += judgement_blocks(judgement)
        if judgement.get("missed"):
            blocks.append(paragraph(texts.missed, "bold"))
        return [*blocks, paragraph(texts.staged)]

    def publishers(self, job: Job) -> list[Block]:
        """Who is to publish it, where the one who sent it may not."""
        if self.may_publish(job.user, job):
            return []
        others = len(other_publishers(self.desk, job.user))
        if not others:
            return [paragraph(self.texts.publisher_lacking)]
        return [paragraph(self.texts.publisher_needed.format(count=thousands(others)))]

    def may_publish(self, reader: int, job: Job) -> bool:
        """Whether somebody may publish what a job has staged."""
        own = self.desk.dialogue.settings.four_eyes and reader == job.user
        return self.desk.admins.may(reader, {Role.PUBLISHER}) and not own

    def announced(self, job: Job, reader: int) -> Block:
        """Who has sent the document, for another admin."""
        return paragraph(self.texts.announced.format(person=person(actor(job.user), reader)))

    def waiting_buttons(self, job: Job, reader: int) -> InlineKeyboardMarkup:
        """Below a document that waits for a publish."""
        rows: list[list[InlineKeyboardButton]] = []
        if self.may_publish(reader, job):
            rows.append([publish_button()])
        rows.append([button(self.texts.details, Press(DETAILS, job.id))])
        if self.desk.admins.may(reader, {Role.EDITOR}):
            rows[-1].append(button(self.texts.drop, Press(DISCARD, job.id)))
        if reader != job.user:
            rows.append([overview_button()])  # who sent it has got the whole difference
        return InlineKeyboardMarkup(rows)

    def kept_buttons(self, job: Job) -> InlineKeyboardMarkup:
        """Below a document with errors, which does not wait."""
        row = [
            button(self.texts.accept, Press(ACCEPT, job.id)),
            button(self.texts.drop, Press(DROP, job.id)),
        ]
        return InlineKeyboardMarkup([row, [button(self.texts.details, Press(DETAILS, job.id))]])

    @staticmethod
    def overview() -> InlineKeyboardMarkup:
        """The way to all that waits."""
        return InlineKeyboardMarkup([[overview_button()]])

    def file(self, document: Json, judgement: Json | None) -> Document:
        """All that was found of a document, as a text file."""
        texts, dialogue = self.texts, self.desk.dialogue
        parts = [texts.file_read, *self._facts(document)]
        for title, lines in (
            (texts.file_errors, document["errors"]),
            (texts.file_warnings, warnings_of(document)),
        ):
            if lines:
                parts += ["", title.format(count=thousands(len(lines)))]
                parts += [f"- {line}" for line in lines]
        if judgement:
            tested = judgement_file(judgement, dialogue.answering.library, dialogue.messages)
            parts += ["", texts.file_test, tested.content.decode()]
        name = texts.file_name.format(id=document["regulation"])
        return Document(name, ("\n".join(parts) + "\n").encode())


def warnings_of(document: Json) -> list[str]:
    """What was odd in a document, each once."""
    return list(dict.fromkeys([*document["warnings"], *document["remarks"]]))
