"""Taking a document in, step by step: fetch, read, stage, compare, test. A restart goes on where it was."""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from telegram.error import TelegramError

from bot.admin.program import Outcome
from bot.storage.jobs import BEGUN, KEPT_DAYS, Job
from bot.telegram.admin.difference import difference_file
from bot.telegram.admin.jobs import Ended, Notice
from bot.telegram.admin.notices import other_publishers
from bot.telegram.admin.running import refusal, run_in_turn
from bot.telegram.admin.telling import JobTexts, Telling
from bot.telegram.admin.upload_texts import UploadTexts, safe_name, same_place
from bot.telegram.admin.upload_views import UploadViews
from bot.telegram.blocks import Block, paragraph
from bot.telegram.desk import Desk
from bot.telegram.logs import describe, say
from bot.telegram.messages import thousands

log = logging.getLogger(__name__)

Json = Mapping[str, Any]
READY, ADDING, ADDED = "ready", "adding", "added"
"""Phases of a job: there is something to read; it may be staged by now; it is."""
_DAY = 86_400
MEBIBYTE = 2**20


@dataclass(frozen=True)
class UploadWork:
    """Does the jobs of the kind ``upload``.

    Their state: ``file`` (``id``, ``name``, ``size``) or ``url`` or ``accept`` (a document with errors that an editor
    takes all the same), ``options`` of the command; then what was found: ``before``, ``document``, ``judgement``.
    """

    desk: Desk
    texts: UploadTexts
    general: JobTexts

    @property
    def _views(self) -> UploadViews:
        return UploadViews(self.desk, self.texts)

    def folder(self, job: Job) -> Path:
        """Where a job's file lies while it is read."""
        return self.desk.dialogue.settings.data_dir / "uploads" / job.id

    async def __call__(self, job: Job, telling: Telling) -> Ended:
        """Do a job from its phase on."""
        if job.phase == BEGUN:
            if "file" in job.state and (refused := await self._fetch(job, telling)):
                return refused
            job = await telling.reached(READY, before=await self._staged_documents())
        if job.phase in (READY, ADDING):
            ended = await (
                self._accept(telling) if "accept" in job.state else self._add(job, telling)
            )
            if ended is not None:
                return ended
        return await self._compare_and_test(telling)

    async def _fetch(self, job: Job, telling: Telling) -> Ended | None:
        """Get the file from Telegram; what is said where that fails."""
        telling.text(self.texts.downloading)
        path = self._path(job)
        limit = self.desk.dialogue.settings.upload_megabytes
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            size = await self.desk.dialogue.sender.download(job.state["file"]["id"], path)
        except TelegramError as error:
            say(log, logging.WARNING, "document not downloaded", job=job.id, **describe(error))
            if "too big" in error.message.lower():
                told = self.texts.telegram_limit.format(size=megabytes(job.state["file"]["size"]))
                return _refused(told)
            return _refused(self.texts.not_downloaded)
        except OSError as error:
            say(log, logging.ERROR, "document not written", job=job.id, **describe(error))
            return _refused(self.general.codes[1])
        if not size:
            return _refused(self.texts.empty)
        if size > limit * MEBIBYTE:
            return _refused(self.texts.too_large.format(size=megabytes(size), limit=limit))
        return None

    def _path(self, job: Job) -> Path:
        return self.folder(job) / safe_name(job.state["file"]["name"])

    async def _staged_documents(self) -> dict[str, str]:
        """The keys of the documents that wait, by regulation."""
        outcome = await self.desk.program("stage")
        return documents_of(outcome) if outcome.ok else {}

    async def _add(self, job: Job, telling: Telling) -> Ended | None:
        """Take the document in; what is said where nothing of it waits then."""
        interrupted = job.phase == ADDING
        lost = "file" in job.state and not self._path(job).exists()  # with the disk it lay on
        if lost and (refused := await self._fetch(job, telling)):
            return refused
        job = await telling.reached(ADDING)
        telling.text(self.texts.reading)
        source = str(self._path(job)) if "file" in job.state else job.state["url"]
        # With =, so that no value is taken for an option; a path and an address begin with no hyphen.
        options = [f"{option}={value}" for option, value in job.state["options"].items()]
        outcome = await run_in_turn(self.desk, telling, "add", *options, source, by=job.user)
        document = _document(outcome)
        if document is None or document["outcome"] == "failed":
            reason = self.texts.reason(outcome)
            return Ended(refusal(self.general, outcome, reason), failed=True)
        await telling.reached(ADDING, document=dict(document))
        return await self._become(telling, document, ours=interrupted)

    async def _become(self, telling: Telling, document: Json, *, ours: bool) -> Ended | None:
        """What is said of a document that does not wait now because of this job; None of one that does.

        ``ours``: the job had begun to take it in before a restart, so that it may be the one that staged it.
        """
        views, texts, job = self._views, self.texts, telling.job
        read = views.read(document)
        match document["outcome"]:
            case "unchanged":
                return Ended([*read, paragraph(texts.unchanged, "bold")])
            case "already staged" if not ours or self._waited_before(job, document):
                return Ended([*read, paragraph(texts.waiting, "bold")], views.overview())
            case "kept":
                return Ended(
                    [*read, paragraph(texts.kept, "bold")], views.kept_buttons(job), keep=True
                )
        await telling.reached(ADDED)
        articles = thousands(document["articles"])
        telling.text(texts.read_so_far.format(name=views.name(document), articles=articles))
        return None

    @staticmethod
    def _waited_before(job: Job, document: Json) -> bool:
        return bool(job.state["before"].get(document["regulation"]) == document["key"])

    async def _accept(self, telling: Telling) -> Ended | None:
        """Stage a document in spite of the errors in its report."""
        document = telling.job.state["accept"]
        await telling.reached(ADDING, document=document)
        named = f"{document['regulation']}@{document['key']}"
        outcome = await run_in_turn(
            self.desk, telling, "stage", named, "--accept", by=telling.job.user
        )
        if not outcome.ok:
            return Ended(refusal(self.general, outcome), failed=True)
        await telling.reached(ADDED)
        return None

    async def _compare_and_test(self, telling: Telling) -> Ended:
        """Tell what the document changes, and how the next edition tests."""
        views, texts = self._views, self.texts
        document = telling.job.state["document"]
        compared = await run_in_turn(self.desk, telling, "diff")
        if not compared.ok:
            return self._stays(telling.job, views.read(document), compared)
        library = self.desk.dialogue.answering.library
        telling.text(texts.trying)
        tried = await run_in_turn(self.desk, telling, "publish", "--trial", by=telling.job.user)
        if not tried.ok:
            return self._stays(telling.job, views.read(document), tried)
        judgement = tried.result.get("judgement")
        job = await telling.reached(ADDED, judgement=judgement)
        blocks = views.tested(document, compared.result, judgement)
        return Ended(
            [*blocks, *views.publishers(job)],
            views.waiting_buttons(job, job.user),
            document=difference_file(compared.result, library, self.desk.dialogue.messages),
            keep=True,
            notices=[
                Notice(
                    publisher,
                    [views.announced(job, publisher), *blocks],
                    views.waiting_buttons(job, publisher),
                )
                for publisher in other_publishers(self.desk, job.user)
            ],
        )

    def _stays(self, job: Job, read: list[Block], outcome: Outcome) -> Ended:
        """The document waits, but what it changes cannot be told."""
        blocks = [*read, *refusal(self.general, outcome), paragraph(self.texts.stays_staged)]
        return Ended(blocks, self._views.waiting_buttons(job, job.user), keep=True, failed=True)

    # Broken off by the admin.

    async def cancelled(self, job: Job) -> Ended:
        """Put back what waited before, so that nothing of the document waits."""
        if job.phase not in (ADDING, ADDED):
            return Ended(())
        now = await self.desk.program("stage")
        if not now.ok:
            return Ended(refusal(self.general, now), self._views.overview())
        document, staged = job.state.get("document"), documents_of(now)
        if document is None:
            document = await self._taken_by(job, staged)
        if document is None or staged.get(document["regulation"]) != document["key"]:
            return Ended(())
        before = job.state["before"].get(document["regulation"])
        if before == document["key"]:
            return Ended(())
        return await self._put_back(job, document, before)

    async def _put_back(self, job: Job, document: Json, before: str | None) -> Ended:
        regulation, name = str(document["regulation"]), self._views.name(document)
        outcome = (
            await self.desk.program("stage", f"{regulation}@{before}", "--accept", by=job.user)
            if before
            else await self.desk.program("discard", regulation, by=job.user)
        )
        if outcome.ok:
            return Ended([paragraph(self.texts.undone.format(name=name))])
        told = paragraph(self.texts.undo_failed.format(name=name))
        return Ended([told, *refusal(self.general, outcome)], self._views.overview())

    async def _taken_by(self, job: Job, staged: Mapping[str, str]) -> Json | None:
        """The document that a command staged which was ended before it could say so."""
        listed = await self.desk.program("list")
        for document in listed.result["documents"] if listed.ok else ():
            origin, url = str(document["origin"]), job.state.get("url")
            ours = job.id in origin or (url is not None and same_place(origin, url))
            if ours and staged.get(document["regulation"]) == document["key"]:
                return {"regulation": document["regulation"], "key": document["key"]}
        return None

    # Files.

    def clean(self, job: Job) -> None:
        """Remove a job's file."""
        shutil.rmtree(self.folder(job), ignore_errors=True)

    async def sweep(self) -> None:
        """Remove what jobs have left that were forgotten, again and again."""
        while True:
            await asyncio.to_thread(self._sweep)
            await asyncio.sleep(_DAY)

    def _sweep(self) -> None:
        folders = self.desk.dialogue.settings.data_dir / "uploads"
        if not folders.is_dir():
            return
        for folder in folders.iterdir():
            if folder.stat().st_mtime < time.time() - KEPT_DAYS * _DAY:
                shutil.rmtree(folder, ignore_errors=True)


def documents_of(outcome: Outcome) -> dict[str, str]:
    """The keys of the documents that wait, by regulation, as ``stage`` tells them."""
    return dict(outcome.result["staged"]["documents"])


def megabytes(size: int) -> str:
    """A size in megabytes, as Indonesians write it."""
    return f"{size / MEBIBYTE:.1f}".replace(".", ",")


def _document(outcome: Outcome) -> Json | None:
    """What ``add`` says of its one document."""
    found = outcome.result.get("documents") if isinstance(outcome.result, dict) else None
    return found[0] if found else None


def _refused(words: str) -> Ended:
    return Ended([paragraph(words)], failed=True)
