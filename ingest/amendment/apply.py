"""The operations of one law, carried out on the law that it amends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ingest.amendment.compare import Amender, History, is_deleted
from ingest.amendment.operation import Action, Operation, Path
from ingest.amendment.operations import is_own, label, path_of
from ingest.amendment.tree import Tree, inside, put_inside, renamed
from ingest.structure.document import (
    Finding,
    ParsedRegulation,
    Severity,
    Unit,
    UnitKind,
    walk,
)

ELUCIDATION = "penjelasan"
_REMOVED = "Dihapus."
_TEXTUAL = frozenset({Action.CHANGE, Action.INSERT, Action.ADD, Action.DELETE})
_GROUP_KINDS = ("bab", "bagian", "paragraf")


@dataclass
class Law:
    """A law under amendment."""

    id: str
    body: Tree
    elucidation: Tree
    annexes: Tree
    history: History = field(default_factory=History)
    findings: list[Finding] = field(default_factory=list)


@dataclass
class Amendment:
    """One amending law at work on another."""

    law: Law
    amending: ParsedRegulation
    by: Amender
    applied: set[str] = field(default_factory=set)
    """Ids of the instructions that were carried out in full."""
    _explained: dict[Path, Unit] = field(default_factory=dict)

    def carry_out(self, operations: Sequence[Operation]) -> None:
        """All operations, instruction by instruction in the law's own order."""
        self._explained = {
            (path_of(unit.id)[-1],): unit
            for unit in walk(self.amending.elucidation)
            if unit.kind is UnitKind.PASAL and not is_own(path_of(unit.id)[-1:])
        }
        for instruction, group in groupby(operations, key=lambda one: one.instruction):
            orders = list(group)
            if all([*self._groups(orders), *self._articles(orders), *self._parts(orders)]):
                self.applied.add(instruction)

    # Bab, Bagian, Paragraf

    def _groups(self, orders: list[Operation]) -> Iterator[bool]:
        for order in orders:
            if order.target and order.target[-1].partition("-")[0] in _GROUP_KINDS:
                yield self._group(order, orders)

    def _group(self, order: Operation, orders: list[Operation]) -> bool:
        path = order.target
        there = self.law.body.get(path)
        stated = _found(order.restated, path[-1])
        if there is None and order.action not in (Action.INSERT, Action.ADD):
            return self._missing(order)
        if order.action is Action.DELETE:
            ordered = {one.target[0] for one in orders}
            for article, unit in list(self.law.body.articles(path)):
                if article[0] not in ordered:
                    self._delete_article(article, unit)
            assert there is not None
            return self._set_group(
                path, there, there.model_copy(update={"heading": "", "text": _REMOVED})
            )
        if stated is None:
            return self._untold(order)
        new = renamed(stated, ":".join((self.law.id, *path)))
        if there is None:
            for article in walk(new.units):
                own = path_of(article.id)
                if article.kind is UnitKind.PASAL and self.law.body.get(own) is not None:
                    self.law.body.remove(own)
            self.law.body.insert(new, order.after, order.before)
            self._set_group(path, None, new.model_copy(update={"units": ()}))
            for article, unit in list(self.law.body.articles(path)):
                self._record(article, None, unit, restated=True)
                self._explain(article, unit)
            return True
        if order.action is Action.CHANGE:
            kept = {path_of(unit.id) for unit in walk(new.units)}
            for article, unit in list(self.law.body.articles(path)):
                if article not in kept:
                    self._tell(
                        order,
                        "gone",
                        f"{label(article)} tidak ada lagi dalam bunyi baru "
                        f"{label(path)} dan dianggap dihapus. Periksa.",
                    )
                    self._delete_article(article, unit)
        return self._set_group(path, there, new.model_copy(update={"units": ()}))

    def _set_group(self, path: Path, old: Unit | None, new: Unit) -> bool:
        if old is not None:
            self.law.body.replace(path, new)
        alone = old.model_copy(update={"units": ()}) if old is not None else None
        self.law.history.record(path, _titled(alone), _titled(new), self.by, restated=True)
        return True

    # Articles stated anew

    def _articles(self, orders: list[Operation]) -> Iterator[bool]:
        textual = [order for order in orders if order.action in _TEXTUAL]
        inserted = {
            order.target[0]
            for order in orders
            if order.action in (Action.INSERT, Action.ADD) and order.target[0].startswith("bab-")
        }
        changed_bab = any(
            order.action is Action.CHANGE and order.target[0].startswith("bab-")
            for order in textual
        )
        previous: Path | None = None
        for unit in _stated_articles(orders[0].restated, inserted):
            path = path_of(unit.id)[-1:]
            mine = [order for order in textual if order.target[:1] == path]
            if mine or changed_bab:
                yield self._article(path, unit, mine, previous)
                previous = path

    def _article(
        self, path: Path, stated: Unit, orders: list[Operation], previous: Path | None
    ) -> bool:
        there = self.law.body.get(path)
        new = renamed(stated, ":".join((self.law.id, *path)))
        whole = not orders or any(len(order.target) == 1 for order in orders)
        if there is None:
            order = orders[0] if orders else None
            if order is not None and order.action is not Action.INSERT:
                self._tell(
                    order,
                    "base_lacks",
                    f"{label(path)} diubah, tetapi tidak ada di {self.law.id}. Bunyi barunya "
                    "dimasukkan; periksa apakah perubahan sebelumnya sudah diambil.",
                )
            after = previous or (order.after if order is not None else None)
            self.law.body.insert(new, after, order.before if order is not None else None)
        else:
            if any(o.action is Action.INSERT and len(o.target) == 1 for o in orders) and not (
                is_deleted(there)
            ):
                self._tell(
                    orders[0],
                    "already_there",
                    f"{label(path)} disisipkan, padahal sudah ada di {self.law.id}. Bunyi yang "
                    "baru dipakai.",
                )
            if not whole and _is_partial(there, new, orders):
                new = self._merged(there, new, orders)
            self.law.body.replace(path, new)
        touched = self._record(path, there, new, restated=True)
        if there is not None and not whole:
            self._compare(path, there, new, orders, touched)
        self._explain(path, new)
        return True

    def _merged(self, there: Unit, stated: Unit, orders: list[Operation]) -> Unit:
        """The article as it stands, with only the named units of a partial restatement."""
        for order in orders:
            unit = inside(stated, order.target[1:])
            if unit is not None:
                after = order.after[-1] if order.after else None
                there = put_inside(there, order.target[1:], unit, after)
        return there

    def _compare(
        self,
        path: Path,
        there: Unit,
        new: Unit,
        orders: list[Operation],
        touched: list[Path],
    ) -> None:
        """Tell what the restatement changes beyond what the instruction names."""
        named = [order.target for order in orders]
        quiet = [
            one
            for one in touched
            if len(one) > 1
            and not any(one[: len(target)] == target for target in named)
            and not any(target[: len(one)] == one for target in named)
            and not any(other != one and other[: len(one)] == one for other in touched)
        ]
        for one in quiet:
            if inside(new, one[1:]) is None:
                words = f"{label(one)} tidak ada lagi dalam bunyi baru dan dianggap dihapus"
            else:
                words = f"bunyi {label(one)} berubah tanpa disebut dalam perintahnya"
            self._tell(orders[0], "not_announced", f"{words}. Periksa naskah {self.by.id}.")

    # Parts of articles, words, elucidation, annexes

    def _parts(self, orders: list[Operation]) -> Iterator[bool]:
        stated = {path_of(unit.id)[-1] for unit in _stated_articles(orders[0].restated, set())}
        for order in orders:
            kind = order.target[-1].partition("-")[0] if order.target else ""
            if order.action is Action.CHANGE_ELUCIDATION:
                yield self._change_elucidation(order)
            elif order.action is Action.REPLACE_WORDS:
                yield self._replace_words(order)
            elif kind == "lampiran":
                yield self._annex(order)
            elif kind not in _GROUP_KINDS and order.target[0] not in stated:
                yield self._part(order)

    def _part(self, order: Operation) -> bool:
        path = order.target
        there = self.law.body.get(path)
        if order.action is Action.DELETE:
            if there is None:
                return self._missing(order)
            if len(path) == 1:
                self._delete_article(path, there)
                return True
            new = there.model_copy(update={"text": _REMOVED, "closing": "", "units": ()})
        else:
            stated = _found(order.restated, path[-1])
            if stated is None:
                return self._untold(order)
            new = renamed(stated, ":".join((self.law.id, *path)))
        article = self.law.body.get(path[:1])
        if article is None:
            return self._missing(order)
        try:
            after = order.after[-1] if order.after else None
            changed = put_inside(article, path[1:], new, after)
        except KeyError:
            return self._missing(order)
        self.law.body.replace(path[:1], changed)
        self._record(path[:1], article, changed, restated=False)
        self._explain(path[:1], changed)
        return True

    def _delete_article(self, path: Path, there: Unit) -> None:
        gone = there.model_copy(update={"text": _REMOVED, "closing": "", "units": ()})
        self.law.body.replace(path, gone)
        self._record(path, there, gone, restated=False)
        explained = self.law.elucidation.get(path)
        if explained is not None:
            nothing = explained.model_copy(update={"text": _REMOVED, "closing": "", "units": ()})
            self.law.elucidation.replace(path, nothing)
            self._record((ELUCIDATION, *path), explained, nothing, restated=False)

    def _replace_words(self, order: Operation) -> bool:
        """Words in one unit, or everywhere in the law's body."""
        if order.target:
            there = self.law.body.get(order.target)
            if there is None:
                return self._missing(order)
            places: list[tuple[Path, Unit]] = [(order.target, there)]
        else:
            places = list(self.law.body.articles())
        found = False
        for path, unit in places:
            new = _with_words(unit, order.old_words, order.new_words)
            if new != unit:
                found = True
                article = self.law.body.get(path[:1])
                self.law.body.replace(path, new)
                self._record(path[:1], article, self.law.body.get(path[:1]), restated=False)
        if not found:
            self._tell(
                order,
                "words_not_found",
                f'"{order.old_words}" tidak ditemukan di {label(order.target) or self.law.id}, '
                "jadi tidak ada yang diganti. Periksa naskah kedua peraturan.",
            )
        return found

    def _change_elucidation(self, order: Operation) -> bool:
        path = order.target[1:]
        stated = self._explained.get(path[:1])
        if stated is None or (path[1:] and inside(stated, path[1:]) is None and not stated.text):
            self._tell(
                order,
                "no_text",
                f"{label(order.target)} diubah, tetapi bunyi barunya tidak ditemukan dalam "
                f"penjelasan {self.by.id}.",
            )
            return False
        if self.law.body.get(path[:1]) is None:
            return self._missing(order)
        old = self.law.elucidation.get(path[:1])
        new = renamed(stated, ":".join((self.law.id, ELUCIDATION, *path[:1])))
        if old is not None and not {slug for slug in _slugs(old)} <= {slug for slug in _slugs(new)}:
            merged = old
            for unit in new.units:  # only a part of the elucidation is stated anew
                merged = put_inside(merged, (unit.id.rpartition(":")[2],), unit)
            new = merged if new.units else new
        self._set_elucidation(path[:1], old, new)
        return True

    def _explain(self, path: Path, article: Unit) -> None:
        """The elucidation of an article that was stated anew, where the law gives one."""
        stated = self._explained.get(path)
        if stated is None:
            return
        new = renamed(stated, ":".join((self.law.id, ELUCIDATION, *path)))
        self._set_elucidation(path, self.law.elucidation.get(path), new)

    def _set_elucidation(self, path: Path, old: Unit | None, new: Unit) -> None:
        if old is None:
            self.law.elucidation.insert(new)
        else:
            self.law.elucidation.replace(path, new)
        self._record((ELUCIDATION, *path), old, new, restated=False)

    def _annex(self, order: Operation) -> bool:
        stated = next(
            (one for one in self.amending.annexes if path_of(one.id) == order.target), None
        )
        if stated is None and len(self.amending.annexes) == 1:
            stated = self.amending.annexes[0]
        there = self.law.annexes.get(order.target)
        if order.action is Action.DELETE and there is not None:
            stated = there.model_copy(update={"text": _REMOVED, "units": (), "cells": ()})
        if stated is None:
            return self._untold(order)
        new = renamed(stated, ":".join((self.law.id, *order.target)))
        if there is None:
            self.law.annexes.insert(new)
        else:
            self.law.annexes.replace(order.target, new)
        self._record(order.target, there, new, restated=True)
        return True

    # Telling

    def _record(
        self, path: Path, old: Unit | None, new: Unit | None, *, restated: bool
    ) -> list[Path]:
        return self.law.history.record(path, old, new, self.by, restated=restated)

    def _missing(self, order: Operation) -> bool:
        self._tell(
            order,
            "base_lacks",
            f"{label(order.target)} tidak ada di {self.law.id}, jadi perintah {order.action.value} "
            "tidak diterapkan. Periksa apakah perubahan sebelumnya sudah diambil.",
            Severity.ERROR,
        )
        return False

    def _untold(self, order: Operation) -> bool:
        self._tell(
            order,
            "no_text",
            f"Bunyi baru {label(order.target)} tidak ditemukan, jadi perubahan ini tidak "
            "diterapkan. Periksa naskahnya.",
            Severity.ERROR,
        )
        return False

    def _tell(
        self, order: Operation, code: str, words: str, severity: Severity = Severity.WARNING
    ) -> None:
        where = label(path_of(order.instruction))
        self.law.findings.append(
            Finding(
                severity=severity,
                code=code,
                unit=order.instruction,
                message=f"{self.by.id} {where}: {words}",
                page=order.page,
            )
        )


