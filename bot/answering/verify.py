"""The last look at an answer before it leaves: what it must never do, whoever wrote it."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.answering.answer import Answer, Citation
from bot.answering.citations import citation_of
from bot.answering.decide import is_more_permissive
from knowledge.edition import Edition
from knowledge.model import Ruling, Verdict

_ARTICLE = re.compile(r"\b[Pp]asal (\d+[A-Za-z]?)")


def problems(edition: Edition, answer: Answer) -> list[str]:
    """What is wrong with an answer; empty when it may be shown.

    Checked: every citation is the edition's own, unaltered; repealed law is marked; the verdict is
    none that its ruling does not give, and never more permissive; no article number in headline,
    text or sanctions that the edition does not have.
    """
    found = [
        f"citation {citation.id} is not the edition's"
        for citation in answer.citations
        if citation_of(edition.knowledge, citation.id) != citation
    ]
    ruling = edition.knowledge.rulings.get(answer.ruling or "")
    if ruling is not None and not answer.parts:
        found.extend(_verdict_problems(ruling, answer.verdict))
    known = _article_numbers(edition)
    stated = " ".join((answer.headline, answer.text, *answer.sanctions))
    found.extend(
        f"article {number} is in no regulation of the edition"
        for number in set(_ARTICLE.findall(stated))
        if number.lower() not in known and not _is_denied(stated, number)
    )
    for part in answer.parts:
        found.extend(problems(edition, part))
    return found


def _verdict_problems(ruling: Ruling, verdict: Verdict) -> list[str]:
    given = {ruling.verdict, *(branch.verdict for branch in ruling.branches)}
    if verdict in given or verdict is Verdict.PERLU_RINCIAN:
        return []
    if any(is_more_permissive(verdict, other) for other in given):
        return [f"verdict {verdict} is more permissive than ruling {ruling.id}"]
    return [f"verdict {verdict} is none of ruling {ruling.id}"]


@lru_cache(maxsize=4)
def _article_numbers(edition: Edition) -> frozenset[str]:
    """Every article number that the edition knows; computed once an edition."""
    numbers: set[str] = set()
    for provision in edition.knowledge.provisions.values():
        numbers.update(n.lower() for n in re.findall(r"pasal-(\d+[a-z]?)", provision.id))
        numbers.update(n.lower() for n in _ARTICLE.findall(provision.text))
    for regulation in edition.knowledge.regulations.values():
        if regulation.articles is not None:
            numbers.add(str(regulation.articles))
    return frozenset(numbers)


def _is_denied(text: str, number: str) -> bool:
    """Whether the text names the article only to say that it does not exist or is not known."""
    around = re.findall(rf"[^.]*\b[Pp]asal {number}\b[^.]*", text)
    return all(re.search(r"tidak (?:ada|memiliki|menemukan)", sentence) for sentence in around)


def without_bad_citations(edition: Edition, answer: Answer) -> Answer:
    """The answer and its parts with only those citations that the edition has, as it has them."""
    kept: list[Citation] = []
    for citation in answer.citations:
        own = citation_of(edition.knowledge, citation.id)
        if own is not None:
            kept.append(own)
    parts = tuple(without_bad_citations(edition, part) for part in answer.parts)
    return answer.model_copy(update={"citations": tuple(kept), "parts": parts})
