"""What an embedder made of the last few questions is kept, whichever way it is asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from evaluation.systems.remembering import RememberingEmbeddings, remembering
from knowledge.edition import open_edition
from knowledge.embedding import Embedder
from knowledge.encoder import Floats, Opinion
from tests.tiny_edition import TinyEdition


class Counting(Embeddings):
    """Embeds a text as its length, and notes what was embedded."""

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        self.embedded.append(text)
        return [float(len(text))]

    def opine(self, text: str) -> tuple[Floats, Opinion]:
        """Heads that find the length of a text likely."""
        said = {"leaf": np.array([-len(text)], np.float32)}
        return np.array(self.embed_query(text), np.float32), Opinion({"leaf": ("suka",)}, said)


def embedder(inner: Counting, heads: bool) -> Embedder:
    return Embedder("counting", "1", 1, inner, inner.opine if heads else None)


@pytest.fixture(params=[False, True], ids=["without heads", "with heads"])
def heads(request: pytest.FixtureRequest) -> bool:
    """Whether the embedder has heads."""
    return bool(request.param)


def test_a_question_is_embedded_once_while_it_is_answered_and_ranked(heads: bool) -> None:
    inner = Counting()
    memory = RememberingEmbeddings(embedder(inner, heads))
    assert [memory.embed_query(text) for text in ("abc", "de", "abc")] == [[3.0], [2.0], [3.0]]
    assert inner.embedded == ["abc", "de"]


@pytest.mark.parametrize("first", ["vector", "opinion"])
def test_vector_and_opinion_are_of_one_reading(first: str) -> None:
    inner = Counting()
    memory = RememberingEmbeddings(embedder(inner, heads=True))
    if first == "vector":
        memory.embed_query("abc")
    vector, opinion = memory.opine("abc")
    assert (vector.tolist(), opinion.log_probability["leaf"].tolist()) == ([3.0], [-3.0])
    assert memory.embed_query("abc") == [3.0]
    assert inner.embedded == ["abc"]


def test_an_earlier_question_is_embedded_again_so_that_latency_is_what_users_have(
    heads: bool,
) -> None:
    inner = Counting()
    memory = RememberingEmbeddings(embedder(inner, heads))
    for text in ["first", *map(str, range(20)), "first"]:
        memory.see(text)
    assert inner.embedded.count("first") == 2


def test_passages_go_through(heads: bool) -> None:
    inner = Counting()
    memory = RememberingEmbeddings(embedder(inner, heads))
    assert memory.embed_documents(["ab", "ab"]) == [[2.0], [2.0]]
    assert inner.embedded == ["ab", "ab"]


def test_an_edition_that_remembers_reads_as_it_did(tiny: TinyEdition, heads: bool) -> None:
    inner = Counting()
    opened = open_edition(tiny.settings)
    opened = replace(opened, reader=replace(opened.reader, embedder=embedder(inner, heads)))

    reader = remembering(opened).reader
    first, again = reader.see("kasih jempol"), reader.see("kasih jempol")

    assert inner.embedded == ["kasih jempol"]
    assert first.vector.tolist() == again.vector.tolist() == [12.0]
    assert (first.opinion is not None) == (again.opinion is not None) == heads
    assert reader.embedder.identity == opened.reader.embedder.identity
    opened.close()
