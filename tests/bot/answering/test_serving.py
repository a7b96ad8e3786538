"""The edition that serves, exchanged while questions are being answered."""

from __future__ import annotations

import gc
import logging
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answering.serving import Serving
from knowledge.dataset import Knowledge
from knowledge.edition import Edition, editions_folder, make_current
from knowledge.errors import EditionCorrupt
from knowledge.settings import Settings
from tests.bot.answering.scripted_edition import ScriptedEdition, edition_of, settings


class Editions:
    """Opens editions that no file holds, and notes which were opened and closed."""

    def __init__(self, law: Knowledge, data_dir: Path) -> None:
        self.law = law
        self.settings = settings(data_dir)
        self.faults: dict[str, Exception] = {}
        self.opened: list[str] = []
        self.closed: list[str] = []
        editions_folder(self.settings).mkdir(parents=True)

    def edition(self, name: str) -> Edition:
        found = edition_of(self.law)
        closed = self.closed

        class Client:
            def close(self) -> None:
                closed.append(name)

        manifest = found.manifest.model_copy(update={"id": name})
        return replace(found, manifest=manifest, client=Client())

    def open(self, _: Settings, name: str) -> Edition:
        """Open an edition, or raise its fault."""
        self.opened.append(name)
        if name in self.faults:
            raise self.faults[name]
        return self.edition(name)

    def publish(self, name: str) -> None:
        make_current(self.settings, name)


@pytest.fixture
def editions(law: Knowledge, tmp_path: Path) -> Editions:
    return Editions(law, tmp_path)


@pytest.fixture
def serving(editions: Editions) -> Serving:
    editions.publish("a")
    return Serving(editions.settings, editions.edition("a"), editions.open)


def test_nothing_is_opened_while_the_same_edition_is_current(
    editions: Editions, serving: Serving
) -> None:
    serving.refresh()
    editions.publish("a")  # named again, still the same
    serving.refresh()
    assert (serving.id, editions.opened) == ("a", [])


def test_another_edition_takes_its_place_and_the_old_one_is_closed(
    editions: Editions, serving: Serving
) -> None:
    editions.publish("b")
    serving.refresh()
    serving.refresh()
    assert (serving.id, editions.opened, editions.closed) == ("b", ["b"], ["a"])


def test_a_question_keeps_its_edition_to_its_end(editions: Editions, serving: Serving) -> None:
    with serving.lease() as asked:
        editions.publish("b")
        serving.refresh()
        with serving.lease() as later:
            assert (asked.id, later.id) == ("a", "b")
        serving.refresh()
        assert editions.closed == []
    serving.refresh()
    assert editions.closed == ["a"]


def test_a_question_that_fails_lets_its_edition_go(editions: Editions, serving: Serving) -> None:
    with pytest.raises(ZeroDivisionError), serving.lease():
        _ = 1 / 0
    editions.publish("b")
    serving.refresh()
    assert editions.closed == ["a"]


@pytest.mark.parametrize("fault", [EditionCorrupt("damaged"), MemoryError(), KeyError("x")])
def test_an_edition_that_cannot_be_opened_is_refused_until_it_is_named_again(
    editions: Editions, serving: Serving, fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    editions.faults["b"] = fault
    editions.publish("b")
    for _ in range(3):
        serving.refresh()
    assert (serving.id, editions.opened) == ("a", ["b"])
    assert "edition b refused, a goes on serving" in caplog.text
    del editions.faults["b"]
    editions.publish("b")
    serving.refresh()
    assert serving.id == "b"


def test_without_a_current_edition_the_last_one_serves_on(
    editions: Editions, serving: Serving
) -> None:
    (editions_folder(editions.settings) / "current").unlink()
    serving.refresh()
    assert serving.id == "a"


def test_an_edition_is_ready_before_it_serves(
    editions: Editions, serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[str] = []

    def search(self: ScriptedEdition, name: str, *_: Any) -> list[Any]:
        searched.append(f"{name} while {serving.id} serves")
        return []

    monkeypatch.setattr(ScriptedEdition, "search", search)
    editions.publish("b")
    serving.refresh()
    assert searched == ["rulings while a serves", "provisions while a serves"]


def test_the_watcher_takes_up_what_is_published(editions: Editions, serving: Serving) -> None:
    serving.watch(pause=0.01)
    editions.publish("b")
    ends = time.monotonic() + 5
    while serving.id != "b" and time.monotonic() < ends:
        time.sleep(0.01)
    assert serving.id == "b"
    serving.close()
    editions.publish("c")
    time.sleep(0.1)
    assert serving.id == "b"


def test_the_watcher_ends_with_what_it_watches(editions: Editions) -> None:
    def watchers() -> list[threading.Thread]:
        return [thread for thread in threading.enumerate() if thread.name == "editions"]

    before = len(watchers())
    serving = Serving(editions.settings, editions.edition("a"), editions.open)
    serving.watch(pause=0.01)
    assert len(watchers()) == before + 1
    del serving
    gc.collect()
    ends = time.monotonic() + 5
    while len(watchers()) > before and time.monotonic() < ends:
        time.sleep(0.01)
    assert len(watchers()) == before
