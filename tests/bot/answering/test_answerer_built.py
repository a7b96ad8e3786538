"""The answering room on an edition that was built: odd input, and a new edition while it runs."""

from __future__ import annotations

import asyncio
import logging
import shutil
import time

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.answering.answer import Answer, Citation
from bot.answering.answerer import Answerer, answerer_on, open_answerer
from bot.answering.citations import citation_of
from bot.answering.verify import problems
from bot.answering.wording import load_wording
from bot.question import MAX_QUESTION
from ingest.build import build
from knowledge.edition import make_current, open_edition
from knowledge.errors import EditionMissing
from knowledge.model import Verdict
from tests.tiny_edition import TinyEdition, settings_for

WORDS = load_wording()
LIKE = "bolehkah saya like foto calon bupati?"
FRAGMENTS = (
    *("boleh", "like", "calon", "?", "kalau", "PPPK", "(a)", "2)", "\u202e", "/"),
    *("pasal", "5", "huruf n", "ayat (3)", "dan 99", "PP 94/2021", "UU 5/2014", "SE 1", "pp"),
)


@pytest.fixture(scope="module")
def built(tiny_edition: TinyEdition) -> Answerer:
    return open_answerer(tiny_edition.settings)


def test_a_question_is_answered_from_the_edition(
    built: Answerer, tiny_edition: TinyEdition
) -> None:
    found = built.answer_now(LIKE)
    assert (found.verdict, found.ruling) == (Verdict.DILARANG, "suka")
    assert found.edition == built.edition == tiny_edition.id
    with built.serving.lease() as edition:
        assert problems(edition, found) == []


def test_a_lookup_searches_the_edition(built: Answerer) -> None:
    found = built.answer_now("apa isi pasal 9 UU 5/2014?")
    assert [(c.id, c.status) for c in found.citations] == [
        ("uu-5-2014:pasal-9", "dicabut"),
        ("uu-20-2023:pasal-24", "berlaku"),
    ]
    found = built.answer_now("apa isi pasal 7 PP 99/2030 tentang netralitas?")
    assert found.citations
    assert all(citation.status != "dicabut" for citation in found.citations)


@pytest.mark.parametrize(
    "nothing",
    [
        "",
        "   ",
        "\n\t",
        "\x00\x07\x1b",
        "\u200f\u202e\u200b",
        "\ufeff",
        "😀",
        "👍🏽🇮🇩",
        "?!...",
        "٪",
    ],
)
def test_a_message_without_words_is_told_so(built: Answerer, nothing: str) -> None:
    found = built.answer_now(nothing)
    assert (found.verdict, found.headline) == (Verdict.PERLU_RINCIAN, WORDS.empty.headline)
    assert found.citations == ()


@pytest.mark.parametrize("filler", ["a ", "like foto calon? ", "😀", "\u200f", "1) (a) ? "])
def test_a_message_that_is_too_long_is_told_so(built: Answerer, filler: str) -> None:
    found = built.answer_now(filler * (10_000 // len(filler)))
    assert found.headline == WORDS.too_long.headline
    assert str(MAX_QUESTION) in found.text


@pytest.mark.parametrize(
    "disguise",
    [
        "\u202e" + LIKE + "\u202c",
        LIKE.replace(" ", "\u200b "),
        LIKE.replace("o", "o\u200d"),
        LIKE.replace(" ", "\x00 \x1f"),
        LIKE.upper(),
        "".join(chr(ord(c) + 0xFEE0) if "a" <= c <= "z" else c for c in LIKE),  # full width
    ],
)
def test_invisible_characters_change_nothing(built: Answerer, disguise: str) -> None:
    plain, disguised = built.answer_now(LIKE), built.answer_now(disguise)
    same = {"latency_ms": 0.0}
    assert disguised.model_copy(update=same) == plain.model_copy(update=same)


@hypothesis_settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(st.sampled_from(FRAGMENTS), max_size=12).map(" ".join),
    )
)
def test_no_text_breaks_it_and_no_answer_is_faulty(built: Answerer, text: str) -> None:
    with built.serving.lease() as edition:
        assert problems(edition, built.answer_now(text)) == []


