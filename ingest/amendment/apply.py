"""The operations of one law, carried out on the law that it amends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.amendment.articles import restate_article
from ingest.amendment.elucidation import change_elucidation
from ingest.amendment.groups import GROUP_KINDS, change_group
from ingest.amendment.operation import Action, Operation, Path
from ingest.amendment.parts import change_annex, change_part, replace_words
from ingest.amendment.paths import path_of
from ingest.amendment.work import Work, stated_articles

_NEW = (Action.INSERT, Action.ADD)
_TEXTUAL = frozenset({Action.CHANGE, Action.INSERT, Action.ADD, Action.DELETE})


def carry_out(work: Work, operations: Sequence[Operation]) -> set[str]:
    """All operations, instruction by instruction in the law's own order.

    Returns:
        Ids of the instructions that were carried out in full; what hindered the others is among
        the findings.
    """
    applied = set()
    for instruction, group in groupby(operations, key=lambda one: one.instruction):
        orders = list(group)
        done = [*_groups(work, orders), *_articles(work, orders), *_parts(work, orders)]
        if all(done):
            applied.add(instruction)
    return applied


def _groups(work: Work, orders: list[Operation]) -> Iterator[bool]:
    for order in orders:
        if _kind(order) in GROUP_KINDS:
            yield change_group(work, order, orders)


def _articles(work: Work, orders: list[Operation]) -> Iterator[bool]:
    """Articles that the item states anew, but for those of a Bab that came in as a whole."""
    textual = [order for order in orders if order.action in _TEXTUAL]
    groups = [order for order in textual if _kind(order) in GROUP_KINDS]
    came_in = {order.target[-1] for order in groups if order.action in _NEW}
    all_changed = any(order.action is Action.CHANGE for order in groups)
    previous: Path | None = None
    for unit in stated_articles(orders[0].restated, came_in):
        path = path_of(unit.id)[-1:]
        mine = [order for order in textual if order.target[:1] == path]
        if mine or all_changed:
            yield restate_article(work, path, unit, mine, previous)
            previous = path
        else:  # nothing orders it: it stays with the amending law
            yield False


def _parts(work: Work, orders: list[Operation]) -> Iterator[bool]:
    """What is ordered of units that the item does not state as whole articles."""
    stated = {path_of(unit.id)[-1] for unit in stated_articles(orders[0].restated, set())}
    for order in orders:
        kind = _kind(order)
        if order.action is Action.CHANGE_ELUCIDATION:
            yield change_elucidation(work, order)
        elif order.action is Action.REPLACE_WORDS:
            yield replace_words(work, order)
        elif kind == "lampiran":
            yield change_annex(work, order)
        elif kind not in GROUP_KINDS and order.target[0] not in stated:
            yield change_part(work, order)


def _kind(order: Operation) -> str:
    return order.target[-1].partition("-")[0] if order.target else ""
