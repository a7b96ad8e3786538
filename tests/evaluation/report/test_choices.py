from __future__ import annotations

import pytest

from evaluation.report.choices import choices, group_name
from evaluation.report.judged import is_attack, is_perturbed, is_plain, judged, main_part
from evaluation.report.rows import Row, fit, rows
from tests.evaluation.made import answer, outcome, question
from tests.evaluation.report.making import asked, run, whole

ANSWERS = judged(whole())
CHOICES = choices(ANSWERS, main_part(ANSWERS))
ROWS = rows(ANSWERS, CHOICES)


def listed(choice: str) -> list[str]:
    return sorted(f"{row.set} {row.id}" for row in ROWS if choice in row.choices)


def test_the_main_part_is_the_sets_as_they_are_written() -> None:
    assert {one.set for one in main_part(ANSWERS)} == {"dev"}


@pytest.mark.parametrize(
    ("name", "plain", "attack", "perturbed"),
    [
        ("dev", True, False, False),
        ("proyek:kembang#foto", True, False, False),
        ("dev+typo", False, False, True),
        ("serangan:uji", False, True, False),
        ("serangan#injeksi", False, True, False),
        ("data/serangan.jsonl", False, True, False),
        ("serangan+typo", False, False, True),
        ("a+b.jsonl", True, False, False),
        ("a+b.jsonl+typo", False, False, True),
    ],
)
def test_names_tell_what_kind_of_set_it_is(
    name: str, plain: bool, attack: bool, perturbed: bool
) -> None:
    assert (is_plain(name), is_attack(name), is_perturbed(name)) == (plain, attack, perturbed)


def test_without_plain_sets_the_main_part_is_all() -> None:
    attacks = judged(run({"serangan": [asked("S1")]}))
    assert main_part(attacks) == attacks


def test_a_choice_leads_to_the_questions_behind_a_figure() -> None:
    assert listed("wrong") == ["dev B", "dev C"]
    assert listed("strict") == ["dev C"]
    assert listed("uncited") == ["dev E"]
    assert listed("unsaid") == ["dev E"]
    assert listed("invented") == ["dev F"]
    assert listed("slow") == ["dev D"]
    assert listed(group_name("category", "desa")) == ["dev C"]
    assert listed(group_name("attack", "injeksi")) == ["serangan S1"]
    assert listed(group_name("perturbation", "typo")) == ["dev+typo A"]
    assert listed("c-3-0") == ["dev C"], "the cell boleh, answered dilarang"


def test_unsafe_answers_are_chosen_in_every_set() -> None:
    perturbed = [asked("A", "dilarang", "boleh")]
    answers = judged(run({"dev": [asked("A")], "dev+typo": perturbed}))
    found = rows(answers, choices(answers, main_part(answers)))
    assert [(row.set, "unsafe" in row.choices) for row in found] == [
        ("dev+typo", True),
        ("dev", False),
    ]


def test_a_choice_tells_how_many_it_holds_back() -> None:
    assert CHOICES.by_name["wrong"].shown == 2
    assert CHOICES.by_name["wrong"].held_back == 1


def test_there_is_no_choice_of_questions_that_are_all_held_back() -> None:
    answers = judged(run({"proyek:uji": [asked("R", "boleh", "dilarang", split="uji")]}))
    assert choices(answers, answers).by_name == {}


def test_held_back_questions_are_never_listed() -> None:
    assert "RAHASIA" not in {row.id for row in ROWS}


def test_of_perturbed_sets_only_faulty_answers_are_listed() -> None:
    assert [row.id for row in ROWS if row.set == "dev+typo"] == ["A"]


def test_the_gravest_faults_stand_first() -> None:
    assert ROWS[0].id == "B", "unsafe"
    assert [row.id for row in ROWS if not row.right] == [row.id for row in ROWS[:3]]
    assert ROWS[-1].flags == ()


def test_group_names_are_safe_in_an_address() -> None:
    assert group_name("category", '"><script>').removeprefix("category-").isalnum()


def rendered(row: Row, whole: bool) -> str:
    return row.id * (100 if whole else 10)


def test_what_fits_is_shown_whole() -> None:
    fitted = fit(ROWS, rendered, 10_000_000)
    assert fitted.pieces == tuple(rendered(row, True) for row in ROWS)
    assert (fitted.brief, fitted.left_out) == (0, 0)


def test_with_little_room_the_least_faulty_are_cut_down_first() -> None:
    sizes = [len(rendered(row, False)) for row in ROWS]
    room = sum(sizes) + len(rendered(ROWS[0], True)) - sizes[0]
    fitted = fit(ROWS, rendered, room)
    assert fitted.pieces[0] == rendered(ROWS[0], True)
    assert fitted.pieces[1:] == tuple(rendered(row, False) for row in ROWS[1:])
    assert (fitted.brief, fitted.left_out) == (len(ROWS) - 1, 0)


def test_with_less_the_last_are_left_out() -> None:
    room = sum(len(rendered(row, False)) for row in ROWS) - 1
    fitted = fit(ROWS, rendered, room)
    assert fitted.left_out == 1
    assert sum(map(len, fitted.pieces)) <= room
    assert fit(ROWS, rendered, 0).left_out == len(ROWS)


def test_all_that_an_answer_says_is_shown_with_its_parts() -> None:
    part = answer("boleh", headline="Bagian", text="Isi bagian", sanctions=["Teguran"])
    given = answer("dilarang", text="Isi", conditions=["Syaratnya"], parts=[part])
    answers = judged(run({"dev": [outcome(question(), given)]}))
    (row,) = rows(answers, choices(answers, answers))
    assert row.text == "Isi\n• Syaratnya\n\nBagian\nIsi bagian\n• Teguran"
