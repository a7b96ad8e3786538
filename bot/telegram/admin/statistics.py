"""/statistik: how much is asked, about what, and how it is answered, in numbers and as a picture."""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.admin.roles import ANY_ADMIN
from bot.judgement import Judgement
from bot.statistics_texts import StatisticsTexts, statistics_texts
from bot.telegram.blocks import Block, Span, heading, item, paragraph
from bot.telegram.desk import Desk
from bot.telegram.feature import Feature, Plan
from bot.telegram.logs import say
from bot.telegram.menu import panel
from bot.telegram.messages import thousands
from bot.telegram.press import Press, button
from bot.telegram.reply import Reply
from bot.telegram.sending import Document
from knowledge.model import Verdict

log = logging.getLogger(__name__)

PERIOD = "is"
"""Code of the buttons that show another period; their number is its days."""
PERIODS = (7, 30, 90)
_USUAL = 30
_TOPICS = 8
_FOLDER = "charts"
_NOT_FOUND = "tidak_ditemukan"


def feature(desk: Desk) -> Feature:
    """The command and its buttons."""
    statistics = _Statistics(desk, statistics_texts(), time.time())
    return Feature(
        commands={"statistik": statistics.command},
        presses={PERIOD: statistics.period},
        roles=ANY_ADMIN,
        background=statistics.sweep,
    )


@dataclass(frozen=True)
class _Statistics:
    desk: Desk
    texts: StatisticsTexts
    started: float
    """When this bot began, in seconds since 1970."""

    @property
    def _folder(self) -> Path:
        return self.desk.dialogue.settings.data_dir / _FOLDER

    async def sweep(self) -> None:
        """Remove the pictures of a bot that was killed while it drew them."""
        await asyncio.to_thread(_remove_older, self._folder, self.started)

    async def command(self, reply: Reply, typed: str) -> None:
        """Show the last thirty days, or as many as were typed, of those that are offered."""
        wanted = typed.split()[0] if typed else ""
        days = int(wanted) if wanted.isascii() and wanted.isdigit() else _USUAL
        await self._show(reply, days if days in PERIODS else _USUAL)

    async def period(self, reply: Reply, press: Press) -> Plan:
        """Show another period, below what was shown before."""
        if press.number not in PERIODS:
            return Plan(self.desk.dialogue.messages.toasts.expired)
        return Plan(self.texts.reading, lambda: self._show(reply, press.number))

    async def _show(self, reply: Reply, days: int) -> None:
        async with self.desk.dialogue.sender.typing(reply.chat):
            result, picture = await self._count(days)
        if result is None:
            await reply.say([paragraph(self.texts.failed)])
            return
        shown = panel(
            [*statistics_blocks(result, self.texts)],
            [
                [
                    button(
                        (self.texts.chosen if n == days else self.texts.period).format(days=n),
                        Press(PERIOD, "", n),
                    )
                    for n in PERIODS
                ]
            ],
        )
        if picture is not None:
            title = _title(result, self.texts)
            await reply.send_photo(Document(f"statistik-{days}-hari.png", picture, title))
        await reply.send(shown.messages, shown.keyboard)

    async def _count(self, days: int) -> tuple[Mapping[str, Any] | None, bytes | None]:
        """The numbers of the command's, and its picture if there is anything to be seen on it."""
        await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self._folder) as folder:
            path = Path(folder) / "chart.png"
            outcome = await self.desk.program("stats", "--days", str(days), "--chart", str(path))
            if not outcome.ok or not isinstance(outcome.result, dict):
                say(log, logging.ERROR, "statistics not counted", code=outcome.code)
                return None, None
            if not outcome.result["questions"]:
                return outcome.result, None
            return outcome.result, await asyncio.to_thread(_read, path)


