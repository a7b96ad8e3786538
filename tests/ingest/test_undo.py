"""A publish of a moment ago is taken back, and what had been staged waits again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from ingest.build import build
from ingest.editions import kept_editions
from ingest.entered import example_name
from ingest.publish import publish, roll_back, undo
from ingest.shelf import enter_status, leave_out, stage_document, take_back
from ingest.staging import Staging
from ingest.undo import UNDO_MINUTES, Taken, keep_taken, names_taken_up
from knowledge.clock import now
from knowledge.edition import editions_folder
from knowledge.errors import EditionCorrupt, FourEyes, StagingError
from knowledge.model import RegulationStatus
from tests.ingest.admin import DISCIPLINE, Admin, admin_of
from tests.ingest.commands import Commands
from tests.ingest.entering import example
from tests.ingest.parsed import pasal, regulation
from tests.tiny_edition import TinyEdition, settings_for

OTHER = regulation("pp-5-2025", pasal("1", "ASN wajib melapor."))
CORRECTED = regulation(
    "pp-94-2021",
    pasal("5", "PNS dilarang memberi dukungan kepada calon."),
    pasal("14", "Hukuman disiplin berat berupa pemberhentian."),
    title="Disiplin Pegawai Negeri Sipil",
)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets some time go by."""

    def pass_by(**time: int) -> None:
        monkeypatch.setattr("ingest.publish.now", lambda: now() + timedelta(**time))

    return pass_by


def undone(admin: Admin, edition: str | None = None) -> tuple[str, str]:
    """Undo the publish of an edition, by default of the one that serves."""
    return undo(admin.settings, who="budi", edition=edition or str(admin.serving), reason="keliru")


class TestUndoing:
    def test_the_edition_before_serves_and_everything_is_staged_again(self, admin: Admin) -> None:
        admin.stage()
        enter_status(
            admin.settings,
            "uu-5-2014",
            RegulationStatus.TIDAK_PASTI,
            since=None,
            by=None,
            note=None,
            who="ani",
        )
        staged = admin.staged
        done = admin.publish()
        assert not admin.staged

        assert undone(admin) == (admin.first, done.edition)

        assert (admin.serving, admin.staged) == (admin.first, staged)
        assert staged.by == {"pp-94-2021": ("siti",), "uu-5-2014": ("ani",)}
        assert {c.kind for c in admin.ask().citations} == {"digest"}
        assert admin.acts("undo") == [("undo", admin.first, f"from {done.edition}", "keliru")]

    def test_it_can_be_published_again_and_undone_again(self, admin: Admin) -> None:
        admin.stage()
        staged = admin.staged
        admin.publish()
        undone(admin)

        again = admin.publish()
        assert (again.switched, admin.serving, bool(admin.staged)) == (True, again.edition, False)
        undone(admin)

        assert (admin.serving, admin.staged) == (admin.first, staged)

    def test_what_was_staged_since_stays_and_counts_where_both_have_a_word(
        self, admin: Admin
    ) -> None:
        admin.stage()
        admin.stage(regulation("pp-7-2025", pasal("1", "ASN wajib netral.")))
        admin.publish()
        newer = admin.stage(CORRECTED)
        other = admin.stage(OTHER)

        undone(admin)

        assert {**admin.staged.documents} == {
            "pp-94-2021": newer.key,
            "pp-5-2025": other.key,
            "pp-7-2025": admin.staged.documents["pp-7-2025"],
        }

    def test_what_was_to_be_left_out_is_to_be_left_out_again(self, published: Admin) -> None:
        leave_out(published.settings, "pp-94-2021", who="siti")
        before = published.serving
        published.publish()

        assert undone(published)[0] == before

        assert published.staged.without == ("pp-94-2021",)

    def test_until_when_is_told(self, admin: Admin) -> None:
        admin.stage()
        done = admin.publish()

        assert done.undo_until is not None
        left = done.undo_until - now()
        assert timedelta(minutes=UNDO_MINUTES - 1) < left <= timedelta(minutes=UNDO_MINUTES)
        assert admin.publish().undo_until is None  # nothing new: nothing to undo

    def test_a_trial_has_nothing_to_undo(self, admin: Admin) -> None:
        admin.stage()

        assert admin.publish(trial=True).undo_until is None

    def test_what_served_before_is_kept_for_it(self, tiny_copy: TinyEdition) -> None:
        """Also when others are later: it served after a rollback."""
        admin = admin_of(tiny_copy, tiny_copy.settings.data_dir.parent, keep_editions=2)
        admin.stage()
        admin.publish()
        roll_back(admin.settings, who="budi")
        admin.stage(OTHER)
        third = admin.publish()
        assert admin.first in {kept.id for kept in kept_editions(admin.settings)}

        assert undone(admin) == (admin.first, third.edition)


