"""How a publish, a trial and what hinders them read in the chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.admin.roles import actor
from bot.telegram.admin.judgement import judgement_blocks
from bot.telegram.admin.naming import people, time_of
from bot.telegram.admin.publishing_texts import PublishingTexts
from bot.telegram.admin.waiting import Waiting, item_blocks, title_of
from bot.telegram.blocks import Block, paragraph
from bot.telegram.desk import Desk
from bot.telegram.messages import thousands

Json = Mapping[str, Any]
_SHOWN = 10
"""Items that are listed in the question before a publish."""


@dataclass(frozen=True)
class PublishingViews:
    """Blocks of text on publishing."""

    desk: Desk
    texts: PublishingTexts

    def edition(self, edition: str | None) -> str:
        """An edition's name; in words where there is none."""
        return edition or self.texts.no_edition

    def question(self, found: Waiting, reader: int) -> list[Block]:
        """Whether to publish what waits."""
        texts, items = self.texts, found.items
        asked = texts.ask.format(count=thousands(len(items))) if items else texts.ask_data_files
        blocks = [paragraph(asked, "bold")]
        blocks += item_blocks(items[:_SHOWN], self.desk.dialogue, reader)
        if (more := len(items) - _SHOWN) > 0:
            blocks.append(paragraph(texts.ask_more.format(count=thousands(more)), "italic"))
        serving = self.edition(found.serving)
        return [*blocks, paragraph(texts.ask_serving.format(edition=serving))]

    def four_eyes(self, found: Waiting, user: int) -> list[Block]:
        """Why this publisher may not publish what waits, and who may."""
        texts, dialogue = self.texts, self.desk.dialogue
        own = "; ".join(title_of(one, dialogue) for one in found.of(user)[:_SHOWN])
        free = [other for other in sorted(self.desk.admins.publishers) if not found.of(other)]
        others = people(map(actor, free), user)
        return [
            paragraph(texts.four_eyes.format(items=own)),
            paragraph(
                texts.four_eyes_others.format(people=others) if free else texts.four_eyes_nobody
            ),
        ]

    def published(self, result: Json, pending: int) -> list[Block]:
        """What was published, how it tests, what is to be done now."""
        texts, counts = self.texts, result["counts"]
        blocks = [paragraph(texts.published.format(edition=result["edition"]), "bold")]
        told = texts.holds.format(
            provisions=thousands(counts.get("provisions", 0)),
            official=thousands(counts.get("official provisions", 0)),
            rulings=thousands(counts.get("rulings", 0)),
        )
        if previous := result.get("previous"):
            told = f"{texts.replaced.format(edition=previous)} {told}"
        blocks.append(paragraph(told))
        if result.get("judgement"):
            blocks += judgement_blocks(result["judgement"])
        if pending:
            blocks.append(paragraph(texts.pending.format(count=thousands(pending))))
        if until := result.get("undo_until"):
            blocks.append(paragraph(texts.undo_until.format(time=time_of(until)), "italic"))
        return blocks

    def refused(self, serving: str | None, result: Any) -> list[Block]:
        """Which thresholds are missed, and what to do."""
        texts = self.texts
        blocks = [paragraph(texts.refused.format(edition=self.edition(serving)), "bold")]
        if isinstance(result, dict) and result.get("judgement"):
            blocks += judgement_blocks(result["judgement"])
        return [*blocks, paragraph(texts.refused_advice)]

    def tried(self, judgement: Json) -> list[Block]:
        """How what waits tests."""
        texts = self.texts
        verdict = texts.tried_missed if judgement.get("missed") else texts.tried_kept
        return [
            paragraph(texts.tried, "bold"),
            *judgement_blocks(judgement),
            paragraph(verdict, "bold"),
        ]