# A new edition


def test_without_an_edition_the_remedy_is_named(tiny_copy: TinyEdition) -> None:
    shutil.rmtree(tiny_copy.settings.data_dir / "editions")
    with pytest.raises(EditionMissing, match="asn-ingest build"):
        open_answerer(tiny_copy.settings)


def test_a_new_edition_is_taken_up_while_it_runs(tiny_copy: TinyEdition) -> None:
    answerer = open_answerer(tiny_copy.settings)
    assert answerer.answer_now(LIKE).headline.startswith("Dilarang, karena")
    tiny_copy.data.replace("rulings/medsos.yaml", "Dilarang, karena tanda", "Jangan, sebab tanda")
    new = build(tiny_copy.settings, root=tiny_copy.data.root).edition
    assert new != tiny_copy.id
    assert serves_within(answerer, new, 5.0)
    found = answerer.answer_now(LIKE)
    assert found.edition == new
    assert found.headline.startswith("Jangan, sebab")
    answerer.close()


def test_the_old_edition_serves_on_when_the_new_one_cannot_be_opened(
    tiny_copy: TinyEdition, caplog: pytest.LogCaptureFixture
) -> None:
    answerer = answerer_on(tiny_copy.settings, open_edition(tiny_copy.settings))
    caplog.set_level(logging.ERROR)
    make_current(tiny_copy.settings, "2099-01-01.1")
    for _ in range(3):
        answerer.serving.refresh()
        found = answerer.answer_now(LIKE)
        assert (found.edition, found.verdict) == (tiny_copy.id, Verdict.DILARANG)
    assert caplog.text.count("2099-01-01.1 refused") == 1  # tried once, not at every look
    make_current(settings_for(tiny_copy.settings.data_dir), tiny_copy.id)
    answerer.serving.refresh()
    assert answerer.answer_now(LIKE).edition == tiny_copy.id


def serves_within(answerer: Answerer, edition: str, seconds: float) -> bool:
    """Whether the edition serves before the time is over."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if answerer.edition == edition:
            return True
        time.sleep(0.02)
    return False


async def test_no_question_is_dropped_and_no_answer_mixed_while_editions_change(
    tiny_copy: TinyEdition,
) -> None:
    """Two questioners ask without a pause while an edition is published and rolled back again."""
    settings, old = tiny_copy.settings, tiny_copy.id
    answerer = open_answerer(settings)
    tiny_copy.data.replace("provisions/all.yaml", "dukungan", "sokongan")
    tiny_copy.data.replace("rulings/medsos.yaml", "Dilarang, karena tanda", "Jangan, sebab tanda")
    over = asyncio.Event()
    answers: list[Answer] = []
    shown: list[Citation] = []

    async def ask() -> None:
        while not over.is_set():
            found = await answerer.answer(LIKE)
            answers.append(found)
            read = answerer.citation(found.citations[0].id)
            assert read is not None
            shown.append(read)

    async def serve(edition: str) -> None:
        assert await asyncio.to_thread(serves_within, answerer, edition, 5.0)
        since = len(answers)
        while len(answers) < since + 6:
            await asyncio.sleep(0.01)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(ask())
        tasks.create_task(ask())
        built = await asyncio.to_thread(build, settings, root=tiny_copy.data.root)
        await serve(built.edition)
        make_current(settings, old)
        await serve(old)
        over.set()
    answerer.close()

    editions = {name: open_edition(settings, name) for name in (old, built.edition)}
    assert {answer.edition for answer in answers} == set(editions)
    for answer in answers:
        assert problems(editions[answer.edition], answer) == []
        assert answer.headline.startswith("Dil" if answer.edition == old else "Jangan")
    first = "pp-94-2021:pasal-5"
    own = [citation_of(edition.knowledge, first) for edition in editions.values()]
    assert own[0] != own[1]  # else a mixed answer would not be noticed
    assert all(answer.citations[0].id == first for answer in answers)
    assert all(citation in own for citation in shown)
    for edition in editions.values():
        edition.close()
