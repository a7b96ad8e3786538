"""The decision: which ruling, which branch, which verdict, and how sure.

The classifier gives every leaf (ruling, verdict) a probability. The verdict is the one with the
least expected cost, where an error on the permissive side, or taking for ours what is not, costs
more than one on the strict side; the ruling is the most probable one with that verdict; the branch
is the one whose facts the question states, or else the one that carries the verdict. When two
verdicts compete and the difference matters, the bot asks back.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.understand import Understood
from knowledge.classifier.heads import Reading
from knowledge.dataset import Knowledge
from knowledge.edition import Edition
from knowledge.model import (
    Branch,
    FactCondition,
    Facts,
    QuestionClass,
    Ruling,
    StatusModifier,
    Verdict,
)
from knowledge.settings import Settings
from knowledge.text import stem

PERMISSIVENESS: Mapping[Verdict, int] = {
    Verdict.DILARANG: 0,
    Verdict.WAJIB: 0,
    Verdict.BOLEH_BERSYARAT: 1,
    Verdict.BOLEH: 2,
}
"""How much a verdict allows; the other verdicts allow nothing and forbid nothing."""

STRICTEST_FIRST = (
    Verdict.DILARANG,
    Verdict.WAJIB,
    Verdict.PERLU_RINCIAN,
    Verdict.BOLEH_BERSYARAT,
    Verdict.BOLEH,
    Verdict.INFORMASI,
    Verdict.DI_LUAR_CAKUPAN,
)
OUTSIDE_COST = 3.0
"""Cost of treating as ours what is not: a planted order followed, an opinion given."""
_LEAVES_TRIED = 8
_MUST_BE_STATED = "status"
LIKELY = 0.15
"""Probability from which a verdict is not ruled out, so that a stated fact may turn the answer to it."""
UNSAFE_COST = 3.0
"""Cost of answering more permissively than right; any other error costs 1. Chosen by measurement: docs/decisions.md."""
TRUST = (1.03, 1.1)
"""Slope and shift from the log-odds of a verdict's probability to those of its being right. The
probabilities are set on the examples, near-twins by design and harder than what people ask. By
``evaluation.learning.trust`` the least log loss on dev and proyek:kembang is at (1.03, 1.24); of the values near it
these keep the calibration error of every set below its threshold.
"""


@dataclass(frozen=True)
class Decision:
    """What an answer will rest on."""

    verdict: Verdict
    target: Ruling | QuestionClass | None
    """None: nothing is close enough."""
    branch: Branch | None
    confidence: float
    """Share of real questions, 0 to 1, that are answered rightly when the verdict is this probable."""
    status: StatusModifier | None = None
    rivals: tuple[tuple[str, Verdict], ...] = ()
    """Rulings that compete with each other, when the bot asks back instead of guessing."""


def decide(edition: Edition, understood: Understood, settings: Settings) -> Decision:
    """Decide one question."""
    reading = edition.classifier.read(understood.seen)
    return decide_on(reading, edition.knowledge, understood, settings)


def decide_on(
    reading: Reading, knowledge: Knowledge, understood: Understood, settings: Settings
) -> Decision:
    """Decide a question that the classifier has read."""
    verdicts = {Verdict(name): p for name, p in reading.verdicts().items()}
    verdict = least_costly(verdicts)
    target_id = _best_target(reading, verdict, knowledge, understood.facts)
    target = knowledge.answerable(target_id)
    confidence = trust(verdicts[verdict])
    if target is None or max(verdicts.values()) < settings.min_confidence:
        return Decision(Verdict.PERLU_RINCIAN, None, None, confidence)
    rivals = _rivals(reading, verdicts, verdict, settings.clarify_margin)
    if rivals:
        return Decision(Verdict.PERLU_RINCIAN, target, None, confidence, rivals=rivals)
    likely = frozenset(v for v, p in verdicts.items() if p >= LIKELY)
    decision = settle(knowledge, target, verdict, understood, confidence, likely)
    if is_more_permissive(decision.verdict, verdict):  # no ruling can give what was read
        return Decision(Verdict.PERLU_RINCIAN, None, None, confidence)
    return decision


def trust(probability: float) -> float:
    """How often a verdict of this probability is right on real questions (Platt scaling, Platt 1999)."""
    slope, shift = TRUST
    held = min(max(probability, 0.001), 0.999)
    return 1 / (1 + math.exp(-(slope * math.log(held / (1 - held)) + shift)))


def settle(
    knowledge: Knowledge,
    target: Ruling | QuestionClass,
    verdict: Verdict,
    understood: Understood,
    confidence: float,
    likely: frozenset[Verdict] = frozenset(Verdict),
) -> Decision:
    """The decision once ruling and verdict are chosen: its branch, and what the asker's status changes.

    ``likely`` holds the verdicts that the question as a whole does not rule out.
    """
    if isinstance(target, QuestionClass):
        return Decision(target.verdict, target, None, confidence)
    branch = choose_branch(target, verdict, understood, likely)
    final = branch.verdict if branch is not None else target.verdict
    return Decision(final, target, branch, confidence, _modifier(knowledge, target, understood))


def _modifier(
    knowledge: Knowledge, ruling: Ruling, understood: Understood
) -> StatusModifier | None:
    """What the asker's status changes; nothing where the ruling is itself about who is bound."""
    if ruling.modifier or knowledge.families[ruling.family].modifier:
        return None
    return knowledge.statuses.get(understood.facts.get("status", ""))


