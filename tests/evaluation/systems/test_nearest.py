"""The baselines that search in one way only, on a real edition."""

from __future__ import annotations

import pytest

from bot.answering.answer import Turn
from evaluation.systems.names import BM25, DENSE
from evaluation.systems.nearest import Nearest
from evaluation.systems.opening import opened_edition
from knowledge.model import Verdict
from tests.evaluation.systems.conftest import Open
from tests.tiny_edition import TinyEdition

BOTH = pytest.mark.parametrize("name", [BM25, DENSE])
KPU = "like akun KPU boleh?"
"""An example of the ruling ``suka``, whose default verdict does not fit it: a branch allows it."""


@BOTH
async def test_it_answers_with_the_default_answer_of_the_ruling_hit_first(
    name: str, opened: Open
) -> None:
    system = opened(name)
    answer = await system.answer("boleh like postingan cagub?")
    assert (answer.ruling, answer.verdict) == ("suka", Verdict.DILARANG)
    assert answer.headline == "Dilarang, karena tanda suka terbaca sebagai dukungan."
    assert [citation.id for citation in answer.citations] == [
        "pp-94-2021:pasal-5",
        "uu-20-2023:pasal-24",
        "pp-94-2021:pasal-14",
    ]
    assert answer.sanctions
    assert answer.edition == system.edition


@BOTH
async def test_it_reads_no_facts_so_that_no_branch_is_taken(name: str, opened: Open) -> None:
    answer = await opened(name).answer(KPU)
    assert (answer.ruling, answer.verdict) == ("suka", Verdict.DILARANG)
    assert answer.facts == {}


@BOTH
async def test_a_question_is_put_into_standard_words_first(name: str, opened: Open) -> None:
    plain = await opened(name).answer("info yang sangat resmi dari kpu")
    typed = await opened(name).answer("halo, INFO yg  bgt resmi\u200b dari KPU")
    assert (typed.ruling, typed.confidence) == (plain.ruling, plain.confidence)


@BOTH
async def test_a_follow_up_is_read_with_the_question_before_it(name: str, opened: Open) -> None:
    before = Turn(role="user", text="teruskan info DPT dan pengumuman KPU ke grup")
    answer = await opened(name).answer("kalau edaran Bawaslu?", [before])
    assert answer.ruling == "bagikan"


@BOTH
async def test_a_class_is_answered_as_it_stands(name: str, opened: Open) -> None:
    answer = await opened(name).answer("melanggar nggak")
    assert (answer.ruling, answer.verdict) == ("rinci", Verdict.PERLU_RINCIAN)


@BOTH
async def test_the_ruling_that_was_chosen_is_answered(name: str, opened: Open) -> None:
    answer = await opened(name).chosen("melanggar nggak", (), "suka")
    assert (answer.ruling, answer.confidence) == ("suka", 1.0)
    unknown = await opened(name).chosen("melanggar nggak", (), "tidak-ada")
    assert (unknown.verdict, unknown.confidence) == (Verdict.PERLU_RINCIAN, 0.0)


class Listed:
    """Finds what it was given."""

    def __init__(self, *targets: str) -> None:
        self.targets = targets

    def find(self, collection: str, words: str, limit: int) -> list[str]:
        return list(self.targets[:limit])


async def test_the_confidence_is_the_share_of_hits_with_the_verdict(tiny: TinyEdition) -> None:
    with opened_edition(tiny.settings) as (_, edition):
        mixed = Nearest("mixed", edition, Listed("suka", "suka", "bagikan", "rinci"))
        assert (await mixed.answer("apa saja")).confidence == 0.5
        far = Nearest("far", edition, Listed(*["suka"] * 5, *["bagikan"] * 100))
        assert (await far.answer("apa saja")).confidence == 0.5  # of the first ten
        none = Nearest("none", edition, Listed())
        assert (await none.answer("apa saja")).confidence == 0.0


@BOTH
async def test_the_ranking_is_that_of_the_search(name: str, opened: Open) -> None:
    system = opened(name)
    answer = await system.answer("share jadwal TPS, dukungan kepada calon")
    ranking = system.ranking("share jadwal TPS, dukungan kepada calon", (), answer)
    assert ranking is not None
    assert ranking.rulings[0] == answer.ruling
    assert len(set(ranking.rulings)) == len(ranking.rulings) > 1
    own = [citation.id for citation in answer.citations]
    assert list(ranking.provisions[: len(own)]) == own
    assert "pp-94-2021:pasal-5" in ranking.provisions
    assert "uu-5-2014:pasal-9" not in ranking.provisions  # repealed


async def test_words_find_nothing_where_none_is_known(opened: Open) -> None:
    answer = await opened(BM25).answer("xyzzy qwrtp")
    assert (answer.verdict, answer.confidence) == (Verdict.PERLU_RINCIAN, 0.0)
    assert answer.citations == ()
    assert answer.clarify is None


async def test_meaning_always_finds_something(opened: Open) -> None:
    assert (await opened(DENSE).answer("xyzzy qwrtp")).ruling is not None


@BOTH
def test_it_knows_which_provisions_there_are(name: str, opened: Open) -> None:
    assert opened(name).has("pp-94-2021:pasal-5")
    assert not opened(name).has("pp-94-2021:pasal-99")
