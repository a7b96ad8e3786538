"""The knowledge as a plain pile of documents, the way a RAG tutorial would be given it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from langchain_core.documents import Document
from langchain_text_splitters import RecursiveCharacterTextSplitter

from bot.answering.citations import found_provision
from bot.answering.grounds import is_provision
from knowledge.amended import amended_label
from knowledge.dataset import Knowledge
from knowledge.edition import Edition
from knowledge.index import PROVISIONS
from knowledge.model import Provision, QuestionClass, Ruling

TARGET, VERDICT = "target", "verdict"
"""Keys of a document's metadata: what it was rendered from; of rulings and classes, the verdict."""
_SIZE, _OVERLAP = 1000, 200
"""Characters of a chunk, and those that it shares with the next: LangChain's tutorials' own."""


def chunks_of(edition: Edition) -> list[Document]:
    """The documents of an edition, split by ``RecursiveCharacterTextSplitter``."""
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=_SIZE, chunk_overlap=_OVERLAP, add_start_index=True
    )
    return splitter.split_documents(documents_of(edition))


def documents_of(edition: Edition) -> list[Document]:
    """One document for each provision that the bot searches, each ruling and each class.

    A class of questions that no ruling answers ("whom shall I vote for?") is rendered as well:
    otherwise the baseline could not know what lies out of scope.
    """
    knowledge = edition.knowledge
    found = [
        Document(_provision(knowledge, knowledge.provisions[one]), metadata={TARGET: one})
        for one in edition.bm25[PROVISIONS].targets
    ]
    for target in knowledge.answerables():
        lines = _ruling(knowledge, target) if isinstance(target, Ruling) else _class(target)
        metadata = {TARGET: target.id, VERDICT: target.verdict.value}
        found.append(Document("\n".join(lines), metadata=metadata))
    return found


def _provision(knowledge: Knowledge, provision: Provision) -> str:
    words = f"{provision.lead} {provision.text}" if provision.lead else provision.text
    # On one line: a label alone on the first would be split off as a chunk that says nothing.
    return f"{amended_label(provision, knowledge.regulations)}: {words}"


def _ruling(knowledge: Knowledge, ruling: Ruling) -> Iterator[str]:
    yield ruling.title
    yield f"Putusan: {_plain(ruling.verdict.value)}"
    yield ruling.summary
    for condition in ruling.conditions:
        yield f"Syarat: {condition}"
    for exception in ruling.exceptions:
        yield f"Pengecualian: {exception}"
    for sanction in ruling.sanctions:
        label = _label(knowledge, sanction) if is_provision(sanction) else sanction
        yield f"Sanksi: {label}"
    yield f"Dasar hukum: {_listed(_label(knowledge, one) for one in ruling.basis)}"


def _class(found: QuestionClass) -> Iterator[str]:
    yield found.when
    yield f"Putusan: {_plain(found.verdict.value)}"
    yield found.answer


def _label(knowledge: Knowledge, provision_id: str) -> str:
    provision = found_provision(knowledge, provision_id)
    return amended_label(provision, knowledge.regulations) if provision else provision_id


def _plain(verdict: str) -> str:
    return verdict.replace("_", " ")


def _listed(labels: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(labels))
