"""The editions that are kept: which serve, served, or were left behind by a crash."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest.editions import (
    kept_editions,
    next_id,
    previous_edition,
    prune,
    remove_edition,
    sweep,
    switch,
)
from knowledge.clock import today
from knowledge.edition import current_edition, editions_folder, make_current
from knowledge.errors import StagingError
from knowledge.settings import Settings
from tests.tiny_edition import TinyEdition, settings_for


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path)


def folder(settings: Settings, edition: str, *, published: bool = True) -> Path:
    """An edition's folder, as far as these functions look at it."""
    path = editions_folder(settings) / edition
    path.mkdir(parents=True)
    (path / "knowledge.json").write_text("{}")
    if published:
        (path / "published").touch()
    return path


def names(settings: Settings) -> list[str]:
    return sorted(p.name for p in editions_folder(settings).iterdir() if p.is_dir())


class TestNames:
    def test_the_first_of_a_day(self, settings: Settings) -> None:
        assert next_id(settings) == f"{today()}.1"

    def test_numbers_run_on_beyond_nine(self, settings: Settings) -> None:
        for number in (1, 9, 10):
            folder(settings, f"{today()}.{number}")
        folder(settings, "2020-01-01.77")
        folder(settings, f"{today()}.bak")

        assert next_id(settings) == f"{today()}.11"


class TestKept:
    def test_the_latest_first(self, settings: Settings) -> None:
        for edition in ("2026-11-20.2", "2026-11-20.10", "2026-11-19.1"):
            folder(settings, edition)
        make_current(settings, "2026-11-20.2")

        found = [(kept.id, kept.current) for kept in kept_editions(settings)]

        assert found == [
            ("2026-11-20.10", False),
            ("2026-11-20.2", True),
            ("2026-11-19.1", False),
        ]

    def test_what_was_never_published_is_no_edition(self, settings: Settings) -> None:
        folder(settings, "2026-11-20.1", published=False)

        assert kept_editions(settings) == []

    def test_a_damaged_one_is_named(self, tiny_copy: TinyEdition) -> None:
        assert [kept.manifest is None for kept in kept_editions(tiny_copy.settings)] == [False]
        (tiny_copy.folder / "manifest.json").write_text("{")

        (kept,) = kept_editions(tiny_copy.settings)

        assert (kept.id, kept.manifest, kept.current) == (tiny_copy.id, None, True)


class TestGoingBack:
    def published(self, settings: Settings, *editions: str) -> None:
        for edition in editions:
            folder(settings, edition, published=False)
            switch(settings, edition)

    def test_to_the_one_that_served_before(self, settings: Settings) -> None:
        self.published(settings, "2026-11-19.1", "2026-11-20.1")

        assert previous_edition(settings) == "2026-11-19.1"

    def test_once_more_goes_further_back(self, settings: Settings) -> None:
        self.published(settings, "2026-11-19.1", "2026-11-20.1", "2026-11-20.2")
        switch(settings, previous_edition(settings))

        assert current_edition(settings) == "2026-11-20.1"
        assert previous_edition(settings) == "2026-11-19.1"

    def test_not_to_an_edition_that_was_gone_back_from(self, settings: Settings) -> None:
        """It was left for a reason; what served last is the one before it."""
        self.published(settings, "2026-11-19.1", "2026-11-20.1")
        switch(settings, "2026-11-19.1")
        self.published(settings, "2026-11-20.2")

        assert previous_edition(settings) == "2026-11-19.1"

    def test_where_the_one_before_is_not_kept_to_the_latest_earlier_one(
        self, settings: Settings
    ) -> None:
        self.published(settings, "2026-11-19.1", "2026-11-20.1", "2026-11-20.2")
        remove_edition(settings, "2026-11-20.1")

        assert previous_edition(settings) == "2026-11-19.1"

    @pytest.mark.parametrize("editions", [(), ("2026-11-20.1",)])
    def test_there_is_none(self, settings: Settings, editions: tuple[str, ...]) -> None:
        self.published(settings, *editions)

        with pytest.raises(StagingError, match=r"no earlier edition.*asn-ingest list"):
            previous_edition(settings)


class TestSweeping:
    def test_nothing_to_do(self, settings: Settings) -> None:
        folder(settings, "2026-11-19.1")
        folder(settings, "2026-11-20.1")
        make_current(settings, "2026-11-20.1")

        swept = sweep(settings)

        assert (swept.removed, swept.finished) == ((), None)
        assert names(settings) == ["2026-11-19.1", "2026-11-20.1"]

    def test_a_data_folder_that_is_new(self, settings: Settings) -> None:
        assert sweep(settings).removed == ()

    def test_half_built_editions_go(self, settings: Settings) -> None:
        folder(settings, "2026-11-19.1")
        make_current(settings, "2026-11-19.1")
        folder(settings, "2026-11-20.1", published=False)
        (editions_folder(settings) / "2026-11-20.2").mkdir()
        (editions_folder(settings) / ".current-4711").write_text("2026-11-20.1\n")

        swept = sweep(settings)

        assert swept.removed == ("2026-11-20.1", "2026-11-20.2")
        assert names(settings) == ["2026-11-19.1"]
        assert not list(editions_folder(settings).glob(".current*"))
        assert current_edition(settings) == "2026-11-19.1"

    def test_a_switch_that_was_not_noted_is_noted(self, settings: Settings) -> None:
        folder(settings, "2026-11-20.1", published=False)
        make_current(settings, "2026-11-20.1")

        assert sweep(settings).finished == "2026-11-20.1"
        assert sweep(settings).finished is None
        assert names(settings) == ["2026-11-20.1"]

    def test_what_is_no_edition_stays(self, settings: Settings) -> None:
        editions_folder(settings).mkdir()
        (editions_folder(settings) / "catatan.txt").write_text("jangan hapus")

        assert sweep(settings).removed == ()
        assert (editions_folder(settings) / "catatan.txt").exists()


class TestPruning:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        settings = settings_for(tmp_path, keep_editions=2)
        for number in range(1, 5):
            folder(settings, f"2026-11-20.{number}")
        return settings

    def test_the_oldest_go(self, settings: Settings) -> None:
        make_current(settings, "2026-11-20.4")

        assert sorted(prune(settings)) == ["2026-11-20.1", "2026-11-20.2"]
        assert names(settings) == ["2026-11-20.3", "2026-11-20.4"]
        assert prune(settings) == []

    def test_the_one_that_served_before_stays_however_old(self, settings: Settings) -> None:
        """There a rollback goes, and an undo."""
        make_current(settings, "2026-11-20.1")
        folder(settings, "2026-11-20.5", published=False)
        switch(settings, "2026-11-20.5")

        assert sorted(prune(settings)) == ["2026-11-20.2", "2026-11-20.3"]
        assert names(settings) == ["2026-11-20.1", "2026-11-20.4", "2026-11-20.5"]

    def test_the_one_that_serves_stays_however_old(self, settings: Settings) -> None:
        make_current(settings, "2026-11-20.1")

        assert prune(settings) == ["2026-11-20.2"]
        assert names(settings) == ["2026-11-20.1", "2026-11-20.3", "2026-11-20.4"]

    def test_a_removal_that_was_cut_off_is_finished_by_the_next_sweep(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_current(settings, "2026-11-20.4")
        with monkeypatch.context() as cut_off:
            cut_off.setattr(shutil, "rmtree", lambda *_, **__: None)
            remove_edition(settings, "2026-11-20.1")

        assert "2026-11-20.1" not in {kept.id for kept in kept_editions(settings)}
        assert sweep(settings).removed == ("2026-11-20.1",)
