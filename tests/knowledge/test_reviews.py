"""Rulings whose legal basis changed, and admins' word that they hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from knowledge.dataset import Knowledge, load_knowledge
from knowledge.errors import DataError
from knowledge.model import Provision, Regulation, RegulationStatus, Review
from knowledge.reviews import (
    add_confirmations,
    confirmations_file,
    confirmed,
    find_reviews,
    fingerprint,
    grounds_of,
    read_confirmations,
    readings_of,
)
from knowledge.settings import Settings
from tests.ingest.tiny import Folder, write_tiny
from tests.tiny_edition import settings_for

PASAL_5, PASAL_24 = "pp-94-2021:pasal-5", "uu-20-2023:pasal-24"
WHEN = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """What the authors of the rulings read."""
    folder: Folder = write_tiny(tmp_path_factory.mktemp("tiny") / "data")
    return load_knowledge(folder.root)


def provision(knowledge: Knowledge, name: str, **update: Any) -> Knowledge:
    found = knowledge.provisions[name].model_copy(update=update)
    return replace(knowledge, provisions={**knowledge.provisions, name: found})


def regulation(knowledge: Knowledge, name: str, **update: Any) -> Knowledge:
    found: Regulation = knowledge.regulations[name].model_copy(update=update)
    return replace(knowledge, regulations={**knowledge.regulations, name: found})


def explained(knowledge: Knowledge, text: str) -> Knowledge:
    elucidation = Provision(
        id="pp-94-2021:penjelasan:pasal-5",
        regulation="pp-94-2021",
        locator="Penjelasan Pasal 5",
        text=text,
        confidence=knowledge.provisions[PASAL_5].confidence,
    )
    return replace(knowledge, provisions={**knowledge.provisions, elucidation.id: elucidation})


def test_a_ruling_rests_on_its_basis_its_branches_and_its_sanctions(read: Knowledge) -> None:
    assert grounds_of(read.rulings["suka"]) == (PASAL_5, PASAL_24, "pp-94-2021:pasal-14")
    assert grounds_of(read.rulings["bagikan"]) == (PASAL_24, PASAL_5)
    assert grounds_of(read.classes["rinci"]) == ()


def test_nothing_awaits_review_as_long_as_nothing_changes(read: Knowledge) -> None:
    assert find_reviews(read, read) == {}


Change = Callable[[Knowledge], Knowledge]


@pytest.mark.parametrize(
    "change",
    [
        lambda k: provision(k, PASAL_5, text="PNS dilarang memihak."),
        lambda k: provision(k, PASAL_5, lead="PNS dilarang:"),
        lambda k: provision(k, PASAL_5, repealed_since=date(2026, 1, 1)),
        lambda k: provision(k, PASAL_5, unconfirmed=True),
        lambda k: explained(k, "Dukungan adalah ..."),
        lambda k: regulation(k, "pp-94-2021", status=RegulationStatus.DICABUT),
        lambda k: regulation(k, "pp-94-2021", status=RegulationStatus.TIDAK_PASTI),
        lambda k: regulation(k, "pp-94-2021", repealed_since=date(2027, 1, 1)),
        lambda k: regulation(k, "pp-94-2021", repealed_by=("pp-1-2024",)),
        lambda k: replace(k, provisions={n: p for n, p in k.provisions.items() if n != PASAL_5}),
    ],
    ids=[
        "text",
        "opening words",
        "deleted by an amendment",
        "not in the official document",
        "elucidation",
        "repealed",
        "uncertain",
        "repealed some day",
        "repealed by another",
        "gone",
    ],
)
def test_what_calls_for_review(read: Knowledge, change: Change) -> None:
    now = change(read)

    reviews = find_reviews(read, now)

    assert PASAL_5 in reviews["suka"].changed
    assert reviews["suka"].fingerprint == fingerprint(now, now.rulings["suka"])
    assert reviews["suka"].fingerprint != fingerprint(read, read.rulings["suka"])


@pytest.mark.parametrize(
    "change",
    [
        lambda k: provision(k, PASAL_5, note="untuk penyunting", subjects=("PNS",)),
        lambda k: provision(k, PASAL_5, text_kind="official"),
        lambda k: regulation(k, "pp-94-2021", status=RegulationStatus.BERLAKU),
        lambda k: regulation(k, "pp-94-2021", title="Disiplin PNS", url="https://contoh.go.id"),
        lambda k: provision(k, "uu-5-2014:pasal-9", text="Tidak ada yang bersandar padanya."),
    ],
    ids=["what is not read", "same words", "amended elsewhere", "title", "of no ruling"],
)
def test_what_does_not(read: Knowledge, change: Change) -> None:
    assert find_reviews(read, change(read)) == {}


def test_only_rulings_that_rest_on_the_change(read: Knowledge) -> None:
    only_suka = find_reviews(read, provision(read, "pp-94-2021:pasal-14", text="Lain."))
    both = find_reviews(read, provision(read, PASAL_24, text="Lain."))

    assert set(only_suka) == {"suka"}
    assert only_suka["suka"].changed == ("pp-94-2021:pasal-14",)
    assert set(both) == {"suka", "bagikan"}


def test_the_same_words_under_the_base_law_s_name(read: Knowledge) -> None:
    """An article restated by an amending law is an article of the amended law."""
    found = read.provisions[PASAL_5]
    filed = found.model_copy(update={"id": "pp-1-2024:pasal-5"})
    rest = {n: p for n, p in read.provisions.items() if n != PASAL_5}
    amending = regulation(read, "pp-1-2024", status=RegulationStatus.BERLAKU)

    reviews = find_reviews(read, replace(amending, provisions={**rest, filed.id: filed}))

    assert reviews == {}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path)


def review(ruling: str = "suka", mark: str = "00ff") -> Review:
    return Review(ruling=ruling, fingerprint=mark, changed=(PASAL_5,))


class TestConfirming:
    def test_nothing_is_confirmed_at_first(self, settings: Settings) -> None:
        assert confirmed(settings) == {}

    def test_who_when_and_why_are_kept(self, settings: Settings) -> None:
        add_confirmations(settings, [review()], "siti", WHEN, "maknanya sama")

        (given,) = read_confirmations(settings)["suka"]
        assert (given.fingerprint, given.by) == ("00ff", "siti")
        assert (given.when, given.reason) == (WHEN, "maknanya sama")

    def test_each_basis_is_confirmed_by_itself(self, settings: Settings) -> None:
        add_confirmations(settings, [review(mark="00ff"), review("bagikan")], "siti", WHEN, None)
        add_confirmations(settings, [review(mark="11ff")], "budi", WHEN, None)

        assert confirmed(settings) == {
            "suka": frozenset({"00ff", "11ff"}),
            "bagikan": frozenset({"00ff"}),
        }

    def test_another_change_is_not_confirmed(self, settings: Settings, read: Knowledge) -> None:
        once = provision(read, PASAL_5, text="Lain.")
        again = provision(read, PASAL_5, text="Lain sekali.")
        first = find_reviews(read, once)["suka"]
        add_confirmations(settings, [first], "siti", WHEN, None)

        assert find_reviews(read, once)["suka"].fingerprint in confirmed(settings)["suka"]
        assert find_reviews(read, again)["suka"].fingerprint not in confirmed(settings)["suka"]

    @pytest.mark.parametrize("content", [b"", b"[]", b'{"suka": 1}', b'{"suka": [{}]}', b"\xff"])
    def test_a_damaged_file_confirms_nothing_and_is_not_written_over(
        self, settings: Settings, content: bytes
    ) -> None:
        path = confirmations_file(settings)
        path.write_bytes(content)

        assert confirmed(settings) == {}
        with pytest.raises(DataError, match=r"confirmed\.json cannot be read .*backup"):
            add_confirmations(settings, [review()], "siti", WHEN, None)
        assert path.read_bytes() == content

    def test_a_full_disk_leaves_the_old_ones(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add_confirmations(settings, [review()], "siti", WHEN, None)

        def full(self: Path, *_: object, **__: object) -> int:
            self.touch()
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as broken:
            broken.setattr(Path, "write_bytes", full)
            with pytest.raises(OSError, match="No space"):
                add_confirmations(settings, [review(mark="11ff")], "siti", WHEN, None)

        assert confirmed(settings) == {"suka": frozenset({"00ff"})}
        assert [p.name for p in settings.data_dir.iterdir()] == ["confirmed.json"]


class TestWhatAnAuthorRead:
    """A ruling that was entered beside the data files: ``read`` has none of that id."""

    def test_nothing_changed_since(self, read: Knowledge) -> None:
        now, readings = entered(provision(read, PASAL_5, text="Teks resmi."))

        assert {*find_reviews(read, now, readings)} == {"suka", "bagikan"}

    def test_something_changed_since(self, read: Knowledge) -> None:
        then, readings = entered(provision(read, PASAL_5, text="Teks resmi."))
        now = provision(then, PASAL_24, text="Teks lain.")

        assert find_reviews(read, now, readings)["baru"].changed == (PASAL_24,)

    def test_the_data_files_reading_does_not_count(self, read: Knowledge) -> None:
        """The author read the official text; the digest that comes back is news to it."""
        then, readings = entered(provision(read, PASAL_5, text="Teks resmi."))
        now = provision(then, PASAL_5, text=read.provisions[PASAL_5].text)

        assert find_reviews(read, now, readings)["baru"].changed == (PASAL_5,)

    def test_either_counts_once_the_data_files_have_the_ruling(self, read: Knowledge) -> None:
        then, readings = entered(provision(read, PASAL_5, text="Teks resmi."))
        merged = replace(read, rulings=then.rulings)

        assert "baru" not in find_reviews(merged, then, readings)
        assert find_reviews(merged, merged, readings) == {}
        again = provision(then, PASAL_5, text="Lain lagi.")
        assert find_reviews(merged, again, readings)["baru"].changed == (PASAL_5,)

    def test_without_readings_it_awaits_no_review_on_the_data_files(self, read: Knowledge) -> None:
        now, _ = entered(read)

        assert find_reviews(read, now) == {}


def entered(knowledge: Knowledge) -> tuple[Knowledge, dict[str, dict[str, str]]]:
    """The knowledge with a ruling entered on it, and what its author read."""
    ruling = knowledge.rulings["suka"].model_copy(update={"id": "baru"})
    now = replace(knowledge, rulings={**knowledge.rulings, "baru": ruling})
    return now, {"baru": readings_of(now, ruling)}
