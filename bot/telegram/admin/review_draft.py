"""A form on an item of the review queue as far as it is filled in, as it is kept between two presses."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from bot.storage.review_drafts import Kept


class Form(StrEnum):
    """What is filled in; the value is the name of the act that it leads to."""

    EXAMPLE = "example"
    """A question that an existing ruling answers."""
    RULING = "ruling"
    """A new ruling."""
    OUTSIDE = "outside"
    """A question that is not about neutrality."""


@dataclass(frozen=True)
class Draft:
    """How far a form is filled in. It keeps ids and what the editor has written, not the queue's words."""

    item: str
    form: Form
    step: str = ""
    """Name of the step that is shown; empty before the first."""
    values: dict[str, Any] = field(default_factory=dict)
    """By step."""
    message: int = 0
    """The message that shows the form."""
    update: int = 0
    """The update that has changed it last; handled again, it changes nothing more."""
    look: str = ""
    """The provision whose text is shown instead of the step."""
    page: int = 0
    """Page of the preview."""
    paused: bool = False
    leaving: bool = False
    """Whether the editor has to say whether all of this is to be given up."""
    returning: bool = False
    """Whether a step is filled in anew from the preview, which follows it."""
    fault: str = ""
    """What is said above the step: what was wrong with what was typed or handed in."""

    def kept(self) -> Kept:
        """As it is stored."""
        state = asdict(self)
        for name in ("item", "message"):
            del state[name]
        return Kept(self.item, self.message, {**state, "form": self.form.value})

    def holding(self, step: str, value: object) -> Draft:
        """With another value of a step."""
        return replace(self, values={**self.values, step: value})

    def text(self, step: str) -> str:
        """The value of a step that holds one text; empty when it is not filled in."""
        value = self.values.get(step)
        return value if isinstance(value, str) else ""

    def listed(self, step: str) -> tuple[str, ...]:
        """The values of a step that holds several."""
        value = self.values.get(step)
        return tuple(value) if isinstance(value, list) else ()

    def toggled(self, step: str, value: str) -> Draft:
        """With a value of several put in, or taken out."""
        held = self.listed(step)
        kept = [one for one in held if one != value] if value in held else [*held, value]
        return self.holding(step, kept)


def draft_of(kept: Kept | None) -> Draft | None:
    """A form as it was stored; None when there is none, or another version of the bot kept it in another shape."""
    if kept is None:
        return None
    try:
        state = {**kept.state, "form": Form(kept.state["form"])}
        return Draft(item=kept.item, message=kept.message, **state)
    except (KeyError, TypeError, ValueError):
        return None
