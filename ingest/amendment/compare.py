"""What a law changed, unit by unit: who made the present text, what stood there, what is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from ingest.amendment.operation import Path
from ingest.amendment.words import DELETED
from ingest.structure.document import Unit, full_text
from knowledge.model import Frozen, Slug, Version

_CONJUNCTION = re.compile(r"\s+(?:dan/atau|dan|atau)\W*$", re.IGNORECASE)
_NOT_TEXT = re.compile(r"[\W_]+")


class Deletion(Frozen):
    """A provision that an amending law took out."""

    by: Slug
    since: date | None = None
    text: str
    """What stood there before."""


@dataclass(frozen=True)
class Amender:
    """A law, and the first day on which its texts are in force."""

    id: str
    since: date | None = None


def same_text(one: Unit, other: Unit) -> bool:
    """Whether two units say the same, word for word.

    Spacing, punctuation, capitals and the "dan" or "atau" after the last but one item of a list do
    not count: an official restatement moves them, and text recognition damages them.
    """
    return _words(full_text(one)) == _words(full_text(other))


def is_deleted(unit: Unit) -> bool:
    """Whether a unit only says that it was deleted: "d. dihapus;"."""
    return bool(DELETED.match(full_text(unit)))


def indexed(unit: Unit, path: Path) -> Iterator[tuple[Path, Unit]]:
    """A unit and all units inside it, with their paths."""
    yield path, unit
    for inner in unit.units:
        yield from indexed(inner, (*path, inner.id.rpartition(":")[2]))


@dataclass
class History:
    """Per unit of a law: who made its present text, its earlier texts, and when it was deleted."""

    makers: dict[Path, tuple[str, ...]] = field(default_factory=dict)
    versions: dict[Path, tuple[Version, ...]] = field(default_factory=dict)
    since: dict[Path, date] = field(default_factory=dict)
    """First day of the present text, where an amendment made it."""
    deleted: dict[Path, Deletion] = field(default_factory=dict)
    _started: dict[Path, tuple[str, date | None]] = field(default_factory=dict)
    """Who made the text that stands now, and since when; for the version that it will become."""

    def begin(self, unit: Unit, path: Path, law: Amender) -> None:
        """A unit of the base law, before any amendment."""
        for inner, _ in indexed(unit, path):
            self.makers[inner] = (law.id,)
            self._started[inner] = (law.id, law.since)

    def record(
        self, path: Path, old: Unit | None, new: Unit | None, law: Amender, *, restated: bool
    ) -> list[Path]:
        """One unit before and after a law; units inside it are compared one by one.

        Args:
            path: of the unit.
            old: as it stood, None if it is new.
            new: as it stands now, None if it is gone.
            law: who made the change.
            restated: the law stated the unit anew as a whole, so that it is its maker even where
                no word changed.

        Returns:
            The units whose words changed, each once.
        """
        before = dict(indexed(old, path)) if old is not None else {}
        after = dict(indexed(new, path)) if new is not None else {}
        touched = []
        for inner in dict.fromkeys((*before, *after)):
            was, now = before.get(inner), after.get(inner)
            whole = restated and inner == path
            if self._changed(inner, was, now, law, whole=whole):
                touched.append(inner)
        return touched

    def _changed(
        self, path: Path, was: Unit | None, now: Unit | None, law: Amender, *, whole: bool
    ) -> bool:
        gone = now is None or is_deleted(now)
        if was is None or is_deleted(was):
            if gone and path not in self.deleted:
                self._start(path, law)
                self.deleted[path] = Deletion(by=law.id, since=law.since, text="")
            if gone:
                return False
            self.deleted.pop(path, None)
            self._start(path, law)
            return True
        if gone:
            self._keep(path, was, law)
            self._start(path, law)
            self.deleted[path] = Deletion(by=law.id, since=law.since, text=words_of(was))
            return True
        assert now is not None
        if same_text(was, now):
            if whole:
                self.makers[path] = _grown(self.makers.get(path, ()), law.id)
            return False
        self._keep(path, was, law)
        self._start(path, law)
        return True

    def _keep(self, path: Path, was: Unit, law: Amender) -> None:
        maker, since = self._started.get(path, (law.id, None))
        text = words_of(was)
        if text:
            version = Version(text=text, made_by=maker, since=since, until=law.since)
            self.versions[path] = (*self.versions.get(path, ()), version)

    def _start(self, path: Path, law: Amender) -> None:
        self.makers[path] = _grown(self.makers.get(path, ()), law.id)
        self._started[path] = (law.id, law.since)
        if law.since is not None:
            self.since[path] = law.since


def words_of(unit: Unit) -> str:
    """The text of a unit as a provision has it, with the units inside."""
    return full_text(unit).strip()


def _grown(chain: tuple[str, ...], law: str) -> tuple[str, ...]:
    return chain if chain[-1:] == (law,) else (*chain, law)


def _words(text: str) -> str:
    return _NOT_TEXT.sub("", _CONJUNCTION.sub("", text.strip()).casefold())
