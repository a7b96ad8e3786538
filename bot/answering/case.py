"""A case put together with buttons: which conduct, by whom, under which circumstances."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.model import Facts, Ruling


@dataclass(frozen=True)
class Case:
    """What the asker has chosen; nothing of it is read from words."""

    ruling: str
    status: str | None = None
    """Who does it, as the facts name it; None when that was left open."""
    branches: tuple[str, ...] = ()
    """The circumstances that hold, by the ids of the ruling's branches."""

    def facts(self, ruling: Ruling) -> Facts:
        """The facts that the choices state: a circumstance only where it leaves no doubt of the value."""
        stated: Facts = {"status": self.status} if self.status else {}
        for branch in ruling.branches:
            if branch.id in self.branches:
                for fact, values in branch.facts.items():
                    if len(values) == 1:
                        stated.setdefault(fact, values[0])
        return stated
