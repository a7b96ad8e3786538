"""What an answer cites, and whether that is what it should cite: pure functions.

A provision may have several names: of an article that an amending law restates, the base law's and
the amending law's (``knowledge.amended``). ``aliases`` maps a cited provision to its other names;
it is expected if any of its names is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.answering.answer import Answer, Citation
from evaluation.testsets.question import Question
from knowledge import locator

Aliases = Mapping[str, Sequence[str]]
NO_ALIASES: Aliases = {}


def whole(answer: Answer) -> Iterator[Answer]:
    """The answer and, where it has parts, those too."""
    yield answer
    for part in answer.parts:
        yield from whole(part)


def cited(answer: Answer) -> tuple[Citation, ...]:
    """The citations of the answer and its parts, each provision once."""
    return tuple({c.id: c for part in whole(answer) for c in part.citations}.values())


def names(provision: str, aliases: Aliases = NO_ALIASES) -> tuple[str, ...]:
    """All names of a provision, the one given first."""
    return (provision, *aliases.get(provision, ()))


def article_of(provision: str) -> str:
    """The article that a provision belongs to, written as test sets write it.

    ``pp-94-2021:pasal-5:huruf-n`` and ``pp-94-2021:penjelasan:pasal-5:huruf-n`` are both
    ``pp-94-2021 pasal 5``; all of an annex is ``<regulation> lampiran``.
    """
    regulation, _, unit = locator.article_of(provision).partition(":")
    kind, _, number = unit.partition("-")
    return f"{regulation} {kind if kind == 'lampiran' else f'{kind} {number}'}".strip()


def cited_articles(answer: Answer) -> tuple[str, ...]:
    """The articles that the answer and its parts cite, each once."""
    return tuple(dict.fromkeys(article_of(citation.id) for citation in cited(answer)))


def matches(reference: str, provision: str, aliases: Aliases = NO_ALIASES) -> bool:
    """Whether citing the provision is citing the reference: same article, annex, or regulation.

    A whole regulation is cited under the provision's own name alone: that an article may be quoted
    under an amending law does not say that this law touched it.
    """
    own = provision.partition(":")[0]
    return reference == own or any(
        reference == article_of(name) for name in names(provision, aliases)
    )


def inside(gold: str, provision: str, aliases: Aliases = NO_ALIASES) -> bool:
    """Whether the provision is the expected one or lies in it.

    What the expected one lies in is not fine enough. The elucidation of a provision counts as the
    provision, as it does at article level.
    """
    norms = [name.replace(":penjelasan:", ":", 1) for name in names(provision, aliases)]
    wanted = (gold, gold.replace(":penjelasan:", ":", 1))
    return any(norm == one or norm.startswith(one + ":") for norm in norms for one in wanted)


def citation_hit(question: Question, answer: Answer, aliases: Aliases = NO_ALIASES) -> bool | None:
    """Whether one alternative of every expected group is cited; None where none is expected."""
    recall = citation_recall(question, answer, aliases)
    return None if recall is None else recall == 1.0


def citation_recall(
    question: Question, answer: Answer, aliases: Aliases = NO_ALIASES
) -> float | None:
    """Share of the expected groups of which an alternative is cited, by article.

    None where none is expected.
    """
    if not question.gold_citations:
        return None
    provisions = [citation.id for citation in cited(answer)]
    found = sum(
        any(
            matches(reference, provision, aliases)
            for reference in group
            for provision in provisions
        )
        for group in question.gold_citations
    )
    return found / len(question.gold_citations)


def citation_precision(
    question: Question, answer: Answer, aliases: Aliases = NO_ALIASES
) -> float | None:
    """Share of the cited articles that stand in some expected group.

    Provisions of one article count once. None where none is expected or none is given.
    """
    articles: dict[str, str] = {}
    for citation in cited(answer):
        article = min(article_of(name) for name in names(citation.id, aliases))
        articles.setdefault(article, citation.id)
    if not question.gold_citations or not articles:
        return None
    expected = {reference for group in question.gold_citations for reference in group}
    found = sum(
        any(matches(reference, provision, aliases) for reference in expected)
        for provision in articles.values()
    )
    return found / len(articles)


def citation_recall_finest(
    question: Question, answer: Answer, aliases: Aliases = NO_ALIASES
) -> float | None:
    """Share of the groups of expected provisions of which one, or what lies in it, is cited.

    None where the question is not labelled so finely.
    """
    if not question.gold_provisions:
        return None
    provisions = [citation.id for citation in cited(answer)]
    found = sum(
        any(inside(gold, provision, aliases) for gold in group for provision in provisions)
        for group in question.gold_provisions
    )
    return found / len(question.gold_provisions)


def citation_precision_finest(
    question: Question, answer: Answer, aliases: Aliases = NO_ALIASES
) -> float | None:
    """Share of the cited provisions that are expected ones or lie in one.

    None where the question is not labelled so finely or nothing is cited.
    """
    provisions = [citation.id for citation in cited(answer)]
    if not question.gold_provisions or not provisions:
        return None
    expected = {gold for group in question.gold_provisions for gold in group}
    found = sum(any(inside(gold, one, aliases) for gold in expected) for one in provisions)
    return found / len(provisions)


def citation_existence(given: int, unknown: int) -> float | None:
    """Share of ``given`` citations that the edition has; None where none was given."""
    return (given - unknown) / given if given else None
