"""An answer as a file to send."""

from __future__ import annotations

import re

from bot.answering.answer import Answer
from bot.pdf.document import write_pdf
from bot.telegram.messages import Messages
from bot.telegram.sending import Document

_NAME = "netralitas-{ruling}-{date}.pdf"
_UNNAMED = "jawaban"


def print_answer(answer: Answer, question: str | None, messages: Messages) -> Document:
    """Write an answer as a PDF, with the question where it is still known; takes some tenths of a second."""
    ruling = re.sub(r"[^a-z0-9-]+", "-", (answer.ruling or _UNNAMED).lower()).strip("-")
    return Document(
        name=_NAME.format(ruling=ruling or _UNNAMED, date=answer.as_of.isoformat()),
        content=write_pdf(answer, question, messages),
        caption=messages.details.document.format(edition=answer.edition),
    )
