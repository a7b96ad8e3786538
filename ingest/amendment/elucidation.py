"""The elucidation of what is amended, replaced along with it or by itself."""

from __future__ import annotations

from ingest.amendment.operation import Operation, Path
from ingest.amendment.paths import label
from ingest.amendment.tree import inside, put_inside, renamed, slugs
from ingest.amendment.work import ELUCIDATION, REMOVED, Work
from ingest.structure.document import Unit


def change_elucidation(work: Work, order: Operation) -> bool:
    """Another elucidation of a provision that stays; where only a part of it is stated, that part.

    Returns:
        Whether it was carried out.
    """
    path = order.target[1:]
    stated = work.explained.get(path[:1])
    if stated is None or (path[1:] and inside(stated, path[1:]) is None and not stated.text):
        work.tell(
            order,
            "no_text",
            f"{label(order.target)} diubah, tetapi bunyi barunya tidak ditemukan dalam "
            f"penjelasan {work.by.id}.",
        )
        return False
    if work.law.body.get(path[:1]) is None:
        return work.missing(order)
    old = work.law.elucidation.get(path[:1])
    new = renamed(stated, work.unit_id((ELUCIDATION, *path[:1])))
    if old is not None and not set(slugs(old)) <= set(slugs(new)):
        merged = old
        for unit in new.units:  # only a part of the elucidation is stated anew
            merged = put_inside(merged, (unit.id.rpartition(":")[2],), unit)
        new = merged if new.units else new
    _set(work, path[:1], old, new)
    return True


def explain(work: Work, path: Path) -> None:
    """The elucidation of an article that was stated anew, where the law gives one."""
    stated = work.explained.get(path)
    if stated is None:
        return
    new = renamed(stated, work.unit_id((ELUCIDATION, *path)))
    _set(work, path, work.law.elucidation.get(path), new)


def remove_elucidation(work: Work, path: Path) -> None:
    """The elucidation of a deleted article goes with it."""
    there = work.law.elucidation.get(path)
    if there is not None:
        nothing = there.model_copy(update={"text": REMOVED, "closing": "", "units": ()})
        _set(work, path, there, nothing)


def _set(work: Work, path: Path, old: Unit | None, new: Unit) -> None:
    if old is None:
        work.law.elucidation.insert(new)
    else:
        work.law.elucidation.replace(path, new)
    work.record((ELUCIDATION, *path), old, new, restated=False)
