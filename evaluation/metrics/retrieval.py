"""How high a system ranks what a right answer rests on: pure functions.

Relevance is binary and comes in groups of alternatives: of each group, the first hit counts. The
rulings that a question is labelled with are one group.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from evaluation.metrics.citations import inside, matches
from evaluation.outcome import Outcome

Hits = tuple[int | None, ...]
"""For each group the rank (from 1) of the first of its members; None: it was not found."""


def first_hits(
    ranked: Sequence[str], groups: Sequence[Sequence[str]], same: Callable[[str, str], bool]
) -> Hits:
    """Where each group is first found; ``same`` tells whether a member is a ranked item."""
    return tuple(
        next(
            (rank for rank, item in enumerate(ranked, 1) if any(same(one, item) for one in group)),
            None,
        )
        for group in groups
    )


def ruling_hits(outcome: Outcome) -> Hits | None:
    """Where the first of the question's rulings stands; None: not ranked or not labelled."""
    question, ranking = outcome.question, outcome.ranking
    if ranking is None or not question.rulings:
        return None
    return first_hits(ranking.rulings, [question.rulings], lambda gold, item: gold == item)


def provision_hits(outcome: Outcome) -> Hits | None:
    """Where each group of expected provisions is first found; None: not ranked or none expected.

    Groups are those of ``gold_provisions``; where a question is not labelled so finely, those of
    ``gold_citations``, by article.
    """
    question, ranking = outcome.question, outcome.ranking
    finely = bool(question.gold_provisions)
    groups, same = (
        (question.gold_provisions, inside) if finely else (question.gold_citations, matches)
    )
    if ranking is None or not groups:
        return None
    return first_hits(
        ranking.provisions, groups, lambda gold, item: same(gold, item, outcome.aliases)
    )


def recall_at(hits: Hits, k: int) -> float:
    """Share of the groups found among the first ``k`` (Manning, Raghavan & Schuetze 2008, ch. 8).

    Of one group alone it is 1 or 0, also called success at k.
    """
    return sum(rank is not None and rank <= k for rank in hits) / len(hits)


def reciprocal_rank(hits: Hits) -> float:
    """1 / the rank of the first hit of any group, 0 without one (Voorhees 1999); its mean is MRR."""
    found = [rank for rank in hits if rank is not None]
    return 1 / min(found) if found else 0.0


def ndcg_at(hits: Hits, k: int) -> float:
    """Normalised discounted cumulative gain (Jarvelin & Kekalainen 2002), binary, log2(1 + rank).

    Each group counts once, at its first hit; the ideal ranking has one hit of each at the top.
    An item that is the first hit of two groups takes, for the second, the next free rank, so that
    nothing exceeds the ideal.
    """
    gain, taken = 0.0, 0
    for rank in sorted(rank for rank in hits if rank is not None):
        taken = max(rank, taken + 1)
        gain += 1 / math.log2(1 + taken) if taken <= k else 0.0
    ideal = sum(1 / math.log2(1 + rank) for rank in range(1, min(len(hits), k) + 1))
    return gain / ideal