def _remove_older(folder: Path, than: float) -> None:
    """Remove what a folder held before a moment; a picture may be drawn there by now."""
    if not folder.is_dir():
        return
    for left in folder.iterdir():
        if left.stat().st_mtime < than:
            shutil.rmtree(left, ignore_errors=True)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def statistics_blocks(result: Mapping[str, Any], texts: StatisticsTexts) -> Iterator[Block]:
    """What ``asn-ingest stats --json`` prints, in words."""
    yield heading(_title(result, texts))
    minimum = result["minimum"]
    if result["questions"] is None:
        yield paragraph(texts.few.format(minimum=minimum))
    elif not result["questions"]:
        yield paragraph(texts.none)
    else:
        yield from _told(result, texts)
    if result["judged"]:
        yield heading(texts.judgements_title)
        if result["useful_share"] is not None:
            yield _line(texts.useful.format(share=_percent(result["useful_share"], texts)))
        yield from (
            _entry(texts.judgements[Judgement(row["judgement"])], row["number"], texts)
            for row in result["judgements"]
        )
    yield paragraph(texts.subscribers.format(number=_number(result["subscribers"], texts)))
    if _anything_held(result):
        yield paragraph(texts.held_note.format(held=texts.held, minimum=minimum), "italic")


def _told(result: Mapping[str, Any], texts: StatisticsTexts) -> Iterator[Block]:
    questions, days = result["questions"], len(result["daily"])
    average = f"{questions / days:.1f}".replace(".", ",")
    yield paragraph(texts.questions.format(number=thousands(questions), average=average))
    busiest = max(result["daily"], key=lambda row: row["number"] or 0)
    if busiest["number"]:
        day, number = _day(busiest["day"], texts), thousands(busiest["number"])
        yield _line(texts.busiest.format(day=day, number=number))
    number = _number(result["not_found"], texts)
    yield _line(
        texts.not_found.format(number=number, share=_percent(result["not_found_share"], texts))
    )
    if latency := result["latency"]:
        median, p95 = (_seconds(latency[name], texts) for name in ("median", "p95"))
        yield _line(texts.latency.format(median=median, p95=p95))
    yield heading(texts.verdicts_title)
    if not result["verdicts"]:
        yield _line(texts.held)
    for row in result["verdicts"]:
        name = row["verdict"]
        title = texts.not_found_name if name == _NOT_FOUND else texts.verdicts[Verdict(name)]
        yield _entry(title, row["number"], texts, of=questions)
    yield heading(texts.topics_title)
    topics: Sequence[Mapping[str, Any]] = result["topics"]
    if not topics:
        yield _line(texts.held)
    for row in topics[:_TOPICS]:
        yield _entry(row["title"], row["number"], texts, of=questions)
    if len(topics) > _TOPICS:
        yield _line(texts.more_topics.format(count=len(topics) - _TOPICS))


def _title(result: Mapping[str, Any], texts: StatisticsTexts) -> str:
    first, last = (_day(result[name], texts) for name in ("first", "last"))
    return texts.title.format(days=len(result["daily"]), first=first, last=last)


def _day(day: str, texts: StatisticsTexts) -> str:
    read = date.fromisoformat(day)
    return f"{read.day} {texts.months[read.month - 1]} {read.year}"


def _line(text: str) -> Block:
    return Block((Span(text),), tight=True)


def _entry(name: str, number: int | None, texts: StatisticsTexts, *, of: int = 0) -> Block:
    told = _number(number, texts)
    if number is not None and of:
        told = texts.share.format(number=told, share=_percent(number / of, texts))
    return item("•", Span(texts.line.format(name=name, number=told)))


def _number(number: int | None, texts: StatisticsTexts) -> str:
    return texts.held if number is None else thousands(number)


def _percent(share: float | None, texts: StatisticsTexts) -> str:
    return texts.held if share is None else f"{share:.0%}"


def _seconds(milliseconds: int, texts: StatisticsTexts) -> str:
    return texts.seconds.format(number=f"{milliseconds / 1000:g}".replace(".", ","))


def _anything_held(result: Mapping[str, Any]) -> bool:
    asked = ("daily", "verdicts", "topics") if result["questions"] else ()
    parts = [row["number"] for name in (*asked, "judgements") for row in result[name]]
    told = (result["not_found"], *parts) if result["questions"] else parts
    return None in (*told, result["subscribers"])
