"""The whole way from a question to an answer; the only module that knows the order."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial

from bot.answering.answer import Answer, Citation, Turn
from bot.answering.assume import Deciding, assumed_status
from bot.answering.browse import EditionLibrary
from bot.answering.case import Case
from bot.answering.citations import citation_of, law_on
from bot.answering.compose import Composer
from bot.answering.confirmations import Confirmations
from bot.answering.decide import settle_case
from bot.answering.followup import leans_on_history
from bot.answering.language import not_understood
from bot.answering.lookup import is_lookup, look_up
from bot.answering.parts import in_parts
from bot.answering.planted import without_planted
from bot.answering.serving import Serving
from bot.answering.split import split_questions
from bot.answering.understand import Understood, understand
from bot.answering.verify import problems, without_bad_citations
from bot.answering.wording import Message, Wording, load_wording
from bot.answering.write import Writer, open_writer
from bot.day import asked_day, day_fault
from bot.question import MAX_QUESTION
from knowledge.clock import today
from knowledge.edition import Edition, open_edition
from knowledge.model import Facts, Verdict
from knowledge.settings import Settings
from knowledge.text import clean

log = logging.getLogger(__name__)
_SURE_PART = 0.7
"""Confidence from which a part of a message is taken for a question of its own."""


@dataclass(frozen=True)
class _Given:
    """What is known besides the words; as the parameters of `Answerer.answer`."""

    ruling: str | None = None
    as_of: date | None = None
    assumed: Facts | None = None
    case: Case | None = None


@dataclass(frozen=True)
class Answerer:
    """Answers questions from the edition that serves; each wholly from one."""

    settings: Settings
    wording: Wording
    serving: Serving
    confirmations: Confirmations
    writer: Writer | None = None
    """Words the composed answers, where a chat model is set."""
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "answering"))
    """One thread: the embedder uses all cores for one question, and starts a team for each caller."""

    @property
    def edition(self) -> str:
        """The id of the edition that answers rest on now."""
        return self.serving.id

    @cached_property
    def library(self) -> EditionLibrary:
        """What the serving edition holds, to look around in."""
        return EditionLibrary(self.serving, self.confirmations, self.wording)

    def citation(self, provision_id: str, as_of: date | None = None) -> Citation | None:
        """The provision as the serving edition has it on a day; None when it is not there."""
        with self.serving.lease() as edition:
            return citation_of(edition.knowledge, provision_id, law_on(edition, as_of or today()))

    async def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        ruling: str | None = None,
        as_of: date | None = None,
        assumed: Facts | None = None,
        case: Case | None = None,
    ) -> Answer:
        """Answer a question in the light of the earlier turns of its chat, oldest first.

        ``ruling`` forces the ruling chosen with a clarifying button; the question still gives the
        facts. ``as_of`` is the day whose law counts: by default the one that the question names
        ("per tanggal 1 Juni 2020"), else today. ``assumed`` is what the asker's profile holds: it
        counts where neither the question nor its conversation says otherwise. ``case`` takes the
        place of reading the question: ruling, status and circumstances as chosen with buttons.
        """
        given = _Given(ruling, as_of, assumed, case)
        work = partial(self._composed, question, history, given)
        answer = await asyncio.get_running_loop().run_in_executor(self._thread, work)
        writing = self._writing(question, answer)
        return answer if writing is None else await asyncio.wrap_future(writing)

    def answer_now(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        ruling: str | None = None,
        as_of: date | None = None,
        assumed: Facts | None = None,
        case: Case | None = None,
    ) -> Answer:
        """``answer`` for callers without an event loop."""
        answer = self._composed(question, history, _Given(ruling, as_of, assumed, case))
        writing = self._writing(question, answer)
        return answer if writing is None else writing.result()

    def _writing(self, question: str, answer: Answer) -> Future[Answer] | None:
        """The answer being worded; None without a writer."""
        if self.writer is None:
            return None
        with self.serving.lease() as edition:
            return self.writer.start(edition, self.confirmations.now(), question, answer)

    def _composed(
        self,
        question: str,
        history: Sequence[Turn],
        given: _Given,
    ) -> Answer:
        started = time.perf_counter()
        with self.serving.lease() as edition:
            composer = Composer(
                edition, self.wording, given.as_of or today(), self.confirmations.now()
            )
            answer = self._checked(composer, question, history, given)
        took = (time.perf_counter() - started) * 1000
        return answer.model_copy(update={"latency_ms": round(took, 1)})

    def close(self) -> None:
        """Stop watching for new editions, and writing; answering goes on in the composer's words."""
        if self.writer is not None:
            self.writer.close()
        self.serving.close()

    def _checked(
        self,
        composer: Composer,
        question: str,
        history: Sequence[Turn],
        given: _Given,
    ) -> Answer:
        """The answer after its last look; in its place an honest "not found" if it fails."""
        edition = composer.edition
        answer = self._answer(composer, question, history, given)
        if found := problems(edition, answer, composer.confirmed):
            log.error("answer failed verification: %s", "; ".join(found))
            answer = without_bad_citations(edition, answer)
            if problems(edition, answer, composer.confirmed):
                then = replace(composer, as_of=answer.as_of)
                answer = then.not_found(understand(edition, question[:MAX_QUESTION]), 0.0)
        return answer

    def _answer(
        self,
        composer: Composer,
        question: str,
        history: Sequence[Turn],
        given: _Given,
    ) -> Answer:
        edition = composer.edition
        tidy = clean(question)
        if len(question) > MAX_QUESTION:
            return self._plain(composer, self.wording.too_long, understand(edition, tidy[:200]))
        day, tidy = _without_day(without_planted(tidy))
        asked = [
            _without_day(turn.text) if turn.role == "user" else (None, turn.text)
            for turn in history
        ]
        history = [
            turn.model_copy(update={"text": text})
            for turn, (_, text) in zip(history, asked, strict=True)
        ]
        understood = understand(edition, tidy, history)
        if understood.follows:  # it goes on about the day of what it follows
            day = day or next((earlier for earlier, _ in reversed(asked) if earlier), None)
        composer = replace(composer, as_of=given.as_of or day or composer.as_of)
        if fault := day_fault(composer.as_of, today()):
            return self._plain(
                replace(composer, as_of=today()), self.wording.bad_day, understood, fault
            )
        if not any(map(str.isalnum, tidy)):  # nothing, or emoji and punctuation alone
            return self._plain(composer, self.wording.empty, understood)
        if given.case is not None and given.case.ruling in edition.knowledge.rulings:
            return self._of_case(composer, given.case, understood)
        status = assumed_status(edition, given.assumed, history)
        deciding = Deciding(edition, self.settings, self.wording.assumed, status)
        if given.ruling is not None:
            target = edition.knowledge.answerable(given.ruling)
            if target is not None:
                return composer.compose(*deciding.chosen(target, understood))
        lines = [line for line in map(clean, question.splitlines()) if line]
        parts = self._parts(composer, tidy, lines, history, deciding)
        if len(parts) > 1:
            return in_parts(self.wording, parts, understood)
        if is_lookup(understood):
            return look_up(composer, understood)
        decision, understood = deciding.question(understood)
        words = not_understood(
            edition.reader, tidy, confidence=decision.confidence, target=decision.target
        )
        if words is not None:
            return self._plain(composer, words, understood)
        return composer.compose(decision, understood)

    def _plain(
        self, composer: Composer, words: Message, understood: Understood, fault: str = ""
    ) -> Answer:
        return composer.make(
            Verdict.PERLU_RINCIAN,
            headline=words.headline,
            text=words.text.format(limit=MAX_QUESTION, fault=fault),
            understood=understood,
            confidence=1.0,
        )

    def _of_case(self, composer: Composer, case: Case, understood: Understood) -> Answer:
        knowledge = composer.edition.knowledge
        ruling = knowledge.rulings[case.ruling]
        # The question is the ruling's title, whose words say nothing about the asker.
        own = replace(understood, facts=case.facts(ruling))
        return composer.compose(settle_case(knowledge, ruling, case.branches, own), own)

    def _parts(
        self,
        composer: Composer,
        question: str,
        lines: Sequence[str],
        history: Sequence[Turn],
        deciding: Deciding,
    ) -> tuple[Answer, ...]:
        """One answer a question, when a message surely asks different things; else nothing.

        ``lines`` are those of the message as it was typed. Of a list the writer has said that it asks
        several things: there a part that is not understood is told so.
        """
        pieces = split_questions(question, lines)
        if pieces is None:
            return ()
        answers: list[Answer] = []
        earlier = [*history]
        edition = composer.edition
        for piece in pieces.questions:
            asked = f"{pieces.opening} {piece}".strip()
            # What continues ("kalau PPPK?") goes on from the question before, not from the opening.
            if answers and leans_on_history(edition.knowledge.cues, edition.reader.text(piece)):
                asked = piece
            understood = understand(edition, asked, earlier)
            earlier = [*earlier, Turn(role="user", text=asked)]
            if is_lookup(understood):
                answers.append(look_up(composer, understood))
                continue
            if understood.follows and answers and answers[-1].ruling is None:
                return ()  # it goes on about the article looked up
            decision, understood = deciding.question(understood)
            if decision.target is None:
                if not pieces.listed:
                    return ()
            elif decision.confidence < _SURE_PART:
                return ()
            answers.append(composer.compose(decision, understood))
        different = {(a.ruling, a.verdict) for a in answers}
        scope = [a for a in answers if a.verdict is not Verdict.DI_LUAR_CAKUPAN]
        if len(different) < 2 or len(scope) < 2:
            return ()
        if not pieces.listed and len({(a.family, a.verdict) for a in answers}) < 2:
            return ()  # two sides of one matter
        return tuple(answers)


def _without_day(text: str) -> tuple[date | None, str]:
    """The day whose law a text asks for, if it names one, and the rest of the text."""
    return asked_day(text) or (None, text)


def answerer_on(settings: Settings, edition: Edition, writer: Writer | None = None) -> Answerer:
    """An answerer on an open edition, which takes up no other; ``writer`` words its answers."""
    serving, confirmations = Serving(settings, edition), Confirmations(settings)
    return Answerer(settings, load_wording(), serving, confirmations, writer)


def open_answerer(settings: Settings) -> Answerer:
    """An answerer on the current edition, which takes up a new one within seconds.

    Raises:
        EditionError: there is no usable edition; the message names the command that mends it.
        EmbedderError: the embedder cannot be loaded.
        SettingsError: ``CHAT_MODEL`` cannot be opened.
    """
    writer = open_writer(settings)  # first: a wrong setting shows before the edition is loaded
    answerer = answerer_on(settings, open_edition(settings), writer)
    answerer.serving.watch()
    return answerer
