"""What an answer cites, and whether that is what it should cite: pure functions."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answering.answer import Answer, Citation
from evaluation.testsets.question import Question
from knowledge import locator


def whole(answer: Answer) -> Iterator[Answer]:
    """The answer and, where it has parts, those too."""
    yield answer
    for part in answer.parts:
        yield from whole(part)


def cited(answer: Answer) -> tuple[Citation, ...]:
    """The citations of the answer and its parts, each provision once."""
    return tuple({c.id: c for part in whole(answer) for c in part.citations}.values())


def article_of(provision: str) -> str:
    """The article that a provision belongs to, written as test sets write it.

    ``pp-94-2021:pasal-5:huruf-n`` and ``pp-94-2021:penjelasan:pasal-5:huruf-n`` are both
    ``pp-94-2021 pasal 5``; all of an annex is ``<regulation> lampiran``.
    """
    regulation, _, unit = locator.article_of(provision).partition(":")
    kind, _, number = unit.partition("-")
    return f"{regulation} {kind if kind == 'lampiran' else f'{kind} {number}'}".strip()


def matches(reference: str, provision: str) -> bool:
    """Whether citing the provision is citing the reference: same article, annex, or regulation."""
    article = article_of(provision)
    return reference in (article, article.partition(" ")[0])


def citation_hit(question: Question, answer: Answer) -> bool | None:
    """Whether one alternative of every expected group is cited; None where none is expected."""
    if not question.gold_citations:
        return None
    provisions = [citation.id for citation in cited(answer)]
    return all(
        any(matches(reference, provision) for reference in group for provision in provisions)
        for group in question.gold_citations
    )


def citation_precision(question: Question, answer: Answer) -> float | None:
    """Share of the cited articles that stand in some expected group.

    Provisions of one article count once. None where none is expected or none is given.
    """
    articles: dict[str, list[str]] = {}
    for citation in cited(answer):
        articles.setdefault(article_of(citation.id), []).append(citation.id)
    if not question.gold_citations or not articles:
        return None
    expected = [reference for group in question.gold_citations for reference in group]
    found = sum(
        any(matches(reference, provisions[0]) for reference in expected)
        for provisions in articles.values()
    )
    return found / len(articles)
