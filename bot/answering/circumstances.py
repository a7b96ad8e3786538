"""Which circumstances matter for a ruling: those of its branches, in the branches' own words."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.model import Branch, Ruling, Verdict

CONDUCT = frozenset({Verdict.DILARANG, Verdict.WAJIB, Verdict.BOLEH_BERSYARAT, Verdict.BOLEH})
"""Verdicts on something that one does; the others inform or ask back."""
_STATUS = "status"


@dataclass(frozen=True)
class Choice:
    """One circumstance that may hold."""

    branch: str
    """Id of the ruling's branch that it leads to."""
    when: str
    """What holds then, ready to be read: ``Akunnya milik KPU atau Bawaslu``."""


@dataclass(frozen=True)
class Circumstance:
    """Circumstances of which one may hold, or none."""

    fact: str | None
    """What they are about, as the facts are named; None for those that no fact names."""
    choices: tuple[Choice, ...]


def circumstances_of(ruling: Ruling, status: str | None) -> tuple[Circumstance, ...]:
    """The circumstances that may change a ruling for somebody of a status, in the order of the data.

    A branch for another status is left out, and so is one that the status alone decides or that is no verdict
    on a conduct: nobody has to choose those.
    """
    found: dict[str | None, list[Choice]] = {}
    for branch in ruling.branches:
        if _is_choice(branch, status):
            fact = next((name for name in branch.facts if name != _STATUS), None)
            found.setdefault(fact, []).append(Choice(branch.id, branch.when))
    last = found.pop(None, None)  # what no fact names is asked for last
    asked = [Circumstance(fact, tuple(choices)) for fact, choices in found.items()]
    return (*asked, Circumstance(None, tuple(last))) if last else tuple(asked)


def _is_choice(branch: Branch, status: str | None) -> bool:
    if branch.verdict not in CONDUCT or branch.facts.keys() == {_STATUS}:
        return False
    return _STATUS not in branch.facts or status in branch.facts[_STATUS]
