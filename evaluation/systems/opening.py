"""Opening what is evaluated by its name: the bot, or one of the baselines beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from evaluation.errors import EvaluationError
from evaluation.systems.asn import Asn
from evaluation.systems.embedders import Watcher, require_embedder, unwatched, with_embedder
from evaluation.systems.names import ASN, BM25, DENSE, RAG
from evaluation.systems.remembering import remembering
from evaluation.systems.system import System
from knowledge.edition import (
    Edition,
    Manifest,
    current_edition,
    editions_folder,
    open_edition,
    read_manifest,
)
from knowledge.errors import EditionMissing, EmbedderMismatch
from knowledge.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

NAMES = (ASN, RAG, BM25, DENSE)
"""What can be evaluated; the first one is the bot."""
WRITING = (ASN, RAG)
"""Those that a chat model can write for."""


@contextmanager
def open_system(
    settings: Settings,
    name: str = ASN,
    *,
    edition: str | None = None,
    embedder: str | None = None,
    model: str | None = None,
    progress: Watcher = unwatched,
) -> Iterator[System]:
    """The system of a name, open as long as the block runs.

    ``edition``: the id of the edition that it answers from, by default the one that serves.
    ``embedder``: where it is not the edition's, an edition of the same knowledge with it is built
    beside, once. ``model``: the chat model that writes the answers; by default none does.
    ``progress`` is told the stages of what has to be built first.

    Raises:
        EvaluationError: there is no system of this name, it has no use for a model, or what it
            needs cannot be built.
        EditionError: the edition is not there or cannot be opened.
        EmbedderError: the embedder cannot be loaded.
    """
    check_name(name)
    if model is not None and name not in WRITING:
        raise EvaluationError(f"{name} writes nothing with a chat model. Leave --model out.")
    with opened_edition(settings, edition, embedder, progress) as (chosen, opened):
        found = remembering(opened)
        if name == ASN:
            # The command's choice alone decides whether a model writes, never the environment.
            written = chosen.model_copy(update={"chat_model": model})
            yield from _asn(written, found)
        elif name == RAG:
            yield from _rag(chosen, found, model, progress)
        elif name == BM25:
            from evaluation.systems.bm25 import bm25_alone

            yield bm25_alone(found)
        else:
            from evaluation.systems.dense import dense_alone

            yield dense_alone(found)


def check_name(name: str) -> None:
    """Refuse a name that no system has.

    Raises:
        EvaluationError: lists those that there are.
    """
    if name not in NAMES:
        raise EvaluationError(f"There is no system {name!r}. There are: {', '.join(NAMES)}.")


@contextmanager
def opened_edition(
    settings: Settings,
    edition: str | None = None,
    embedder: str | None = None,
    progress: Watcher = unwatched,
) -> Iterator[tuple[Settings, Edition]]:
    """An open edition, and the settings under which it is the one that the project would open.

    An edition that is named is opened with the embedder that it was built with, unless another is
    asked for. An encoder of the same name that was trained again since is another.

    Raises:
        EvaluationError: there is no such embedder, or the edition with it cannot be built.
        EditionError: the edition is not there or cannot be opened.
        EmbedderError: the embedder cannot be loaded.
    """
    if edition is not None:
        _require(settings, edition)
    wanted = edition or current_edition(settings)
    folder = editions_folder(settings) / wanted if wanted else None
    # Where there is none, or none to be read, opening it says so with the remedy.
    source = read_manifest(folder) if folder is not None and folder.is_dir() else None
    if embedder is not None:
        settings, found = _opened_with(settings, source, embedder, progress)
    else:
        if source is not None and edition:
            settings = settings.model_copy(update={"embedder": source.embedder})
        found = open_edition(settings, edition)
    with closing(found):
        yield settings, found


def _opened_with(
    settings: Settings, source: Manifest | None, embedder: str, progress: Watcher
) -> tuple[Settings, Edition]:
    """The edition of ``source`` where it is of this embedder; else one beside that is."""
    require_embedder(embedder)
    if source is not None and source.embedder == embedder:
        own = settings.model_copy(update={"embedder": embedder})
        with suppress(EmbedderMismatch):  # only the name is the same
            return own, open_edition(own, source.id)
    beside = with_embedder(settings, source, embedder, progress)
    return beside, open_edition(beside)


def _require(settings: Settings, edition: str) -> None:
    folders = editions_folder(settings).glob("*/manifest.json")
    there = sorted(path.parent.name for path in folders)
    if edition not in there:
        listed = f"There are: {', '.join(there)}." if there else "Build one: asn-ingest build"
        raise EditionMissing(f"There is no edition {edition!r}. {listed}")


def _asn(settings: Settings, edition: Edition) -> Iterator[System]:
    from bot.answering.answerer import answerer_on
    from bot.answering.write import open_writer

    with closing(answerer_on(settings, edition, open_writer(settings))) as answerer:
        yield Asn(answerer, edition)


def _rag(
    settings: Settings, edition: Edition, model: str | None, progress: Watcher
) -> Iterator[System]:
    from evaluation.systems.rag import Rag
    from evaluation.systems.rag_index import open_store

    with open_store(settings, edition, progress) as store:
        yield Rag(edition, store, _chat_model(model, settings))


def _chat_model(name: str | None, settings: Settings) -> BaseChatModel | None:
    if name is None:
        return None
    from knowledge.chat import open_chat_model

    return open_chat_model(name, settings)
