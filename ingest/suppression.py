"""Holding back small numbers, and as many others as it takes that nobody can work them out."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def held_back(
    numbers: Mapping[str, int], minimum: int, also: Collection[str] = ()
) -> frozenset[str] | None:
    """The names whose numbers are not shown, of numbers whose sum is.

    Those are the ones below ``minimum`` (but not 0, which is nobody's) and those in ``also``. What is left of the sum
    would tell a single one of them, so the smallest others go with them until at least two are held back and
    together they could still be divided in so many ways that each has ``minimum`` possible values.

    Returns:
        None where even holding back all of them would not do: then not even their names may be shown.
    """
    some = {name: number for name, number in numbers.items() if number > 0}
    held = {name for name, number in some.items() if number < minimum or name in also}
    if not held:
        return frozenset()
    others = sorted(some.keys() - held, key=lambda name: (some[name], name))
    while not _safe([some[name] for name in held], minimum):
        if not others:
            return None
        held.add(others.pop(0))
    return frozenset(held)


def _safe(numbers: Collection[int], minimum: int) -> bool:
    """Whether from the sum of numbers, none of them 0, no single one can be told."""
    return len(numbers) > 1 and sum(numbers) - (len(numbers) - 1) >= minimum
