"""The forms: their steps, what is handed in, and how that is shown before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.answering.answer import Answer
from bot.answering.grounds import is_provision
from bot.answering.sentences import first_sentence
from bot.telegram.admin.review_choosing import (
    BranchStep,
    ClassStep,
    FamilyStep,
    RulingStep,
    StrengthStep,
    VerdictStep,
)
from bot.telegram.admin.review_draft import Draft, Form
from bot.telegram.admin.review_grounds import BasisStep, SanctionStep, label_of
from bot.telegram.admin.review_steps import LinesStep, Material, Step, TextStep
from bot.telegram.admin.review_wording import ExamplesStep, WordingStep
from bot.telegram.blocks import Block, Span, heading, item, paragraph, paragraphs
from bot.telegram.render import body_blocks, foot_blocks, head_blocks
from knowledge.clock import today
from knowledge.model import Verdict

FORMS: Mapping[Form, Sequence[Step]] = {
    Form.EXAMPLE: (RulingStep(), BranchStep(), WordingStep()),
    Form.OUTSIDE: (ClassStep(), WordingStep()),
    Form.RULING: (
        TextStep("title", least=15, most=200),
        TextStep("when", least=10, most=300),
        VerdictStep(),
        TextStep("summary", least=40, most=700),
        LinesStep("conditions", most=8, longest=300),
        BasisStep(),
        SanctionStep(),
        LinesStep("next_steps", most=6, longest=300),
        StrengthStep(),
        FamilyStep(),
        ExamplesStep(),
    ),
}
"""The steps of each form in their order; the preview follows the last."""
PREVIEW = "preview"


def steps_of(draft: Draft, material: Material) -> list[Step]:
    """The steps of a form in which there is something to fill in."""
    return [step for step in FORMS[draft.form] if step.needed(draft, material)]


def step_of(draft: Draft, material: Material) -> Step | None:
    """The step that is shown; None for the preview, which is shown only once nothing is missing."""
    steps = steps_of(draft, material)
    shown = next((step for step in steps if step.name == draft.step), None)
    return shown or next((step for step in steps if step.lacks(draft, material)), None)


def begun(identity: str, form: Form, material: Material) -> Draft:
    """An empty form at its first step."""
    draft = Draft(identity, form)
    return replace(draft, step=steps_of(draft, material)[0].name)


def advanced(draft: Draft, material: Material) -> Draft:
    """The next step; from one that is filled in anew back to the preview, unless something is missing now."""
    steps = steps_of(draft, material)
    shown = step_of(draft, material)
    names = [step.name for step in steps]
    at = steps.index(shown) + 1 if shown else len(steps)
    if draft.returning:
        missing = [one.name for one in steps if one.lacks(draft, material)]
        following = missing[0] if missing else PREVIEW
    else:
        following = names[at] if at < len(names) else PREVIEW
    returning = draft.returning and following != PREVIEW
    return replace(draft, step=following, returning=returning, fault="", page=0)


def retreated(draft: Draft, material: Material) -> Draft:
    """The step before; the first one stays."""
    names = [*(step.name for step in steps_of(draft, material)), PREVIEW]
    at = names.index(draft.step) if draft.step in names else len(names) - 1
    before = PREVIEW if draft.returning else names[max(0, at - 1)]
    return replace(draft, step=before, returning=False, fault="", page=0)


def act_of(draft: Draft, material: Material) -> dict[str, Any]:
    """What is handed in, as ``asn-ingest review apply`` reads it."""
    if draft.form is Form.OUTSIDE:
        return {"act": "outside", "class": draft.text("class"), "text": draft.text("text")}
    if draft.form is Form.EXAMPLE:
        ruling = draft.text("ruling")
        record = material.library.record(ruling)
        verdict = draft.text("branch") or (record.verdict.value if record else None)
        return {"act": "example", "ruling": ruling, "verdict": verdict, "text": draft.text("text")}
    texts = {name: draft.text(name) for name in _TEXTS}
    lists = {name: [*draft.listed(name)] for name in _LISTS}
    return {"act": "ruling", "form": {**texts, **lists}}


_TEXTS = ("family", "title", "verdict", "when", "summary", "strength")
_LISTS = ("conditions", "basis", "sanctions", "next_steps", "examples")


def preview(draft: Draft, material: Material) -> list[Block]:
    """What is handed in, as users will see it."""
    texts = material.texts
    if draft.form is Form.OUTSIDE:
        title = _told("class", draft, material)
        return [paragraph(texts.outside_preview.format(question=draft.text("text"), title=title))]
    if draft.form is Form.EXAMPLE:
        verdict = Verdict(act_of(draft, material)["verdict"] or Verdict.PERLU_RINCIAN)
        words = texts.example_preview.format(
            question=draft.text("text"),
            title=_told("ruling", draft, material),
            verdict=material.messages.verdicts[verdict],
        )
        return [*paragraphs(words)]
    answer, messages = _answer(draft, material), material.messages
    examples = draft.listed("examples")
    return [
        *head_blocks(answer, messages),
        *body_blocks(answer, messages),
        *foot_blocks(answer, messages),
        heading(texts.examples_preview.format(count=len(examples))),
        *(item("•", Span(one)) for one in examples),
    ]


def _told(step: str, draft: Draft, material: Material) -> str:
    found = next(one for one in FORMS[draft.form] if one.name == step)
    return found.told(draft, material)


def _answer(draft: Draft, material: Material) -> Answer:
    """The answer that the title of the new ruling would get."""
    headline, rest = first_sentence(draft.text("summary"))
    basis, sanctions = draft.listed("basis"), draft.listed("sanctions")
    cited = dict.fromkeys([*basis, *filter(is_provision, sanctions)])
    citations = filter(None, map(material.citation, cited))
    return Answer(
        verdict=Verdict(draft.text("verdict")),
        headline=headline,
        text=rest,
        conditions=draft.listed("conditions"),
        sanctions=tuple(_sanction(one, material) for one in sanctions),
        next_steps=draft.listed("next_steps"),
        citations=tuple(citations),
        strength=draft.text("strength"),
        confidence=1.0,
        edition=material.edition,
        as_of=today(),
    )


def _sanction(one: str, material: Material) -> str:
    citation = material.citation(one) if is_provision(one) else None
    return f"{citation.label}: {citation.text}" if citation else label_of(one, material)
