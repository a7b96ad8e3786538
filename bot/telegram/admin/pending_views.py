"""How rulings that await review read in the chat, and as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from telegram import InlineKeyboardButton

from bot.telegram.admin.difference import standing_words
from bot.telegram.admin.naming import provision_name, regulation_name
from bot.telegram.admin.pending import SEVERAL, Changed, Pending, mark_of_all
from bot.telegram.admin.ways import CONFIRMING, PENDING
from bot.telegram.blocks import Block, Span, cut_short, heading, item, paragraph
from bot.telegram.dialogue import Dialogue
from bot.telegram.menu import Panel, in_rows, key_of, page_of, panel
from bot.telegram.messages import thousands
from bot.telegram.press import Press, button
from bot.telegram.render import verdict_words
from bot.telegram.sending import Document
from bot.texts import CheckedTexts
from knowledge.model import Text

GROUP, CONFIRM, DETAILS, ASK_ALL = "ycg", "ycc", "ycd", "yca"
"""Codes of the buttons: a regulation's rulings, confirm one, its changes as a file, confirm all of a regulation."""
_PER_PAGE = 8
_PROVISIONS = 3
"""Changed provisions that the chat shows of a ruling."""
_WORDS = 350
"""Characters shown of a provision's text, before and after."""
_COUNT = frozenset({"count"})
_TEXT = frozenset({"text"})


class ConfirmingTexts(CheckedTexts):
    """The contents of ``confirming.yaml``."""

    reading: Text
    title: Text
    intro: Text
    nothing: Text
    several: Text
    group: Text
    group_title: Text
    group_intro: Text
    confirm_group: Text
    back: Text
    all_regulations: Text
    verdict: Text
    changed: Text
    before: Text
    after: Text
    only_new: Text
    gone: Text
    same_words: Text
    unknown_change: Text
    standing: Text
    more: Text
    cut: Text
    confirm: Text
    details: Text
    preparing: Text
    file_name: Text
    ask_group: Text
    yes_group: Text
    confirming: Text
    confirmed: Text
    confirmed_group: Text
    already: Text
    stale: Text
    dropped: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        **dict.fromkeys(("intro", "confirm_group", "more", "confirmed_group"), _COUNT),
        **dict.fromkeys(
            ("before", "after", "only_new", "gone", "same_words", "unknown_change"), _TEXT
        ),
        "nothing": frozenset({"edition"}),
        "group": frozenset({"regulation", "count"}),
        "group_title": frozenset({"regulation"}),
        "group_intro": frozenset({"page"}),
        "verdict": frozenset({"verdict"}),
        "standing": frozenset({"before", "after"}),
        "file_name": frozenset({"ruling"}),
        "ask_group": frozenset({"count", "regulation"}),
        "confirmed": frozenset({"title"}),
    }


