"""Puts the parts of the Telegram room together."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from telegram.ext import Application

from bot.admin.program import Process, Program
from bot.admin.roles import admins_of
from bot.answering.protocol import Consulting
from bot.storage.store import Store
from bot.telegram.client import Client, build_client
from bot.telegram.desk import Desk
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Background
from bot.telegram.features import all_features
from bot.telegram.groups import Groups
from bot.telegram.handlers import Handlers
from bot.telegram.inline import InlineSearch
from bot.telegram.limits import Limits, load_limit_texts
from bot.telegram.messages import Messages
from bot.telegram.offering import Menus
from bot.telegram.order import ChatOrder
from bot.telegram.pace import Pace
from bot.telegram.poller import Poller, finish
from bot.telegram.sending import Sender
from knowledge.settings import Settings


@dataclass(frozen=True)
class Room:
    """The parts that `bot.telegram.run` starts and stops."""

    client: Client
    application: Application  # type: ignore[type-arg]
    order: ChatOrder
    poller: Poller
    menus: Menus
    backgrounds: tuple[Background, ...] = ()


def build_room(
    token: str,
    settings: Settings,
    answering: Consulting,
    store: Store,
    messages: Messages,
    *,
    pace: Pace,
    clock: Callable[[], float] = time.time,
    program: Program | None = None,
) -> Room:
    """Build everything; nothing is sent or opened yet. ``program`` is the admins' command, by default the real one.

    The library's own updater is left out: it confirms updates to the server before they are
    handled, so that a crash loses them. `Poller` stands in for it.
    """
    client = build_client(token, settings, pace)

    async def finished(update_id: int) -> None:
        await finish(store, update_id)

    order = ChatOrder(finished)
    application = (
        Application.builder()
        .bot(client)
        .updater(None)
        .job_queue(None)
        .concurrent_updates(order)
        .build()
    )
    sender = Sender(client, pace)
    dialogue = Dialogue(answering, store, sender, messages, settings, pace, clock)
    limit_texts = load_limit_texts()
    limits = Limits(settings, limit_texts, clock)
    admins = admins_of(settings)
    menus = Menus(client, store, messages, admins)
    desk = Desk(dialogue, program or Process(settings), admins, menus)
    features = all_features(dialogue, desk)
    search = InlineSearch(dialogue, limits, limit_texts.searched)
    Handlers(dialogue, features, limits, Groups(store), search, desk.admins).register(application)
    poller = Poller(client, application, order, store, pace)
    return Room(client, application, order, poller, menus, features.backgrounds)
