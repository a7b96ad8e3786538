"""The composer of the whole way from a question to an answer; the only module that knows the order."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.answering.answer import Answer, Citation, Turn
from bot.answering.citations import citation_of
from bot.answering.compose import Composer
from bot.answering.decide import decide, settle
from bot.answering.followup import names_conduct
from bot.answering.lookup import is_lookup, look_up
from bot.answering.split import split_questions
from bot.answering.understand import Understood, understand
from bot.answering.verify import problems, without_bad_citations
from bot.answering.wording import Message, Wording, load_wording
from bot.question import MAX_QUESTION
from knowledge.edition import Edition, current_edition, open_edition
from knowledge.model import QuestionClass, Ruling, Verdict
from knowledge.settings import Settings
from knowledge.text import clean

log = logging.getLogger(__name__)
_SURE_PART = 0.35


@dataclass
class Answerer:
    """Answers questions from the current edition, and takes up a new edition when one is published."""

    settings: Settings
    wording: Wording
    _edition: Edition
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def edition(self) -> str:
        """The id of the edition that answers rest on now."""
        return self._current().id

    def citation(self, provision_id: str) -> Citation | None:
        """The provision as the current edition has it; None when it is not there."""
        return citation_of(self._current().knowledge, provision_id)

    async def answer(
        self, question: str, history: Sequence[Turn] = (), *, ruling: str | None = None
    ) -> Answer:
        """Answer a question in the light of the earlier turns of its chat, oldest first.

        ``ruling`` forces the ruling chosen with a clarifying button; the question still gives the facts.
        """
        return await asyncio.to_thread(self.answer_now, question, history, ruling=ruling)

    def answer_now(
        self, question: str, history: Sequence[Turn] = (), *, ruling: str | None = None
    ) -> Answer:
        """``answer`` for callers without an event loop."""
        started = time.perf_counter()
        edition = self._current()
        answer = self._answer(edition, question, history, ruling)
        if found := problems(edition, answer):
            log.error("answer failed verification: %s", "; ".join(found))
            answer = without_bad_citations(edition, answer)
        took = (time.perf_counter() - started) * 1000
        return answer.model_copy(update={"latency_ms": round(took, 1)})

    def _current(self) -> Edition:
        """The open edition; opened anew when another one was made current."""
        wanted = current_edition(self.settings)
        if wanted is not None and wanted != self._edition.id:
            with self._lock:
                if wanted != self._edition.id:
                    self._edition = open_edition(self.settings, wanted)
                    log.info("edition %s taken up", wanted)
        return self._edition

    def _answer(
        self, edition: Edition, question: str, history: Sequence[Turn], ruling: str | None
    ) -> Answer:
        composer = Composer(edition, self.wording)
        tidy = clean(question)
        if len(question) > MAX_QUESTION:
            return self._plain(composer, self.wording.too_long, understand(edition, tidy[:200]))
        understood = understand(edition, tidy, history)
        if not tidy:
            return self._plain(composer, self.wording.empty, understood)
        if ruling is not None:
            target = edition.knowledge.answerable(ruling)
            if target is not None:
                return self._chosen(composer, target, understood)
        if is_lookup(understood):
            return look_up(composer, understood)
        parts = self._parts(composer, tidy, history)
        if len(parts) > 1:
            return composer.in_parts(parts, understood)
        return composer.compose(decide(edition, understood, self.settings), understood)

    def _plain(self, composer: Composer, words: Message, understood: Understood) -> Answer:
        return composer.make(
            Verdict.PERLU_RINCIAN,
            headline=words.headline,
            text=words.text.format(limit=MAX_QUESTION),
            understood=understood,
            confidence=1.0,
        )

    def _chosen(
        self, composer: Composer, target: Ruling | QuestionClass, understood: Understood
    ) -> Answer:
        decision = settle(composer.edition.knowledge, target, target.verdict, understood, 1.0)
        return composer.compose(decision, understood)

    def _parts(
        self, composer: Composer, question: str, history: Sequence[Turn]
    ) -> tuple[Answer, ...]:
        """One answer a question, when a message surely asks about different conducts; else nothing."""
        pieces = split_questions(question)
        if pieces is None:
            return ()
        answers: list[Answer] = []
        earlier = [*history]
        edition = composer.edition
        for piece in pieces.questions:
            asked = f"{pieces.opening} {piece}".strip()
            alone = names_conduct(edition.knowledge.cues, edition.reader.text(piece))
            understood = understand(edition, asked, () if alone else earlier)
            earlier = [*earlier, Turn(role="user", text=asked)]
            if is_lookup(understood):
                answers.append(look_up(composer, understood))
                continue
            decision = decide(edition, understood, self.settings)
            if decision.target is None or decision.confidence < _SURE_PART:
                return ()
            answers.append(composer.compose(decision, understood))
        rulings = {a.ruling for a in answers}
        scope = [a for a in answers if a.verdict is not Verdict.DI_LUAR_CAKUPAN]
        if len(rulings) < 2 or len(scope) < 2:
            return ()
        return tuple(answers)


def open_answerer(settings: Settings) -> Answerer:
    """An answerer on the current edition.

    Raises:
        EditionError: there is no usable edition; the message names the command that mends it.
        EmbedderError: the embedder cannot be loaded.
    """
    return Answerer(settings, load_wording(), open_edition(settings))
