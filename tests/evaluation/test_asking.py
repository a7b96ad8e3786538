from __future__ import annotations

from dataclasses import dataclass, replace

from evaluation.asking import ask
from evaluation.figures import figures
from evaluation.outcome import Ranking
from evaluation.systems.asn import Asn
from knowledge.dataset import load_knowledge
from knowledge.edition import open_edition
from tests.evaluation.made import Scripted, answer, question
from tests.tiny_edition import TinyEdition

BASE, AMENDING = "uu-1-2015:pasal-71:ayat-1", "uu-10-2016:pasal-71:ayat-1"


@dataclass(frozen=True)
class Amended(Asn):
    """A bot whose edition files an amended article under the base law."""

    def names(self, provision: str) -> tuple[str, ...]:
        return (AMENDING,) if provision == BASE else ()

    def ranking(self, *_: object) -> Ranking:
        return Ranking(provisions=(BASE, "pp-94-2021:pasal-5"))


async def test_an_amended_article_is_noted_with_its_other_names() -> None:
    bot = Scripted(lambda _: answer(cites=[BASE]), {BASE})
    outcome = await ask(Amended(bot), question(gold_citations=[["uu-10-2016 pasal 71"]]))
    assert outcome.aliases == {BASE: (AMENDING,)}
    assert outcome.unknown == ()
    found = figures([outcome])
    assert (found.citation_recall, found.provision_mrr) == (1, 1)


async def test_without_an_edition_no_other_names_are_known() -> None:
    bot = Scripted(lambda _: answer(cites=[BASE]), {BASE})
    assert (await ask(Asn(bot), question())).aliases == {}


def test_the_bot_knows_the_names_that_its_edition_gives(tiny_edition: TinyEdition) -> None:
    opened = open_edition(tiny_edition.settings)
    try:
        asn = Asn(Scripted(lambda _: answer()), replace(opened, knowledge=load_knowledge()))
        assert AMENDING in asn.names(BASE)
        assert BASE in asn.names(AMENDING)
        assert asn.names("pp-94-2021:pasal-5") == ()
    finally:
        opened.close()
