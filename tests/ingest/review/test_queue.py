"""What there is to review: questions by meaning, complaints by ruling, rulings whose basis changed."""

from __future__ import annotations

import pytest

from bot.judgement import Judgement
from bot.storage.review import keep_vectors, open_questions
from ingest.review.model import Item, Kind
from ingest.review.nearest import with_nearest
from ingest.review.queue import Desk, item, items, open_desk
from knowledge.errors import EditionCorrupt, StagingError
from tests.ingest.admin import Admin
from tests.ingest.review.asked import BOAT, DRONE, NOW, Asked
from tests.tiny_edition import settings_for


def told(found: list[Item]) -> list[tuple[str, int]]:
    """Names and counts."""
    return [(one.id, one.count) for one in found]


def test_nothing(desk: Desk) -> None:
    assert items(desk) == []


def test_without_an_edition(admin: Admin) -> None:
    empty = settings_for(admin.folder / "leer")
    with pytest.raises(StagingError, match="no edition yet"), open_desk(empty):
        pass


class TestQuestions:
    def test_of_one_meaning_are_one_item(self, desk: Desk, asked: Asked) -> None:
        asked.question(BOAT, DRONE, DRONE.upper(), f"{DRONE}??", DRONE)
        first, second = items(desk)
        assert (first.id, first.kind, first.count) == ("q2", Kind.QUESTION, 4)
        assert first.members == (2, 3, 4, 5)
        assert sorted(first.phrasings) == sorted({DRONE, DRONE.upper(), f"{DRONE}??"})
        assert first.title in first.phrasings
        assert first.latest == NOW + 5
        assert first.named == ("pp-94-2021:pasal-14",)
        assert told([second]) == [("q1", 1)]

    def test_the_latest_of_equals_comes_first(self, desk: Desk, asked: Asked) -> None:
        asked.question(BOAT, DRONE)
        assert told(items(desk)) == [("q2", 1), ("q1", 1)]

    def test_how_most_of_them_were_answered(self, desk: Desk, asked: Asked) -> None:
        asked.question(DRONE, DRONE, reason="unsure", verdict="dilarang", ruling="suka")
        asked.question(DRONE)
        (found,) = items(desk)
        assert (found.reason, found.verdict, found.ruling) == ("unsure", "dilarang", "suka")
        assert found.ruling_title == "Bolehkah menyukai unggahan calon?"

    def test_an_item_goes_by_any_of_its_questions(self, desk: Desk, asked: Asked) -> None:
        asked.question(DRONE, DRONE, BOAT)
        assert item(desk, "q2").id == "q1"

    @pytest.mark.parametrize("name", ["q9", "q", "qx", "k-suka", "r-suka", "z1", ""])
    def test_one_that_is_not_there(self, desk: Desk, asked: Asked, name: str) -> None:
        asked.question(DRONE)
        with pytest.raises(StagingError, match="No such item in the queue"):
            item(desk, name)

    def test_meanings_are_computed_once(
        self, admin: Admin, asked: Asked, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked.question(DRONE, BOAT)
        with open_desk(admin.settings) as desk:
            before = items(desk)

        def closed(*_: object) -> None:
            raise AssertionError("the edition was opened")

        monkeypatch.setattr("ingest.review.queue.open_edition", closed)
        with open_desk(admin.settings) as desk:
            assert items(desk) == before

    def test_meanings_by_another_embedder_are_computed_anew(self, desk: Desk, asked: Asked) -> None:
        asked.question(DRONE, BOAT)
        zero = bytes(4 * 384)
        desk.store.run_sync(keep_vectors, "other 1 (384)", [(1, zero), (2, zero)])
        assert told(items(desk)) == [("q2", 1), ("q1", 1)]
        kept = desk.store.run_sync(open_questions)
        assert {one.embedder for one in kept} == {desk.manifest.embedder_identity}

    def test_what_is_near(self, desk: Desk, asked: Asked) -> None:
        asked.question("bolehkah suka foto paslon", "boleh suka foto paslon")
        found = with_nearest(desk.edition(), items(desk)[0])
        assert {ruling.id for ruling in found.rulings} == {"suka", "bagikan"}
        assert found.rulings[0].id == "suka"
        assert 0 < found.rulings[1].likeness <= found.rulings[0].likeness <= 1
        assert found.provisions[0].id == "pp-94-2021:pasal-14"
        assert found.provisions[0].label == "PP 94/2021 Pasal 14"
        assert "pp-94-2021:pasal-5" in {provision.id for provision in found.provisions}


class TestComplaints:
    def test_by_ruling_and_judgement(self, desk: Desk, asked: Asked) -> None:
        asked.complaint(Judgement.WRONG, comment="Pasalnya keliru.")
        asked.complaint(Judgement.UNCLEAR)
        asked.complaint(Judgement.WRONG)
        asked.complaint(Judgement.USEFUL)
        asked.complaint(Judgement.UNCLEAR, ruling=None)
        first, second = items(desk, Kind.COMPLAINT)
        assert (first.id, first.count) == ("k-suka", 3)
        assert dict(first.votes) == {"keliru": 2, "kurang_jelas": 1}
        assert first.latest == NOW + 3
        assert first.title == "Bolehkah menyukai unggahan calon?"
        assert first.verdict == "dilarang"
        (comment,) = first.comments
        assert (comment["comment"], comment["question"]) == ("Pasalnya keliru.", "boleh like?")
        assert (second.id, second.ruling, second.count) == ("k-tanpa-putusan", None, 1)

    def test_of_a_ruling_that_is_gone(self, desk: Desk, asked: Asked) -> None:
        asked.complaint(Judgement.WRONG, ruling="lama")
        (found,) = items(desk)
        assert (found.id, found.title, found.ruling_title) == ("k-lama", "lama", None)

    def test_praise_is_none(self, desk: Desk, asked: Asked) -> None:
        asked.complaint(Judgement.USEFUL)
        assert items(desk) == []


def test_an_edition_that_cannot_be_read(admin: Admin) -> None:
    (admin.settings.data_dir / "editions" / admin.first / "manifest.json").write_text("{")
    with pytest.raises(EditionCorrupt, match="asn-ingest build"), open_desk(admin.settings):
        pass


def test_rulings_whose_basis_changed(published: Admin) -> None:
    with open_desk(published.settings) as desk:
        found = items(desk)
    assert told(found) == [("r-bagikan", 1), ("r-suka", 1)]
    assert found[1].changed == ("pp-94-2021:pasal-5", "pp-94-2021:pasal-14")


def test_one_kind_only(desk: Desk, asked: Asked) -> None:
    asked.question(DRONE)
    asked.complaint(Judgement.WRONG)
    assert told(items(desk, Kind.QUESTION)) == [("q1", 1)]
    assert told(items(desk, Kind.COMPLAINT)) == [("k-suka", 1)]
    assert items(desk, Kind.RULING) == []
