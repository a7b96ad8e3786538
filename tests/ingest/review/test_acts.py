"""What an editor makes of an item, and what becomes of it then."""

from __future__ import annotations

from typing import Any

import pytest

from bot.judgement import Judgement
from ingest.build import serving_inputs
from ingest.export import export
from ingest.publish import undo
from ingest.review.acts import add_example, add_ruling, apply, dismiss, put_outside
from ingest.review.form import read_form
from ingest.review.queue import item, items, open_desk
from ingest.shelf import take_back
from ingest.staging import Staging, read_staging
from knowledge.errors import StagingError
from knowledge.settings import Settings
from tests.ingest.admin import Admin
from tests.ingest.entering import KOMENTAR, examples_of
from tests.ingest.review.asked import BOAT, DRONE, Asked

EXAMPLE = "suka foto calon dari akun kantor"
FORM: dict[str, Any] = {
    **{
        name: value
        for name, value in KOMENTAR.model_dump(mode="json").items()
        if name
        in {"family", "title", "verdict", "when", "summary", "basis", "sanctions", "strength"}
    },
    "examples": [example.q for example in examples_of()],
}


def names(admin: Admin) -> list[str]:
    """The items of the queue, as the next command sees it."""
    with open_desk(admin.settings) as desk:
        return [one.id for one in items(desk)]


def example_on(admin: Admin, name: str, text: str = EXAMPLE, **options: Any) -> str:
    """Stage an example of an item."""
    with open_desk(admin.settings) as desk:
        given = {"ruling": "suka", "who": "siti", **options}
        return add_example(desk, item(desk, name), text=text, **given)


def done(admin: Admin, name: str, act: dict[str, Any]) -> str | None:
    """Do what another program asks for."""
    with open_desk(admin.settings) as desk:
        return apply(desk, item(desk, name), act, who="siti")