class TestRefusals:
    def refused(self, admin: Admin, says: str, edition: str | None = None) -> None:
        serving, staged = admin.serving, admin.staged
        with pytest.raises(StagingError, match=says) as error:
            undone(admin, edition)
        assert "\n" not in str(error.value)
        assert (admin.serving, admin.staged) == (serving, staged)
        assert admin.acts("undo") == []

    def test_just_in_time_and_too_late(self, admin: Admin, later: Callable[..., None]) -> None:
        admin.stage()
        done = admin.publish()
        later(minutes=UNDO_MINUTES, seconds=5)

        self.refused(
            admin,
            rf"{done.edition} was published more than 10 minutes ago.*"
            rf"go back to {admin.first}: asn-ingest rollback",
        )

        later(minutes=UNDO_MINUTES - 1)
        assert undone(admin)[0] == admin.first

    def test_another_one_serves(self, admin: Admin) -> None:
        admin.stage()
        second = admin.publish().edition
        roll_back(admin.settings, who="budi")

        self.refused(
            admin, f"{second} does not serve, {admin.first} does: .*nothing to undo", second
        )

    @pytest.mark.parametrize("name", ["1999-01-01.1", "..", "", "../.."])
    def test_a_name_of_none(self, admin: Admin, name: str) -> None:
        with pytest.raises(StagingError, match="does not serve"):
            undo(admin.settings, who="budi", edition=name)
        assert admin.serving == admin.first

    def test_one_that_was_not_published(self, admin: Admin) -> None:
        self.refused(admin, "was not published in place of another one.*asn-ingest rollback")
        build(admin.settings, root=admin.data.root, force=True)
        self.refused(admin, "was not published in place of another one.*asn-ingest rollback")

    def test_a_damaged_note_of_what_was_staged(self, admin: Admin) -> None:
        admin.stage()
        done = admin.publish()
        (editions_folder(admin.settings) / done.edition / "taken.json").write_text("{")

        self.refused(admin, "was not published in place of another one")

    def test_the_one_before_is_damaged(self, admin: Admin) -> None:
        admin.stage()
        done = admin.publish()
        path = editions_folder(admin.settings) / admin.first / "knowledge.json"
        path.write_bytes(b"damaged " * 500)

        with pytest.raises(EditionCorrupt, match="missing or changed"):
            undone(admin)
        assert (admin.serving, bool(admin.staged)) == (done.edition, False)


