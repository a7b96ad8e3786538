from __future__ import annotations

from langchain_core.embeddings import Embeddings

from evaluation.systems.remembering import RememberingEmbeddings


class Counting(Embeddings):
    """Embeds a text as its length, and notes what was embedded."""

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        self.embedded.append(text)
        return [float(len(text))]


def test_a_question_is_embedded_once_while_it_is_answered_and_ranked() -> None:
    inner = Counting()
    remembering = RememberingEmbeddings(inner)
    assert [remembering.embed_query(text) for text in ("abc", "de", "abc")] == [[3.0], [2.0], [3.0]]
    assert inner.embedded == ["abc", "de"]


def test_an_earlier_question_is_embedded_again_so_that_latency_is_what_users_have() -> None:
    inner = Counting()
    remembering = RememberingEmbeddings(inner)
    for text in ["first", *map(str, range(20)), "first"]:
        remembering.embed_query(text)
    assert inner.embedded.count("first") == 2


def test_passages_go_through() -> None:
    assert RememberingEmbeddings(Counting()).embed_documents(["ab", "ab"]) == [[2.0], [2.0]]
