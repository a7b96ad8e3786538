"""The whole way from a question to an answer; the only module that knows the order."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

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
from knowledge.errors import AsnBotError
from knowledge.model import QuestionClass, Ruling, Verdict
from knowledge.settings import Settings
from knowledge.text import clean

log = logging.getLogger(__name__)
_SURE_PART = 0.35


@dataclass
class Answerer:
    """Answers questions from the current edition; takes up a new one when it is published."""

    settings: Settings
    wording: Wording
    _edition: Edition
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "answering"))
    """One thread: the embedder uses all cores for one question, and starts a team for each caller."""
    _refused: str | None = None
    """The edition made current that could not be opened, not to be tried at every question."""

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

        ``ruling`` forces the ruling chosen with a clarifying button; the question still gives the
        facts.
        """
        work = partial(self.answer_now, question, history, ruling=ruling)
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def answer_now(
        self, question: str, history: Sequence[Turn] = (), *, ruling: str | None = None
    ) -> Answer:
        """``answer`` for callers without an event loop."""
        started = time.perf_counter()
        edition = self._current()
        composer = Composer(edition, self.wording)
        answer = self._answer(composer, question, history, ruling)
        if found := problems(edition, answer):
            log.error("answer failed verification: %s", "; ".join(found))
            answer = without_bad_citations(edition, answer)
            if problems(edition, answer):
                answer = composer.not_found(understand(edition, question[:MAX_QUESTION]), 0.0)
        took = (time.perf_counter() - started) * 1000
        return answer.model_copy(update={"latency_ms": round(took, 1)})

    def _current(self) -> Edition:
        """The open edition; opened anew when another one was made current.

        One that cannot be opened is refused, and the old one goes on serving.
        """
        wanted = current_edition(self.settings)
        if wanted is not None and wanted not in (self._edition.id, self._refused):
            with self._lock:
                if wanted not in (self._edition.id, self._refused):
                    self._take_up(wanted)
        return self._edition

    def _take_up(self, wanted: str) -> None:
        try:
            self._edition = open_edition(self.settings, wanted)
        except AsnBotError as error:
            self._refused = wanted
            log.error("edition %s refused, %s goes on serving: %s", wanted, self._edition.id, error)
        else:
            self._refused = None
            log.info("edition %s taken up", wanted)

    def _answer(
        self, composer: Composer, question: str, history: Sequence[Turn], ruling: str | None
    ) -> Answer:
        edition = composer.edition
        tidy = clean(question)
        if len(question) > MAX_QUESTION:
            return self._plain(composer, self.wording.too_long, understand(edition, tidy[:200]))
        understood = understand(edition, tidy, history)
        if not any(map(str.isalnum, tidy)):  # nothing, or emoji and punctuation alone
            return self._plain(composer, self.wording.empty, understood)
        if ruling is not None:
            target = edition.knowledge.answerable(ruling)
            if target is not None:
                return self._chosen(composer, target, understood)
        parts = self._parts(composer, tidy, history)
        if len(parts) > 1:
            return composer.in_parts(parts, understood)
        if is_lookup(understood):
            return look_up(composer, understood)
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
        """One answer a question, when a message surely asks different things; else nothing."""
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
            if understood.follows and answers and answers[-1].ruling is None:
                return ()  # it goes on about the article looked up
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
