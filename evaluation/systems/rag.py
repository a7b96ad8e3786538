"""The baseline that tutorials build: split, embed, store in Chroma, search, and answer with the hits.

LangChain's parts do all of it. Without a chat model the answer is the text that was found, and the
verdict that of the first hit that has one; with a chat model that writes the answer from the hits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.language_models import BaseChatModel

from bot.answering.answer import Answer, Citation, Turn
from bot.answering.citations import citation_of, citations_of
from bot.answering.sentences import first_sentence
from bot.answering.wording import load_wording
from evaluation.metrics.citations import cited
from evaluation.outcome import Ranking
from evaluation.systems.names import RAG
from evaluation.systems.questions import COUNTED, agreement, standard_words
from evaluation.systems.rag_writer import write
from evaluation.systems.rendered import TARGET, VERDICT
from evaluation.systems.system import RANKED
from knowledge.amended import same_provision
from knowledge.clock import today
from knowledge.edition import Edition, Manifest
from knowledge.model import Verdict

_USED = 4
"""Hits that the answer is made of: the ``k`` that LangChain's vector stores have by default."""
_DEEP = 10 * RANKED
"""Chunks looked at for a ranking: those of rulings and provisions lie in one store."""


@dataclass(frozen=True)
class Rag:
    """Retrieval-augmented generation over an edition's knowledge, with or without the generation."""

    opened: Edition
    store: Chroma
    model: BaseChatModel | None = None
    name: str = RAG

    @property
    def edition(self) -> str:
        """The id of the edition that it answers from."""
        return self.opened.id

    @property
    def manifest(self) -> Manifest:
        """What that edition is made of."""
        return self.opened.manifest

    async def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """An answer from the first hits; its confidence is the hits' ``agreement``.

        A hit that is law has no verdict, and agrees with none.
        """
        words = standard_words(self.opened, question, history)
        hits = self.store.similarity_search(words, k=COUNTED)
        if self.model is not None:
            return await self._written(self.model, question, history, hits)
        ruling = next((hit for hit in hits[:_USED] if _verdict(hit)), None)
        headline, _ = first_sentence(hits[0].page_content) if hits else ("", "")
        return self._made(
            (_verdict(ruling) if ruling else None) or Verdict.INFORMASI,
            hits,
            headline=headline,
            text="\n\n".join(hit.page_content for hit in hits[:_USED]),
            citations=self._sources(hits[:_USED]),
            ruling=ruling.metadata[TARGET] if ruling else None,
        )

    async def chosen(self, question: str, history: Sequence[Turn], ruling: str) -> Answer:
        """The same answer: it asks nothing back, so that nothing can be chosen."""
        return await self.answer(question, history)

    def ranking(self, question: str, history: Sequence[Turn], answer: Answer) -> Ranking:
        """Rulings in the order of the search; provisions as cited, then in that of the search."""
        words = standard_words(self.opened, question, history)
        hits = self.store.similarity_search(words, k=_DEEP)
        rulings = dict.fromkeys(hit.metadata[TARGET] for hit in hits if VERDICT in hit.metadata)
        law = [hit.metadata[TARGET] for hit in hits if VERDICT not in hit.metadata]
        provisions = dict.fromkeys([citation.id for citation in cited(answer)] + law)
        return Ranking(rulings=tuple(rulings)[:RANKED], provisions=tuple(provisions)[:RANKED])

    def has(self, provision: str) -> bool:
        """Whether the edition has the provision."""
        return citation_of(self.opened.knowledge, provision) is not None

    def names(self, provision: str) -> tuple[str, ...]:
        """The provision's other names, under the base law and its amendments."""
        return same_provision(provision, self.opened.knowledge.regulations)[1:]

    async def _written(
        self,
        model: BaseChatModel,
        question: str,
        history: Sequence[Turn],
        hits: Sequence[Document],
    ) -> Answer:
        used = hits[:_USED]
        written = await write(model, question, history, [hit.page_content for hit in used])
        if written is None:  # the model's reply was not in the form asked for
            told = load_wording().not_found
            return self._made(
                Verdict.PERLU_RINCIAN, (), headline=told.headline, text=told.text, citations=()
            )
        named = [used[number - 1] for number in written.sources if 0 < number <= len(used)]
        headline, rest = first_sentence(written.answer)
        return self._made(
            written.verdict,
            hits,
            headline=headline,
            text=rest or headline,
            citations=self._sources(named),
        )

    def _made(
        self,
        verdict: Verdict,
        hits: Sequence[Document],
        *,
        headline: str,
        text: str,
        citations: tuple[Citation, ...],
        ruling: str | None = None,
    ) -> Answer:
        return Answer(
            verdict=verdict,
            family=self.opened.knowledge.family_of(ruling) if ruling else None,
            ruling=ruling,
            headline=headline,
            text=text,
            citations=citations,
            confidence=round(agreement(verdict, [_verdict(hit) for hit in hits]), 3),
            edition=self.opened.id,
            as_of=today(),
            written_by="model" if self.model else "composer",
        )

    def _sources(self, hits: Iterable[Document]) -> tuple[Citation, ...]:
        """The provisions among the hits, and those that the rulings among them name."""
        knowledge = self.opened.knowledge
        named: list[str] = []
        for hit in hits:
            target = knowledge.answerable(hit.metadata[TARGET]) if VERDICT in hit.metadata else None
            named += [hit.metadata[TARGET]] if target is None else target.basis
        return citations_of(knowledge, named)


def _verdict(hit: Document) -> Verdict | None:
    """The verdict of a ruling or class; None of law."""
    return Verdict(hit.metadata[VERDICT]) if VERDICT in hit.metadata else None
