"""News on their way: planned for whom they concern, sent once at most, told together when they come closely."""

from __future__ import annotations

import pytest

from bot.storage.housekeeping import erase, erase_old
from bot.storage.news import (
    APART,
    ATTEMPTS,
    Change,
    Changes,
    Notice,
    RegulationChange,
    RulingChange,
    State,
    add_news,
    cancel_news,
    erase_old_news,
    lose_under_way,
    news_known,
    note_failed,
    note_lost,
    note_sent,
    plan,
    put_off,
    take_next,
)
from bot.storage.store import Store
from bot.storage.subscription import subscribe, subscription_of, unsubscribe

NOW = 1_790_000_000.0
FIRST, SECOND = "2026-11-22.1", "2026-11-22.2"


def ruling(
    name: str = "suka", topic: str = "medsos", change: Change = Change.EDITED
) -> RulingChange:
    return RulingChange(id=name, title=f"Bolehkah {name}?", topic=topic, change=change)


LIKING = Changes(rulings=(ruling(),))
CAMPAIGN = Changes(rulings=(ruling("hadir", "kampanye"),))


def publish(
    store: Store, edition: str = FIRST, changes: Changes = LIKING, due: float = NOW
) -> None:
    store.run_sync(add_news, edition, "2026-11-21.1", changes, due=due)


def subscribed(store: Store, *chats: int, topics: tuple[str, ...] = ()) -> None:
    for chat in chats:
        store.run_sync(subscribe, chat, topics, now=NOW)


def take(store: Store, now: float = NOW) -> Notice | None:
    store.run_sync(plan, now=now)
    return store.run_sync(take_next, now=now)


def sent(store: Store, now: float = NOW) -> list[Notice]:
    """Send all that is due; what was sent."""
    found = []
    while (notice := take(store, now)) is not None:
        store.run_sync(note_sent, notice, now=now)
        found.append(notice)
    return found


def test_each_subscriber_whom_it_concerns_is_told_once(store: Store) -> None:
    subscribed(store, 1)
    subscribed(store, 2, topics=("medsos", "foto-atribut"))
    subscribed(store, 3, topics=("kampanye",))
    publish(store)

    assert [notice.chat for notice in sent(store)] == [1, 2]
    assert sent(store, NOW + 2 * APART) == []
    assert store.run_sync(news_known) == {FIRST: State.SENT}


def test_nobody_is_told_before_it_is_due(store: Store) -> None:
    subscribed(store, 1)
    publish(store, due=NOW + 600)

    assert sent(store, NOW + 599) == []
    assert len(sent(store, NOW + 600)) == 1


def test_without_changes_there_is_nothing_to_tell(store: Store) -> None:
    subscribed(store, 1)
    publish(store, changes=Changes())

    assert sent(store) == []
    assert store.run_sync(news_known) == {FIRST: State.NOTHING}


def test_only_what_concerns_a_subscriber_is_told(store: Store) -> None:
    subscribed(store, 1, topics=("kampanye",))
    regulation = RegulationChange(
        id="pp-94-2021", label="PP 94/2021", status="dicabut", topics=("kampanye", "medsos")
    )
    other = regulation.model_copy(update={"id": "uu-1-2000", "topics": ("medsos",)})
    publish(
        store,
        changes=Changes(
            rulings=(ruling(), ruling("hadir", "kampanye")), regulations=(regulation, other)
        ),
    )

    [notice] = sent(store)
    assert [one.id for one in notice.changes.rulings] == ["hadir"]
    assert [one.id for one in notice.changes.regulations] == ["pp-94-2021"]


def test_editions_that_wait_together_are_told_together(store: Store) -> None:
    subscribed(store, 1)
    publish(store, FIRST, LIKING)
    publish(
        store, SECOND, Changes(rulings=(ruling(change=Change.REMOVED), ruling("hadir"))), NOW + 1
    )

    [notice] = sent(store, NOW + 1)
    assert notice.editions == (FIRST, SECOND)
    assert [(one.id, one.change) for one in notice.changes.rulings] == [
        ("suka", Change.REMOVED),
        ("hadir", Change.EDITED),
    ]


def test_an_edition_soon_after_another_waits_for_an_hour(store: Store) -> None:
    subscribed(store, 1)
    publish(store, FIRST)
    assert len(sent(store)) == 1
    publish(store, SECOND, CAMPAIGN, NOW + 60)
    publish(store, "2026-11-22.3", LIKING, NOW + 120)

    assert sent(store, NOW + 120) == []
    assert sent(store, NOW + APART - 1) == []
    [notice] = sent(store, NOW + APART)
    assert notice.editions == (SECOND, "2026-11-22.3")