def _stated_articles(restated: Iterable[Unit], inserted: set[str]) -> Iterator[Unit]:
    """The articles that an item states anew, but for those in a Bab that is new as a whole."""
    for unit in restated:
        if unit.kind is UnitKind.PASAL:
            yield unit
        elif unit.id.rpartition(":")[2] not in inserted:
            yield from _stated_articles(unit.units, inserted)


def _found(units: Iterable[Unit], slug: str) -> Unit | None:
    return next((unit for unit in walk(tuple(units)) if unit.id.rpartition(":")[2] == slug), None)


def _slugs(unit: Unit) -> list[str]:
    return [one.id.rpartition(":")[2] for one in unit.units]


def _is_partial(there: Unit, stated: Unit, orders: Sequence[Operation]) -> bool:
    """Whether a restatement holds only what the instruction names, not the article as a whole."""
    old, new = set(_slugs(there)), set(_slugs(stated))
    return not old <= new and new <= {order.target[1] for order in orders}


def _with_words(unit: Unit, old: str, new: str) -> Unit:
    return unit.model_copy(
        update={
            "text": unit.text.replace(old, new),
            "closing": unit.closing.replace(old, new),
            "units": tuple(_with_words(one, old, new) for one in unit.units),
        }
    )


def _titled(unit: Unit | None) -> Unit | None:
    """A group with its title as text, so that titles are compared as texts are."""
    if unit is None:
        return None
    return unit.model_copy(update={"text": unit.text or unit.heading or unit.number, "units": ()})
