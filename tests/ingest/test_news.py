"""News: what a publish changes for users, kept for the bot; cancelled by whatever goes back from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.storage.news import Change, Changes, State, news_known
from bot.storage.store import open_store
from bot.storage.tables import News
from ingest import news
from ingest.editions import knowledge_of
from ingest.news import changes_between, settle_news
from ingest.publish import publish, recover, roll_back, undo
from ingest.undo import UNDO_MINUTES
from ingest.writer import only_writer
from knowledge.clock import now
from knowledge.dataset import Knowledge
from knowledge.errors import StoreError
from knowledge.model import RegulationStatus
from tests.ingest.admin import Admin
from tests.ingest.parsed import pasal, regulation


def kept(admin: Admin) -> dict[str, State]:
    """The news that there are, by edition."""
    store = open_store(admin.settings.database)
    try:
        return dict(store.run_sync(news_known))
    finally:
        store.close()


def row(admin: Admin, edition: str) -> tuple[str, Changes, float]:
    """One of them: the edition before, what changed, and when it is due."""

    def read(session: Session) -> tuple[str, Changes, float]:
        found = session.scalars(select(News).where(News.edition == edition)).one()
        return found.previous, Changes.model_validate(found.changes), found.at

    store = open_store(admin.settings.database)
    try:
        return store.run_sync(read)
    finally:
        store.close()


def test_a_publish_leaves_what_it_changes_for_users(admin: Admin) -> None:
    admin.stage()
    before = now().timestamp()
    done = admin.publish()

    previous, changes, due = row(admin, done.edition)
    assert kept(admin) == {done.edition: State.WAITING}
    assert previous == admin.first
    assert {(one.id, one.topic, one.change) for one in changes.rulings} == {
        ("suka", "medsos", Change.QUOTED),
        ("bagikan", "medsos", Change.QUOTED),
    }
    assert [one.title for one in changes.rulings] == [
        "Bolehkah membagikan info resmi?",
        "Bolehkah menyukai unggahan calon?",
    ]
    assert before + UNDO_MINUTES * 60 <= due <= now().timestamp() + UNDO_MINUTES * 60


def test_only_changed_law_is_told_as_that(admin: Admin) -> None:
    """Official text in place of a digest is another wording of the same law; another official text is not."""
    admin.stage()
    admin.publish()
    admin.stage(
        regulation(
            "pp-94-2021",
            pasal("5", "PNS dilarang memberi dukungan."),
            pasal("14", "Hukuman disiplin sedang."),
            title="Disiplin Pegawai Negeri Sipil",
        )
    )
    done = admin.publish()

    _, changes, _ = row(admin, done.edition)
    assert {one.change for one in changes.rulings} == {Change.BASIS}


def test_neither_a_trial_nor_a_publish_of_nothing_makes_news(admin: Admin) -> None:
    admin.stage()
    admin.publish(trial=True)
    assert kept(admin) == {}
    done = admin.publish()
    admin.publish()
    assert list(kept(admin)) == [done.edition]


def test_an_undo_cancels_it(admin: Admin) -> None:
    admin.stage()
    done = admin.publish()
    undo(admin.settings, who="siti", edition=done.edition)

    assert kept(admin) == {done.edition: State.CANCELLED}


def test_a_rollback_cancels_what_is_newer_than_the_edition_it_goes_to(admin: Admin) -> None:
    admin.stage()
    second = admin.publish().edition
    admin.data.replace("rulings/medsos.yaml", "Boleh, selama isinya utuh.", "Boleh bila utuh.")
    third = admin.publish().edition
    roll_back(admin.settings, who="siti", edition=second)
    assert kept(admin) == {second: State.WAITING, third: State.CANCELLED}

    roll_back(admin.settings, who="siti", edition=admin.first)
    assert set(kept(admin).values()) == {State.CANCELLED}


def test_after_an_undo_the_next_publish_tells_what_changed_since(admin: Admin) -> None:
    admin.stage()
    second = admin.publish().edition
    undo(admin.settings, who="siti", edition=second)
    third = publish(admin.settings, who="siti").edition

    assert kept(admin) == {second: State.CANCELLED, third: State.WAITING}
    assert row(admin, third)[0] == admin.first


class TestCrash:
    """Between the switch and the news; the next command makes up for it."""

    @pytest.fixture
    def crashed(self, admin: Admin, monkeypatch: pytest.MonkeyPatch) -> str:
        admin.stage()
        with monkeypatch.context() as patch:
            patch.setattr("ingest.publish.settle_news", lambda settings: None)
            edition = admin.publish().edition
        assert kept(admin) == {}
        return str(edition)

    @staticmethod
    def recovered(admin: Admin) -> None:
        with only_writer(admin.settings, "stage"):
            recover(admin.settings, "siti")

    def test_the_next_command_makes_the_news(self, admin: Admin, crashed: str) -> None:
        self.recovered(admin)
        self.recovered(admin)

        assert kept(admin) == {crashed: State.WAITING}
        assert len(row(admin, crashed)[1].rulings) == 2

    def test_but_not_after_a_week(
        self, admin: Admin, crashed: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        later = now() + timedelta(days=8)
        monkeypatch.setattr(news, "now", lambda: later)
        self.recovered(admin)

        assert kept(admin) == {}

    def test_what_an_undo_that_crashed_went_back_from_is_cancelled(
        self, admin: Admin, crashed: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.recovered(admin)
        with monkeypatch.context() as patch:
            patch.setattr("ingest.publish.settle_news", lambda settings: None)
            undo(admin.settings, who="siti", edition=crashed)
        self.recovered(admin)

        assert kept(admin) == {crashed: State.CANCELLED}


def test_a_publish_does_not_fail_for_want_of_news(
    admin: Admin, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def out_of_reach(url: str) -> None:
        raise StoreError("The database cannot be used.")

    monkeypatch.setattr(news, "open_store", out_of_reach)
    settle_news(admin.settings)

    assert "the next command tries again" in caplog.text


class TestChanges:
    @pytest.fixture
    def before(self, admin: Admin) -> Knowledge:
        return knowledge_of(admin.settings, admin.first)

    @staticmethod
    def with_ruling(knowledge: Knowledge, name: str, **fields: object) -> Knowledge:
        changed = knowledge.rulings[name].model_copy(update=fields)
        return _replace(
            knowledge, rulings={**knowledge.rulings, str(fields.get("id", name)): changed}
        )

    def test_none(self, before: Knowledge) -> None:
        assert not changes_between(before, before)

    def test_new_edited_and_removed_rulings_in_this_order(self, before: Knowledge) -> None:
        after = self.with_ruling(before, "suka", id="suka-lagi", title="Bolehkah lagi?")
        after = self.with_ruling(after, "suka", summary="Dilarang.")
        after = _replace(after, rulings={k: v for k, v in after.rulings.items() if k != "bagikan"})

        found = changes_between(before, after)
        assert [(one.id, one.change) for one in found.rulings] == [
            ("suka-lagi", Change.NEW),
            ("suka", Change.EDITED),
            ("bagikan", Change.REMOVED),
        ]

    def test_what_only_editors_see_is_no_change(self, before: Knowledge) -> None:
        after = self.with_ruling(before, "suka", note="Lihat rapat.", sources=("x",))
        assert not changes_between(before, after)

    def test_standings_with_the_topics_of_what_rests_on_them(self, before: Knowledge) -> None:
        regulation = before.regulations["pp-94-2021"].model_copy(
            update={"status": RegulationStatus.DICABUT}
        )
        after = _replace(before, regulations={**before.regulations, "pp-94-2021": regulation})

        [found] = changes_between(before, after).regulations
        assert (found.label, found.status, found.topics) == ("PP 94/2021", "dicabut", ("medsos",))


def _replace(knowledge: Knowledge, **fields: object) -> Knowledge:
    return replace(knowledge, **fields)  # type: ignore[arg-type]
