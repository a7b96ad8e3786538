"""The staging area: changes that wait, put together with what serves by a publish alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.staging import (
    Staging,
    applied,
    credited,
    discarded,
    left_out,
    put_back,
    read_staging,
    staging_file,
    status_change,
    with_document,
    with_status,
    without_applied,
    write_staging,
)
from knowledge.edition import Inputs, StatusChange
from knowledge.errors import StagingError
from knowledge.model import RegulationStatus
from knowledge.settings import Settings
from tests.tiny_edition import settings_for

NOTHING = Staging()
REPEALED = StatusChange(
    regulation="pp-2-2020",
    status=RegulationStatus.DICABUT,
    since=date(2027, 1, 1),
    by="pp-1-2024",
    note="menunggu berlakunya",
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path / "var")


def test_nothing_is_staged_at_first(settings: Settings) -> None:
    assert not read_staging(settings)


def test_what_was_staged_is_read_back(settings: Settings) -> None:
    staging = Staging(documents={"pp-1-2024": "00ff"}, without=("uu-1-2015",), statuses=(REPEALED,))

    write_staging(settings, staging)

    assert read_staging(settings) == staging
    assert [p.name for p in settings.data_dir.iterdir()] == [staging_file(settings).name]


def test_an_empty_staging_area_leaves_no_file(settings: Settings) -> None:
    write_staging(settings, with_document(NOTHING, "pp-1-2024", "00ff"))
    write_staging(settings, NOTHING)
    write_staging(settings, NOTHING)

    assert list(settings.data_dir.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"documents": 1}', b"\xff"])
def test_a_damaged_one_says_how_to_empty_it(settings: Settings, content: bytes) -> None:
    write_staging(settings, with_document(NOTHING, "pp-1-2024", "00ff"))
    staging_file(settings).write_bytes(content)

    with pytest.raises(StagingError, match=r"cannot be read .*asn-ingest discard --all$") as error:
        read_staging(settings)
    assert "\n" not in str(error.value)


def test_a_full_disk_leaves_the_old_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = with_document(NOTHING, "pp-1-2024", "00ff")
    write_staging(settings, old)

    def full(self: Path, *_: object, **__: object) -> int:
        self.touch()
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(Path, "write_bytes", full)
        with pytest.raises(OSError, match="No space"):
            write_staging(settings, with_document(old, "uu-1-2015", "11ff"))

    assert read_staging(settings) == old
    assert [p.name for p in settings.data_dir.iterdir()] == [staging_file(settings).name]


def test_the_last_word_on_a_regulation_counts() -> None:
    first = with_document(NOTHING, "pp-1-2024", "00ff")
    second = with_document(first, "pp-1-2024", "11ff")

    assert second.documents == {"pp-1-2024": "11ff"}
    assert left_out(second, "pp-1-2024") == Staging(without=("pp-1-2024",))
    assert with_document(left_out(second, "pp-1-2024"), "pp-1-2024", "00ff") == first
    assert left_out(left_out(second, "pp-1-2024"), "pp-1-2024").without == ("pp-1-2024",)


def changed(status: RegulationStatus, by: str | None = None) -> StatusChange:
    return StatusChange(regulation="pp-2-2020", status=status, by=by)


BERLAKU, DIUBAH = RegulationStatus.BERLAKU, RegulationStatus.DIUBAH
FIRST, SECOND = changed(DIUBAH, "pp-1-2021"), changed(DIUBAH, "pp-1-2022")
IN_FORCE, UNCERTAIN = changed(BERLAKU), changed(RegulationStatus.TIDAK_PASTI)


@pytest.mark.parametrize(
    ("entered", "stands"),
    [
        ([REPEALED, UNCERTAIN], [UNCERTAIN]),
        ([FIRST, SECOND], [FIRST, SECOND]),
        ([FIRST, SECOND, FIRST], [SECOND, FIRST]),
        ([FIRST, REPEALED], [FIRST, REPEALED]),
        ([FIRST, REPEALED, IN_FORCE], [IN_FORCE]),
        ([IN_FORCE, FIRST], [IN_FORCE, FIRST]),
    ],
    ids=[
        "one standing",
        "several amendments",
        "one amendment once",
        "amended and repealed",
        "all taken back",
        "amended anew",
    ],
)
def test_what_stands_of_the_changes_entered(
    entered: list[StatusChange], stands: list[StatusChange]
) -> None:
    other = StatusChange(regulation="pp-9-2019", status=BERLAKU)
    staged, published = with_status(NOTHING, other), Inputs(statuses=(other,))
    for change in entered:
        staged = with_status(staged, change)
        published = applied(published, with_status(NOTHING, change))

    assert list(staged.statuses) == [other, *stands]
    assert published.statuses == staged.statuses


class TestApplied:
    """What an edition is made of once the staging area is taken up."""

    SERVING = Inputs(documents={"pp-1-2024": "00ff", "uu-1-2015": "22ff"})

    def test_nothing_staged(self) -> None:
        assert applied(self.SERVING, NOTHING) == self.SERVING

    def test_documents_are_added_and_replaced(self) -> None:
        staging = Staging(documents={"pp-1-2024": "11ff", "pp-9-2019": "33ff"})

        assert applied(self.SERVING, staging).documents == {
            "pp-1-2024": "11ff",
            "uu-1-2015": "22ff",
            "pp-9-2019": "33ff",
        }

    def test_documents_are_left_out(self) -> None:
        assert applied(self.SERVING, Staging(without=("uu-1-2015",))).documents == {
            "pp-1-2024": "00ff"
        }

    def test_standings_stay_until_another_is_entered(self) -> None:
        published = applied(self.SERVING, with_status(NOTHING, REPEALED))

        assert applied(published, NOTHING).statuses == (REPEALED,)
        assert applied(published, with_status(NOTHING, IN_FORCE)).statuses == (IN_FORCE,)

    @pytest.mark.parametrize(
        "staging",
        [
            Staging(documents={"pp-1-2024": "11ff"}),
            Staging(without=("uu-1-2015",)),
            Staging(without=("pp-7-2007",)),
            Staging(statuses=(REPEALED,)),
        ],
    )
    def test_what_was_taken_up_waits_no_longer(self, staging: Staging) -> None:
        assert not without_applied(applied(self.SERVING, staging), staging)

    def test_what_was_staged_in_the_meantime_goes_on_waiting(self) -> None:
        published = applied(self.SERVING, Staging(documents={"pp-1-2024": "11ff"}))
        later = Staging(
            documents={"pp-1-2024": "99ff"},
            without=("uu-1-2015",),
            statuses=(REPEALED,),
        )

        assert without_applied(published, later) == later


class TestDiscarding:
    STAGED = Staging(
        documents={"pp-1-2024": "00ff"},
        without=("uu-1-2015",),
        statuses=(REPEALED.model_copy(update={"regulation": "pp-1-2024"}),),
    )

    def test_everything_on_one_regulation_goes(self) -> None:
        assert discarded(self.STAGED, "pp-1-2024") == Staging(without=("uu-1-2015",))
        assert discarded(self.STAGED, "uu-1-2015").without == ()

    def test_the_last_one_leaves_nothing(self) -> None:
        assert not discarded(discarded(self.STAGED, "pp-1-2024"), "uu-1-2015")

    def test_what_does_not_wait_cannot_be_discarded(self) -> None:
        with pytest.raises(
            StagingError, match=r"Nothing on pp-9-2019 is staged; staged is: pp-1-2024, uu-1-2015"
        ):
            discarded(self.STAGED, "pp-9-2019")
        with pytest.raises(StagingError, match="staged is: nothing"):
            discarded(NOTHING, "pp-9-2019")


def test_a_regulation_does_not_repeal_itself() -> None:
    with pytest.raises(StagingError, match=r"pp-1-2024 cannot repeal or amend itself.*--by"):
        status_change("pp-1-2024", RegulationStatus.DICABUT, since=None, by="pp-1-2024", note=None)


class TestCredit:
    """Who staged what, item by item."""

    ONE = credited(NOTHING, with_document(NOTHING, "pp-1-2024", "00ff"), "siti")

    def test_what_was_changed_is_theirs_who_changed_it(self) -> None:
        both = credited(self.ONE, with_document(self.ONE, "uu-1-2015", "11ff"), "budi")

        assert both.by == {"pp-1-2024": ("siti",), "uu-1-2015": ("budi",)}

    def test_who_adds_to_an_item_shares_it(self) -> None:
        change = REPEALED.model_copy(update={"regulation": "pp-1-2024"})
        added = credited(self.ONE, with_status(self.ONE, change), "budi")
        again = credited(added, with_document(added, "pp-1-2024", "22ff"), "siti")

        assert added.by == again.by == {"pp-1-2024": ("siti", "budi")}

    def test_who_replaces_all_of_it_has_it_alone(self) -> None:
        replaced = credited(self.ONE, with_document(self.ONE, "pp-1-2024", "22ff"), "budi")
        turned = credited(self.ONE, left_out(self.ONE, "pp-1-2024"), "ani")

        assert (replaced.by, turned.by) == ({"pp-1-2024": ("budi",)}, {"pp-1-2024": ("ani",)})

    def test_the_same_again_changes_nothing(self) -> None:
        again = credited(self.ONE, with_document(self.ONE, "pp-1-2024", "00ff"), "budi")

        assert again == self.ONE

    def test_it_goes_with_the_item(self, settings: Settings) -> None:
        both = credited(self.ONE, with_document(self.ONE, "uu-1-2015", "11ff"), "budi")
        serving = Inputs(documents={"pp-1-2024": "00ff"})

        assert discarded(both, "pp-1-2024").by == {"uu-1-2015": ("budi",)}
        write_staging(settings, without_applied(serving, both))
        assert read_staging(settings).by == {"uu-1-2015": ("budi",)}


class TestPuttingBack:
    """What an edition had taken up waits again, beside what was staged since."""

    TAKEN = credited(NOTHING, with_document(NOTHING, "pp-1-2024", "00ff"), "siti")

    def test_all_of_it(self) -> None:
        assert put_back(self.TAKEN, NOTHING) == self.TAKEN

    def test_the_newer_counts_on_the_same_regulation(self) -> None:
        newer = with_document(NOTHING, "pp-1-2024", "22ff")
        out = left_out(NOTHING, "pp-1-2024")

        assert put_back(self.TAKEN, newer).documents == {"pp-1-2024": "22ff"}
        assert put_back(self.TAKEN, out).documents == {}
        assert put_back(self.TAKEN, out).without == ("pp-1-2024",)
        assert put_back(out, newer) == newer

    def test_both_where_they_do_not_meet(self) -> None:
        since = credited(NOTHING, with_status(NOTHING, REPEALED), "budi")

        back = put_back(self.TAKEN, since)

        assert (back.documents, back.statuses) == (self.TAKEN.documents, (REPEALED,))
        assert back.by == {"pp-1-2024": ("siti",), "pp-2-2020": ("budi",)}

    def test_the_last_word_on_a_standing_counts(self) -> None:
        first, second = with_status(NOTHING, FIRST), with_status(NOTHING, IN_FORCE)

        assert put_back(first, second).statuses == (IN_FORCE,)
        assert put_back(with_status(first, REPEALED), with_status(NOTHING, SECOND)).statuses == (
            FIRST,
            REPEALED,
            SECOND,
        )
