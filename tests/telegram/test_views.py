"""Views of an answer, each by itself: what they hold, and that Telegram takes them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.answer import Answer, Citation
from bot.telegram.blocks import MESSAGE_LIMIT, Block, Span, clean, heading, pages, paragraph, units
from bot.telegram.messages import load_messages
from bot.telegram.shortened import PARAGRAPH, explanation, whole_sentences
from bot.telegram.views import (
    PAGE,
    Section,
    View,
    section_view,
    sections,
    short_view,
    source_view,
)
from knowledge.model import QuestionKind, Verdict
from tests.bot_api.markup import check_text
from tests.telegram.scripted import answer, citation

MESSAGES = load_messages()
calm = settings(deadline=None, max_examples=60, database=None)

words = st.text(st.characters(codec="utf-8"), max_size=120) | st.sampled_from(
    ["kata " * 900, "<b>" * 50, "😀" * 3000, "a. b? " * 60, "x\n\ny" * 400, "\u200d\ufe0f", " "]
)
lists = st.lists(words, max_size=12).map(tuple)
citations = st.builds(
    Citation,
    id=st.just("pp-94-2021:pasal-5"),
    regulation=st.just("pp-94-2021"),
    label=words,
    status=st.sampled_from(["berlaku", "dicabut", "tidak_pasti", "lain"]),
    text=words,
    kind=st.sampled_from(["digest", "official"]),
    url=st.none() | words.map(lambda text: "https://a.id/" + text),
)
answers = st.builds(
    lambda **fields: answer(**fields),
    headline=words,
    verdict=st.sampled_from(list(Verdict)),
    kind=st.none() | st.sampled_from([kind.value for kind in QuestionKind]),
    text=words,
    conditions=lists,
    sanctions=lists,
    next_steps=lists,
    conflicts=st.none() | words,
    strength=st.none() | words,
    citations=st.lists(citations, max_size=6).map(tuple),
    review=st.booleans(),
)


def views(some: Answer, notes: tuple[str, ...] = ()) -> list[View]:
    """Everything that can be seen of an answer, at its first page."""
    found = [short_view(some, MESSAGES, notes=notes)]
    for section in sections(some, MESSAGES):
        if section is Section.TEXT:
            found += [
                source_view(some, number, MESSAGES, notes=notes)
                for number in range(len(some.citations))
            ]
        else:
            found.append(section_view(some, section, MESSAGES, notes=notes))
    return found


@calm
@given(answers, st.lists(words, max_size=2).map(tuple))
def test_any_view_is_made_of_messages_that_telegram_takes(
    some: Answer, notes: tuple[str, ...]
) -> None:
    for view in views(some, notes):
        limit = MESSAGE_LIMIT if view.section is Section.SHORT else PAGE
        for page in view.pages:
            styled = check_text(page.html, "HTML")
            assert units(styled.text) <= limit
            assert len(page.plain) <= MESSAGE_LIMIT


@calm
@given(
    st.lists(words, min_size=1, max_size=3),
    st.lists(words, max_size=6),
    st.lists(words, max_size=3),
    st.integers(60, 900),
)
def test_pages_lose_nothing_of_what_they_part(
    head: list[str], body: list[str], foot: list[str], limit: int
) -> None:
    made = pages(
        [paragraph("awal"), *map(paragraph, head)],
        [*map(paragraph, body)],
        [*map(paragraph, foot)],
        limit,
    )
    told = "".join("".join(page.plain.split()) for page in made)
    for text in body:
        letters = "".join(clean(text).split())
        if len(letters) < limit // 4:
            assert letters in told


def test_a_head_that_is_too_long_stands_once() -> None:
    made = pages([heading("J" * 50)], [paragraph("a" * 70), paragraph("b" * 70)], [], 100)
    assert [page.plain for page in made] == ["J" * 50, "a" * 70, "b" * 70]


def test_head_and_foot_stand_on_every_page_and_lists_keep_their_distance() -> None:
    body = [Block((Span(letter * 40),), tight=True) for letter in "ab"]
    made = pages([heading("Judul")], body, [paragraph("kaki")], 60)
    assert [page.plain for page in made] == [
        f"Judul\n\n{'a' * 40}\n\nkaki",
        f"Judul\n\n{'b' * 40}\n\nkaki",
    ]


@pytest.mark.parametrize("page", [0, 1, 99])
def test_a_page_beyond_the_last_is_the_last(page: int) -> None:
    some = answer(sanctions=("kata " * 500, "kata " * 500))
    view = section_view(some, Section.SANCTIONS, MESSAGES, page=page)
    assert view.page == min(page, len(view.pages) - 1)


@pytest.mark.parametrize("section", [Section.SHORT, Section.TEXT])
def test_what_is_no_section_of_its_own_is_refused(section: Section) -> None:
    with pytest.raises(ValueError, match=section.name):
        section_view(answer(), section, MESSAGES)


@pytest.mark.parametrize(
    ("fields", "offered"),
    [
        ({"verdict": Verdict.DILARANG, "conditions": ("x",)}, True),
        ({"verdict": Verdict.INFORMASI, "conditions": ("x",)}, True),
        ({"verdict": Verdict.BOLEH, "conditions": ("x",)}, False),
        ({"verdict": Verdict.DILARANG, "conditions": (" ",)}, False),
    ],
)
def test_conditions_have_a_button_where_the_short_form_leaves_them_out(
    fields: dict[str, Any], offered: bool
) -> None:
    assert (Section.CONDITIONS in sections(answer(**fields), MESSAGES)) is offered


def test_sources_of_one_name_are_named_once() -> None:
    same = citation(label="SE 18/2023")
    view = short_view(answer(citations=(same, same, same, same)), MESSAGES)
    assert view.message.plain.count("SE 18/2023") == 1
    assert "lainnya" not in view.message.plain


def test_no_sentence_is_cut() -> None:
    long = "Kata " * 200 + "selesai."
    assert whole_sentences(f"{long} Lalu.", PARAGRAPH).text == long
    assert whole_sentences("Satu. Dua. Tiga.", 11).text == "Satu. Dua."
    assert explanation(f"{long}\n\nDua.").text == f"{long}\n\nDua."
