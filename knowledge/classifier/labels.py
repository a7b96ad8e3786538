"""The labels that a classifier decides among."""

from __future__ import annotations

from dataclasses import dataclass

HEADS = ("leaf", "ruling", "family", "verdict")
"""What is judged of a question: ruling with verdict, and each of these by itself."""


def leaf_name(ruling: str, verdict: str) -> str:
    """The label of a ruling with one of its verdicts."""
    return f"{ruling}|{verdict}"


@dataclass(frozen=True)
class Labels:
    """The leaves of the decision tree: (ruling or class, verdict), each with its family."""

    rulings: tuple[str, ...]
    verdicts: tuple[str, ...]
    families: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.rulings)

    def of(self, head: str) -> list[str]:
        """The label that a head gives each leaf."""
        if head == "family":
            return list(self.families)
        if head == "verdict":
            return list(self.verdicts)
        if head == "ruling":
            return list(self.rulings)
        return list(map(leaf_name, self.rulings, self.verdicts))
