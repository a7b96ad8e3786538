"""How regulations, provisions, people and moments are called where admins read of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import ClassVar

from bot.admin.roles import actor
from bot.answering.library import Library
from bot.texts import CheckedTexts, load_texts
from knowledge.clock import in_jakarta
from knowledge.locator import locator_label
from knowledge.model import Text

_NUMBERED = re.compile(r"(?P<kind>[a-z]+(?:-[a-z]+)*)-(?P<number>\d+[a-z]?)-(?P<year>\d{4})")
_TELEGRAM = actor(0).removesuffix("0")
_SHORT = {"uu", "pp", "se", "skb", "perpu", "pkpu", "mk"}


class NamingTexts(CheckedTexts):
    """The contents of ``naming.yaml``."""

    you: Text
    telegram: Text
    terminal: Text
    nobody: Text
    time: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "telegram": frozenset({"id"}),
        "terminal": frozenset({"name"}),
        "time": frozenset({"time"}),
    }


@cache
def naming_texts() -> NamingTexts:
    """The texts of ``bot/data/naming.yaml``.

    Raises:
        DataError: the file is unreadable or breaks the schema.
    """
    return load_texts("naming.yaml", NamingTexts)


def person(who: str, reader: int) -> str:
    """Somebody of the audit log as ``reader`` is told of them: ``Anda``, ``pengguna Telegram 1002``."""
    texts = naming_texts()
    if who == actor(reader):
        return texts.you
    if who.startswith(_TELEGRAM):
        return texts.telegram.format(id=who.removeprefix(_TELEGRAM))
    return texts.terminal.format(name=who)


def people(everybody: Iterable[str], reader: int) -> str:
    """Several of them, parted by commas."""
    return ", ".join(person(who, reader) for who in everybody) or naming_texts().nobody


def time_of(moment: str | datetime) -> str:
    """The time of day in Jakarta: ``pukul 14.05 WIB``."""
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return naming_texts().time.format(time=f"{in_jakarta(at):%H.%M}")


def regulation_name(library: Library, identity: str) -> str:
    """``PP 94/2021``; of a regulation that the serving edition lacks, its id in the same form."""
    for card in library.regulations():
        if card.id == identity:
            return card.label
    found = _NUMBERED.fullmatch(identity)
    if found is None:
        return identity
    words = (w.upper() if w in _SHORT else w.capitalize() for w in found["kind"].split("-"))
    return f"{' '.join(words)} {found['number'].upper()}/{found['year']}"


def regulations_named(text: str, library: Library) -> str:
    """A text with the regulations' names in the place of their ids."""
    return _NUMBERED.sub(lambda found: regulation_name(library, found[0]), text)


def provision_name(library: Library, identity: str) -> str:
    """``PP 94/2021 Pasal 5 huruf n``."""
    regulation, *units = identity.split(":")
    return " ".join([regulation_name(library, regulation), locator_label(tuple(units))]).strip()


def provision_names(library: Library, identities: Iterable[str]) -> str:
    """Several, parted by semicolons."""
    return "; ".join(provision_name(library, identity) for identity in identities)
