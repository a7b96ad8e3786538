"""Every ruling and branch that ships with the project, composed once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.answering.citations import citation_of
from bot.answering.compose import Composer
from bot.answering.decide import Decision
from bot.answering.invoked import reference_name
from bot.answering.lookup import look_up
from bot.answering.understand import Understood
from bot.answering.verify import problems
from bot.answering.wording import load_wording
from knowledge.dataset import Knowledge, load_knowledge
from knowledge.locator import Reference, find_references
from knowledge.model import Branch, QuestionKind, RegulationStatus, StatusModifier
from tests.bot.answering.scripted_edition import asked, edition_of


@pytest.fixture(scope="module")
def composer() -> Composer:
    return Composer(edition_of(load_knowledge()), load_wording())


@pytest.fixture(scope="module")
def understood(composer: Composer) -> Understood:
    return asked(composer.edition, "pertanyaan")


def decisions(knowledge: Knowledge, status: StatusModifier | None = None) -> Iterator[Decision]:
    """Each ruling by itself and in each of its branches."""
    for ruling in knowledge.rulings.values():
        about_status = ruling.modifier or knowledge.families[ruling.family].modifier
        branches: tuple[Branch | None, ...] = (None, *ruling.branches)
        for branch in branches:
            verdict = branch.verdict if branch else ruling.verdict
            modifier = None if about_status else status
            yield Decision(verdict, ruling, branch, 1.0, modifier)


def test_every_ruling_and_branch_gives_an_answer_without_problems(
    composer: Composer, understood: Understood
) -> None:
    knowledge = composer.edition.knowledge
    found = []
    for decision in decisions(knowledge):
        answer = composer.compose(decision, understood)
        found += [f"{answer.ruling}: {problem}" for problem in problems(composer.edition, answer)]
        assert answer.headline
        assert answer.text
        assert answer.citations
    assert found == []


def test_every_class_gives_an_answer_without_problems(
    composer: Composer, understood: Understood
) -> None:
    for entry in composer.edition.knowledge.classes.values():
        answer = composer.compose(Decision(entry.verdict, entry, None, 1.0), understood)
        assert problems(composer.edition, answer) == []


@pytest.mark.parametrize("status", ["pppk", "kades", "perangkat_desa", "ppnpn", "tni_polri"])
def test_who_is_no_pns_gets_no_sanction_of_pns_discipline(
    composer: Composer, understood: Understood, status: str
) -> None:
    modifier = composer.edition.knowledge.statuses[status]
    for decision in decisions(composer.edition.knowledge, modifier):
        if decision.status is None:
            continue
        answer = composer.compose(decision, understood)
        assert problems(composer.edition, answer) == []
        assert [s for s in answer.sanctions if "PP 94/2021" in s] == [], answer.ruling


def test_no_answer_rests_on_repealed_law_alone_and_none_hides_it(
    composer: Composer, understood: Understood
) -> None:
    knowledge = composer.edition.knowledge
    for decision in decisions(knowledge):
        citations = composer.compose(decision, understood).citations
        assert any(citation.status != "dicabut" for citation in citations)
        for citation in citations:
            assert citation.status == knowledge.regulations[citation.regulation].status


def test_every_article_is_found_under_the_name_that_its_citation_bears(
    composer: Composer, understood: Understood
) -> None:
    knowledge = composer.edition.knowledge
    lost = []
    for provision in knowledge.provisions.values():
        regulation, *units = provision.id.split(":")
        if not units[0].startswith("pasal-"):
            continue
        citation = citation_of(knowledge, provision.id)
        assert citation is not None
        (reference,) = find_references(citation.label.lower(), knowledge.cues.regulation_aliases)
        question = Understood(
            citation.label, understood.seen, {}, QuestionKind.ISI_HUKUM, (reference,)
        )
        answer = look_up(composer, question)
        assert problems(composer.edition, answer) == []
        shown = answer.citations[0]
        amended = shown.id.split(":")[1:] == units and "sebagaimana diubah" in shown.label
        if citation != shown and not amended:
            lost.append(f"{provision.id}: {answer.headline}")
        if knowledge.regulations[regulation].status is RegulationStatus.DICABUT:
            assert "sudah tidak berlaku" in answer.headline
    assert lost == []


def test_every_regulation_has_a_name(composer: Composer) -> None:
    for regulation in composer.edition.knowledge.regulations:
        name = reference_name(Reference(regulation), composer.edition.knowledge)
        assert name.strip()
        assert name[0].isupper()
