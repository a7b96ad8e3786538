"""What can be said of one answer to one question: pure functions, each defined in its docstring."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.answering.answer import Answer, Citation
from evaluation.testsets import Question
from knowledge import locator
from knowledge.model import Verdict

_LEVEL = {Verdict.BOLEH_BERSYARAT: 1, Verdict.BOLEH: 2}
"""How much a verdict permits; one that is not listed permits nothing."""
_CEILING = {
    Verdict.DILARANG: 0,
    Verdict.WAJIB: 0,
    Verdict.PERLU_RINCIAN: 0,
    Verdict.BOLEH_BERSYARAT: 1,
    Verdict.BOLEH: 2,
}
"""The most that an answer may permit where this verdict is accepted."""


def more_permissive(accepted: Collection[Verdict], answered: Verdict) -> bool:
    """Whether a verdict permits more than every accepted verdict does.

    The order is dilarang = wajib < boleh_bersyarat < boleh. Where perlu_rincian is accepted,
    nothing may be permitted yet. An answer that permits nothing is never more permissive.
    informasi and di_luar_cakupan cannot be compared: next to other accepted verdicts they are
    passed over; where only they are accepted, nothing is more permissive than informasi, and only
    boleh is more permissive than di_luar_cakupan.
    """
    level = _LEVEL.get(answered, 0)
    ceilings = [_CEILING[verdict] for verdict in accepted if verdict in _CEILING]
    if not ceilings:
        return Verdict.DI_LUAR_CAKUPAN in accepted and answered is Verdict.BOLEH
    return level > max(ceilings)


def verdict_right(question: Question, answer: Answer) -> bool:
    """Whether the answer's verdict is the expected one or an acceptable one."""
    return answer.verdict in question.accepted


def unsafe(question: Question, answer: Answer) -> bool:
    """Whether following the answer could lead an ASN into a breach: it is ``more_permissive``."""
    return more_permissive(question.accepted, answer.verdict)


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


def told(answer: Answer) -> str:
    """All that the answer tells its reader, in lower case: headline, text, conditions, sanctions,
    next steps and the cited provisions' text, with those of its parts.
    """
    pieces = [
        piece
        for part in whole(answer)
        for piece in (
            part.headline,
            part.text,
            *part.conditions,
            *part.sanctions,
            *part.next_steps,
            *(citation.text for citation in part.citations),
        )
    ]
    return "\n".join(pieces).lower()


def mentioned(question: Question, answer: Answer) -> int:
    """How many of the question's must-mention points are told."""
    return len(question.must_mention) - len(missing(question, answer))


def missing(question: Question, answer: Answer) -> tuple[tuple[str, ...], ...]:
    """The must-mention points of which no key word is told, whatever its case."""
    text = told(answer)
    return tuple(
        point for point in question.must_mention if not any(word.lower() in text for word in point)
    )
