"""A form as it is seen: what was filled in, the step that follows, the preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.storage.review_drafts import DAYS_KEPT
from bot.telegram.admin.review_draft import Draft, Form
from bot.telegram.admin.review_forms import FORMS, preview, step_of, steps_of
from bot.telegram.admin.review_grounds import looked_at
from bot.telegram.admin.review_queue import Failed
from bot.telegram.admin.review_steps import Material, Step, texts_of
from bot.telegram.admin.review_texts import FormTexts, ReviewTexts
from bot.telegram.admin.review_wording import own_examples
from bot.telegram.admin.ways import overview_button
from bot.telegram.blocks import (
    MESSAGE_LIMIT,
    Block,
    Span,
    heading,
    item,
    pack,
    pages,
    paragraph,
)
from bot.telegram.menu import Panel, Row, in_rows, key_of, panel
from bot.telegram.press import Press, button

LIST, ITEM = "rl", "ri"
"""Codes of the buttons that show the queue, and an item of it."""
BACK, NEXT, PAUSE, RESUME, CHANGE = "qb", "qn", "qj", "rc", "qg"
"""Codes of the buttons of a form: the step before and after, leaving it for later, going on, changing a step."""
LEAVE, LEAVE_SURELY, STAY, SUBMIT, TURN, UNLOOK = "qx", "qy", "qz", "qa", "qp", "qu"
"""Giving it up: asked, sure, after all not; handing it in; a page of the preview; back from a provision's text."""


def form_panel(draft: Draft, material: Material) -> Panel:
    """What a form shows now."""
    texts = material.texts
    if draft.paused:
        resume = button(texts.resume, Press(RESUME, key_of(draft.item)))
        return panel(
            [_head(draft, material), paragraph(texts.paused.format(days=DAYS_KEPT))], [[resume]]
        )
    if draft.leaving:
        rows = [[button(texts.yes_leave, Press(LEAVE_SURELY)), button(texts.stay, Press(STAY))]]
        return panel([_head(draft, material), paragraph(texts.ask_leave)], rows)
    citation = material.citation(draft.look) if draft.look else None
    if citation is not None:
        back = [button(texts.read_back, Press(UNLOOK))]
        [first, *_] = pages([], looked_at(citation), [], MESSAGE_LIMIT)
        return Panel((first,), InlineKeyboardMarkup([back]))
    step = step_of(draft, material)
    return _preview(draft, material) if step is None else _step(draft, step, material)


def awaits(draft: Draft, material: Material) -> bool:
    """Whether the next typed text is meant for the form."""
    if draft.paused or draft.leaving or draft.look:
        return False
    step = step_of(draft, material)
    return step is not None and step.awaits


def _step(draft: Draft, step: Step, material: Material) -> Panel:
    texts = material.texts
    place = steps_of(draft, material).index(step)
    told = _told(draft, material, but=step.name)
    asked = [
        *_fault(draft),
        Block((Span(texts_of(step.name, material).label, "bold"),), keep_with_next=True),
        paragraph(step.ask(material)),
        *step.blocks(draft, material),
        paragraph(texts.awaits if step.awaits else texts.awaits_nothing, "italic"),
    ]
    head = _head(draft, material)
    blocks = [head, *told, *asked]
    if len(pack(blocks)) > 1:
        blocks = [head, *asked]
    rows = [*step.rows(draft, material, place), _moving(draft, step, material), _leaving(texts)]
    [first, *_] = pages([], blocks, [], MESSAGE_LIMIT)
    return Panel((first,), InlineKeyboardMarkup([row for row in rows if row]))


def _preview(draft: Draft, material: Material) -> Panel:
    texts = material.texts
    head = [_head(draft, material), *_fault(draft), paragraph(texts.preview, "italic")]
    found = pages(head, preview(draft, material), [paragraph(texts.change_intro)], MESSAGE_LIMIT)
    at = min(draft.page, len(found) - 1)
    labels = (
        button(
            texts.change.format(label=texts_of(step.name, material).label), Press(CHANGE, step.name)
        )
        for step in steps_of(draft, material)
    )
    rows = [
        _turning(at, len(found), material),
        [button(texts.submit, Press(SUBMIT))],
        *in_rows(labels, 2),
        _leaving(texts),
    ]
    return Panel((found[at],), InlineKeyboardMarkup([row for row in rows if row]))


