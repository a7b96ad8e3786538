"""Operations on a Bab, Bagian or Paragraf."""

from __future__ import annotations

from ingest.amendment.articles import delete_article
from ingest.amendment.elucidation import explain
from ingest.amendment.operation import Action, Operation, Path
from ingest.amendment.paths import label, path_of
from ingest.amendment.tree import renamed
from ingest.amendment.work import REMOVED, Work, found_in
from ingest.structure.document import Unit, UnitKind, walk

GROUP_KINDS = ("bab", "bagian", "paragraf")


def change_group(work: Work, order: Operation, orders: list[Operation]) -> bool:
    """A Bab, Bagian or Paragraf inserted, retitled, stated anew or deleted with its articles.

    Args:
        work: the law and its amendment.
        order: what is to be done.
        orders: all operations of the instruction; what they say of an article goes before.

    Returns:
        Whether it was carried out.
    """
    path = order.target
    there = work.law.body.get(path)
    stated = found_in(order.restated, path[-1])
    if there is None and order.action not in (Action.INSERT, Action.ADD):
        return work.missing(order)
    if there is None and len(path) > 1 and work.law.body.get(path[:-1]) is None:
        return work.missing(order)  # a new Bagian of a Bab that is not there
    if order.action is Action.DELETE:
        ordered = {one.target[0] for one in orders}
        for article, unit in list(work.law.body.articles(path)):
            if article[0] not in ordered:
                delete_article(work, article, unit)
        assert there is not None
        return _set_group(
            work, path, there, there.model_copy(update={"heading": "", "text": REMOVED})
        )
    if stated is None:
        return work.untold(order)
    new = renamed(stated, work.unit_id(path))
    if there is None:
        for inner in walk(new.units):
            own = path_of(inner.id)
            if inner.kind is UnitKind.PASAL and work.law.body.get(own) is not None:
                work.law.body.remove(own)
        work.law.body.insert(new, order.after, order.before, within=path[:-1])
        _set_group(work, path, None, new.model_copy(update={"units": ()}))
        for article, unit in list(work.law.body.articles(path)):
            work.record(article, None, unit, restated=True)
            explain(work, article)
        return True
    if order.action is Action.CHANGE:
        kept = {path_of(unit.id) for unit in walk(new.units)}
        for article, unit in list(work.law.body.articles(path)):
            if article not in kept:
                work.tell(
                    order,
                    "not_announced",
                    f"{label(article)} tidak ada lagi dalam bunyi baru "
                    f"{label(path)} dan dianggap dihapus. Periksa.",
                )
                delete_article(work, article, unit)
    return _set_group(work, path, there, new.model_copy(update={"units": ()}))


def _set_group(work: Work, path: Path, old: Unit | None, new: Unit) -> bool:
    if old is not None:
        work.law.body.replace(path, new)
    alone = old.model_copy(update={"units": ()}) if old is not None else None
    work.law.history.record(path, _titled(alone), _titled(new), work.by, restated=True)
    return True


def _titled(unit: Unit | None) -> Unit | None:
    """A group with its title as text, so that titles are compared as texts are."""
    if unit is None:
        return None
    return unit.model_copy(update={"text": unit.text or unit.heading or unit.number, "units": ()})
