"""A law's units while amendments are applied: articles in their Bab, found by their path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.amendment.operation import Path
from ingest.structure.document import Unit, UnitKind

GROUPS = frozenset({UnitKind.BAB, UnitKind.BAGIAN, UnitKind.PARAGRAF})
_ORDER = re.compile(r"^(\d*)([a-z]*)(\d*)")


@dataclass(eq=False)
class Node:
    """A Bab, Bagian, Paragraf with what stands in it, or an article."""

    path: Path
    unit: Unit
    """Without the units inside it, for a group; whole, for an article."""
    inside: list[Node] = field(default_factory=list)


class Tree:
    """The units of one law, of its elucidation, or of its annexes."""

    def __init__(self, prefix: str, units: tuple[Unit, ...]) -> None:
        """Take the units of a law; ``prefix`` is what their ids begin with."""
        self.prefix = prefix
        self._root: list[Node] = []
        self._nodes: dict[Path, tuple[Node, list[Node]]] = {}
        """Each node with the list in which it stands."""
        for unit in units:
            self._add(unit, self._root)

    def _add(self, unit: Unit, siblings: list[Node], at: int | None = None) -> Node:
        path = tuple(unit.id.removeprefix(f"{self.prefix}:").split(":"))
        group = unit.kind in GROUPS
        node = Node(path, unit.model_copy(update={"units": ()}) if group else unit)
        siblings.insert(len(siblings) if at is None else at, node)
        self._nodes[path] = (node, siblings)
        if group:
            for inner in unit.units:
                self._add(inner, node.inside)
        return node

    def units(self) -> tuple[Unit, ...]:
        """As they stand now."""
        return tuple(_frozen(node) for node in self._root)

    def get(self, path: Path) -> Unit | None:
        """The unit at a path, or None."""
        found = self._nodes.get(path)
        if found is not None:
            return found[0].unit
        for length in range(len(path) - 1, 0, -1):
            holder = self._nodes.get(path[:length])
            if holder is not None:
                return inside(holder[0].unit, path[length:])
        return None

    def articles(self, within: Path = ()) -> Iterator[tuple[Path, Unit]]:
        """All units that are no group, in order; within one group, if it is named."""
        found = self._nodes.get(within)
        yield from _leaves(found[0].inside if found else ([] if within else self._root))

    def replace(self, path: Path, unit: Unit) -> None:
        """Another unit in the place of one that is there, or of one inside it."""
        found = self._nodes.get(path)
        if found is not None:
            found[0].unit = unit
            return
        for length in range(len(path) - 1, 0, -1):
            holder = self._nodes.get(path[:length])
            if holder is not None:
                holder[0].unit = put_inside(holder[0].unit, path[length:], unit)
                return
        raise KeyError(":".join(path))

    def insert(
        self,
        unit: Unit,
        after: Path | None = None,
        before: Path | None = None,
        within: Path = (),
    ) -> None:
        """A new unit beside another, or where its number belongs; in a group, if one is named."""
        for neighbour, step in ((after, 1), (before, 0)):
            if neighbour is not None and neighbour in self._nodes:
                node, siblings = self._nodes[neighbour]
                self._add(unit, siblings, siblings.index(node) + step)
                return
        path = tuple(unit.id.removeprefix(f"{self.prefix}:").split(":"))
        kind = path[-1].partition("-")[0]
        own = order_of(path[-1])
        earlier = [
            (place, known)
            for place, (known, (node, _)) in enumerate(self._nodes.items())
            if known[-1].partition("-")[0] == kind
            and order_of(known[-1]) < own
            and known[:-1] == within
        ]
        if earlier:
            _, known = max(earlier, key=lambda one: order_of(one[1][-1]))
            node, siblings = self._nodes[known]
            self._add(unit, siblings, siblings.index(node) + 1)
        elif within:
            self._add(unit, self._nodes[within][0].inside, 0)
        else:
            first = next(
                (node for node in self._root if node.path[-1].partition("-")[0] == kind), None
            )
            self._add(unit, self._root, self._root.index(first) if first else None)

    def remove(self, path: Path) -> None:
        """Take an article out: it moves to another place."""
        node, siblings = self._nodes.pop(path)
        siblings.remove(node)


def order_of(slug: str) -> tuple[int, int, str, int]:
    """Sorts units of one kind: 22, 22A, 22B, 23; huruf b, b1, c, ..., z, aa."""
    match = _ORDER.match(slug.partition("-")[2])
    assert match is not None
    figure, letters, second = match.groups()
    return (int(figure or 0), len(letters), letters, int(second or 0))


def inside(unit: Unit, path: Path) -> Unit | None:
    """The unit at a path inside a unit, or None."""
    found: Unit | None = unit
    for slug in path:
        if found is None:
            return None
        found = next((one for one in found.units if one.id.rpartition(":")[2] == slug), None)
    return found


def slugs(unit: Unit) -> list[str]:
    """The units directly inside a unit, as ids name them."""
    return [one.id.rpartition(":")[2] for one in unit.units]


def put_inside(unit: Unit, path: Path, new: Unit, after: str | None = None) -> Unit:
    """A unit with another one set in at a path: in place of the one there, or as a new one.

    Raises:
        KeyError: a unit on the way to it is not there.
    """
    slug, *rest = path
    there = slugs(unit)
    units = list(unit.units)
    if rest:
        place = there.index(slug) if slug in there else -1
        if place < 0:
            raise KeyError(slug)
        units[place] = put_inside(units[place], tuple(rest), new, after)
    elif slug in there:
        units[there.index(slug)] = new
    elif after in there:
        units.insert(there.index(after) + 1, new)
    else:
        kind = slug.partition("-")[0]
        place = len(units)
        for position, other in enumerate(there):
            if other.partition("-")[0] == kind and order_of(slug) < order_of(other):
                place = position
                break
        units.insert(place, new)
    return unit.model_copy(update={"units": tuple(units)})


def renamed(unit: Unit, unit_id: str) -> Unit:
    """A unit under another id; the units inside follow, articles keep theirs short."""
    prefix = unit_id.partition(":")[0]
    inner = []
    for one in unit.units:
        slug = one.id.rpartition(":")[2]
        home = prefix if one.kind is UnitKind.PASAL and unit.kind in GROUPS else unit_id
        inner.append(renamed(one, f"{home}:{slug}"))
    return unit.model_copy(update={"id": unit_id, "units": tuple(inner)})


def _frozen(node: Node) -> Unit:
    if not node.inside:
        return node.unit
    return node.unit.model_copy(update={"units": tuple(_frozen(one) for one in node.inside)})


def _leaves(nodes: list[Node]) -> Iterator[tuple[Path, Unit]]:
    for node in nodes:
        if node.unit.kind in GROUPS:
            yield from _leaves(node.inside)
        else:
            yield node.path, node.unit
