"""The profile: the status that the questions of a private chat are answered for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, model_validator
from rapidfuzz import fuzz, process, utils

from bot.storage.profile import forget_status, set_status, status_of
from bot.telegram.blocks import heading, paragraph
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Feature, Plan
from bot.telegram.menu import PROFILE, Panel, Row, home, in_rows, panel, show, turn_to
from bot.telegram.press import Press, button
from bot.telegram.reply import Reply
from bot.texts import CheckedTexts, load_texts
from knowledge.model import FACT_VALUES, Text

STATUS, ERASE = "us", "ux"
"""Codes of the buttons: a status, and none any more."""
_SURE = 84
"""Likeness (0 to 100) from which a mistyped status counts as that status."""
_CLEAR = 6
"""By how much it must be more like that one than like any other."""
_PER_ROW = 2


class StatusName(BaseModel):
    """What a status is called."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Text
    names: tuple[Text, ...] = ()


class ProfileTexts(CheckedTexts):
    """The texts of the profile, and the names of the statuses."""

    title: Text
    none: Text
    present: Text
    meaning: Text
    kept: Text
    unknown: Text
    erase: Text
    chosen_mark: Text
    saved: Text
    erased: Text
    statuses: dict[str, StatusName]

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "present": frozenset({"status"}),
        "saved": frozenset({"status"}),
    }

    @model_validator(mode="after")
    def _complete(self) -> Self:
        known, named = set(FACT_VALUES["status"]), set(self.statuses)
        if known != named:
            raise ValueError(f"statuses: these differ from the facts: {sorted(known ^ named)}")
        return self

    def titled(self, status: str) -> str:
        """What a status is called; itself when it is none that the facts know."""
        named = self.statuses.get(status)
        return named.title if named else status


@cache
def profile_texts() -> ProfileTexts:
    """The texts of ``bot/data/profile.yaml``.

    Raises:
        DataError: the file is unreadable or breaks the schema.
    """
    return load_texts("profile.yaml", ProfileTexts)


def feature(dialogue: Dialogue) -> Feature:
    """The command and its buttons."""
    profile = _Profile(dialogue, profile_texts())
    return Feature(
        commands={"profil": profile.command},
        presses={PROFILE: profile.open, STATUS: profile.choose, ERASE: profile.erase},
        personal=True,
    )


@dataclass(frozen=True)
class _Profile:
    dialogue: Dialogue
    texts: ProfileTexts

    async def command(self, reply: Reply, typed: str) -> None:
        """Show the profile, or set it to the status that was typed."""
        if not typed:
            await show(reply, self._view(await self._status(reply)))
            return
        status = status_named(typed, self.texts)
        if status is None:
            await show(reply, self._view(await self._status(reply), self.texts.unknown))
            return
        note = await self._set(reply, status)
        await show(reply, self._view(status, note))

    async def open(self, reply: Reply, _press: Press) -> Plan:
        """Show the profile."""
        status = await self._status(reply)
        return turn_to(reply, lambda: self._view(status))

    async def choose(self, reply: Reply, press: Press) -> Plan:
        """Set the profile to the status of a button."""
        if press.key not in self.texts.statuses:
            return Plan(self.dialogue.messages.toasts.expired)
        note = await self._set(reply, press.key)
        return Plan(note, lambda: show(reply, self._view(press.key)))

    async def erase(self, reply: Reply, _press: Press) -> Plan:
        """Forget the profile."""
        await self.dialogue.store.run(forget_status, reply.chat)
        return Plan(self.texts.erased, lambda: show(reply, self._view(None)))

    async def _status(self, reply: Reply) -> str | None:
        return await self.dialogue.store.run(status_of, reply.chat)

    async def _set(self, reply: Reply, status: str) -> str:
        """Keep a status; return the word on it."""
        await self.dialogue.store.run(set_status, reply.chat, status, now=self.dialogue.clock())
        return self.texts.saved.format(status=self.texts.titled(status))

    def _view(self, status: str | None, word: str | None = None) -> Panel:
        """The profile as it is now; ``word`` stands above it."""
        texts = self.texts
        blocks = [paragraph(word)] if word else []
        blocks.append(heading(texts.title))
        if status is None:
            blocks.append(paragraph(texts.none))
        else:
            blocks.append(paragraph(texts.present.format(status=texts.titled(status)), "bold"))
        blocks += [paragraph(texts.meaning), paragraph(texts.kept, "italic")]
        erase = [button(texts.erase, Press(ERASE))] if status else []
        return panel(blocks, [*status_rows(STATUS, texts, marked=status), erase, [home()]])


def status_rows(code: str, texts: ProfileTexts, *, marked: str | None = None) -> list[Row]:
    """A button for each status, with the code of who is to hear of it."""
    return in_rows(
        (
            button(
                f"{named.title} {texts.chosen_mark}" if status == marked else named.title,
                Press(code, status),
            )
            for status, named in texts.statuses.items()
        ),
        _PER_ROW,
    )


def status_named(typed: str, texts: ProfileTexts) -> str | None:
    """The status that somebody means by a name, with a slip or without; None when that is not clear."""
    names = {utils.default_process(name): status for name, status in _names(texts)}
    wanted = utils.default_process(typed)
    for opening in ("saya ", "status saya ", "status "):
        wanted = wanted.removeprefix(opening)
    if wanted in names:
        return names[wanted]
    best: dict[str, float] = {}
    for name, likeness, _ in process.extract(
        wanted, list(names), scorer=fuzz.ratio, score_cutoff=_SURE - _CLEAR, limit=None
    ):
        best[names[name]] = max(likeness, best.get(names[name], 0.0))
    ranked = sorted(best.items(), key=lambda entry: -entry[1])
    if not ranked or ranked[0][1] < _SURE:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _CLEAR:
        return None
    return ranked[0][0]


def _names(texts: ProfileTexts) -> Iterator[tuple[str, str]]:
    for status, named in texts.statuses.items():
        yield status.replace("_", " "), status
        yield named.title, status
        yield from ((name, status) for name in named.names)
