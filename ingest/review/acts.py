"""What an editor makes of an item: an example, a new ruling, out of scope, nothing.

A change is staged like any other, checked by the same rules, and counts with the next publish. Until then its
questions are set aside: they come back when the change is discarded, and are erased when it serves and that can no
longer be undone. The words of an example are those that the editor gives; none of an item's own are taken over unseen.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from bot.anonymous import load_name_texts
from bot.storage.review import (
    dismiss_complaints,
    erase_questions,
    stage_complaints,
    stage_questions,
)
from ingest.audit import Act, write_act
from ingest.edits import stage_example, stage_ruling
from ingest.review.form import Form, fault_of, read_form, ruling_of
from ingest.review.model import Item, Kind
from ingest.review.queue import Desk
from knowledge.errors import StagingError
from knowledge.model import Example, QuestionClass, Verdict

OUTSIDE = "kelas-topik-lain"
"""The class of what is out of scope, unless another is chosen."""


def add_example(
    desk: Desk,
    item: Item,
    *,
    ruling: str,
    text: str,
    who: str,
    verdict: str | None = None,
    facts: Mapping[str, str] | None = None,
) -> str:
    """Stage an example of a ruling or class, by default with its main verdict; returns the change's name.

    Raises:
        StagingError: the ruling is unknown, or the example breaks a rule of the data.
        EditionError: another command is writing.
    """
    _require_acts(item)
    target = desk.knowledge.answerable(ruling)
    chosen = verdict or (target.verdict.value if target else None)
    if chosen is None:
        raise StagingError(
            f"There is no ruling or class {ruling}. asn-ingest review show {item.id} lists the nearest ones."
        )
    _require_worded(text)
    try:
        example = Example.model_validate(
            {"q": text, "ruling": ruling, "verdict": chosen, "facts": facts or {}}
        )
    except ValidationError as error:
        raise StagingError(f"The example cannot be used: {fault_of(error)}.") from None
    name = stage_example(desk.settings, example, who=who)
    _set_aside(desk, item, name, who)
    return name


def add_ruling(desk: Desk, item: Item, form: Form, *, who: str) -> str:
    """Stage a new ruling with its examples; returns the change's name.

    Raises:
        StagingError: the ruling or an example breaks a rule of the data.
        EditionError: another command is writing.
    """
    _require_acts(item)
    for text in form.examples:
        _require_worded(text)
    ruling, examples = ruling_of(form, desk.knowledge)
    name = stage_ruling(desk.settings, ruling, examples, who=who)
    _set_aside(desk, item, name, who)
    return name


def put_outside(desk: Desk, item: Item, *, text: str, who: str, named: str | None = None) -> str:
    """Stage an example of what is out of scope; returns the change's name.

    Raises:
        StagingError: there is no such class of questions out of scope, or the example breaks a rule of the data.
        EditionError: another command is writing.
    """
    chosen = named or OUTSIDE
    known = outside_classes(desk)
    if chosen not in {one.id for one in known}:
        raise StagingError(
            f"{chosen} is no class of questions out of scope. There are: "
            f"{', '.join(one.id for one in known) or 'none'}."
        )
    return add_example(desk, item, ruling=chosen, text=text, who=who)


def outside_classes(desk: Desk) -> list[QuestionClass]:
    """The classes of questions that are out of scope."""
    classes = desk.knowledge.classes.values()
    return [one for one in classes if one.verdict is Verdict.DI_LUAR_CAKUPAN]


def dismiss(desk: Desk, item: Item, *, who: str, reason: str | None = None) -> None:
    """Take an item out of the queue; the words of its users are erased at once.

    Raises:
        StagingError: it is a ruling, which is confirmed instead.
        StoreError: the database cannot be used.
    """
    _require_acts(item)
    what = "complaints" if item.kind is Kind.COMPLAINT else "questions"
    subject = f"{item.id} ({item.count:,} {what})"
    write_act(desk.settings, Act(who, "dismiss", subject=subject, reason=reason))
    if item.kind is Kind.COMPLAINT:
        desk.store.run_sync(dismiss_complaints, item.ruling or "", now=time.time())
    else:
        desk.store.run_sync(erase_questions, item.members)
    asyncio.run(desk.store.scrub())


def apply(desk: Desk, item: Item, act: Mapping[str, Any], *, who: str) -> str | None:
    """Do what another program asks for; returns the name of the change that is staged, if any is.

    Raises:
        StagingError: the act is unknown, lacks something, or cannot be done.
        EditionError: another command is writing.
    """
    match act.get("act"):
        case "example":
            return add_example(
                desk,
                item,
                ruling=_text(act, "ruling"),
                text=_text(act, "text"),
                who=who,
                verdict=_optional(act, "verdict"),
                facts=act.get("facts"),
            )
        case "ruling":
            return add_ruling(desk, item, read_form(act.get("form")), who=who)
        case "outside":
            text, named = _text(act, "text"), _optional(act, "class")
            return put_outside(desk, item, text=text, who=who, named=named)
        case "dismiss":
            dismiss(desk, item, who=who, reason=_optional(act, "reason"))
            return None
    raise StagingError("act must be example, ruling, outside or dismiss.")


def _set_aside(desk: Desk, item: Item, name: str, who: str) -> None:
    write_act(desk.settings, Act(who, "review", subject=f"{item.id}: {name}"))

    def aside(session: Session) -> None:
        if item.kind is Kind.COMPLAINT:
            stage_complaints(session, item.ruling or "", name, now=time.time())
        else:
            stage_questions(session, item.members, name)

    desk.store.run_sync(aside)


def _require_acts(item: Item) -> None:
    if item.kind is Kind.RULING:
        raise StagingError(
            f"The ruling {item.ruling} awaits review because its basis changed. If it still holds: "
            f"asn-ingest confirm {item.ruling}"
        )


def _require_worded(text: str) -> None:
    """Make sure that an example has no mark of something that was taken out of a user's words.

    Raises:
        StagingError: it has one.
    """
    marks = load_name_texts()
    for mark in (marks.number, marks.address, marks.account, marks.name):
        if mark in text:
            raise StagingError(f"The example still has {mark}. Word it without that.")


def _text(act: Mapping[str, Any], name: str) -> str:
    found = _optional(act, name)
    if found is None:
        raise StagingError(f"{name} is missing.")
    return found


def _optional(act: Mapping[str, Any], name: str) -> str | None:
    found = act.get(name)
    if found is not None and not isinstance(found, str):
        raise StagingError(f"{name} must be a text.")
    return found or None
