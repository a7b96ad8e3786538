"""What changes from one knowledge to another: word by word, and what rests on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.difference import Cited, Difference, Words, compare, word_changes
from ingest.view.difference import difference_object, difference_text, marked
from knowledge.dataset import Knowledge, load_knowledge
from knowledge.model import Provision, RegulationStatus
from tests.ingest.tiny import Folder

TEXTS = st.text(alphabet="ab ,.\n\tPé", max_size=60)


def only(text: str) -> list[str]:
    """Words and line ends, as a reader sees them."""
    return [word for line in text.split("\n") for word in (*line.split(), "\n")][:-1]


def joined(words: tuple[Words, ...], *operations: str) -> list[str]:
    return only(" ".join(run.text for run in words if run.operation in operations))


@given(TEXTS, TEXTS)
def test_no_word_is_lost_and_none_invented(before: str, after: str) -> None:
    words = word_changes(before, after)

    assert joined(words, "same", "removed") == only(before)
    assert joined(words, "same", "added") == only(after)


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert {run.operation for run in word_changes(text, text)} <= {"same"}


@given(TEXTS, TEXTS)
def test_runs_are_as_long_as_they_can_be(before: str, after: str) -> None:
    words = word_changes(before, after)

    assert all(run.text for run in words)
    assert all(a.operation != b.operation for a, b in pairwise(words))


def test_word_by_word() -> None:
    words = word_changes("PNS dilarang ikut kampanye.", "PNS wajib ikut kampanye damai.")

    assert words == (
        Words("same", "PNS"),
        Words("removed", "dilarang"),
        Words("added", "wajib"),
        Words("same", "ikut"),
        Words("removed", "kampanye."),
        Words("added", "kampanye damai."),
    )
    assert marked(words) == "PNS [-dilarang-] {+wajib+} ikut [-kampanye.-] {+kampanye damai.+}"


def test_long_stretches_that_stayed_are_cut_when_shown() -> None:
    stayed = " ".join(f"kata{n}" for n in range(40))
    words = word_changes(f"{stayed} lama {stayed}", f"{stayed} baru {stayed}")

    assert marked(words) == (
        "... kata32 kata33 kata34 kata35 kata36 kata37 kata38 kata39 [-lama-] {+baru+} "
        "kata0 kata1 kata2 kata3 kata4 kata5 kata6 kata7 ..."
    )


@pytest.fixture
def before(folder: Folder) -> Knowledge:
    return load_knowledge(folder.root)


def changed(knowledge: Knowledge, name: str, **update: Any) -> Knowledge:
    """The knowledge with another text of one provision."""
    provision = knowledge.provisions[name].model_copy(update=update)
    return with_provisions(knowledge, {name: provision})


def with_provisions(knowledge: Knowledge, more: Mapping[str, Provision]) -> Knowledge:
    return replace(knowledge, provisions={**knowledge.provisions, **more})


def standing(knowledge: Knowledge, name: str, **update: Any) -> Knowledge:
    regulation = knowledge.regulations[name].model_copy(update=update)
    return replace(knowledge, regulations={**knowledge.regulations, name: regulation})


PASAL_5 = "pp-94-2021:pasal-5"
QUESTIONS = (
    Cited("T-1", "kasih jempol ke cabup?", frozenset({"pp-94-2021:pasal-5"})),
    Cited("T-2", "netral itu apa?", frozenset({"uu-20-2023:pasal-24"})),
    Cited("T-3", "undangannya?", frozenset({"pp-94-2021"})),
)


def test_the_same_knowledge_has_no_difference(before: Knowledge) -> None:
    difference = compare(before, before, QUESTIONS)

    assert difference == Difference()
    assert not difference
    assert difference_text(difference) == (
        "No difference: what is staged changes nothing that users see."
    )


def test_another_text(before: Knowledge) -> None:
    after = changed(before, PASAL_5, text="PNS dilarang memihak calon.", text_kind="official")

    difference = compare(before, after, QUESTIONS)

    (change,) = difference.changed
    assert change.id == PASAL_5
    assert change.before == "PNS dilarang memberi dukungan kepada calon."
    assert change.after == "PNS dilarang memihak calon."
    assert change.became_official
    assert (difference.added, difference.removed, difference.standings) == ((), (), ())


def test_what_rests_on_a_changed_text(before: Knowledge) -> None:
    difference = compare(before, changed(before, PASAL_5, text="Lain."), QUESTIONS)

    assert {d.id: d.provisions for d in difference.rulings} == {
        "suka": (PASAL_5,),
        "bagikan": (PASAL_5,),  # by one of its branches
    }
    assert [d.id for d in difference.questions] == ["T-1"]
    assert difference.rulings[0].title == "Bolehkah menyukai unggahan calon?"
    assert difference.edited == ()


def test_what_does_not_rest_on_it_is_left_alone(before: Knowledge) -> None:
    difference = compare(before, changed(before, "pp-94-2021:pasal-14", text="Lain."), QUESTIONS)

    assert [d.id for d in difference.rulings] == ["suka"]  # it names that sanction
    assert difference.questions == ()


def test_another_elucidation_is_another_reading_of_its_article(before: Knowledge) -> None:
    explained = Provision(
        id="pp-94-2021:penjelasan:pasal-5",
        regulation="pp-94-2021",
        locator="Penjelasan Pasal 5",
        text="Yang dimaksud dengan dukungan adalah ...",
        confidence=before.provisions[PASAL_5].confidence,
    )

    difference = compare(before, with_provisions(before, {explained.id: explained}))

    assert [p.id for p in difference.added] == [explained.id]
    assert {d.id for d in difference.rulings} == {"suka", "bagikan"}


def test_added_and_removed(before: Knowledge) -> None:
    without = replace(
        before, provisions={n: p for n, p in before.provisions.items() if n != PASAL_5}
    )

    gone, come = compare(before, without, QUESTIONS), compare(without, before, QUESTIONS)

    assert [p.id for p in gone.removed] == [p.id for p in come.added] == [PASAL_5]
    assert (gone.added, come.removed) == ((), ())
    for difference in (gone, come):
        assert {d.id for d in difference.rulings} == {"suka", "bagikan"}
        assert [d.id for d in difference.questions] == ["T-1"]


def test_one_provision_under_another_name_is_no_other(before: Knowledge) -> None:
    """A digest filed under the amending law becomes an article of the amended one."""
    digest = before.provisions[PASAL_5].model_copy(
        update={"id": "pp-1-2024:pasal-5", "regulation": "pp-1-2024"}
    )
    rest = {n: p for n, p in before.provisions.items() if n != PASAL_5}
    filed = replace(before, provisions={**rest, digest.id: digest})

    assert not compare(filed, before, QUESTIONS)


def test_a_digest_that_the_official_text_lacks(before: Knowledge) -> None:
    difference = compare(before, changed(before, PASAL_5, unconfirmed=True))

    assert difference.unconfirmed == (PASAL_5,)
    assert difference


def test_a_repeal_touches_all_that_rests_on_the_regulation(before: Knowledge) -> None:
    after = standing(
        before,
        "pp-94-2021",
        status=RegulationStatus.DICABUT,
        repealed_since=date(2027, 1, 1),
        repealed_by=("pp-1-2024",),
    )

    difference = compare(before, after, QUESTIONS)

    (change,) = difference.standings
    assert (change.regulation, change.before) == ("pp-94-2021", "diubah, amended by pp-1-2024")
    assert change.after == ("dicabut, amended by pp-1-2024, repealed by pp-1-2024 from 2027-01-01")
    assert {d.id for d in difference.rulings} == {"suka", "bagikan"}
    assert [d.id for d in difference.questions] == ["T-1", "T-3"]
    assert difference.changed == ()


def test_regulations_that_come_and_go(before: Knowledge) -> None:
    rest = {n: r for n, r in before.regulations.items() if n != "uu-5-2014"}
    without = replace(before, regulations=rest)

    assert [(s.regulation, s.before) for s in compare(without, before).standings] == [
        ("uu-5-2014", "unknown so far")
    ]
    assert [(s.regulation, s.after) for s in compare(before, without).standings] == [
        ("uu-5-2014", "not in the knowledge any more")
    ]


def test_rulings_edited_in_the_data_files(before: Knowledge) -> None:
    edited = before.rulings["suka"].model_copy(update={"summary": "Jangan."})
    after = replace(before, rulings={"suka": edited})

    assert compare(before, after).edited == ("bagikan", "suka")


def test_shown_in_short_and_in_full(before: Knowledge) -> None:
    more = {
        f"pp-1-2024:pasal-{n}": before.provisions[PASAL_5].model_copy(
            update={"id": f"pp-1-2024:pasal-{n}", "regulation": "pp-1-2024"}
        )
        for n in range(100, 120)
    }
    difference = compare(before, with_provisions(changed(before, PASAL_5, text="Lain."), more))

    short, full = difference_text(difference), difference_text(difference, full=True)

    assert "20 provisions added, 1 changed, 0 removed" in short
    assert "... and 8 more (--full shows all)" in short
    assert "pp-1-2024:pasal-119" not in short
    assert "pp-1-2024:pasal-119" in full
    assert "{+Lain.+}" in short
    assert "--full" not in full


def test_as_json_values(before: Knowledge) -> None:
    difference = compare(before, changed(before, PASAL_5, text="Lain."), QUESTIONS)

    found = difference_object(difference)

    assert found["changed"][0]["id"] == PASAL_5
    assert found["changed"][0]["marked"].endswith("{+Lain.+}")
    assert [d["id"] for d in found["rulings"]] == ["suka", "bagikan"]
    assert (found["added"], found["questions"][0]["provisions"]) == ([], ("pp-94-2021:pasal-5",))
