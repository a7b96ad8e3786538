"""Filling in a form on an item of the review queue: in one message, with buttons and, where it says so, typed text.

A form outlasts a restart and a pause. A press or a text that is handled again changes nothing more.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from bot.admin.roles import Role
from bot.storage import flow, review_drafts
from bot.storage.sent import said_since
from bot.telegram.admin.review_draft import Draft, Form, draft_of
from bot.telegram.admin.review_form_view import (
    BACK,
    CHANGE,
    LEAVE,
    LEAVE_SURELY,
    NEXT,
    PAUSE,
    RESUME,
    STAY,
    SUBMIT,
    TURN,
    UNLOOK,
    awaits,
    failed_panel,
    form_panel,
    gone_panel,
    left_panel,
    refusal,
    staged_panel,
)
from bot.telegram.admin.review_forms import (
    PREVIEW,
    act_of,
    advanced,
    begun,
    retreated,
    step_of,
    steps_of,
)
from bot.telegram.admin.review_grounds import BasisStep, SanctionStep
from bot.telegram.admin.review_queue import Failed, Queue
from bot.telegram.admin.review_screen import Screen
from bot.telegram.admin.review_steps import CHOOSE, LOOK, Material
from bot.telegram.admin.review_texts import ReviewTexts
from bot.telegram.admin.review_view import BEGINNING
from bot.telegram.admin.review_wording import as_kept, as_worded
from bot.telegram.blocks import clean, paragraph
from bot.telegram.desk import Desk
from bot.telegram.feature import Plan, Pressed
from bot.telegram.logs import describe, say
from bot.telegram.menu import key_of, panel
from bot.telegram.press import Press, button
from bot.telegram.reply import Reply
from knowledge.errors import StoreError

log = logging.getLogger(__name__)

AWAITED = "review"
"""Name of the flow of an editor whose form awaits a text."""
EDITORS = frozenset({Role.EDITOR})
Turn = Callable[[Draft, Press, Material], Draft | None]
"""What a press makes of a form; None when it is about something that is not there any more."""


@dataclass(frozen=True)
class Forms:
    """Begins forms, goes on with them, hands them in."""

    desk: Desk
    queue: Queue
    texts: ReviewTexts

    def presses(self) -> dict[str, Pressed]:
        """What the buttons do."""
        turns: dict[str, Turn] = {
            CHOOSE: _choose,
            LOOK: _look,
            UNLOOK: lambda draft, _press, _material: replace(draft, look=""),
            BACK: lambda draft, _press, material: retreated(draft, material),
            NEXT: _next,
            PAUSE: lambda draft, _press, _material: replace(draft, paused=True),
            CHANGE: _change,
            TURN: lambda draft, press, _material: replace(draft, page=press.number),
            LEAVE: lambda draft, _press, _material: replace(draft, leaving=True),
            STAY: lambda draft, _press, _material: replace(draft, leaving=False),
        }
        return {
            **{code: self._turning(turn) for code, turn in turns.items()},
            **{code: self._beginning(form) for code, form in BEGINNING.items()},
            RESUME: self._beginning(None),
            LEAVE_SURELY: self.leave,
            SUBMIT: self.submit,
        }

    def may(self, reply: Reply) -> bool:
        """Whether the user may act on items."""
        return self.desk.admins.may(reply.occasion.user, EDITORS)

    async def on_item(self, reply: Reply, item: str) -> Draft | None:
        """The form that was left on an item."""
        return draft_of(await self.desk.dialogue.store.run(review_drafts.on_item, reply.chat, item))

    async def forget(self, reply: Reply, item: str) -> None:
        """Give up the form that was left on an item, if any."""
        draft = await self.on_item(reply, item)
        if draft is not None:
            await self._drop(reply, draft)

    def _beginning(self, form: Form | None) -> Pressed:
        """A button that begins a form, or goes on with the one that was left on the item."""

        async def pressed(reply: Reply, press: Press) -> Plan:
            if not self.may(reply):
                return Plan(self.texts.item.only_editors)
            return Plan(act=lambda: self._begin(reply, press.key, form))

        return pressed

    async def _begin(self, reply: Reply, key: str, form: Form | None) -> None:
        screen = Screen.of(reply)
        material = await self._material(key, screen)
        if isinstance(material, Failed):
            await self._not_read(reply, screen, key, material)
            return
        identity = material.item.id
        draft = await self.on_item(reply, identity)
        if draft is None and form is None:
            await screen.show(left_panel(Draft(identity, Form.EXAMPLE), self.texts))
            return
        draft = draft or begun(identity, form or Form.EXAMPLE, material)
        draft = replace(as_worded(draft, material), paused=False, leaving=False, look="")
        await self._show(reply, screen, draft, material)

    def _turning(self, turn: Turn) -> Pressed:
        """A button of the form itself."""

        async def pressed(reply: Reply, press: Press) -> Plan:
            if not self.may(reply):
                return Plan(self.texts.item.only_editors)
            draft = await self._in_message(reply)
            if draft is None:
                return Plan(self.texts.form.over)
            return Plan(act=lambda: self._turn(reply, draft, press, turn))

        return pressed

    async def _turn(self, reply: Reply, draft: Draft, press: Press, turn: Turn) -> None:
        screen, update = Screen.of(reply), reply.occasion.update
        material = await self._material(draft.item, screen)
        if isinstance(material, Failed):
            await self._not_read(reply, screen, draft.item, material)
            return
        draft = as_worded(draft, material)
        if draft.update != update:
            turned = turn(replace(draft, fault=""), press, material)
            if turned is None:
                turned = replace(draft, fault=self.texts.form.gone)
            draft = replace(turned, update=update)
        await self._show(reply, screen, draft, material)

    async def leave(self, reply: Reply, _press: Press) -> Plan:
        """Give a form up."""
        draft = await self._in_message(reply)
        if draft is None:
            return Plan(self.texts.form.over)
        await self._drop(reply, draft)
        return Plan(act=lambda: self._shown(reply, draft))

    async def _shown(self, reply: Reply, draft: Draft) -> None:
        await Screen.of(reply).show(left_panel(draft, self.texts))

    async def submit(self, reply: Reply, _press: Press) -> Plan:
        """Hand a form in."""
        if not self.may(reply):
            return Plan(self.texts.item.only_editors)
        draft = await self._in_message(reply)
        if draft is None:
            return Plan(self.texts.form.over)
        return Plan(act=lambda: self._submit(reply, draft))

    async def _submit(self, reply: Reply, kept: Draft) -> None:
        screen, texts = Screen.of(reply), self.texts
        material = await self._material(kept.item, screen)
        if isinstance(material, Failed):
            await self._not_read(reply, screen, kept.item, material)
            return
        draft = as_worded(kept, material)
        lacking = next((s for s in steps_of(draft, material) if s.lacks(draft, material)), None)
        if lacking is not None:  # another edition may have taken a choice away
            fault = lacking.lacks(draft, material) or ""
            draft = replace(draft, step=lacking.name, returning=True, fault=fault)
            await self._show(reply, screen, draft, material)
            return
        await screen.show(panel([paragraph(texts.form.sending)]))
        act = act_of(draft, material)
        done = await self.queue.apply(draft.item, act, by=reply.occasion.user)
        if not isinstance(done, Failed):
            await self._drop(reply, draft)
            await screen.show(staged_panel(draft.form, done.name, texts))
        elif done.gone:
            await self._drop(reply, draft)
            await screen.show(gone_panel(texts, kept))
        else:
            of_words = done.refused and draft.form is not Form.RULING
            fault = refusal(done, texts.form, of_words=of_words)
            step = "text" if of_words else PREVIEW
            draft = replace(draft, step=step, returning=of_words, fault=fault)
            await self._show(reply, screen, draft, material)

    async def typed(self, reply: Reply, words: str) -> bool:
        """Take a text where a form awaits one; any other text is a question."""
        occasion = reply.occasion
        if not occasion.private or occasion.edited or not self.may(reply):
            return False
        try:
            draft = await self._awaiting(reply)
        except StoreError as error:
            say(log, logging.ERROR, "form of the review queue not looked up", **describe(error))
            return False
        if draft is None:
            return False
        screen = Screen(reply)
        material = await self._material(draft.item, screen)
        if isinstance(material, Failed):
            await self._not_read(reply, screen, draft.item, material)
            return True
        draft, before = as_worded(draft, material), draft.message
        if draft.update != occasion.update:
            draft = await self._taken(draft, clean(words), material)
            draft = replace(draft, update=occasion.update)
            await self._keep(reply, draft, material)
        await self._show(reply, screen, draft, material)
        if before != screen.message:
            await reply.sender.delete(reply.chat, before)
        return True

    async def _taken(self, draft: Draft, words: str, material: Material) -> Draft:
        """The form with what was typed, or with what is wrong with that."""
        step = step_of(draft, material)
        if step is None:
            return draft
        turned = await asyncio.to_thread(step.typed, draft, words, material)
        if isinstance(turned, str):
            return replace(draft, fault=turned)
        if turned.done:
            return advanced(turned.draft, material)
        return replace(turned.draft, fault=turned.note)

    async def _awaiting(self, reply: Reply) -> Draft | None:
        """The form that awaits a text; none when the user has been told something else since."""
        dialogue, occasion = self.desk.dialogue, reply.occasion
        now, minutes = dialogue.clock(), dialogue.settings.history_minutes

        def look(session: Session) -> Draft | None:
            for draft in map(draft_of, review_drafts.of_chat(session, reply.chat)):
                if draft is not None and draft.update == occasion.update:
                    return draft  # it was taken before a restart
            step = flow.current(session, reply.chat, occasion.user, now=now, minutes=minutes)
            if step is None or step.name != AWAITED:
                return None
            draft = draft_of(review_drafts.on_item(session, reply.chat, step.state["item"]))
            since = step.state["since"]
            if draft is None or said_since(session, reply.chat, since, but=occasion.update):
                flow.leave(session, reply.chat, occasion.user)
                return None
            return draft

        return await dialogue.store.run(look)

    async def _in_message(self, reply: Reply) -> Draft | None:
        """The form that the pressed button's message shows."""
        below = reply.occasion.below
        if below is None:
            return None
        store = self.desk.dialogue.store
        found = await store.run(review_drafts.in_message, reply.chat, below.message_id)
        return draft_of(found)

    async def _material(self, key: str, screen: Screen) -> Material | Failed:
        if not self.queue.remembers(key):
            await screen.show(panel([paragraph(self.texts.item.reading)]))
        item = await self.queue.item(key)
        if isinstance(item, Failed):
            return item
        answering = self.desk.dialogue.answering
        return Material(
            item=item,
            library=answering.library,
            citation=answering.citation,
            edition=answering.edition,
            messages=self.desk.dialogue.messages,
            texts=self.texts.form,
        )

    async def _show(self, reply: Reply, screen: Screen, draft: Draft, material: Material) -> None:
        """Show a form and keep it; what is kept first is that a press was handled."""
        if screen.message is not None:
            draft = replace(draft, message=screen.message)
            await self._keep(reply, draft, material)
        shown = await screen.show(form_panel(draft, material))
        if shown != draft.message:
            await self._keep(reply, replace(draft, message=shown), material)

    async def _keep(self, reply: Reply, draft: Draft, material: Material) -> None:
        dialogue, chat, user = self.desk.dialogue, reply.chat, reply.occasion.user
        awaiting, now = awaits(draft, material), dialogue.clock()
        kept = replace(draft, values=as_kept(draft.values, material)).kept()

        def keep(session: Session) -> None:
            review_drafts.keep(session, chat, kept, now=now)
            if awaiting:
                since = max(draft.message, review_drafts.last_said(session, chat))
                step = flow.Step(AWAITED, {"item": draft.item, "since": since})
                flow.begin(session, chat, user, step, now=now)
            else:
                flow.leave(session, chat, user, name=AWAITED)

        await dialogue.store.run(keep)

    async def _drop(self, reply: Reply, draft: Draft) -> None:
        chat, user = reply.chat, reply.occasion.user

        def drop(session: Session) -> None:
            review_drafts.drop(session, chat, draft.item)
            flow.leave(session, chat, user, name=AWAITED)

        await self.desk.dialogue.store.run(drop)

    async def _not_read(self, reply: Reply, screen: Screen, key: str, failed: Failed) -> None:
        """Say that the item of a form is gone, or that it could not be read now."""
        if failed.gone:
            draft = await self.on_item(reply, key)
            if draft is not None:
                await self._drop(reply, draft)
            await screen.show(gone_panel(self.texts, draft))
            return
        again = button(self.texts.form.resume, Press(RESUME, key_of(key)))
        await screen.show(failed_panel(failed, self.texts.item.failed, [[again]]))


def _choose(draft: Draft, press: Press, material: Material) -> Draft | None:
    steps = steps_of(draft, material)
    step = step_of(draft, material)
    if step is None or steps.index(step) != press.number:
        return None
    turned = step.chosen(draft, press.key, material)
    if turned is None:
        return None
    return advanced(turned.draft, material) if turned.done else turned.draft


def _look(draft: Draft, press: Press, material: Material) -> Draft | None:
    step = step_of(draft, material)
    if not isinstance(step, BasisStep | SanctionStep):
        return None
    citation = step.looked_up(press.key, draft, material)
    return replace(draft, look=citation.id) if citation else None


def _next(draft: Draft, _press: Press, material: Material) -> Draft:
    step = step_of(draft, material)
    if step is not None and (lacking := step.lacks(draft, material)):
        return replace(draft, fault=lacking)
    return advanced(draft, material)


def _change(draft: Draft, press: Press, material: Material) -> Draft | None:
    names = [step.name for step in steps_of(draft, material)]
    if press.key not in names or draft.step != PREVIEW:
        return None
    return replace(draft, step=press.key, returning=True)