def settle_case(
    knowledge: Knowledge, ruling: Ruling, chosen: Collection[str], understood: Understood
) -> Decision:
    """The decision on a case whose circumstances were chosen, by the ids of the ruling's branches.

    Of several the strictest counts. What the ruling says of the asker's status alone gives way to a chosen
    circumstance, unless it is the reason for a stricter verdict: liking a post of the commission's is allowed
    to a PPPK too, while a member of the police may not even listen to a campaign.
    """
    picked = strictest(branch for branch in ruling.branches if branch.id in chosen)
    own = strictest(
        branch
        for branch in ruling.branches
        if branch.facts.keys() == {_MUST_BE_STATED} and holds(branch.facts, understood.facts)
    )
    if own and (
        picked is None
        or (_stricter(own.verdict, ruling.verdict) and _stricter(own.verdict, picked.verdict))
    ):
        picked = own
    verdict = picked.verdict if picked else ruling.verdict
    return Decision(verdict, ruling, picked, 1.0, _modifier(knowledge, ruling, understood))


def strictest(branches: Iterable[Branch]) -> Branch | None:
    """The branch with the strictest verdict, of those the most specific; None of none."""
    return min(
        branches,
        key=lambda branch: (STRICTEST_FIRST.index(branch.verdict), -len(branch.facts)),
        default=None,
    )


def least_costly(verdicts: Mapping[Verdict, float]) -> Verdict:
    """The verdict with the least expected cost under the given probabilities."""

    def cost(choice: Verdict) -> float:
        return sum(p * error_cost(choice, truth) for truth, p in verdicts.items())

    return min(verdicts, key=lambda choice: (cost(choice), STRICTEST_FIRST.index(choice)))


def error_cost(answered: Verdict, truth: Verdict) -> float:
    """What it costs to answer ``answered`` where ``truth`` is right."""
    if answered is truth:
        return 0.0
    if is_more_permissive(answered, truth):
        return UNSAFE_COST
    if truth is Verdict.DI_LUAR_CAKUPAN:
        return OUTSIDE_COST
    return 1.0


def is_more_permissive(answered: Verdict, truth: Verdict) -> bool:
    """Whether an answer allows more than the truth does; an open question counts as the strict side."""
    allowed = PERMISSIVENESS.get(answered)
    if allowed is None or allowed == 0:
        return False
    if truth is Verdict.PERLU_RINCIAN:
        return True
    limit = PERMISSIVENESS.get(truth)
    return limit is not None and allowed > limit


