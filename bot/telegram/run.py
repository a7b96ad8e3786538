"""Runs the bot on Telegram until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator

from telegram.error import InvalidToken

from bot.admin.program import Program
from bot.answering.protocol import Consulting
from bot.storage.housekeeping import erase_old
from bot.storage.store import Store, open_store
from bot.telegram.application import Room, build_room
from bot.telegram.client import Client
from bot.telegram.feature import Background
from bot.telegram.logs import configure_logging, describe, say
from bot.telegram.messages import load_messages
from bot.telegram.offering import not_needed
from bot.telegram.pace import Pace
from bot.telegram.poller import REFUSED
from knowledge.errors import AsnBotError, SettingsError
from knowledge.settings import Settings

log = logging.getLogger(__name__)

_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{10,100}")


async def run(
    settings: Settings,
    answering: Consulting,
    *,
    stop: asyncio.Event | None = None,
    pace: Pace | None = None,
    clock: Callable[[], float] = time.time,
    program: Program | None = None,
) -> int:
    """Serve Telegram until SIGINT, SIGTERM or ``stop``; return the exit code.

    What the operator can mend (token, database, texts) ends in one line on standard error
    and the error's exit code, without a traceback. A server that is out of reach does not
    end the bot: it tries again until it is told to stop.
    """
    stop, pace = stop or asyncio.Event(), pace or Pace()
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else ""
    chat_key = settings.chat_api_key.get_secret_value() if settings.chat_api_key else ""
    configure_logging(settings.log_level, secrets=(token, chat_key))
    try:
        _check_token(token)
        messages = load_messages()
        store = await asyncio.to_thread(open_store, settings.database)
        try:
            room = build_room(
                token,
                settings,
                answering,
                store,
                messages,
                pace=pace,
                clock=clock,
                program=program,
            )
            with _stop_signals(stop):
                await _serve(room, settings, store, stop, pace, clock)
        finally:
            await asyncio.to_thread(store.close)
    except AsnBotError as error:
        print(f"asn-bot: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def _check_token(token: str) -> None:
    if not token:
        raise SettingsError(
            "TELEGRAM_BOT_TOKEN is not set. Get a token from @BotFather and put it into .env."
        )
    if not _TOKEN.fullmatch(token):
        raise SettingsError(
            "TELEGRAM_BOT_TOKEN is malformed. A token looks like 123456789:ABC-def_123...; "
            "copy it whole from @BotFather."
        )


async def _serve(
    room: Room,
    settings: Settings,
    store: Store,
    stop: asyncio.Event,
    pace: Pace,
    clock: Callable[[], float],
) -> None:
    stopped = asyncio.create_task(stop.wait())
    side: list[asyncio.Task[None]] = []
    try:
        connecting = asyncio.create_task(_connect(room, pace))
        if not await _first(connecting, stopped):
            return
        await room.application.start()
        polling = asyncio.create_task(room.poller.run())
        side = [
            asyncio.create_task(_keep_house(store, settings, pace, clock)),
            asyncio.create_task(room.menus.offer()),
            *(asyncio.create_task(_beside(work, pace)) for work in room.backgrounds),
        ]
        say(log, logging.INFO, "receiving questions", bot=room.client.username)
        _advise(room.client)
        try:
            await _first(polling, stopped)
        finally:
            room.order.close()
            await room.poller.confirm()
    finally:
        await _end(stopped, *side)
        await _shut_down(room, pace)
        say(log, logging.INFO, "stopped")


async def _first(work: asyncio.Task[None], stopped: asyncio.Task[bool]) -> bool:
    """Wait for the end of ``work`` (True, or its error) or for the stop (False)."""
    await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
    if not work.done():
        await _end(work)
        return False
    work.result()
    return True


async def _end(*tasks: asyncio.Task[None] | asyncio.Task[bool]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _connect(room: Room, pace: Pace) -> None:
    """Introduce the bot to the server, however long it takes to be reached.

    Raises:
        SettingsError: the server refuses the token.
    """
    pause = pace.retry_first
    while True:
        try:
            await room.application.initialize()
            break
        except InvalidToken:
            # Its text holds the token.
            raise SettingsError(REFUSED) from None
        except Exception as error:  # a reply may be anything; the next may be right
            say(
                log,
                logging.WARNING,
                "the Bot API server cannot be reached; trying again",
                pause=pause,
                **describe(error),
            )
        await asyncio.sleep(pause)
        pause = min(pause * 2, pace.retry_longest)
    # A webhook that was once set would keep updates from us.
    await not_needed(room.client.delete_webhook(drop_pending_updates=False), "webhook not deleted")


def _advise(client: Client) -> None:
    """Tell the operator what only @BotFather can set."""
    if not client.supports_inline_queries:
        say(log, logging.INFO, "inline mode is off; switch it on at @BotFather with /setinline")
    if client.can_read_all_group_messages:
        say(
            log,
            logging.WARNING,
            "group privacy is off, so that all talk in groups is sent to the bot, which does not "
            "need it; switch it on at @BotFather with /setprivacy",
        )


async def _beside(work: Background, pace: Pace) -> None:
    """Do a feature's work beside the answering; a fault in it ends no more than one attempt."""
    while True:
        try:
            await work()
            return
        except Exception as error:
            say(log, logging.ERROR, "work beside the answering failed", **describe(error))
        await asyncio.sleep(pace.retry_longest)


async def _keep_house(
    store: Store, settings: Settings, pace: Pace, clock: Callable[[], float]
) -> None:
    minutes, days = settings.history_minutes, settings.feedback_days
    while True:
        try:
            await store.run(
                erase_old,
                now=clock(),
                minutes=minutes,
                feedback_days=days,
                review_days=settings.review_days,
            )
            await store.scrub()
        except Exception as error:  # whatever it was, users rely on being forgotten
            say(log, logging.ERROR, "old words not erased; trying again", **describe(error))
        await asyncio.sleep(pace.housekeeping)


async def _shut_down(room: Room, pace: Pace) -> None:
    application = room.application
    if application.running:
        try:
            async with asyncio.timeout(pace.stop):
                await application.stop()
        except TimeoutError:
            await room.order.abandon()
            say(log, logging.WARNING, "answers under way were cut off; they follow after restart")
    await application.shutdown()
    # The application does not close connections of a bot that it never got to know.
    await room.client.shutdown()


@contextlib.contextmanager
def _stop_signals(stop: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    try:
        for number in signals:
            loop.add_signal_handler(number, stop.set)
    except (NotImplementedError, RuntimeError):
        # Windows, or not the main thread: stopping is then up to the caller.
        yield
        return
    try:
        yield
    finally:
        for number in signals:
            loop.remove_signal_handler(number)