def test_what_was_under_way_at_a_kill_is_not_sent_again(store: Store) -> None:
    subscribed(store, 1, 2, 3)
    publish(store)
    killed = take(store)
    assert killed is not None

    store.run_sync(lose_under_way)

    assert [notice.chat for notice in sent(store)] == [2, 3]
    assert sent(store, NOW + 2 * APART) == []
    assert store.run_sync(news_known) == {FIRST: State.SENT}


def test_what_may_have_arrived_is_not_sent_again(store: Store) -> None:
    subscribed(store, 1)
    publish(store)
    notice = take(store)
    assert notice is not None
    store.run_sync(note_lost, notice, now=NOW)

    assert sent(store, NOW + 2 * APART) == []


def test_what_did_not_get_through_is_tried_again_but_not_for_ever(store: Store) -> None:
    subscribed(store, 1)
    publish(store)
    for attempt in range(ATTEMPTS):
        notice = take(store, NOW + attempt)
        assert notice is not None, attempt
        assert take(store, NOW + attempt) is None
        store.run_sync(put_off, notice, until=NOW + attempt + 1)
    assert take(store, NOW + 2 * APART) is None
    assert store.run_sync(news_known) == {FIRST: State.SENT}


def test_a_refused_notice_holds_up_nobody(store: Store) -> None:
    subscribed(store, 1, 2)
    publish(store)
    notice = take(store)
    assert notice is not None
    store.run_sync(note_failed, notice, now=NOW)

    assert [notice.chat for notice in sent(store)] == [2]


@pytest.mark.parametrize("begun", [False, True])
def test_what_is_gone_back_from_is_told_to_nobody_further(store: Store, begun: bool) -> None:
    subscribed(store, 1, 2)
    publish(store)
    if begun:
        notice = take(store)
        assert notice is not None
        store.run_sync(note_sent, notice, now=NOW)

    store.run_sync(cancel_news, [FIRST])

    assert sent(store) == []
    assert store.run_sync(news_known) == {FIRST: State.CANCELLED}


def test_what_was_under_way_when_it_was_gone_back_from_is_not_tried_again(store: Store) -> None:
    subscribed(store, 1)
    publish(store)
    notice = take(store)
    assert notice is not None
    store.run_sync(cancel_news, [FIRST])
    store.run_sync(put_off, notice, until=NOW)

    assert sent(store, NOW + 2 * APART) == []


def test_what_was_told_stays_told(store: Store) -> None:
    """A second look of the admins' command at the same edition makes no second news."""
    subscribed(store, 1)
    publish(store)
    sent(store)
    store.run_sync(cancel_news, [FIRST])
    publish(store)

    assert sent(store, NOW + 2 * APART) == []
    assert store.run_sync(news_known) == {FIRST: State.SENT}


def test_who_unsubscribes_while_it_is_sent_is_not_told(store: Store) -> None:
    subscribed(store, 1, 2)
    publish(store)
    store.run_sync(plan, now=NOW)
    store.run_sync(unsubscribe, 1)

    assert [notice.chat for notice in sent(store)] == [2]


def test_who_changes_topics_while_it_is_sent_is_told_of_those(store: Store) -> None:
    subscribed(store, 1, 2)
    publish(store)
    store.run_sync(plan, now=NOW)
    subscribed(store, 1, topics=("kampanye",))

    assert [notice.chat for notice in sent(store)] == [2]
    assert store.run_sync(news_known) == {FIRST: State.SENT}


def test_being_forgotten_ends_it(store: Store) -> None:
    subscribed(store, 1)
    publish(store)
    store.run_sync(plan, now=NOW)
    store.run_sync(erase, 1)

    assert store.run_sync(subscription_of, 1) is None
    assert sent(store) == []


def test_whom_it_was_told_to_is_forgotten_after_an_hour(store: Store) -> None:
    subscribed(store, 1, 2)
    publish(store)
    sent(store)
    store.run_sync(erase_old_news, now=NOW + APART - 1)
    publish(store, SECOND, CAMPAIGN, NOW + 10)
    assert sent(store, NOW + 10) == []  # still known: it has to wait

    store.run_sync(erase_old, now=NOW + 2 * APART, minutes=60, feedback_days=90, review_days=30)
    assert [notice.chat for notice in sent(store, NOW + 2 * APART)] == [1, 2]


def test_news_that_are_forgotten_leave_nothing_that_waits(store: Store) -> None:
    subscribed(store, 1)
    publish(store)
    store.run_sync(plan, now=NOW)
    store.run_sync(erase_old_news, now=NOW + 91 * 86400)

    assert store.run_sync(news_known) == {}
    assert sent(store, NOW + 91 * 86400) == []
