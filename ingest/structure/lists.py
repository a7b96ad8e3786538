"""The best consistent nesting of an article's marks.

A beam search over the marks, left to right. A state is the stack of open lists; a mark may be
skipped, continue an open list (closing those inside it) or open a new list inside the last one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.structure.marks import Form, Mark, Option
from ingest.structure.numbers import Number

BEAM = 6
CERTAIN = 8.0
"""A mark that gains so much is not skipped: at the start of a line, after a full stop, next in
number."""
HOPELESS = 16.0
"""A state so far behind the best one is given up."""
_CONTINUE = 3.0
_OPEN = 2.0
_GAP = 3.0
_FIRST_LOST = 4.5
_DOUBLED = 4.5
_RESTART = 4.0
_UNSURE = 2.5
_MAX_GAP = 4


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark that was taken, at its depth in the nesting."""

    mark: Mark
    form: Form
    number: Number
    printed: str
    depth: int
    cost: float
    missing: int = 0
    """How many numbers of its list stand between it and the mark before."""
    doubled: bool = False
    restart: bool = False
    """An ayat (1) after other ayat: a new article whose heading was lost."""


Stack = tuple[tuple[Form, int, str], ...]


class _Node:
    __slots__ = ("placed", "previous")

    def __init__(self, placed: Placed, previous: _Node | None) -> None:
        self.placed = placed
        self.previous = previous


@dataclass(slots=True)
class _State:
    stack: Stack
    score: float
    node: _Node | None


def nested(
    found: Sequence[Mark], *, opens_after: Sequence[bool] | None = None, anywhere: bool = False
) -> list[Placed]:
    """The marks that make up the lists of one article, each with its depth.

    With ``anywhere`` the outermost list may begin at any number, as inserted provisions do.
    """
    states = [_State((), 0.0, None)]
    for index, mark in enumerate(found):
        introduced = bool(opens_after and opens_after[index])
        following: dict[Stack, _State] = {}
        for state in states:
            certain = False
            for option in mark.options:
                for stack, gain, placed in _moves(state.stack, mark, option, introduced, anywhere):
                    _offer(following, stack, state.score + gain, _Node(placed, state.node))
                    certain = certain or gain >= CERTAIN
            if not certain:
                skipped = state.score - max(mark.score, 0.0) * 0.6
                _offer(following, state.stack, skipped, state.node)
        states = sorted(following.values(), key=_by_score, reverse=True)[:BEAM]
        if len(states) > 1 and states[-1].score < states[0].score - HOPELESS:
            floor = states[0].score - HOPELESS
            states = [state for state in states if state.score >= floor]
    node = states[0].node
    placed_marks = []
    while node is not None:
        placed_marks.append(node.placed)
        node = node.previous
    return placed_marks[::-1]


def _by_score(state: _State) -> float:
    return state.score


def _offer(following: dict[Stack, _State], stack: Stack, score: float, node: _Node | None) -> None:
    known = following.get(stack)
    if known is None or score > known.score:
        following[stack] = _State(stack, score, node)


def _numbered_next(stack: Stack, option: Option) -> Option:
    """An ayat without a mark takes the number after the ayat before it."""
    value = stack[0][1] + 1 if stack and stack[0][0] is option.form else 1
    return Option(option.form, Number(value), str(value), option.cost)


def _moves(
    stack: Stack, mark: Mark, option: Option, introduced: bool, anywhere: bool
) -> list[tuple[Stack, float, Placed]]:
    if option.number.value == 0:
        option = _numbered_next(stack, option)
    form, number = option.form, option.number
    base = mark.score - option.cost
    for depth in range(len(stack) - 1, -1, -1):
        open_form, last, suffix = stack[depth]
        if open_form is not form:
            continue
        return _continued(stack, depth, mark, option, base, (last, suffix))
    if form is Form.AYAT and stack:
        return []
    if form is Form.ANGKA_BOTH and (not stack or stack[-1][0] is Form.AYAT):
        return []
    free = anywhere and not stack
    if len(stack) >= 5 or (not free and (number.suffix or number.value > 2)):
        return []
    gain = base + _OPEN + (2.0 if introduced else -1.0 if stack else 0.0)
    if option.cost > 1:
        gain -= _UNSURE  # a misread first number must be borne out by a second
    missing = 0
    if number.value == 2 and not free:
        gain -= _FIRST_LOST
        missing = 1
    placed = Placed(mark, form, number, option.printed, len(stack), option.cost, missing)
    return [((*stack, (form, number.value, number.suffix)), gain, placed)]


def _continued(
    stack: Stack, depth: int, mark: Mark, option: Option, base: float, last: tuple[int, str]
) -> list[tuple[Stack, float, Placed]]:
    number = option.number
    value, suffix = last
    step = number.value - value
    missing = 0
    doubled = restart = False
    if step == 1 and not number.suffix:
        gain = base + _CONTINUE
    elif step == 0 and number.suffix > suffix:
        gain = (
            base + _CONTINUE - (0.5 if ord(number.suffix[0]) - ord((suffix or "`")[0]) <= 1 else 2)
        )
    elif step == 1:
        gain = base + _CONTINUE - _GAP
    elif 1 < step <= _MAX_GAP:
        missing = step - 1
        gain = base + _CONTINUE - _GAP * missing
    elif step == 0 and number.suffix == suffix:
        doubled = True
        gain = base + _CONTINUE - _DOUBLED
    elif number.value == 1 and value >= 1 and option.form is Form.AYAT:
        restart = True
        gain = base + _CONTINUE - _RESTART
    else:
        return []
    placed = Placed(
        mark, option.form, number, option.printed, depth, option.cost, missing, doubled, restart
    )
    return [((*stack[:depth], (option.form, number.value, number.suffix)), gain, placed)]
