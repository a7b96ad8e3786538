"""The optional last touch: a chat model words a composed answer to fit the question.

It gets headline and explanation to rewrite and nothing else: verdict, conditions, sanctions,
citations and every note of ours stay as composed. Its words are used when they pass all checks
(``draft``, then ``verify``); in every other case the composed answer goes out as it is.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from bot.answering.answer import Answer
from bot.answering.draft import WRITTEN, Draft, Material, refusals, vocabulary_of
from bot.answering.parts import listed
from bot.answering.sentences import first_sentence
from bot.answering.statements import WriteTexts, load_write_texts
from bot.answering.verify import problems
from bot.answering.wording import Wording, load_wording
from bot.question import MAX_QUESTION
from knowledge.chat import Chat, open_chat
from knowledge.edition import Edition
from knowledge.errors import ChatError
from knowledge.model import Ruling
from knowledge.settings import Settings
from knowledge.text import clean

log = logging.getLogger(__name__)
Confirmed = Mapping[str, frozenset[str]]
_GAP = "\n\n"
_vocabularies: WeakKeyDictionary[Edition, frozenset[str]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Composed:
    """A composed answer of a ruling, its text parted in what may be reworded and what may not."""

    answer: Answer
    ruling: Ruling

    @cached_property
    def _explaining(self) -> frozenset[str]:
        """The paragraphs of the ruling's own explanation, in all its branches."""
        told = (self.ruling.summary, *(branch.summary for branch in self.ruling.branches))
        rests = (first_sentence(summary)[1] for summary in told)
        return frozenset(paragraph for rest in rests for paragraph in rest.split(_GAP) if paragraph)

    @cached_property
    def _paragraphs(self) -> tuple[str, ...]:
        return tuple(self.answer.text.split(_GAP))

    @property
    def explanation(self) -> str:
        """What may be reworded; empty where the headline says everything."""
        return _GAP.join(p for p in self._paragraphs if p in self._explaining)

    @property
    def notes(self) -> tuple[str, ...]:
        """What stays word for word: warnings about the law, the asker's status, the day."""
        return tuple(p for p in self._paragraphs if p not in self._explaining)

    def reworded(self, draft: Draft) -> Answer:
        """The answer in the draft's words, its notes where they stood."""
        places = [n for n, p in enumerate(self._paragraphs) if p in self._explaining]
        text = [
            draft.text if places and number == places[0] else paragraph
            for number, paragraph in enumerate(self._paragraphs)
            if number not in places[1:]
        ]
        return self.answer.model_copy(
            update={
                "headline": draft.headline,
                "text": _GAP.join(filter(None, text)) or self.answer.text,
                "written_by": "model",
            }
        )


@dataclass
class Pause:
    """Keeps a model that fails again and again from being waited for at every question."""

    failures: int = 3
    """Failures in a row after which it begins."""
    seconds: float = 60.0
    """How long it lasts; then one request tries again."""
    _in_a_row: int = 0
    _until: float = 0.0

    def holds(self, now: float) -> bool:
        """Whether the model is not to be asked now; ``now`` in seconds of any steady clock."""
        return now < self._until

    def note(self, now: float, *, failed: bool) -> bool:
        """Take note of how a request ended; whether a pause begins with it."""
        self._in_a_row = self._in_a_row + 1 if failed else 0
        if self._in_a_row < self.failures:
            return False
        self._until = now + self.seconds
        return True


