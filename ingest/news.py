"""What a publish changes for users, left in the database for the bot to tell those who subscribed.

It is told when the publish can no longer be undone. Whatever is gone back from before that, by an undo or a rollback,
is told to nobody; a rollback later makes no news of its own: it only stops what has not been sent yet.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.storage.news import (
    Change,
    Changes,
    RegulationChange,
    RulingChange,
    State,
    add_news,
    cancel_news,
    news_known,
)
from bot.storage.store import open_store
from ingest.difference import compare, standing_words
from ingest.editions import knowledge_of, order_of
from ingest.undo import Taken, read_taken
from knowledge.clock import now
from knowledge.dataset import Knowledge
from knowledge.edition import current_edition
from knowledge.errors import AsnBotError, EditionCorrupt
from knowledge.locator import short_name
from knowledge.model import Ruling
from knowledge.reviews import grounds_of
from knowledge.settings import Settings

log = logging.getLogger(__name__)

LOOKED_BACK = timedelta(days=7)
"""How old a publish may be that a crash kept from making news, for the next command to make up for it."""
_UNSEEN = {"note", "sources", "merged"}
"""Parts of a ruling that are for editors."""


def settle_news(settings: Settings) -> None:
    """Bring the news in line with the edition that serves: make what lacks, cancel what was gone back from.

    Safe to repeat. It never fails: a publish is not undone for want of news, and the next command tries again.
    """
    try:
        _settle(settings)
    except AsnBotError as error:
        log.warning("No news made for subscribers; the next command tries again: %s", error)


def _settle(settings: Settings) -> None:
    serving = current_edition(settings)
    if serving is None:
        return
    store = open_store(settings.database)
    try:
        known = store.run_sync(news_known)
        newer = [
            edition
            for edition, state in known.items()
            if state in (State.WAITING, State.SENDING) and order_of(edition) > order_of(serving)
        ]
        taken = read_taken(settings, serving)
        new = serving not in known and taken is not None and now() - taken.at < LOOKED_BACK
        if not newer and not new:
            return
        changes = _changes_since(settings, taken, serving) if taken is not None and new else None

        def bring_in_line(session: Session) -> None:
            cancel_news(session, newer)
            if taken is not None and changes is not None:
                add_news(session, serving, taken.previous, changes, due=taken.until.timestamp())

        store.run_sync(bring_in_line)
    finally:
        store.close()


def _changes_since(settings: Settings, taken: Taken, serving: str) -> Changes:
    try:
        before = knowledge_of(settings, taken.previous)
    except EditionCorrupt:  # not kept any more: what changed cannot be told
        return Changes()
    return changes_between(before, knowledge_of(settings, serving))


def changes_between(before: Knowledge, after: Knowledge) -> Changes:
    """What changes for users from one knowledge to another, what concerns them most first."""
    difference = compare(before, after)
    official = {change.id for change in difference.changed if change.became_official}
    basis = {
        one.id: Change.QUOTED if official.issuperset(one.provisions) else Change.BASIS
        for one in difference.rulings
    }
    rulings = [
        found
        for name in {*difference.edited, *basis}
        if (found := _ruling_change(before, after, name, basis.get(name)))
    ]
    order = list(Change)
    rulings.sort(key=lambda one: (order.index(one.change), one.title, one.id))
    return Changes(rulings=tuple(rulings), regulations=tuple(_regulation_changes(before, after)))


def _ruling_change(
    before: Knowledge, after: Knowledge, name: str, basis: Change | None
) -> RulingChange | None:
    """What became of a ruling; None for a class, which nobody browses, and for what only editors see.

    ``basis`` is what became of the provisions that it rests on.
    """
    old, new = before.rulings.get(name), after.rulings.get(name)
    if new is None:
        if old is None:
            return None
        return RulingChange(
            id=name, title=old.title, topic=before.topic_of(name), change=Change.REMOVED
        )
    if old is None:
        change = Change.NEW
    elif _seen(old) != _seen(new):
        change = Change.EDITED
    elif basis is not None:
        change = basis
    else:
        return None
    return RulingChange(id=name, title=new.title, topic=after.topic_of(name), change=change)


def _seen(ruling: Ruling) -> dict[str, object]:
    return ruling.model_dump(exclude=_UNSEEN)


def _regulation_changes(before: Knowledge, after: Knowledge) -> Iterator[RegulationChange]:
    """The regulations that users knew, and that stand otherwise now."""
    for regulation in after.regulations.values():
        old = before.regulations.get(regulation.id)
        if old is None or standing_words(old) == standing_words(regulation):
            continue
        resting = [
            ruling.id
            for ruling in after.rulings.values()
            if any(name.partition(":")[0] == regulation.id for name in grounds_of(ruling))
        ]
        yield RegulationChange(
            id=regulation.id,
            label=short_name(regulation),
            status=regulation.status.value,
            topics=tuple(sorted({after.topic_of(ruling) for ruling in resting})),
        )
