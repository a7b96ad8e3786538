"""Operations on parts of an article without the article, on words, and on annexes."""

from __future__ import annotations

from ingest.amendment.articles import delete_article
from ingest.amendment.elucidation import explain
from ingest.amendment.operation import Action, Operation, Path
from ingest.amendment.paths import label, path_of
from ingest.amendment.tree import put_inside, renamed
from ingest.amendment.work import REMOVED, Work, found_in
from ingest.structure.document import Unit


def change_part(work: Work, order: Operation) -> bool:
    """An article deleted, or a unit inside one changed, added or deleted by itself.

    Returns:
        Whether it was carried out.
    """
    path = order.target
    there = work.law.body.get(path)
    if order.action is Action.DELETE:
        if there is None:
            return work.missing(order)
        if len(path) == 1:
            delete_article(work, path, there)
            return True
        new = there.model_copy(update={"text": REMOVED, "closing": "", "units": ()})
    else:
        stated = found_in(order.restated, path[-1])
        if stated is None:
            return work.untold(order)
        new = renamed(stated, work.unit_id(path))
    article = work.law.body.get(path[:1])
    if article is None:
        return work.missing(order)
    try:
        after = order.after[-1] if order.after else None
        changed = put_inside(article, path[1:], new, after)
    except KeyError:
        return work.missing(order)
    work.law.body.replace(path[:1], changed)
    work.record(path[:1], article, changed, restated=False)
    explain(work, path[:1])
    return True


def replace_words(work: Work, order: Operation) -> bool:
    """Words in one unit, or everywhere in the law's body."""
    if order.target:
        there = work.law.body.get(order.target)
        if there is None:
            return work.missing(order)
        places: list[tuple[Path, Unit]] = [(order.target, there)]
    else:
        places = list(work.law.body.articles())
    found = False
    for path, unit in places:
        new = _with_words(unit, order.old_words, order.new_words)
        if new != unit:
            found = True
            article = work.law.body.get(path[:1])
            work.law.body.replace(path, new)
            work.record(path[:1], article, work.law.body.get(path[:1]), restated=False)
    if not found:
        work.tell(
            order,
            "words_not_found",
            f'"{order.old_words}" tidak ditemukan di {label(order.target) or work.law.id}, '
            "jadi tidak ada yang diganti. Periksa naskah kedua peraturan.",
        )
    return found


def change_annex(work: Work, order: Operation) -> bool:
    """An annex replaced, added or deleted as a whole.

    Returns:
        Whether it was carried out.
    """
    stated = next((one for one in work.amending.annexes if path_of(one.id) == order.target), None)
    if stated is None and len(work.amending.annexes) == 1:
        stated = work.amending.annexes[0]
    there = work.law.annexes.get(order.target)
    if order.action is Action.DELETE and there is not None:
        stated = there.model_copy(update={"text": REMOVED, "units": (), "cells": ()})
    if stated is None:
        return work.untold(order)
    new = renamed(stated, work.unit_id(order.target))
    if there is None:
        work.law.annexes.insert(new)
    else:
        work.law.annexes.replace(order.target, new)
    work.record(order.target, there, new, restated=True)
    return True


def _with_words(unit: Unit, old: str, new: str) -> Unit:
    return unit.model_copy(
        update={
            "text": unit.text.replace(old, new),
            "closing": unit.closing.replace(old, new),
            "units": tuple(_with_words(one, old, new) for one in unit.units),
        }
    )