@dataclass(frozen=True)
class Writer:
    """Has a chat model word answers, and sees to it that they say what was composed."""

    chat: Chat
    texts: WriteTexts
    wording: Wording
    pause: Pause = field(default_factory=Pause)

    def start(
        self, edition: Edition, confirmed: Confirmed, question: str, composed: Answer
    ) -> Future[Answer]:
        """Begin to word an answer of this edition; the future never fails.

        ``latency_ms`` of what comes out covers both composing and writing.
        """
        # An edition exchanged since then no longer has the rulings at hand.
        if self.chat.closed or edition.id != composed.edition:
            kept: Future[Answer] = Future()
            kept.set_result(composed)
            return kept
        return self.chat.start(self._write(edition, confirmed, question, composed))

    def close(self) -> None:
        """Write nothing more."""
        self.chat.close()

    async def _write(
        self, edition: Edition, confirmed: Confirmed, question: str, composed: Answer
    ) -> Answer:
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            written = await self._written(edition, question, composed)
            if written is not composed and (found := problems(edition, written, confirmed)):
                log.warning("answer as composed: its words failed verification (%d)", len(found))
                written = composed
        except asyncio.CancelledError:  # the writer was closed meanwhile
            written = composed
        except Exception as error:  # whatever it was, there is an answer
            log.warning("answer as composed: writing failed (%s)", type(error).__name__)
            written = composed
        took = (loop.time() - started) * 1000
        return written.model_copy(update={"latency_ms": round(composed.latency_ms + took, 1)})

    async def _written(self, edition: Edition, question: str, answer: Answer) -> Answer:
        """The answer with each of its parts worded, as far as that succeeds."""
        if not answer.parts:
            return await self._worded(edition, question, answer)
        parts = tuple(
            await asyncio.gather(*(self._worded(edition, question, one) for one in answer.parts))
        )
        if parts == answer.parts:
            return answer
        said = {"parts": parts, "text": listed(self.wording, parts), "written_by": "model"}
        return answer.model_copy(update=said)

    async def _worded(self, edition: Edition, question: str, answer: Answer) -> Answer:
        """One answer in the model's words, or itself."""
        ruling = edition.knowledge.rulings.get(answer.ruling or "")
        if ruling is None or answer.clarify is not None or answer.verdict not in WRITTEN:
            return answer
        clock = asyncio.get_running_loop().time
        if self.pause.holds(clock()):
            return answer
        composed = Composed(answer, ruling)
        brief = self._brief(question, composed)
        try:
            filled = await self.chat.fill_in(Draft, self.texts.task, brief)
        except ChatError as error:
            log.warning("answer as composed: %s", error)
            if self.pause.note(clock(), failed=True):
                log.warning("the chat model is not asked for %.0f seconds", self.pause.seconds)
            return answer
        self.pause.note(clock(), failed=False)
        draft = _tidy(filled, explained=bool(composed.explanation))
        aliases = edition.knowledge.cues.regulation_aliases
        material = Material(answer, aliases, _vocabulary(edition))
        if found := refusals(draft, material, self.texts):
            log.warning("answer as composed: draft refused (%s)", ", ".join(found))
            return answer
        return composed.reworded(draft)

    def _brief(self, question: str, composed: Composed) -> dict[str, Any]:
        """What the model gets to see, as data."""
        answer = composed.answer
        return {
            "pertanyaan": clean(question)[:MAX_QUESTION],
            "putusan": self.wording.badges[answer.verdict],
            "judul": answer.headline,
            "penjelasan": composed.explanation,
            "catatan": list(composed.notes),
            "syarat": list(answer.conditions),
            "sanksi": list(answer.sanctions),
            "kutipan": [{"aturan": one.label, "isi": one.text} for one in answer.citations],
        }


def _vocabulary(edition: Edition) -> frozenset[str]:
    """The vocabulary of an edition; made at the first call, and gone with the edition."""
    found = _vocabularies.get(edition)
    if found is None:
        found = _vocabularies[edition] = vocabulary_of(edition.knowledge)
    return found


def _tidy(draft: Draft, *, explained: bool) -> Draft:
    """The draft without invisible characters and stray line breaks; no explanation where none was."""
    paragraphs = [clean(part) for part in draft.text.split(_GAP)] if explained else []
    return Draft(headline=clean(draft.headline), text=_GAP.join(filter(None, paragraphs)))


def open_writer(settings: Settings) -> Writer | None:
    """The writer that the settings ask for; None without ``CHAT_MODEL``.

    Raises:
        SettingsError: the chat model cannot be opened; tells the remedy.
    """
    if settings.chat_model is None:
        return None
    return Writer(open_chat(settings.chat_model, settings), load_write_texts(), load_wording())