def _turning(at: int, count: int, material: Material) -> Row:
    labels = material.messages.buttons
    row = [button(labels.earlier, Press(TURN, "", at - 1))] if at else []
    if at + 1 < count:
        row.append(button(labels.later, Press(TURN, "", at + 1)))
    return row


def _head(draft: Draft, material: Material) -> Block:
    texts, steps = material.texts, steps_of(draft, material)
    names = [step.name for step in steps]
    title = texts.titles[draft.form]
    if draft.step not in names:
        return heading(title)
    place = texts.place.format(title=title, number=names.index(draft.step) + 1, count=len(names))
    return heading(place)


def _told(draft: Draft, material: Material, *, but: str) -> list[Block]:
    """What was filled in so far, and which question it is about."""
    texts = material.texts
    lines = [
        item("•", Span(f"{texts_of(step.name, material).label}: ", "bold"), Span(words))
        for step in FORMS[draft.form]
        if step.name != but and (words := step.told(draft, material))
    ]
    if not lines:
        return []
    return [heading(texts.filled), *(replace(line, tight=True) for line in lines)]


def _fault(draft: Draft) -> list[Block]:
    return [paragraph(part, "bold") for part in draft.fault.split("\n\n") if part]


def _moving(draft: Draft, step: Step, material: Material) -> Row:
    texts = material.texts
    first = steps_of(draft, material)[0].name == step.name
    row = [] if first and not draft.returning else [button(texts.back, Press(BACK))]
    if step.lacks(draft, material) is None:
        label = texts.next if step.told(draft, material) else texts.skip
        row.append(button(label, Press(NEXT)))
    return row


def _leaving(texts: FormTexts) -> Row:
    return [button(texts.pause, Press(PAUSE)), button(texts.cancel, Press(LEAVE))]


def staged_panel(form: Form, name: str | None, texts: ReviewTexts) -> Panel:
    """That it was handed in, and what has to follow before it counts."""
    words = texts.form
    blocks = [
        heading(words.titles[form]),
        paragraph(words.staged.format(name=name or "–")),
        paragraph(words.after),
    ]
    return panel(blocks, [[overview_button()], [button(texts.item.back, Press(LIST))]])


def left_panel(draft: Draft, texts: ReviewTexts) -> Panel:
    """That a form was given up."""
    return panel([paragraph(texts.form.left)], [[_to_item(draft.item, texts)]])


def gone_panel(texts: ReviewTexts, draft: Draft | None = None) -> Panel:
    """That an item is in the queue no more; what an editor has written for a new ruling is not lost with it.

    ``draft`` is the form as it was kept, without the words of users.
    """
    blocks = [paragraph(texts.item.gone)]
    if draft is not None and draft.form is Form.RULING:
        written = [draft.text(name) for name in ("title", "when", "summary")]
        written += [*draft.listed("conditions"), *draft.listed("next_steps"), *own_examples(draft)]
        kept = [item("•", Span(text)) for text in written if text]
        blocks += [heading(texts.form.written), *kept] if kept else []
    return panel(blocks, [[button(texts.item.back, Press(LIST))]])


def failed_panel(failed: Failed, said: str, rows: Sequence[Row]) -> Panel:
    """That something could not be done, with the command's own words below."""
    blocks = [paragraph(said)]
    if failed.message:
        blocks.append(paragraph(failed.message, "italic"))
    return panel(blocks, rows)


def refusal(failed: Failed, texts: FormTexts, *, of_words: bool) -> str:
    """Why a form was not taken, in Indonesian, with the command's own words below."""
    said = failed.message.lower()
    why = next((told for part, told in texts.refusals.items() if part in said), None)
    opening = texts.refused_words if of_words else texts.refused
    return "\n\n".join(filter(None, (f"{opening} {why or texts.unknown_refusal}", failed.message)))


def _to_item(identity: str, texts: ReviewTexts) -> InlineKeyboardButton:
    return button(texts.item.again, Press(ITEM, key_of(identity)))
