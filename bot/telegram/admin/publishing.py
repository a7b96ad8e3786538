"""Publishing what waits, trying it first, and taking a publish back for some minutes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.admin.program import Outcome
from bot.admin.roles import ANY_ADMIN, Role, actor
from bot.storage.jobs import Job
from bot.telegram.admin.difference import changes_anything
from bot.telegram.admin.jobs import Ended, Jobs, Kind, Notice
from bot.telegram.admin.judgement import judgement_file
from bot.telegram.admin.naming import person
from bot.telegram.admin.notices import other_publishers, tell_publishers
from bot.telegram.admin.publishing_texts import PublishingTexts, publishing_texts
from bot.telegram.admin.publishing_views import PublishingViews
from bot.telegram.admin.running import in_turn, refusal, run_in_turn
from bot.telegram.admin.telling import Telling
from bot.telegram.admin.waiting import Waiting, read_waiting
from bot.telegram.admin.ways import (
    PUBLISH,
    TRIAL,
    UNDO,
    confirming_button,
    overview_button,
    publish_button,
    rollback_button,
    undo_button,
)
from bot.telegram.blocks import paragraph
from bot.telegram.desk import Desk
from bot.telegram.feature import Feature, Plan
from bot.telegram.menu import Row, panel, show
from bot.telegram.press import Press, button
from bot.telegram.reply import Reply

_YES, _NO, _FLIPS = "ypy", "ypn", "ypf"
_PUBLISHING, _TRYING = "publish", "trial"
"""Kinds of jobs."""
_UNDER_WAY = "publishing"
"""Phase of a job whose publish may have switched to the new edition."""
_REFUSED, _FOUR_EYES, _IMPOSSIBLE = 11, 12, 10
"""Exit codes of asn-ingest that are answered in words of our own."""
_FAULT = 1
"""Exit code of a command that failed without knowing why."""


def feature(jobs: Jobs) -> Feature:
    """The buttons for publishers: publish, undo."""
    publishing = _publishing(jobs)
    jobs.register(
        Kind(
            _PUBLISHING,
            publishing.publish,
            roles=frozenset({Role.PUBLISHER}),
            broken=publishing.broken,
            cancelled=publishing.cancelled,
        )
    )
    return Feature(
        presses={
            PUBLISH: publishing.ask,
            _YES: publishing.begin,
            _NO: publishing.drop,
            UNDO: publishing.undo,
        },
        roles=frozenset({Role.PUBLISHER}),
    )


def trial_feature(jobs: Jobs) -> Feature:
    """The buttons for all admins: try what waits, read what a test found."""
    publishing = _publishing(jobs)
    jobs.register(Kind(_TRYING, publishing.try_out, resumes=True))
    return Feature(
        presses={TRIAL: publishing.begin_trial, _FLIPS: publishing.flips}, roles=ANY_ADMIN
    )


def _publishing(jobs: Jobs) -> _Publishing:
    return _Publishing(jobs, publishing_texts())


@dataclass(frozen=True)
class _Publishing:
    jobs: Jobs
    texts: PublishingTexts

    @property
    def _desk(self) -> Desk:
        return self.jobs.desk

    @property
    def _views(self) -> PublishingViews:
        return PublishingViews(self._desk, self.texts)

    # Asking.

    async def ask(self, reply: Reply, _press: Press) -> Plan:
        """Ask whether to publish what waits now; say so where nothing does."""

        async def act() -> None:
            outcome = await self._desk.program("stage")
            if not outcome.ok:
                await reply.say(refusal(self.jobs.texts, outcome))
                return
            found = read_waiting(outcome.result)
            user = reply.occasion.user
            if not found.items and not await self._new_data_files():
                told = self.texts.nothing.format(edition=self._views.edition(found.serving))
                await reply.say([paragraph(told)])
            elif self._hindered(found, user):
                await reply.say(self._views.four_eyes(found, user), _rows([overview_button()]))
            else:
                yes = button(self.texts.go, Press(_YES, "", found.mark))
                no = button(self.texts.leave, Press(_NO))
                await reply.say(self._views.question(found, user), _rows([yes, no]))

        return Plan(self.texts.checking, act)

    async def drop(self, reply: Reply, _press: Press) -> Plan:
        """Publish nothing after all."""
        told = panel([paragraph(self.texts.dropped)], [[overview_button()]])
        return Plan(act=lambda: show(reply, told))

    async def begin(self, reply: Reply, press: Press) -> Plan:
        """Publish what the question has shown."""

        async def act() -> None:
            await self._begin(reply, _PUBLISHING, self.texts.publish_job, mark=press.number)
            await reply.without_buttons()

        return Plan(act=act)

    async def begin_trial(self, reply: Reply, _press: Press) -> Plan:
        """Test what waits."""
        return Plan(act=lambda: self._begin(reply, _TRYING, self.texts.trial_job))

    async def _begin(self, reply: Reply, kind: str, title: str, **state: Any) -> None:
        await self.jobs.begin(reply, kind, title, state)

    def _hindered(self, found: Waiting, user: int) -> bool:
        return self._desk.dialogue.settings.four_eyes and bool(found.of(user))

    async def _new_data_files(self) -> bool:
        """Whether a publish would change something although no admin has staged anything."""
        outcome = await self._desk.program("diff")
        return outcome.ok and changes_anything(outcome.result)

    # Publishing.

    async def publish(self, job: Job, telling: Telling) -> Ended:
        """Publish what waits, if it still is what the admin was asked about."""
        found: Waiting | None = None

        async def attempt() -> Outcome | None:
            """None when something else waits: the command that was waited for may have staged it."""
            nonlocal found
            telling.text(self.texts.checking)
            staged = await self._desk.program("stage")
            if not staged.ok:
                return staged
            found = read_waiting(staged.result)
            if found.mark != job.state["mark"]:
                return None
            await telling.reached(_UNDER_WAY, serving=found.serving)
            return await self._desk.program("publish", by=job.user, watch=telling)

        outcome = await in_turn(self._desk, telling, attempt)
        if found is None:
            assert outcome is not None
            return Ended(refusal(self.jobs.texts, outcome), failed=True)
        if outcome is None:
            return self._stale(found)
        if outcome.ok:
            return await self._published(job, telling, outcome.result)
        return await self._not_published(job, telling, found, outcome)

    def _stale(self, found: Waiting) -> Ended:
        """Something else waits by now than what the admin wanted to publish."""
        texts = self.texts
        told = texts.changed if found.items else texts.already
        serving = self._views.edition(found.serving)
        return Ended(
            [paragraph(told.format(edition=serving))], _rows([overview_button()]), failed=True
        )

    async def _published(self, job: Job, telling: Telling, result: Any) -> Ended:
        texts = self.texts
        if result.get("unchanged"):
            return Ended([paragraph(texts.unchanged.format(edition=result["edition"]))])
        edition, previous = result["edition"], result.get("previous")
        judgement = result.get("judgement")
        await telling.reached(_UNDER_WAY, judgement=judgement)
        pending = await self._pending()
        rows: list[Row] = []
        if result.get("undo_until"):
            rows.append([undo_button(edition)])
        if judgement:
            rows.append([self._flips_button(job)])
        if pending:
            rows.append([confirming_button()])
        return Ended(
            self._views.published(result, pending),
            InlineKeyboardMarkup(rows) if rows else None,
            keep=True,
            notices=self._notices(job, edition, previous, undoable=bool(result.get("undo_until"))),
        )

    def _notices(
        self, job: Job, edition: str, previous: str | None, *, undoable: bool
    ) -> list[Notice]:
        below = _rows([undo_button(edition)] if undoable else [], [rollback_button()])
        return [
            Notice(
                publisher,
                [
                    paragraph(
                        self.texts.told_published.format(
                            edition=edition,
                            person=person(actor(job.user), publisher),
                            previous=self._views.edition(previous),
                        )
                    )
                ],
                below,
            )
            for publisher in other_publishers(self._desk, job.user)
        ]

    async def _pending(self) -> int:
        """How many rulings of the edition that serves await review; 0 where that cannot be told."""
        outcome = await self._desk.program("confirm")
        return len(outcome.result["rulings"]) if outcome.ok else 0

    async def _not_published(
        self, job: Job, telling: Telling, found: Waiting, outcome: Outcome
    ) -> Ended:
        views = self._views
        if outcome.code == _REFUSED:
            judgement = outcome.result.get("judgement") if outcome.result else None
            await telling.reached(_UNDER_WAY, judgement=judgement)
            rows = [[self._flips_button(job)]] if judgement else []
            return Ended(
                views.refused(found.serving, outcome.result),
                _rows(*rows, [overview_button()]),
                keep=True,
                failed=True,
            )
        if outcome.code == _FOUR_EYES:
            blocks = views.four_eyes(found, job.user)
            return Ended(blocks, _rows([overview_button()]), failed=True)
        if outcome.code == _FAULT or outcome.code not in self.jobs.texts.codes:
            # Ended from outside, it may have switched to the new edition before it could say so.
            now, texts = await self._settled(), self.texts
            if now is None or now.serving != found.serving:
                return self._how_it_is(telling.job, now, texts.crashed_published, texts.broken_not)
        stays = self.texts.stays.format(edition=views.edition(found.serving))
        blocks = [*refusal(self.jobs.texts, outcome), paragraph(stays)]
        return Ended(blocks, _rows([overview_button()]), failed=True)

    # Trying.

    async def try_out(self, job: Job, telling: Telling) -> Ended:
        """Build and test what waits; publish nothing."""
        outcome = await run_in_turn(self._desk, telling, "publish", "--trial", by=job.user)
        if not outcome.ok:
            return Ended(refusal(self.jobs.texts, outcome), failed=True)
        result = outcome.result
        if result.get("unchanged"):
            told = self.texts.unchanged.format(edition=result["edition"])
            return Ended([paragraph(told)])
        judgement = result["judgement"]
        await telling.reached(telling.job.phase, judgement=judgement)
        rows: list[Row] = [[self._flips_button(job)]]
        if self._desk.admins.may(job.user, {Role.PUBLISHER}):
            rows.append([publish_button()])
        return Ended(self._views.tried(judgement), _rows(*rows), keep=True)

    async def flips(self, reply: Reply, press: Press) -> Plan:
        """Send all that a test found as a file."""
        job = await self.jobs.find(press.key)
        judgement = job.state.get("judgement") if job else None
        if not judgement:
            return Plan(self.texts.forgotten)
        dialogue = self._desk.dialogue
        file = judgement_file(judgement, dialogue.answering.library, dialogue.messages)
        return Plan(self.texts.preparing, lambda: reply.send_document(file))

    # Broken off.

    async def broken(self, job: Job) -> Ended:
        """How things are after a restart in the midst of a publish."""
        texts = self.texts
        found = await self._settled()
        return self._how_it_is(job, found, texts.broken_published, texts.broken_not)

    async def cancelled(self, job: Job) -> Ended:
        """How things are after the admin has broken a publish off."""
        texts = self.texts
        found = await self._settled()
        return self._how_it_is(job, found, texts.cancelled_published, texts.cancelled_not)

    def _how_it_is(
        self, job: Job, found: Waiting | None, published: str, not_published: str
    ) -> Ended:
        if found is None:
            return Ended([paragraph(self.texts.broken_unknown)], _rows([overview_button()]))
        serving = self._views.edition(found.serving)
        if "serving" in job.state and found.serving != job.state["serving"]:
            told = published.format(edition=serving)
            rows = [[undo_button(serving)]] if found.undo else []
            return Ended(
                [paragraph(told)],
                _rows(*rows, [rollback_button()]),
                notices=self._notices(
                    job, serving, job.state["serving"], undoable=bool(found.undo)
                ),
            )
        told = not_published.format(edition=serving, count=len(found.items))
        return Ended([paragraph(told)], _rows([overview_button(), publish_button()]))

    async def _settled(self) -> Waiting | None:
        """What waits and what serves, once no publish of before the restart is at work any more."""
        found = None
        for pause in (*self._desk.dialogue.pace.busy, 0.0):
            outcome = await self._desk.program("stage")
            found = read_waiting(outcome.result) if outcome.ok else None
            if found is not None and found.writing != _PUBLISHING:
                return found
            await asyncio.sleep(pause)
        return found

    # Undoing.

    async def undo(self, reply: Reply, press: Press) -> Plan:
        """Take the publish of an edition back."""
        return Plan(self.texts.undoing, lambda: self._undo(reply, press.key))

    async def _undo(self, reply: Reply, edition: str) -> None:
        texts, user = self.texts, reply.occasion.user
        outcome = await self._desk.program("rollback", "--undo", edition, by=user)
        if outcome.ok:
            previous = outcome.result["edition"]
            await reply.without_buttons()
            told = texts.undone.format(edition=edition, previous=previous)
            await reply.say([paragraph(told, "bold")], _rows([overview_button()]))
            note = texts.told_undone.format(
                edition=edition, previous=previous, person=person(actor(user), 0)
            )
            await tell_publishers(self._desk, user, [paragraph(note)])
        elif outcome.code == _IMPOSSIBLE:
            await self._too_late(reply, edition, outcome)
        else:
            await reply.say(refusal(self.jobs.texts, outcome))

    async def _too_late(self, reply: Reply, edition: str, refused: Outcome) -> None:
        """Say why it cannot be undone, and take the button away where it never can."""
        staged = await self._desk.program("stage")
        found = read_waiting(staged.result) if staged.ok else None
        if found is None or (found.undo and found.undo["edition"] == edition):
            await reply.say(refusal(self.jobs.texts, refused))
            return
        told = self.texts.too_late.format(edition=edition)
        if found.serving != edition:
            serving = self._views.edition(found.serving)
            told = self.texts.other_serves.format(edition=edition, serving=serving)
        await reply.without_buttons()
        await reply.say([paragraph(told)], _rows([rollback_button()]))

    def _flips_button(self, job: Job) -> InlineKeyboardButton:
        return button(self.texts.details, Press(_FLIPS, job.id))


def _rows(*rows: Row) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([row for row in rows if row])
