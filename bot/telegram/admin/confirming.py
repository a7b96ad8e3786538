"""/konfirmasi: rulings whose legal basis has changed, read again and confirmed by a publisher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from bot.admin.program import Outcome
from bot.admin.roles import Role
from bot.telegram.admin.jobs import Jobs
from bot.telegram.admin.panels import announce, mark_of, present
from bot.telegram.admin.pending import Pending, grouped, mark_of_all, read_pending
from bot.telegram.admin.pending_views import (
    ASK_ALL,
    CONFIRM,
    DETAILS,
    GROUP,
    ConfirmingTexts,
    PendingViews,
)
from bot.telegram.admin.reasons import Act, Reasons, as_data, reason_texts
from bot.telegram.admin.running import refusal
from bot.telegram.admin.ways import CONFIRMING, PENDING, confirming_button
from bot.telegram.blocks import Block, paragraph
from bot.telegram.feature import Feature, Plan
from bot.telegram.menu import Panel, named, panel, show
from bot.telegram.messages import thousands
from bot.telegram.press import Press, button
from bot.telegram.reply import Reply
from bot.texts import load_texts

_YES, _NO = "ycy", "ycn"
_FLOW = "confirm"
_IMPOSSIBLE = 10
"""Exit code of asn-ingest: one of the rulings does not await review."""


def feature(jobs: Jobs) -> Feature:
    """The command, its buttons, and the typed reason."""
    texts = load_texts("confirming.yaml", ConfirmingTexts)
    dialogue = jobs.desk.dialogue
    confirming = _Confirming(jobs, texts, PendingViews(dialogue, texts), Reasons(dialogue, _FLOW))
    return Feature(
        commands={"konfirmasi": confirming.command},
        presses={
            CONFIRMING: confirming.groups,
            GROUP: confirming.group,
            PENDING: confirming.ruling,
            DETAILS: confirming.details,
            CONFIRM: confirming.confirm,
            ASK_ALL: confirming.ask_all,
            _YES: confirming.confirm_all,
            _NO: confirming.drop,
        },
        typed=confirming.typed,
        roles=frozenset({Role.PUBLISHER}),
    )


@dataclass(frozen=True)
class _Confirming:
    jobs: Jobs
    texts: ConfirmingTexts
    views: PendingViews
    reasons: Reasons

    async def command(self, reply: Reply, _typed: str) -> None:
        """Show the regulations whose rulings await review."""
        await announce(reply, self.texts.reading)
        await self._present_groups(reply, await self._waiting(), 0)

    async def groups(self, reply: Reply, press: Press) -> Plan:
        """Show a page of the regulations."""

        async def act() -> None:
            await self._present_groups(reply, await self._waiting(), press.number)

        return Plan(self.texts.reading, act)

    async def group(self, reply: Reply, press: Press) -> Plan:
        """Show a page of the rulings that a changed regulation concerns."""

        async def act() -> None:
            outcome = await self._waiting()
            group = self._group_of(outcome, press.key)
            if group:
                await present(reply, self.views.group(group[0].group, group, press.number))
            else:
                await self._present_groups(reply, outcome, 0, self.texts.already)

        return Plan(act=act)

    async def ruling(self, reply: Reply, press: Press) -> Plan:
        """Show a ruling with what changed."""

        async def act() -> None:
            outcome = await self._waiting()
            one = self._one_of(outcome, press.key)
            if one:
                await present(reply, self.views.ruling(one))
            else:
                await self._present_groups(reply, outcome, 0, self.texts.already)

        return Plan(act=act)

    async def details(self, reply: Reply, press: Press) -> Plan:
        """Send a ruling's changed provisions as a file."""

        async def act() -> None:
            outcome = await self._waiting()
            one = self._one_of(outcome, press.key)
            if one:
                await reply.send_document(self.views.file(one))
            else:
                await self._present_groups(reply, outcome, 0, self.texts.already)

        return Plan(self.texts.preparing, act)

    async def confirm(self, reply: Reply, press: Press) -> Plan:
        """Confirm a ruling on the basis that was shown."""
        return Plan(self.texts.confirming, lambda: self._confirm(reply, press))

    async def _confirm(self, reply: Reply, press: Press) -> None:
        outcome = await self._waiting()
        one = self._one_of(outcome, press.key)
        if one is None:
            await self._present_groups(reply, outcome, 0, self.texts.already)
            return
        if one.mark != press.number:
            await present(reply, self.views.ruling(one, self.texts.stale))
            return
        done = await self.jobs.desk.program("confirm", one.id, by=reply.occasion.user)
        if not done.ok and done.code != _IMPOSSIBLE:
            await reply.say(refusal(self.jobs.texts, done))
            return
        word = self.texts.confirmed.format(title=one.title) if done.ok else self.texts.already
        outcome = await self._waiting()
        rest = self._group_of(outcome, one.group)
        if rest:
            await present(reply, self.views.group(one.group, rest, 0, word))
        else:
            await self._present_groups(reply, outcome, 0, word)

    # All of a regulation.

    async def ask_all(self, reply: Reply, press: Press) -> Plan:
        """Ask for the reason to confirm all rulings that a changed regulation concerns."""

        async def act() -> None:
            outcome = await self._waiting()
            group = self._group_of(outcome, press.key)
            if not group:
                await self._present_groups(reply, outcome, 0, self.texts.already)
                return
            name, mark = group[0].group, mark_of_all(group)
            if mark != press.number:
                await present(reply, self.views.group(name, group, 0, self.texts.stale))
                return
            await reply.say([*self._asked(name, len(group)), reason_texts().asked], self._cancel())
            await self.reasons.wait(reply, {"group": name, "count": len(group), "mark": mark})

        return Plan(self.texts.reading, act)

    async def typed(self, reply: Reply, words: str) -> bool:
        """Take a typed text for the reason where one is awaited."""
        return await self.reasons.taken(reply, words, self._sure, lambda _about: self._cancel())

    async def drop(self, reply: Reply, _press: Press) -> Plan:
        """Confirm nothing."""
        await self.reasons.leave(reply)
        dropped = panel([paragraph(self.texts.dropped)], [[confirming_button()]])
        return Plan(act=lambda: show(reply, dropped))

    async def confirm_all(self, reply: Reply, press: Press) -> Plan:
        """Confirm the rulings for which that was asked."""
        act = await self.reasons.awaited(reply)
        if act is None or not act.reason or press.number != _mark(act):
            return Plan(reason_texts().expired)
        return Plan(self.texts.confirming, lambda: self._confirm_all(reply, act))

    async def _confirm_all(self, reply: Reply, act: Act) -> None:
        outcome = await self._waiting()
        name = act.about["group"]
        group = self._group_of(outcome, name)
        if not group or mark_of_all(group) != act.about["mark"]:
            await self.reasons.leave(reply)
            if group:
                await present(reply, self.views.group(name, group, 0, self.texts.stale))
            else:
                await self._present_groups(reply, outcome, 0, self.texts.already)
            return
        done = await self.jobs.desk.program(
            "confirm",
            *(one.id for one in group),
            "--reason",
            "-",
            by=reply.occasion.user,
            data=as_data(act.reason),
        )
        if not done.ok and done.code != _IMPOSSIBLE:
            await reply.say(refusal(self.jobs.texts, done))
            return
        await self.reasons.leave(reply)
        word = self.texts.already
        if done.ok:
            count = thousands(len(done.result["confirmed"]))
            word = self.texts.confirmed_group.format(count=count)
        await self._present_groups(reply, await self._waiting(), 0, word)

    def _asked(self, group: str, count: int) -> list[Block]:
        regulation = self.views.regulation(group)
        asked = self.texts.ask_group.format(count=thousands(count), regulation=regulation)
        return [paragraph(asked, "bold")]

    def _sure(self, act: Act) -> Panel:
        asked = self._asked(act.about["group"], act.about["count"])
        yes = button(self.texts.yes_group, Press(_YES, "", _mark(act)))
        cancel = button(reason_texts().cancel, Press(_NO))
        return panel([*asked, reason_texts().told(act.reason)], [[yes], [cancel]])

    def _cancel(self) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup([[button(reason_texts().cancel, Press(_NO))]])

    # Reading.

    async def _waiting(self) -> Outcome:
        return await self.jobs.desk.program("confirm")

    def _one_of(self, outcome: Outcome, key: str) -> Pending | None:
        waiting = read_pending(outcome.result) if outcome.ok else ()
        return named(key, waiting, lambda one: one.id)

    def _group_of(self, outcome: Outcome, key: str) -> Sequence[Pending]:
        groups = grouped(read_pending(outcome.result)) if outcome.ok else {}
        name = named(key, groups, lambda group: group)
        return groups[name] if name else ()

    async def _present_groups(
        self, reply: Reply, outcome: Outcome, number: int, word: str | None = None
    ) -> None:
        if not outcome.ok:
            blocks = refusal(self.jobs.texts, outcome)
            await present(reply, panel(blocks, [[confirming_button()]]))
            return
        groups = grouped(read_pending(outcome.result))
        edition = outcome.result["edition"]
        await present(reply, self.views.groups(groups, edition, number, word))


def _mark(act: Act) -> int:
    """Ties a confirmation to what it was shown for."""
    return mark_of(f"{act.about['group']} {act.about['mark']} {act.reason}")