class TestExample:
    def test_sets_the_item_aside(self, admin: Admin, asked: Asked) -> None:
        asked.question(DRONE, BOAT, DRONE)
        name = example_on(admin, "q1")
        assert name.startswith("contoh:")
        (example,) = admin.staged.examples
        assert (example.q, example.ruling, example.verdict) == (EXAMPLE, "suka", "dilarang")
        assert names(admin) == ["q2"]
        assert asked.words() == [DRONE, BOAT, DRONE]  # only set aside
        assert admin.acts("review") == [("review", None, f"q1: {name}", None)]

    def test_comes_back_when_it_is_discarded(self, admin: Admin, asked: Asked) -> None:
        asked.question(DRONE, DRONE)
        name = example_on(admin, "q1")
        take_back(admin.settings, (name,), who="siti")
        assert names(admin) == ["q1"]

    @pytest.mark.usefixtures("for_good")
    def test_is_erased_when_it_serves(self, admin: Admin, asked: Asked) -> None:
        asked.question(DRONE, BOAT)
        example_on(admin, "q1")
        admin.publish()
        assert names(admin) == ["q2"]
        assert asked.words() == [BOAT]

    @pytest.mark.usefixtures("for_good")
    @pytest.mark.parametrize("served", [False, True])
    def test_is_erased_when_the_data_files_have_it(
        self, admin: Admin, asked: Asked, served: bool
    ) -> None:
        """Exported and published, no edition has it for itself; it was answered all the same."""
        asked.question(DRONE, BOAT)
        example_on(admin, "q1")
        if served:
            admin.publish()
        export(admin.settings, who="siti", staged=True)
        admin.publish()
        assert not serving_inputs(admin.settings)[1].examples
        assert names(admin) == ["q2"]
        assert asked.words() == [BOAT]

    def test_comes_back_when_the_edition_was_gone_back_from(
        self, admin: Admin, asked: Asked, request: pytest.FixtureRequest
    ) -> None:
        """Also when the queue was looked at while it served."""
        asked.question(DRONE)
        name = example_on(admin, "q1")
        edition = admin.publish().edition
        assert names(admin) == []
        undo(admin.settings, who="siti", edition=edition)
        take_back(admin.settings, (name,), who="siti")
        request.getfixturevalue("for_good")
        admin.data.replace("rulings/medsos.yaml", "Boleh, selama isinya utuh.", "Boleh bila utuh.")
        admin.publish()
        assert names(admin) == ["q1"]

    @pytest.mark.usefixtures("for_good")
    def test_is_not_taken_for_discarded_while_it_is_published(
        self, admin: Admin, asked: Asked, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The queue is read just when the edition has changed and the staging area is emptied."""
        asked.question(DRONE, BOAT)
        example_on(admin, "q1")

        def published_first(settings: Settings) -> Staging:
            if admin.staged:
                admin.publish()
            return read_staging(settings)

        monkeypatch.setattr("ingest.review.queue.read_staging", published_first)
        assert names(admin) == ["q2"]
        assert asked.words() == [BOAT]

    def test_of_a_branch(self, admin: Admin, asked: Asked) -> None:
        asked.question(DRONE)
        example_on(admin, "q1", verdict="boleh")
        assert [example.verdict for example in admin.staged.examples] == ["boleh"]

    @pytest.mark.parametrize(
        ("options", "says"),
        [
            ({"ruling": "layang"}, "no ruling or class layang"),
            ({"verdict": "wajib"}, "wajib"),
            ({"verdict": "mungkin"}, "verdict: Input should be"),
            ({"text": "Pak [nama] suka foto calon"}, r"still has \[nama\]"),
            ({"text": "hai"}, "at least two words"),
            ({"facts": {"warna": "merah"}}, "warna"),
        ],
    )
    def test_refused(self, admin: Admin, asked: Asked, options: dict[str, Any], says: str) -> None:
        asked.question(DRONE)
        with pytest.raises(StagingError, match=says):
            example_on(admin, "q1", **options)
        assert not admin.staged
        assert names(admin) == ["q1"]


class TestRuling:
    def test_sets_the_item_aside(self, admin: Admin, asked: Asked) -> None:
        asked.question(DRONE, BOAT)
        with open_desk(admin.settings) as desk:
            name = add_ruling(desk, item(desk, "q1"), read_form(FORM), who="siti")
        assert name == "putusan:menulis-komentar-di-unggahan-calon".replace("-di-", "-")
        (ruling,) = admin.staged.rulings
        assert (ruling.title, ruling.basis) == (KOMENTAR.title, KOMENTAR.basis)
        assert len(admin.staged.examples) == 4
        assert names(admin) == ["q2"]

    def test_examples_must_be_worded(self, admin: Admin, asked: Asked) -> None:
        asked.question(DRONE)
        form = {**FORM, "examples": [*FORM["examples"], "nomor [nomor] komen"]}
        with pytest.raises(StagingError, match=r"still has \[nomor\]"):
            done(admin, "q1", {"act": "ruling", "form": form})
        assert not admin.staged


class TestDismissal:
    def test_of_questions_erases_their_words(self, admin: Admin, asked: Asked) -> None:
        asked.question(DRONE, BOAT, DRONE)
        with open_desk(admin.settings) as desk:
            dismiss(desk, item(desk, "q1"), who="siti", reason="basa-basi")
        assert asked.words() == [BOAT]
        assert not asked.in_files(DRONE)
        assert admin.acts("dismiss") == [("dismiss", None, "q1 (2 questions)", "basa-basi")]
        assert names(admin) == ["q2"]

    def test_of_complaints_erases_their_comments(self, admin: Admin, asked: Asked) -> None:
        asked.complaint(Judgement.WRONG, comment="Pasalnya keliru.")
        asked.complaint(Judgement.WRONG, ruling=None, comment="Tidak dijawab.")
        assert done(admin, "k-suka", {"act": "dismiss"}) is None
        assert names(admin) == ["k-tanpa-putusan"]
        assert asked.comments() == ["Tidak dijawab."]
        done(admin, "k-tanpa-putusan", {"act": "dismiss"})
        assert asked.comments() == []
        assert not asked.in_files("Pasalnya keliru.")

    def test_of_a_ruling_is_its_confirmation(self, published: Admin) -> None:
        with pytest.raises(StagingError, match="asn-ingest confirm suka"):
            done(published, "r-suka", {"act": "dismiss"})


class TestComplaint:
    def test_is_set_aside_until_the_change_is_discarded(self, admin: Admin, asked: Asked) -> None:
        asked.complaint(Judgement.UNCLEAR, comment="Kurang lengkap.")
        name = example_on(admin, "k-suka")
        assert names(admin) == []
        take_back(admin.settings, (name,), who="siti")
        assert names(admin) == ["k-suka"]
        assert asked.comments() == ["Kurang lengkap."]

    @pytest.mark.usefixtures("for_good")
    def test_is_erased_when_the_change_serves(self, admin: Admin, asked: Asked) -> None:
        asked.complaint(Judgement.UNCLEAR, comment="Kurang lengkap.")
        example_on(admin, "k-suka")
        admin.publish()
        assert names(admin) == []
        assert asked.comments() == []


class TestOutside:
    def test_of_data_without_such_a_class(self, admin: Admin, asked: Asked) -> None:
        asked.question(DRONE)
        with (
            open_desk(admin.settings) as desk,
            pytest.raises(StagingError, match=r"kelas-topik-lain is no class .* There are: none"),
        ):
            put_outside(desk, item(desk, "q1"), text="harga beras hari ini", who="siti")

    @pytest.mark.parametrize("named", ["suka", "rinci", "kelas-apa"])
    def test_of_what_is_no_class_out_of_scope(self, admin: Admin, asked: Asked, named: str) -> None:
        asked.question(DRONE)
        with pytest.raises(StagingError, match="no class of questions out of scope"):
            done(admin, "q1", {"act": "outside", "class": named, "text": "harga beras"})


@pytest.mark.parametrize(
    ("act", "says"),
    [
        ({}, "act must be"),
        ({"act": "publish"}, "act must be"),
        ({"act": "example", "text": EXAMPLE}, "ruling is missing"),
        ({"act": "example", "ruling": "suka"}, "text is missing"),
        ({"act": "example", "ruling": "suka", "text": 5}, "text must be a text"),
        ({"act": "ruling"}, "the form"),
        ({"act": "ruling", "form": {**FORM, "when": ""}}, "when is empty"),
        ({"act": "ruling", "form": {**FORM, "warna": "merah"}}, "warna is unknown"),
        ({"act": "ruling", "form": {**FORM, "basis": []}}, "at least one provision"),
        ({"act": "ruling", "form": {**FORM, "basis": ["pp-94-2021:pasal-99"]}}, "pasal-99"),
        ({"act": "ruling", "form": {**FORM, "examples": []}}, "example"),
    ],
)
def test_what_cannot_be_done(admin: Admin, asked: Asked, act: dict[str, Any], says: str) -> None:
    asked.question(DRONE)
    with pytest.raises(StagingError, match=says):
        done(admin, "q1", act)
    assert not admin.staged
    assert names(admin) == ["q1"]
