"""Small numbers are held back, and nobody can work them out from the others and the sum."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ingest.suppression import held_back

MINIMUM = 5


@pytest.mark.parametrize(
    ("numbers", "held"),
    [
        ({}, ""),
        ({"a": 0}, ""),
        ({"a": 5, "b": 12}, ""),
        ({"a": 5, "b": 0}, ""),
        ({"a": 4, "b": 12, "c": 30}, "ab"),  # with the smallest of the others
        ({"a": 1, "b": 2, "c": 30}, "abc"),  # the two together would be too few
        ({"a": 3, "b": 4, "c": 30}, "ab"),
        ({"a": 4, "b": 5}, "ab"),
    ],
)
def test_what_is_held_back(numbers: dict[str, int], held: str) -> None:
    assert held_back(numbers, MINIMUM) == frozenset(held)


@pytest.mark.parametrize("numbers", [{"a": 3}, {"a": 1, "b": 1, "c": 3}, {"a": 4, "b": 0}])
def test_where_nothing_can_be_told(numbers: dict[str, int]) -> None:
    assert held_back(numbers, MINIMUM) is None


def test_what_is_held_back_elsewhere_is_held_back_here_with_another() -> None:
    assert held_back({"a": 20, "b": 8, "c": 30}, MINIMUM, also={"a"}) == frozenset("ab")
    assert held_back({"a": 0, "b": 8, "c": 30}, MINIMUM, also={"a"}) == frozenset()


@settings(max_examples=300, deadline=None)
@given(some.lists(some.integers(0, 9), min_size=1, max_size=4), some.integers(1, 6))
def test_every_number_held_back_could_be_any_of_many(found: list[int], minimum: int) -> None:
    """By trying all: whoever knows the sum, the numbers shown and who is held back cannot tell less than ``minimum``
    values apart."""
    numbers = {str(name): number for name, number in enumerate(found)}
    held = held_back(numbers, minimum)
    if held is None:
        return
    assert all(number == 0 or number >= minimum for n, number in numbers.items() if n not in held)
    names = sorted(held)
    rest = sum(numbers[name] for name in names)
    possible = [
        guess for guess in product(range(1, rest + 1), repeat=len(names)) if sum(guess) == rest
    ]
    for position in range(len(names)):
        assert len({guess[position] for guess in possible}) >= minimum
