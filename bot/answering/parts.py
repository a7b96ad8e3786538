"""One answer over several: what a message asked that asks several things."""

from __future__ import annotations

from bot.answering.answer import Answer, Citation
from bot.answering.decide import STRICTEST_FIRST
from bot.answering.understand import Understood
from bot.answering.wording import Wording


def in_parts(wording: Wording, parts: tuple[Answer, ...], understood: Understood) -> Answer:
    """One answer over several: the strictest verdict, and each part with its own."""
    verdict = min((part.verdict for part in parts), key=STRICTEST_FIRST.index)
    leading = next(part for part in parts if part.verdict is verdict)
    seen: dict[str, Citation] = {c.id: c for part in parts for c in part.citations}
    return leading.model_copy(
        update={
            "headline": wording.parts.headline.format(count=len(parts)),
            "text": listed(wording, parts),
            "review": any(part.review for part in parts),
            "citations": tuple(seen.values()),
            "parts": parts,
            "clarify": None,
            "facts": understood.facts,
            "assumed": {k: v for part in parts for k, v in part.assumed.items()},
            "confidence": min(part.confidence for part in parts),
        }
    )


def listed(wording: Wording, parts: tuple[Answer, ...]) -> str:
    """The text over several answers: verdict and headline of each."""
    return "\n\n".join(
        f"{number}. {wording.badges[part.verdict]}: {part.headline}"
        + (f" {wording.review.note}" if part.review else "")
        for number, part in enumerate(parts, start=1)
    )
