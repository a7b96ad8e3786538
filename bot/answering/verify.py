"""The last look at an answer before it leaves: what it must never do, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.answering.answer import Answer, Citation
from bot.answering.citations import citation_of, law_on
from bot.answering.decide import is_more_permissive
from bot.answering.shelf import ARTICLE, shelf_of
from bot.answering.wording import load_wording
from knowledge.edition import Edition
from knowledge.model import Ruling, Verdict


def problems(
    edition: Edition, answer: Answer, confirmed: Mapping[str, frozenset[str]] | None = None
) -> list[str]:
    """What is wrong with an answer; empty when it may be shown.

    Checked: every citation is the edition's own as of the answer's day, unaltered; repealed law is
    marked; the verdict is none that its ruling does not give, and never more permissive; a ruling
    that awaits review says so; no article number in headline, text or sanctions that the edition
    does not have. ``confirmed``: by ruling, the fingerprints that an admin confirmed.
    """
    law = law_on(edition, answer.as_of)
    found = [
        f"citation {citation.id} is not the edition's"
        for citation in answer.citations
        if citation_of(edition.knowledge, citation.id, law) != citation
    ]
    ruling = edition.knowledge.rulings.get(answer.ruling or "")
    if ruling is not None and not answer.parts:
        found.extend(_verdict_problems(ruling, answer.verdict))
    review = edition.knowledge.reviews.get(answer.ruling or "")
    if review is not None and review.fingerprint not in (confirmed or {}).get(review.ruling, ()):
        said = load_wording().review.note in answer.text
        if not (answer.review and said):
            found.append(f"ruling {review.ruling} awaits review and the answer does not say so")
    known = shelf_of(edition).article_numbers
    stated = " ".join((answer.headline, answer.text, *answer.sanctions))
    found.extend(
        f"article {number} is in no regulation of the edition"
        for number in set(ARTICLE.findall(stated))
        if number.lower() not in known and not _is_denied(stated, number)
    )
    for part in answer.parts:
        found.extend(problems(edition, part, confirmed))
    return found


def _verdict_problems(ruling: Ruling, verdict: Verdict) -> list[str]:
    given = {ruling.verdict, *(branch.verdict for branch in ruling.branches)}
    if verdict in given or verdict is Verdict.PERLU_RINCIAN:
        return []
    if any(is_more_permissive(verdict, other) for other in given):
        return [f"verdict {verdict} is more permissive than ruling {ruling.id}"]
    return [f"verdict {verdict} is none of ruling {ruling.id}"]


def _is_denied(text: str, number: str) -> bool:
    """Whether the text names the article only to say that it does not exist or is not known."""
    around = re.findall(rf"[^.]*\b[Pp]asal {number}\b[^.]*", text)
    return all(re.search(r"tidak (?:ada|memiliki|menemukan)", sentence) for sentence in around)


def without_bad_citations(edition: Edition, answer: Answer) -> Answer:
    """The answer and its parts with only those citations that the edition has, as it has them."""
    law = law_on(edition, answer.as_of)
    kept: list[Citation] = []
    for citation in answer.citations:
        own = citation_of(edition.knowledge, citation.id, law)
        if own is not None:
            kept.append(own)
    parts = tuple(without_bad_citations(edition, part) for part in answer.parts)
    return answer.model_copy(update={"citations": tuple(kept), "parts": parts})
