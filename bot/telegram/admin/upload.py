"""/unggah, documents sent by editors, and the buttons below what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import InlineKeyboardMarkup, Message

from bot.admin.roles import ANY_ADMIN, Role
from bot.storage import flow
from bot.storage.jobs import Job, add_to_state
from bot.telegram.admin.jobs import Jobs, Kind
from bot.telegram.admin.running import refusal
from bot.telegram.admin.upload_texts import (
    BadOption,
    UploadTexts,
    address_in,
    holds_password,
    host_of,
    options_in,
    readable,
)
from bot.telegram.admin.upload_views import ACCEPT, DETAILS, DISCARD, DROP, UploadViews
from bot.telegram.admin.upload_work import MEBIBYTE, UploadWork, documents_of, megabytes
from bot.telegram.blocks import Span, cut_short, heading, item, paragraph
from bot.telegram.desk import Desk
from bot.telegram.feature import Feature, Plan
from bot.telegram.press import Press, button
from bot.telegram.reply import Reply
from bot.texts import load_texts

_KIND = "upload"
_ADDRESS = "upload-address"
"""Name of the flow of an editor who was asked about a web address."""
_MINUTES = 60
"""Minutes in which that can be answered."""
_TAKE, _LEAVE = "wt", "wl"
"""Codes of the buttons of that question; the key is the question's."""
_CLOUD = "https://api.telegram.org"
_CLOUD_LIMIT = 20 * MEBIBYTE
"""Bytes of the largest file that Telegram's own server hands to a bot (core.telegram.org/bots/api#getfile)."""
_TITLE = 80
"""Characters shown of a file's name."""
EDITORS = frozenset({Role.EDITOR})


def features(jobs: Jobs) -> tuple[Feature, ...]:
    """What editors send and press; and the button below it for all admins."""
    desk = jobs.desk
    texts = load_texts("upload.yaml", UploadTexts)
    work = UploadWork(desk, texts, jobs.texts)
    jobs.register(
        Kind(
            _KIND,
            work,
            roles=EDITORS,
            resumes=True,
            clean=work.clean,
            cancelled=work.cancelled,
        )
    )
    upload = _Upload(jobs, texts, UploadViews(desk, texts))
    editors = Feature(
        commands={"unggah": upload.command},
        presses={
            _TAKE: upload.take,
            _LEAVE: upload.leave,
            ACCEPT: upload.accept,
            DROP: upload.drop,
            DISCARD: upload.discard,
        },
        typed=upload.typed,
        received=upload.received,
        background=work.sweep,
        roles=EDITORS,
    )
    return editors, Feature(presses={DETAILS: upload.details}, roles=ANY_ADMIN)