@dataclass(frozen=True)
class PendingViews:
    """Panels on rulings that await review."""

    dialogue: Dialogue
    texts: ConfirmingTexts

    def regulation(self, group: str) -> str:
        """What a group is called."""
        if group == SEVERAL:
            return self.texts.several
        return regulation_name(self.dialogue.answering.library, group)

    def groups(
        self, found: Mapping[str, Sequence[Pending]], edition: str, number: int, word: str | None
    ) -> Panel:
        """The regulations that changed; ``word`` stands above them."""
        texts = self.texts
        blocks = [paragraph(word, "bold")] if word else []
        if not found:
            return panel([*blocks, paragraph(texts.nothing.format(edition=edition))])
        count = sum(map(len, found.values()))
        page = page_of([*found.items()], number, _PER_PAGE)
        intro = f"{texts.intro.format(count=thousands(count))} {page.words}".strip()
        buttons = (
            button(
                texts.group.format(
                    regulation=self.regulation(group), count=thousands(len(rulings))
                ),
                Press(GROUP, key_of(group)),
            )
            for group, rulings in page.entries
        )
        return panel(
            [*blocks, heading(texts.title), paragraph(intro)],
            [*in_rows(buttons, 1), page.turning(CONFIRMING)],
        )

    def group(
        self, group: str, rulings: Sequence[Pending], number: int, word: str | None = None
    ) -> Panel:
        """The rulings that a changed regulation concerns."""
        texts = self.texts
        page = page_of(rulings, number, _PER_PAGE)
        title = texts.group_title.format(regulation=self.regulation(group))
        rows = in_rows(
            (button(one.title, Press(PENDING, key_of(one.id))) for one in page.entries), 1
        )
        every: list[InlineKeyboardButton] = []
        if group != SEVERAL and len(rulings) > 1:
            label = texts.confirm_group.format(count=thousands(len(rulings)))
            every.append(button(label, Press(ASK_ALL, key_of(group), mark_of_all(rulings))))
        blocks = [paragraph(word, "bold")] if word else []
        blocks += [
            heading(title),
            paragraph(texts.group_intro.format(page=page.words).strip()),
        ]
        turning = page.turning(GROUP, key_of(group))
        back = button(texts.all_regulations, Press(CONFIRMING))
        return panel(blocks, [*rows, turning, every, [back]])

    def ruling(self, one: Pending, word: str | None = None) -> Panel:
        """A ruling, and what became of the provisions that it rests on."""
        texts = self.texts
        blocks = [paragraph(word, "bold")] if word else []
        blocks.append(heading(one.title))
        if one.verdict:
            words = verdict_words(one.verdict, self.dialogue.messages)
            blocks.append(paragraph(texts.verdict.format(verdict=words)))
        if one.summary:
            blocks.append(paragraph(cut_short(one.summary, _WORDS)))
        blocks.append(heading(texts.changed))
        for changed in one.changed[:_PROVISIONS]:
            blocks += self._change(changed, _WORDS)
        more = len(one.changed) - _PROVISIONS
        if more > 0:
            blocks.append(paragraph(texts.more.format(count=thousands(more)), "italic"))
        elif any(len(text or "") > _WORDS for c in one.changed for text in (c.before, c.after)):
            blocks.append(paragraph(texts.cut, "italic"))
        key = key_of(one.id)
        return panel(
            blocks,
            [
                [button(texts.confirm, Press(CONFIRM, key, one.mark))],
                [
                    button(texts.details, Press(DETAILS, key)),
                    button(texts.back, Press(GROUP, key_of(one.group))),
                ],
            ],
        )

    def file(self, one: Pending) -> Document:
        """All of a ruling's changed provisions, whole."""
        texts = self.texts
        lines = [one.title, one.summary, texts.changed]
        for changed in one.changed:
            lines.append("\n".join(block.text for block in self._change(changed, None)))
        name = texts.file_name.format(ruling=one.id)
        return Document(name, ("\n\n".join(lines) + "\n").encode())

    def _change(self, one: Changed, limit: int | None) -> list[Block]:
        """What became of a provision: its words before and after, and its regulation's standing."""
        texts = self.texts
        name = provision_name(self.dialogue.answering.library, one.id)

        def quoted(text: str) -> str:
            return cut_short(text, limit) if limit else text

        before, after = one.before, one.after
        standing = one.standing_before != one.standing_after
        lines: list[str] = []
        if before is None and after is not None:
            lines.append(texts.only_new.format(text=quoted(after)))
        elif before is not None and after is None:
            lines.append(texts.gone.format(text=quoted(before)))
        elif before != after:
            lines.append(texts.before.format(text=quoted(before or "")))
            lines.append(texts.after.format(text=quoted(after or "")))
        elif after:
            same = texts.same_words if standing else texts.unknown_change
            lines.append(same.format(text=quoted(after)))
        if standing:
            was, now = (
                standing_words(told or "unknown so far", self.dialogue.answering.library)
                for told in (one.standing_before, one.standing_after)
            )
            lines.append(texts.standing.format(before=was, after=now))
        return [paragraph(name, "bold"), *(item("•", Span(line)) for line in lines)]
