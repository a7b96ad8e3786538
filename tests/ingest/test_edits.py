"""Entering examples and rulings while the bot runs: checked like the data files, then staged."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ingest.build import serving_inputs
from ingest.check.entered import FEWEST_OF_NEW
from ingest.edits import LONGEST_EXAMPLE, stage_example, stage_ruling, withdraw
from ingest.entered import example_name
from ingest.shelf import enter_status, leave_out, take_back
from ingest.staging import named
from knowledge.clock import today
from knowledge.edition import Inputs
from knowledge.errors import DataError, StagingError
from knowledge.model import Example, RegulationStatus, Ruling
from tests.ingest.admin import Admin
from tests.ingest.entering import KOMENTAR, changed, example, examples_of
from tests.ingest.parsed import pasal, regulation


def serving(admin: Admin) -> Inputs:
    """What the edition that serves is made of."""
    return serving_inputs(admin.settings)[1]


NEW = example("tekan jempol di reels cawagub boleh tidak")


def enter(admin: Admin, one: Example = NEW, who: str = "siti") -> str:
    return stage_example(admin.settings, one, who=who)


def enter_ruling(
    admin: Admin,
    ruling: Ruling = KOMENTAR,
    examples: tuple[Example, ...] | None = None,
    who: str = "siti",
) -> str:
    own = examples_of(ruling) if examples is None else examples
    return stage_ruling(admin.settings, ruling, own, who=who)


class TestAnExample:
    def test_waits_under_a_name_without_its_words(self, admin: Admin) -> None:
        name = enter(admin)

        assert name == example_name(NEW)
        assert name.startswith("contoh:")
        assert len(name) == len("contoh:") + 8
        assert named(admin.staged) == (name,)
        assert admin.acts("stage") == [("stage", None, name, None)]

    def test_is_kept_with_its_author(self, admin: Admin) -> None:
        enter(admin, example("  tekan\u200b jempol\ndi reels cawagub ", style="slang"))

        (kept,) = admin.staged.examples
        assert (kept.q, kept.author, kept.style) == (
            "tekan jempol di reels cawagub",
            "peninjau",
            "slang",
        )

    def test_of_a_class(self, admin: Admin) -> None:
        name = enter(admin, example("apakah itu berbahaya buat saya", "rinci", "perlu_rincian"))

        assert named(admin.staged) == (name,)

    def test_with_the_verdict_of_a_branch(self, admin: Admin) -> None:
        assert enter(admin, example("love unggahan resmi panwaslu", "suka", "boleh"))

    def test_again_changes_nothing(self, admin: Admin) -> None:
        assert enter(admin) == enter(admin)

        assert len(admin.staged.examples) == 1
        assert len(admin.acts("stage")) == 1

    def test_knows_who_staged_it(self, admin: Admin) -> None:
        name = enter(admin, who="telegram:11")

        assert admin.staged.by[name] == ("telegram:11",)

    def test_discarded(self, admin: Admin) -> None:
        kept, other = enter(admin), enter(admin, example("memberi hati di akun cabup"))

        take_back(admin.settings, (kept,), who="siti")

        assert named(admin.staged) == (other,)

    @pytest.mark.parametrize(
        ("one", "says"),
        [
            (
                example("jempol lagi di reels", "sukaa"),
                "names the ruling or class sukaa, which does not exist. Correct the id "
                "(nearest: suka)",
            ),
            (
                example("jempol lagi di reels", "suka", "wajib"),
                "the example says wajib, suka gives only boleh, dilarang",
            ),
            (
                example("jempol lagi di reels", facts={"status": "raja"}),
                "status: raja is not in the vocabulary",
            ),
            (
                example("Like akun bawaslu, boleh", "suka", "boleh"),
                "is also a test question at pairs/pairs.jsonl:1",
            ),
            (
                example("KASIH jempol ke cabup"),
                "is also a test question at testsets/proyek.jsonl:1",
            ),
            (
                example("Jempol di FB, paslon!"),
                "is an example of suka, dilarang, already (examples/medsos.jsonl:4). "
                "There is nothing to add.",
            ),
            (
                example("share jadwal tps?", "suka"),
                "is an example of bagikan, boleh, already (examples/medsos.jsonl:6). "
                "Correct it there",
            ),
            (example("jempol"), "at least two words"),
            (example("?! ..."), "at least two words"),
            (example("jempol " * 100), f"shorten it to {LONGEST_EXAMPLE}"),
        ],
    )
    def test_refused(self, admin: Admin, one: Example, says: str) -> None:
        with pytest.raises(StagingError) as refused:
            enter(admin, one)

        assert says in str(refused.value)
        assert "\n" not in str(refused.value)
        assert one.q not in str(refused.value)
        assert not admin.staged
        assert not admin.acts("stage")

    def test_refused_where_it_waits_under_another_ruling(self, admin: Admin) -> None:
        name = enter(admin)

        with pytest.raises(StagingError, match=f"suka, dilarang.*staged.*discard {name}"):
            enter(admin, example(NEW.q.upper(), "bagikan"))

    def test_refused_where_it_serves_under_another_ruling(self, admin: Admin) -> None:
        name = enter(admin)
        admin.publish()

        with pytest.raises(StagingError, match=f"stage {name} --without"):
            enter(admin, example(NEW.q, "bagikan"))
        withdraw(admin.settings, name, who="siti")
        enter(admin, example(NEW.q, "bagikan"))
        admin.publish()

        assert [(e.q, e.ruling) for e in serving(admin).examples] == [(NEW.q, "bagikan")]


class TestARuling:
    def test_waits_as_one_item_with_its_examples(self, admin: Admin) -> None:
        assert enter_ruling(admin) == "putusan:komentar"

        assert named(admin.staged) == ("putusan:komentar",)
        assert len(admin.staged.examples) == 4
        assert set(admin.staged.readings["komentar"]) == {*KOMENTAR.basis, *KOMENTAR.sanctions}
        assert admin.acts("stage") == [("stage", None, "putusan:komentar", None)]

    def test_again_changes_nothing(self, admin: Admin) -> None:
        enter_ruling(admin)
        before = admin.staged

        enter_ruling(admin, who="budi")

        assert admin.staged == before

    def test_an_example_added_to_it_belongs_to_it(self, admin: Admin) -> None:
        enter_ruling(admin)

        more = example("komentarin foto bakal calon", "komentar", "wajib")
        assert enter(admin, more, who="budi") == "putusan:komentar"

        assert admin.staged.by["putusan:komentar"] == ("siti", "budi")

    def test_discarded_with_its_examples(self, admin: Admin) -> None:
        enter_ruling(admin)

        take_back(admin.settings, ("putusan:komentar",), who="siti")

        assert not admin.staged
        assert not admin.staged.readings

    def test_resting_on_a_staged_document(self, admin: Admin) -> None:
        admin.stage(
            regulation("pp-94-2021", pasal("5", "Isi."), pasal("7", "Baru."), pasal("14", "Berat."))
        )

        enter_ruling(admin, changed(basis=["pp-94-2021:pasal-7"]))

        assert "putusan:komentar" in named(admin.staged)

    @pytest.mark.parametrize(
        ("update", "says"),
        [
            ({"id": "suka"}, "The id suka is taken"),
            ({"id": "rinci"}, "The id rinci is taken"),
            ({"id": "x" * 101}, "The id has 101 characters; shorten it to 100"),
            ({"family": "reaks"}, "the family reaks, which does not exist"),
            (
                {"basis": ["pp-94-2021:pasal-15"]},
                "the provision pp-94-2021:pasal-15, which does not",
            ),
            (
                {"basis": ["uu-5-2014:pasal-9"]},
                "rests on uu-5-2014:pasal-9, which is dicabut today",
            ),
            (
                {"basis": ["uu-20-2023:pasal-24", "uu-5-2014:pasal-9"]},
                "rests on uu-5-2014:pasal-9, which is dicabut today",
            ),
            ({"sanctions": ["pp-94-2021:pasal-99"]}, "names the sanction pp-94-2021:pasal-99"),
            (
                {"facts": {"status": ["pppk"]}},
                "is for pppk, whom its sanction pp-94-2021:pasal-14 does not bind",
            ),
            ({"facts": {"cuaca": ["hujan"]}}, "no question can state cuaca: hujan"),
            ({"default": True}, "family reaksi has the default komentar beside suka"),
            ({"summary": "Dilarang TODO."}, "TODO is left over in summary"),
            ({"summary": "Dilarang karena"}, "summary breaks off"),
            ({"summary": "Lihat ruling lain."}, "summary speaks of 'ruling'"),
            ({"summary": "Dilarang. " * 80}, "summary has 799 characters"),
            ({"next_steps": ["Laporkan ke KASN."]}, "names the KASN in next_steps"),
            (
                {
                    "branches": [
                        {
                            "id": "resmi",
                            "when": "Akun resmi",
                            "verdict": "boleh",
                            "summary": "Boleh.",
                            "basis": ["uu-20-2023:pasal-24"],
                        }
                    ]
                },
                "no example says boleh: nothing leads to it",
            ),
        ],
    )
    def test_refused(self, admin: Admin, update: dict[str, object], says: str) -> None:
        wrong = changed(**update)

        with pytest.raises(StagingError) as refused:
            enter_ruling(admin, wrong)

        assert says in str(refused.value)
        assert "\n" not in str(refused.value)
        assert not admin.staged

    def test_refused_on_what_is_not_yet_in_force(self, admin: Admin) -> None:
        day = date.isoformat(today() + timedelta(days=30))
        admin.data.replace(
            "regulations.yaml",
            "  status: diubah\n",
            f"  in_force_since: '{day}'\n  status: diubah\n",
        )

        with pytest.raises(StagingError, match="which is belum_berlaku today"):
            enter_ruling(admin)

    def test_refused_on_what_is_about_to_be_repealed(self, admin: Admin) -> None:
        enter_status(
            admin.settings,
            "pp-94-2021",
            RegulationStatus.DICABUT,
            since=None,
            by=None,
            note=None,
            who="siti",
        )

        with pytest.raises(StagingError, match="pp-94-2021:pasal-5, which is dicabut today"):
            enter_ruling(admin)

    def test_refused_with_too_few_examples(self, admin: Admin) -> None:
        twice = (*examples_of(number=2), examples_of(number=1)[0])

        with pytest.raises(StagingError, match=f"has 2 examples.*at least {FEWEST_OF_NEW}"):
            enter_ruling(admin, examples=twice)

    def test_refused_with_an_example_that_is_taken(self, admin: Admin) -> None:
        taken = (*examples_of(), example("share jadwal TPS", "komentar", "wajib"))

        with pytest.raises(StagingError, match="an example of bagikan, boleh, already"):
            enter_ruling(admin, examples=taken)

    def test_refused_with_an_example_of_another_ruling(self, admin: Admin) -> None:
        with pytest.raises(StagingError, match="An example of suka came with the ruling komentar"):
            enter_ruling(admin, examples=(*examples_of(), NEW))

    def test_refused_with_one_question_under_two_verdicts(self, admin: Admin) -> None:
        first = examples_of()[0]
        other = example(first.q.upper(), "komentar", "dilarang")

        with pytest.raises(StagingError, match="an example of wajib and of dilarang"):
            enter_ruling(admin, examples=(*examples_of(), other))

    def test_refused_where_its_id_waits_with_other_content(self, admin: Admin) -> None:
        enter_ruling(admin)

        with pytest.raises(StagingError, match="staged already, with other content"):
            enter_ruling(admin, changed(title="Lain?"))

    def test_refused_where_its_id_serves(self, admin: Admin) -> None:
        enter_ruling(admin)
        admin.publish()

        with pytest.raises(StagingError, match="stage putusan:komentar --without"):
            enter_ruling(admin, changed(title="Lain?"))


class TestTakingOut:
    def test_an_example_that_serves(self, admin: Admin) -> None:
        name = enter(admin)
        admin.publish()

        leave_out(admin.settings, name, who="siti")

        assert named(admin.staged) == (name,)
        admin.publish()
        assert serving(admin).examples == ()
        assert not admin.staged

    def test_a_ruling_goes_with_its_examples(self, admin: Admin) -> None:
        enter_ruling(admin)
        admin.publish()
        enter(admin, example("komentarin foto bakal calon", "komentar", "wajib"))
        admin.publish()

        leave_out(admin.settings, "putusan:komentar", who="siti")
        admin.publish()

        made_of = serving(admin)
        assert (made_of.rulings, made_of.examples, made_of.readings) == ((), (), {})

    def test_taken_back(self, admin: Admin) -> None:
        name = enter(admin)
        admin.publish()
        leave_out(admin.settings, name, who="siti")

        take_back(admin.settings, (name,), who="siti")

        assert not admin.staged

    def test_refused_for_an_example_that_its_ruling_needs(self, admin: Admin) -> None:
        enter_ruling(admin, examples=examples_of(number=3))
        admin.publish()
        needed = example_name(examples_of()[0])

        with pytest.raises(StagingError, match=f"{needed} is needed: .* has 2 examples"):
            leave_out(admin.settings, needed, who="siti")

    def test_refused_for_what_only_waits(self, admin: Admin) -> None:
        name = enter(admin)

        with pytest.raises(StagingError, match=f"only staged.*discard {name}"):
            leave_out(admin.settings, name, who="siti")

    @pytest.mark.parametrize("name", ["putusan:suka", "contoh:00000000"])
    def test_refused_for_what_was_not_entered(self, admin: Admin, name: str) -> None:
        with pytest.raises(StagingError, match="What stands in the data files is deleted there"):
            leave_out(admin.settings, name, who="siti")


def test_damaged_data_files(admin: Admin) -> None:
    admin.data.append("rulings/medsos.yaml", "- id: [\n")

    with pytest.raises(DataError, match=r"rulings/medsos\.yaml:\d+"):
        enter(admin)

    assert not admin.staged