@dataclass(frozen=True)
class _Upload:
    jobs: Jobs
    texts: UploadTexts
    views: UploadViews

    @property
    def _desk(self) -> Desk:
        return self.jobs.desk

    # Beginning.

    async def command(self, reply: Reply, typed: str) -> None:
        """Take a document in from the address that was typed; say how, where none was."""
        found = address_in(typed)
        if found is not None:
            await self._begin_address(reply, *found)
            return
        texts, limit = self.texts, self._desk.dialogue.settings.upload_megabytes
        wrong = [paragraph(texts.no_address)] if typed.strip() else []
        steps = [item("•", Span(step.format(limit=limit))) for step in texts.how_steps]
        await reply.say([*wrong, heading(texts.how), *steps])

    async def received(self, reply: Reply, message: Message) -> bool:
        """Take in the document that a message carries."""
        document = message.document
        if document is None:
            return False
        caption = (message.caption or "").strip().removeprefix("/unggah")
        name = document.file_name or "dokumen"
        size = document.file_size
        try:
            if refused := self._refused(name, size):
                raise BadOption(refused)
            options = options_in(caption, self.texts)
        except BadOption as error:
            await reply.say([paragraph(str(error))])
            return True
        file = {"id": document.file_id, "name": name, "size": size or 0}
        title = self.texts.job.format(name=cut_short(name, _TITLE))
        await self.jobs.begin(reply, _KIND, title, {"file": file, "options": options})
        return True

    def _refused(self, name: str, size: int | None) -> str | None:
        """Why a file is not even fetched."""
        texts, settings = self.texts, self._desk.dialogue.settings
        if size == 0:
            return texts.empty
        if not readable(name):
            return texts.wrong_type
        if size and size > settings.upload_megabytes * MEBIBYTE:
            return texts.too_large.format(size=megabytes(size), limit=settings.upload_megabytes)
        if size and size > _CLOUD_LIMIT and settings.telegram_api_url.startswith(_CLOUD):
            return texts.telegram_limit.format(size=megabytes(size))
        return None

    async def typed(self, reply: Reply, words: str) -> bool:
        """Ask about a message that is a web address and nothing else."""
        found = address_in(words)
        if found is None or found[1].strip():
            return False
        if holds_password(found[0]):
            await reply.say([paragraph(self.texts.secret_address)])
            return True
        key = f"{reply.occasion.update:x}"
        row = [
            button(self.texts.take_address, Press(_TAKE, key)),
            button(self.texts.leave_address, Press(_LEAVE, key)),
        ]
        step = flow.Step(_ADDRESS, {"key": key, "url": found[0]})
        dialogue = self._desk.dialogue
        await dialogue.store.run(
            flow.begin, reply.chat, reply.occasion.user, step, now=dialogue.clock()
        )
        await reply.say(
            [paragraph(self.texts.ask_address), paragraph(found[0])], InlineKeyboardMarkup([row])
        )
        return True

    async def take(self, reply: Reply, press: Press) -> Plan:
        """Take in the document at the address that was asked about."""
        url = await self._asked_about(reply, press)
        if url is None:
            return Plan(self.texts.expired)

        async def act() -> None:
            await self._begin_address(reply, url, "")
            await self._leave_question(reply)

        return Plan(act=act)

    async def leave(self, reply: Reply, press: Press) -> Plan:
        """Take nothing in."""
        if await self._asked_about(reply, press) is None:
            return Plan(self.texts.expired)

        async def act() -> None:
            await reply.say([paragraph(self.texts.left_address)])
            await self._leave_question(reply)

        return Plan(act=act)

    async def _asked_about(self, reply: Reply, press: Press) -> str | None:
        dialogue, user = self._desk.dialogue, reply.occasion.user
        now = dialogue.clock()
        step = await dialogue.store.run(flow.current, reply.chat, user, now=now, minutes=_MINUTES)
        if step is None or step.name != _ADDRESS or step.state["key"] != press.key:
            return None
        return str(step.state["url"])

    async def _leave_question(self, reply: Reply) -> None:
        await self._desk.dialogue.store.run(flow.leave, reply.chat, reply.occasion.user)
        await reply.without_buttons()

    async def _begin_address(self, reply: Reply, url: str, rest: str) -> None:
        try:
            if holds_password(url):
                raise BadOption(self.texts.secret_address)
            options = options_in(rest, self.texts)
        except BadOption as error:
            await reply.say([paragraph(str(error))])
            return
        name = self.texts.web_document.format(host=host_of(url))
        title = self.texts.job.format(name=cut_short(name, _TITLE))
        await self.jobs.begin(reply, _KIND, title, {"url": url, "options": options})

    # Below a document.

    async def accept(self, reply: Reply, press: Press) -> Plan:
        """Stage a document with errors all the same."""
        job = await self._of(press)
        if job is None or job.state.get("settled"):
            return Plan(self.texts.expired)

        async def act() -> None:
            document = job.state["document"]
            title = self.texts.job_accepted.format(name=self.views.name(document))
            await self.jobs.begin(reply, _KIND, title, {"accept": document, "options": {}})
            await self._settle(reply, job)

        return Plan(act=act)

    async def drop(self, reply: Reply, press: Press) -> Plan:
        """Leave a document that was not staged."""
        job = await self._of(press)
        if job is None or job.state.get("settled"):
            return Plan(self.texts.expired)

        async def act() -> None:
            await reply.say([paragraph(self.texts.dropped)])
            await self._settle(reply, job)

        return Plan(act=act)

    async def discard(self, reply: Reply, press: Press) -> Plan:
        """Take a document back that waits for a publish."""
        job = await self._of(press)
        if job is None:
            return Plan(self.texts.expired)
        return Plan(self.texts.discarding, lambda: self._discard(reply, job))

    async def _discard(self, reply: Reply, job: Job) -> None:
        document: Mapping[str, Any] = job.state["document"]
        name, regulation = self.views.name(document), str(document["regulation"])
        staged = await self._desk.program("stage")
        outcome = staged
        told = self.texts.not_staged
        if staged.ok and documents_of(staged).get(regulation) == document["key"]:
            outcome = await self._desk.program("discard", regulation, by=reply.occasion.user)
            told = self.texts.discarded
        if not outcome.ok:
            await reply.say(refusal(self.jobs.texts, outcome))
            return
        await reply.say([paragraph(told.format(name=name))])
        await self._settle(reply, job)

    async def details(self, reply: Reply, press: Press) -> Plan:
        """Send all that was found of a document as a file."""
        job = await self._of(press)
        if job is None:
            return Plan(self.texts.expired)
        file = self.views.file(job.state["document"], job.state.get("judgement"))
        return Plan(self.texts.preparing, lambda: reply.send_document(file))

    async def _of(self, press: Press) -> Job | None:
        """The job that a button is about, as long as it is remembered; its last words may still be on their way."""
        job = await self.jobs.find(press.key)
        return job if job and "document" in job.state else None

    async def _settle(self, reply: Reply, job: Job) -> None:
        """Note that it was decided on a document: its buttons do nothing more but tell."""
        await self._desk.dialogue.store.run(add_to_state, job.id, settled=True)
        await reply.without_buttons()
