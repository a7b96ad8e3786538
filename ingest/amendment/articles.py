"""Articles that an amending law states anew or deletes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.amendment.compare import is_deleted
from ingest.amendment.elucidation import explain, remove_elucidation
from ingest.amendment.operation import Action, Operation, Path
from ingest.amendment.paths import label
from ingest.amendment.tree import inside, put_inside, renamed, slugs
from ingest.amendment.work import REMOVED, Work
from ingest.structure.document import Unit


def restate_article(
    work: Work, path: Path, stated: Unit, orders: list[Operation], previous: Path | None
) -> bool:
    """The text of an article as the amending law states it anew.

    Args:
        work: the law and its amendment.
        path: of the article.
        stated: the article in the amending law.
        orders: what the instruction orders of this article; empty where its whole Bab is changed.
        previous: the article that the same item states before this one.

    Returns:
        Whether it was carried out, which it always is.
    """
    there = work.law.body.get(path)
    new = renamed(stated, work.unit_id(path))
    whole = not orders or any(len(order.target) == 1 for order in orders)
    if there is None:
        order = orders[0] if orders else None
        if order is not None and order.action is not Action.INSERT:
            work.tell(
                order,
                "base_lacks",
                f"{label(path)} diubah, tetapi tidak ada di {work.law.id}. Bunyi barunya "
                "dimasukkan; periksa apakah perubahan sebelumnya sudah diambil.",
            )
        after = previous or (order.after if order is not None else None)
        work.law.body.insert(new, after, order.before if order is not None else None)
    else:
        if any(o.action is Action.INSERT and len(o.target) == 1 for o in orders) and not (
            is_deleted(there)
        ):
            work.tell(
                orders[0],
                "already_there",
                f"{label(path)} disisipkan, padahal sudah ada di {work.law.id}. Bunyi yang "
                "baru dipakai.",
            )
        if not whole and _is_partial(there, new, orders):
            new = _merged(there, new, orders)
        elif not whole:
            lost = list(_lost(path, there, new, [order.target for order in orders]))
            for one, unit in lost:
                new = put_inside(new, one[1:], unit)
                work.tell(
                    orders[0],
                    "not_restated",
                    f"{label(one)} tidak ada dalam bunyi baru, padahal perintahnya tidak "
                    "menghapusnya. Bunyi lama dipertahankan; periksa naskahnya.",
                )
        work.law.body.replace(path, new)
    touched = work.record(path, there, new, restated=True)
    if there is not None and not whole:
        _compare(work, path, there, new, orders, touched)
    explain(work, path)
    return True


def _merged(there: Unit, stated: Unit, orders: list[Operation]) -> Unit:
    """The article as it stands, with only the named units of a partial restatement."""
    for order in orders:
        path = order.target[1:]
        while path[:-1] and inside(there, path[:-1]) is None:  # its ayat is new as well
            path = path[:-1]
        unit = inside(stated, path)
        if unit is not None:
            there = put_inside(there, path, unit, order.after[-1] if order.after else None)
    return there


def _lost(path: Path, there: Unit, new: Unit, named: Sequence[Path]) -> Iterator[tuple[Path, Unit]]:
    """Units that a restatement leaves out although the instruction leaves them alone.

    A restatement repeats the whole article, so such a unit was lost in the document, not deleted:
    a deletion is ordered, and its place restated as "dihapus" (UU 12/2011 Lampiran II).
    """
    for unit in there.units:
        one = (*path, unit.id.rpartition(":")[2])
        if one in named:
            continue
        counterpart = inside(new, one[len(path) :])
        if counterpart is not None:
            yield from _lost(one, unit, counterpart, named)
        elif not is_deleted(unit):
            yield one, unit


def _compare(
    work: Work,
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
        if inside(there, one[1:]) is None:
            words = f"{label(one)} ditambahkan tanpa disebut dalam perintahnya"
        else:
            words = f"bunyi {label(one)} berubah tanpa disebut dalam perintahnya"
        work.tell(orders[0], "not_announced", f"{words}. Periksa naskah {work.by.id}.")


def delete_article(work: Work, path: Path, there: Unit) -> None:
    """An article is no more; its place and its former text are kept."""
    gone = there.model_copy(update={"text": REMOVED, "closing": "", "units": ()})
    work.law.body.replace(path, gone)
    work.record(path, there, gone, restated=False)
    remove_elucidation(work, path)


def _is_partial(there: Unit, stated: Unit, orders: Sequence[Operation]) -> bool:
    """Whether a restatement holds only what the instruction names, not the article as a whole."""
    old, new = set(slugs(there)), set(slugs(stated))
    return not old <= new and new <= {order.target[1] for order in orders}
