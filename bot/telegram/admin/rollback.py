"""/kembalikan: let an earlier edition serve again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from telegram import InlineKeyboardMarkup

from bot.admin.program import Outcome
from bot.admin.roles import Role, actor
from bot.telegram.admin.jobs import Jobs
from bot.telegram.admin.naming import person, time_of
from bot.telegram.admin.notices import tell_publishers
from bot.telegram.admin.panels import announce, mark_of, present, present_soon
from bot.telegram.admin.reasons import Act, Reasons, as_data, reason_texts
from bot.telegram.admin.running import refusal
from bot.telegram.admin.ways import ROLLBACK, overview_button, rollback_button
from bot.telegram.blocks import Block, Span, heading, item, paragraph
from bot.telegram.feature import Feature, Plan
from bot.telegram.menu import Panel, in_rows, page_of, panel, show
from bot.telegram.messages import thousands
from bot.telegram.press import Press, button
from bot.telegram.reply import Reply
from bot.texts import CheckedTexts, load_texts
from knowledge.clock import in_jakarta
from knowledge.model import Text

Json = Mapping[str, Any]
_CHOOSE, _SKIP, _YES, _NO = "yrc", "yrs", "yry", "yrn"
_FLOW = "rollback"
_PER_PAGE = 6
_IMPOSSIBLE = 10
"""Exit code of asn-ingest: no such edition, or it serves already."""


class RollbackTexts(CheckedTexts):
    """The contents of ``rollback.yaml``."""

    reading: Text
    title: Text
    intro: Text
    edition: Text
    serving: Text
    unreadable: Text
    nothing: Text
    choose: Text
    sure: Text
    go: Text
    switching: Text
    done: Text
    advice: Text
    dropped: Text
    moved: Text
    already: Text
    gone: Text
    told: Text
    told_reason: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "intro": frozenset({"page"}),
        "edition": frozenset({"day", "time", "provisions", "official", "rulings"}),
        "choose": frozenset({"edition", "serving"}),
        "sure": frozenset({"edition", "serving"}),
        "done": frozenset({"edition", "previous"}),
        "already": frozenset({"edition"}),
        "told": frozenset({"edition", "previous", "person"}),
        "told_reason": frozenset({"reason"}),
    }


def feature(jobs: Jobs) -> Feature:
    """The command, its buttons, and the typed reason."""
    texts = load_texts("rollback.yaml", RollbackTexts)
    rollback = _Rollback(jobs, texts, Reasons(jobs.desk.dialogue, _FLOW))
    return Feature(
        commands={"kembalikan": rollback.command},
        presses={
            ROLLBACK: rollback.open,
            _CHOOSE: rollback.choose,
            _SKIP: rollback.skip,
            _YES: rollback.go_back,
            _NO: rollback.drop,
        },
        typed=rollback.typed,
        roles=frozenset({Role.PUBLISHER}),
    )


@dataclass(frozen=True)
class _Rollback:
    jobs: Jobs
    texts: RollbackTexts
    reasons: Reasons

    async def command(self, reply: Reply, _typed: str) -> None:
        """Show the editions that are kept."""
        await announce(reply, self.texts.reading)
        await present(reply, await self._listing(0))

    async def open(self, reply: Reply, press: Press) -> Plan:
        """Show a page of the editions."""
        return present_soon(reply, self.texts.reading, lambda: self._listing(press.number))

    async def choose(self, reply: Reply, press: Press) -> Plan:
        """Ask for the reason to go back to an edition."""

        async def act() -> None:
            outcome = await self.jobs.desk.program("list")
            editions = _editions(outcome)
            if editions is None:
                await reply.say(refusal(self.jobs.texts, outcome))
                return
            serving, fault = self._checked(editions, press.key)
            if fault:
                await present(reply, self._list(editions, 0, fault))
                return
            told = self.texts.choose.format(edition=press.key, serving=serving)
            await reply.say(
                [paragraph(told, "bold"), reason_texts().asked], _skip_or_cancel(press.key)
            )
            await self.reasons.wait(reply, {"edition": press.key, "serving": serving})

        return Plan(self.texts.reading, act)

    async def skip(self, reply: Reply, press: Press) -> Plan:
        """Go on without a reason."""
        act = await self.reasons.skip(reply)
        if act is None or act.about["edition"] != press.key:
            return Plan(reason_texts().expired)
        return Plan(act=lambda: show(reply, self._sure(act)))

    async def typed(self, reply: Reply, words: str) -> bool:
        """Take a typed text for the reason where one is awaited."""
        return await self.reasons.taken(
            reply, words, self._sure, lambda about: _skip_or_cancel(about["edition"])
        )

    async def drop(self, reply: Reply, _press: Press) -> Plan:
        """Leave things as they are."""
        await self.reasons.leave(reply)
        dropped = panel([paragraph(self.texts.dropped)], [[rollback_button()]])
        return Plan(act=lambda: show(reply, dropped))

    async def go_back(self, reply: Reply, press: Press) -> Plan:
        """Let the edition serve for which that was asked."""
        act = await self.reasons.awaited(reply)
        if act is None or press.number != _mark(act):
            return Plan(reason_texts().expired)
        return Plan(self.texts.switching, lambda: self._go_back(reply, act))

    async def _go_back(self, reply: Reply, act: Act) -> None:
        texts, desk, user = self.texts, self.jobs.desk, reply.occasion.user
        wanted, serving = act.about["edition"], act.about["serving"]
        outcome = await desk.program("list")
        editions = _editions(outcome)
        if editions is None:
            await reply.say(refusal(self.jobs.texts, outcome))
            return
        now, fault = self._checked(editions, wanted)
        if fault or now != serving:
            await self.reasons.leave(reply)
            await present(reply, self._list(editions, 0, fault or texts.moved))
            return
        data = as_data(act.reason)
        reason = ["--reason", "-"] if data else []
        outcome = await desk.program("rollback", wanted, *reason, by=user, data=data)
        if not outcome.ok:
            word = texts.moved if outcome.code == _IMPOSSIBLE else None
            await reply.say(
                refusal(self.jobs.texts, outcome, word), InlineKeyboardMarkup([[rollback_button()]])
            )
            return
        await self.reasons.leave(reply)
        done = {"edition": outcome.result["edition"], "previous": outcome.result["previous"]}
        told = paragraph(texts.done.format(**done), "bold")
        await present(reply, panel([told, paragraph(texts.advice)], [[overview_button()]]))
        note = [paragraph(texts.told.format(**done, person=person(actor(user), 0)))]
        if act.reason:
            note.append(paragraph(texts.told_reason.format(reason=act.reason)))
        await tell_publishers(desk, user, note)

    def _checked(self, editions: Sequence[Json], wanted: str) -> tuple[str, str | None]:
        """The edition that serves, and why one cannot take its place."""
        serving = next((str(one["id"]) for one in editions if one["current"]), "")
        if wanted == serving:
            return serving, self.texts.already.format(edition=wanted)
        if not any(one["id"] == wanted and one["counts"] for one in editions):
            return serving, self.texts.gone
        return serving, None

    def _sure(self, act: Act) -> Panel:
        texts, about = self.texts, act.about
        asked = texts.sure.format(edition=about["edition"], serving=about["serving"])
        yes = button(texts.go, Press(_YES, "", _mark(act)))
        cancel = button(reason_texts().cancel, Press(_NO))
        told = reason_texts().told(act.reason)
        return panel([paragraph(asked, "bold"), told], [[yes], [cancel]])

    async def _listing(self, number: int) -> Panel:
        outcome = await self.jobs.desk.program("list")
        editions = _editions(outcome)
        if editions is None:
            return panel(refusal(self.jobs.texts, outcome), [[rollback_button()]])
        return self._list(editions, number)

    def _list(self, editions: Sequence[Json], number: int, word: str | None = None) -> Panel:
        """A page of the editions; ``word`` stands above them."""
        texts = self.texts
        page = page_of(editions, number, _PER_PAGE)
        blocks = [paragraph(word, "bold")] if word else []
        blocks.append(heading(texts.title))
        others = [one for one in editions if not one["current"] and one["counts"]]
        if others:
            blocks.append(paragraph(texts.intro.format(page=page.words).strip()))
        else:
            blocks.append(paragraph(texts.nothing))
        blocks += [self._line(one) for one in page.entries]
        buttons = (
            button(str(one["id"]), Press(_CHOOSE, str(one["id"])))
            for one in page.entries
            if not one["current"] and one["counts"]
        )
        return panel(blocks, [*in_rows(buttons, 2), page.turning(ROLLBACK)])

    def _line(self, one: Json) -> Block:
        texts, counts = self.texts, one["counts"]
        name = f"{one['id']} ({texts.serving})" if one["current"] else str(one["id"])
        told = texts.unreadable
        if counts:
            built = in_jakarta(datetime.fromisoformat(str(one["built"])))
            told = texts.edition.format(
                day=self.jobs.desk.dialogue.messages.day(built.date()),
                time=time_of(built),
                provisions=thousands(counts.get("provisions", 0)),
                official=thousands(counts.get("official provisions", 0)),
                rulings=thousands(counts.get("rulings", 0)),
            )
        return item("•", Span(name, "bold"), Span(f" – {told}"))


def _skip_or_cancel(edition: str) -> InlineKeyboardMarkup:
    """Below the request for a reason to go back to an edition."""
    words = reason_texts()
    skip = button(words.skip, Press(_SKIP, edition))
    return InlineKeyboardMarkup([[skip, button(words.cancel, Press(_NO))]])


def _editions(outcome: Outcome) -> list[Json] | None:
    return list(outcome.result["editions"]) if outcome.ok else None


def _mark(act: Act) -> int:
    """Ties a confirmation to what it was shown for."""
    return mark_of(f"{act.about['edition']} {act.about['serving']} {act.reason}")