def _best_target(reading: Reading, verdict: Verdict, knowledge: Knowledge, facts: Facts) -> str:
    """The ruling with the most probable leaf of this verdict that can give it.

    A ruling whose only branches with the verdict ask for facts that the question contradicts, or for a status
    that it does not state, cannot give it.
    """
    masked = _leaves_with(reading, verdict)
    order = np.argsort(-masked)
    best = reading.labels.rulings[int(order[0])]
    for leaf in order[:_LEAVES_TRIED]:
        if not np.isfinite(masked[leaf]):
            break
        found = knowledge.answerable(reading.labels.rulings[int(leaf)])
        if found is not None and _can_give(found, verdict, facts):
            best = found.id
            break
    return best


def _leaves_with(reading: Reading, verdict: Verdict) -> NDArray[np.float64]:
    """The log-probability of every leaf, those of other verdicts impossible."""
    names = np.array(reading.labels.verdicts)
    return np.where(names == verdict.value, reading.log_probability, -np.inf)


def _can_give(target: Ruling | QuestionClass, verdict: Verdict, facts: Facts) -> bool:
    if target.verdict is verdict or isinstance(target, QuestionClass):
        return True
    return any(b.verdict is verdict and is_open(b.facts, facts) for b in target.branches)


def is_open(condition: FactCondition, facts: Facts) -> bool:
    """Whether facts leave a condition possible: nothing contradicts it, and a status it asks for is stated."""
    for fact, values in condition.items():
        stated = facts.get(fact)
        if stated is None and fact != _MUST_BE_STATED:
            continue
        if stated not in values:
            return False
    return True


def _rivals(
    reading: Reading, verdicts: Mapping[Verdict, float], chosen: Verdict, margin: float
) -> tuple[tuple[str, Verdict], ...]:
    """The two rulings to choose between when a stricter verdict is about as probable as a permissive one."""
    allowed = PERMISSIVENESS.get(chosen, 0)
    stricter = [(p, v) for v, p in verdicts.items() if PERMISSIVENESS.get(v, allowed) < allowed]
    if not stricter:
        return ()
    p, rival = max(stricter)
    if verdicts[chosen] - p > margin:
        return ()
    first, second = (
        reading.labels.rulings[int(_leaves_with(reading, v).argmax())] for v in (chosen, rival)
    )
    if first == second:
        return ()
    return ((first, chosen), (second, rival))


def holds(condition: FactCondition, facts: Facts) -> bool:
    """Whether every fact of the condition is stated with one of its values."""
    return bool(condition) and all(facts.get(fact) in values for fact, values in condition.items())


def choose_branch(
    ruling: Ruling,
    verdict: Verdict,
    understood: Understood,
    likely: frozenset[Verdict] = frozenset(Verdict),
) -> Branch | None:
    """The branch of a ruling that the question falls under, or None for the ruling itself.

    Facts that the question states select a branch only towards the strict side, and only where the question as
    a whole does not rule its verdict out, or towards the verdict that was read: a fact alone never loosens an
    answer.
    """
    by_facts = branch_by_facts(ruling, verdict, understood.facts, likely)
    if by_facts:
        return by_facts
    if verdict is ruling.verdict:
        return None
    roots = set(understood.seen.roots)
    carrying = [
        branch
        for branch in ruling.branches
        if branch.verdict is verdict and is_open(branch.facts, understood.facts)
    ]
    return max(carrying, key=lambda branch: _overlap(branch, roots), default=None)


def branch_by_facts(
    ruling: Ruling,
    verdict: Verdict,
    facts: Facts,
    likely: frozenset[Verdict] = frozenset(Verdict),
) -> Branch | None:
    """The branch that stated facts select: one of the verdict that was read, or of a stricter one."""
    return strictest(
        branch
        for branch in ruling.branches
        if holds(branch.facts, facts)
        and (
            branch.verdict is verdict
            or (_stricter(branch.verdict, verdict) and branch.verdict in likely)
        )
    )


def _stricter(one: Verdict, other: Verdict) -> bool:
    a, b = PERMISSIVENESS.get(one), PERMISSIVENESS.get(other)
    return a is not None and b is not None and a < b


def _overlap(branch: Branch, roots: set[str]) -> float:
    named = {stem(word) for word in branch.when.lower().split() if len(word) > 3}
    return len(named & roots) / (len(named) or 1)
