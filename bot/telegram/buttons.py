"""What happens when a button is pressed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update

from bot.answering.answer import Citation
from bot.storage.feedback import vote
from bot.storage.shown import Shown, find_shown
from bot.telegram import keyboards
from bot.telegram.blocks import pack
from bot.telegram.dialogue import Dialogue
from bot.telegram.keyboards import Press
from bot.telegram.render import provision_blocks


@dataclass(frozen=True)
class _Plan:
    """What to say on the button at once, and what to do then."""

    note: str | None = None
    act: Callable[[], Awaitable[None]] | None = None


class Buttons:
    """Handles pressed buttons. Every press is acknowledged, whatever becomes of it."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue
        self._toasts = dialogue.messages.toasts

    async def pressed(self, update: Update, _context: object) -> None:
        """Acknowledge a press and do what the button stands for.

        Raises:
            Exception: what doing it raised; the press was acknowledged then, too.
        """
        query = update.callback_query
        if query is None:
            return
        try:
            plan = await self._plan(query)
        except Exception:
            await self._dialogue.sender.acknowledge(query, self._toasts.failed)
            raise
        await self._dialogue.sender.acknowledge(query, plan.note)
        if plan.act:
            await plan.act()

    async def _plan(self, query: CallbackQuery) -> _Plan:
        press = keyboards.decode(query.data)
        message = query.message
        if press is None or message is None or message.chat.type != "private":
            return _Plan(self._toasts.expired)
        chat = message.chat.id
        if press.action == "example":
            return self._example(chat, press)
        dialogue = self._dialogue
        shown = await dialogue.store.run(
            find_shown,
            chat,
            press.key,
            now=dialogue.clock(),
            minutes=dialogue.settings.history_minutes,
        )
        if shown is None:
            return _Plan(self._toasts.expired)
        match press.action:
            case "citation":
                return self._citation(chat, press, shown)
            case "follow_up":
                return self._follow_up(chat, press, shown)
            case "option":
                return self._option(chat, press, shown)
            case "vote":
                return await self._vote(query, press, shown)

    def _example(self, chat: int, press: Press) -> _Plan:
        for example in self._dialogue.messages.examples:
            if example.id == press.key:
                return self._question(chat, example.question)
        return _Plan(self._toasts.expired)

    def _follow_up(self, chat: int, press: Press, shown: Shown) -> _Plan:
        if press.number >= len(shown.follow_ups):
            return _Plan(self._toasts.expired)
        return self._question(chat, shown.follow_ups[press.number])

    def _question(self, chat: int, question: str) -> _Plan:
        opening = self._dialogue.messages.asked.format(question=question)
        return _Plan(act=lambda: self._dialogue.ask(chat, question, opening=opening))

    def _option(self, chat: int, press: Press, shown: Shown) -> _Plan:
        if press.number >= len(shown.options):
            return _Plan(self._toasts.expired)
        question = shown.question
        if question is None:
            return _Plan(self._toasts.question_erased)
        option = shown.options[press.number]
        opening = self._dialogue.messages.chosen.format(option=option.text)
        return _Plan(
            # A follow-up question refers to what was chosen, not to what was unclear.
            act=lambda: self._dialogue.ask(
                chat, question, ruling=option.ruling, said=option.text, opening=opening
            )
        )

    def _citation(self, chat: int, press: Press, shown: Shown) -> _Plan:
        if press.number >= len(shown.citations):
            return _Plan(self._toasts.expired)
        dialogue = self._dialogue
        edition, citation = self._provision(shown.citations[press.number], shown.as_of)
        if citation is None:
            return _Plan(self._toasts.provision_gone)
        texts = dialogue.messages
        note = (
            texts.provision_edition.format(edition=edition)
            if edition == shown.edition
            else texts.provision_changed.format(old=shown.edition, new=edition)
        )
        notes = [note]
        if shown.as_of is not None:
            notes.insert(0, texts.provision_day.format(date=texts.day(shown.as_of)))
        messages = pack(provision_blocks(citation, texts, notes=notes))
        return _Plan(act=lambda: dialogue.sender.send(chat, messages))

    def _provision(self, identity: str, as_of: date | None) -> tuple[str, Citation | None]:
        """The provision, and the edition that it is of: another may come between two looks."""
        answering = self._dialogue.answering
        while True:
            edition = answering.edition
            citation = answering.citation(identity, as_of)
            if answering.edition == edition:
                return edition, citation

    async def _vote(self, query: CallbackQuery, press: Press, shown: Shown) -> _Plan:
        dialogue = self._dialogue
        useful = press.number == 1
        changed = await dialogue.store.run(
            vote, press.key, query.from_user.id, shown, useful=useful, now=dialogue.clock()
        )
        thanks = self._toasts.thanks_useful if useful else self._toasts.thanks_useless
        message = query.message
        if not changed or not isinstance(message, Message) or message.reply_markup is None:
            return _Plan(thanks)
        markup: InlineKeyboardMarkup = keyboards.mark_vote(
            message.reply_markup, press.key, dialogue.messages, useful=useful
        )
        return _Plan(
            thanks,
            lambda: dialogue.sender.change_buttons(message.chat.id, message.message_id, markup),
        )
