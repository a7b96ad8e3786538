"""How many questions a set has of each verdict, category, style, split and tag, and how labelled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from evaluation.testsets.question import Question

_LABELS = (
    "gold_citations",
    "gold_provisions",
    "rulings",
    "must_mention",
    "must_not_say",
    "acceptable_verdicts",
    "history",
)


def counts(questions: Sequence[Question]) -> dict[str, Mapping[str, int]]:
    """The number of questions by group; ``labelled`` tells how many have each optional label.

    A figure that needs a label (provisions at the finest level, rulings) is measured over these
    questions alone.
    """
    groups: dict[str, Counter[str]] = {
        "verdict": Counter(q.expected_verdict.value for q in questions),
        "category": Counter(q.category for q in questions),
        "style": Counter(q.style for q in questions),
        "split": Counter(q.split or "-" for q in questions),
        "tag": Counter(tag for q in questions for tag in dict.fromkeys(q.tags)),
        "labelled": Counter(
            {name: sum(bool(getattr(q, name)) for q in questions) for name in _LABELS}
        ),
    }
    return {name: dict(sorted(group.items())) for name, group in groups.items()}