class TestBrokenOff:
    @pytest.mark.parametrize("where", ["write_staging", "switch"])
    def test_between_its_steps_nothing_is_lost(
        self, admin: Admin, monkeypatch: pytest.MonkeyPatch, where: str
    ) -> None:
        """The edition goes on serving; the next command puts things right, and undoing works."""
        admin.stage()
        staged = admin.staged
        done = admin.publish()

        def killed(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as broken:
            broken.setattr(f"ingest.publish.{where}", killed)
            with pytest.raises(KeyboardInterrupt):
                undone(admin)
        assert admin.serving == done.edition

        assert admin.publish().unchanged
        assert not admin.staged
        assert undone(admin) == (admin.first, done.edition)
        assert admin.staged == staged


class TestFourEyes:
    @pytest.fixture
    def admin(self, tiny_copy: TinyEdition) -> Admin:
        return admin_of(tiny_copy, tiny_copy.settings.data_dir.parent, four_eyes=True)

    def test_who_staged_it_does_not_publish_it(self, admin: Admin) -> None:
        admin.stage()
        with pytest.raises(FourEyes, match=r"siti has staged pp-94-2021.*another publisher"):
            admin.publish()
        with pytest.raises(FourEyes, match="siti has staged pp-94-2021"):
            admin.publish(force=True, reason="mendesak")
        assert (admin.serving, admin.acts("publish")) == (admin.first, [])

        assert publish(admin.settings, who="budi").switched

    def test_everybody_may_try(self, admin: Admin) -> None:
        admin.stage()

        assert not admin.publish(trial=True).switched

    def test_part_of_it_is_enough(self, admin: Admin) -> None:
        admin.stage()
        assert admin.staged.by == {"pp-94-2021": ("siti",)}
        enter_status(
            admin.settings,
            "uu-5-2014",
            RegulationStatus.TIDAK_PASTI,
            since=None,
            by=None,
            note=None,
            who="budi",
        )
        for who, what in (("siti", "pp-94-2021"), ("budi", "uu-5-2014")):
            with pytest.raises(FourEyes, match=f"{who} has staged {what},"):
                publish(admin.settings, who=who)
        take_back(admin.settings, ("uu-5-2014",), who="ani")

        assert publish(admin.settings, who="budi").switched

    def test_who_replaces_all_of_it_has_staged_it(self, admin: Admin) -> None:
        admin.stage()
        kept = admin.shelve(CORRECTED)
        stage_document(admin.settings, f"{kept.id}@{kept.key}", who="budi")

        assert admin.staged.by == {"pp-94-2021": ("budi",)}

    def test_staging_the_same_again_is_nobodys_act(self, admin: Admin) -> None:
        kept = admin.stage()
        stage_document(admin.settings, f"{kept.id}@{kept.key}", who="budi")

        assert admin.staged.by == {"pp-94-2021": ("siti",)}

    def test_what_an_earlier_version_staged_is_nobodys(self, admin: Admin) -> None:
        kept = admin.shelve(DISCIPLINE)
        file = admin.settings.data_dir / "staging.json"
        file.write_text(f'{{"documents": {{"pp-94-2021": "{kept.key}"}}}}')

        assert admin.publish().switched

    def test_without_the_setting_everybody_publishes(self, tiny_copy: TinyEdition) -> None:
        admin = admin_of(tiny_copy, tiny_copy.settings.data_dir.parent)
        admin.stage()

        assert admin.publish().switched


def test_what_an_edition_and_those_before_it_took_up(tmp_path: Path) -> None:
    """Through a build in between; not by what was undone, nor what was withdrawn later."""
    settings = settings_for(tmp_path)
    name = example_name(example("kasih jempol ke cagub"))

    def took(edition: str, previous: str, staging: Staging) -> None:
        (editions_folder(settings) / edition).mkdir(parents=True)
        keep_taken(settings, edition, Taken(at=now(), previous=previous, staging=staging))

    took("2026-11-22.2", "2026-11-22.1", Staging(documents={"pp-94-2021": "00ff"}))
    took("2026-11-22.3", "2026-11-22.2", Staging(without=("uu-1-2015",)))  # undone
    staged = Staging(examples=(example("kasih jempol ke cagub"),))
    took("2026-11-22.4", "2026-11-22.2", staged)
    built = editions_folder(settings) / "2026-11-22.5"
    built.mkdir()
    (built / "published").write_text("2026-11-22.4\n")
    took("2026-11-22.6", "2026-11-22.5", Staging(withdrawn=(name,)))

    assert names_taken_up(settings, "2026-11-22.1") == frozenset()
    assert names_taken_up(settings, "2026-11-22.5") == {"pp-94-2021", name}
    assert names_taken_up(settings, "2026-11-22.6") == {"pp-94-2021"}


class TestCommands:
    def test_undone(self, commands: Commands, admin: Admin) -> None:
        admin.stage()
        published = commands.object("publish", "--by", "telegram:7")
        assert published["undo_until"].startswith("20")

        out = commands.done("rollback", "--undo", published["edition"], "--by", "telegram:8")

        assert out == (
            f"Edition {admin.first} serves again in place of {published['edition']}.\n"
            "What had been staged is staged again. See: asn-ingest stage\n"
        )
        (latest,) = commands.object("audit", "--limit", "1")["acts"]
        assert (latest["act"], latest["who"]) == ("undo", "telegram:8")
        code, told = commands.refusal("rollback", "--undo", published["edition"])
        assert (code, "does not serve" in told) == (10, True)

    def test_as_json(self, commands: Commands, admin: Admin) -> None:
        admin.stage()
        edition = admin.publish().edition

        found = commands.object("rollback", "--undo", edition)

        assert (found["edition"], found["previous"]) == (admin.first, edition)

    def test_one_edition_only(self, commands: Commands, admin: Admin) -> None:
        done = commands.run("rollback", admin.first, "--undo", admin.first)

        assert (done.code, "not both" in done.err) == (2, True)

    def test_four_eyes(
        self, commands: Commands, admin: Admin, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("FOUR_EYES", "true")
        kept = admin.shelve(DISCIPLINE)
        commands.done("stage", f"{kept.id}@{kept.key}", "--by", "telegram:7")
        assert commands.object("stage")["staged"]["by"] == {"pp-94-2021": ["telegram:7"]}

        code, told = commands.refusal("publish", "--by", "telegram:7")
        assert (code, "telegram:7 has staged pp-94-2021" in told) == (12, True)

        commands.done("publish", "--by", "telegram:7", "--trial")
        assert admin.serving == admin.first
        commands.done("publish", "--by", "telegram:8")
        assert admin.serving != admin.first
