"""The law as it stood on one day: what was in force, what not yet, what no longer, and which text.

The dates of the records decide. Where a date is missing, the recorded status speaks for the day on
which it was recorded and for the days after it; of an earlier day nothing is claimed. A law binds
from the day that it names, at the earliest from its enactment (UU 12/2011 Pasal 87), and until the
day on which the law that repeals it takes force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.model import Provision, Regulation, RegulationStatus, Version

IN_FORCE = frozenset({RegulationStatus.BERLAKU, RegulationStatus.DIUBAH})
OUT_OF_FORCE = frozenset({RegulationStatus.BELUM_BERLAKU, RegulationStatus.DICABUT})
_End = tuple[date | None, bool]
_Step = Callable[[Mapping[str, Regulation], Regulation], Iterable[str]]


@dataclass(frozen=True)
class LawOn:
    """The regulations as they stood on ``day``."""

    regulations: Mapping[str, Regulation]
    day: date
    recorded: date
    """The day on which the recorded statuses were true, such as the one an edition was built."""

    def of(self, regulation: Regulation) -> RegulationStatus:
        """The standing of a regulation on the day."""
        ends, end_is_sure = self._end(regulation)
        if ends is not None and self.day >= ends:
            return RegulationStatus.DICABUT
        start = regulation.in_force_since
        if self.day < (start or _earliest(regulation)):
            return RegulationStatus.BELUM_BERLAKU
        if regulation.status is RegulationStatus.TIDAK_PASTI:
            return RegulationStatus.TIDAK_PASTI
        if self.day >= self.recorded:
            return self._from_recorded(regulation, start, ends is not None and end_is_sure)
        if start is None or not end_is_sure:
            return RegulationStatus.TIDAK_PASTI
        return self._in_force(regulation)

    def of_provision(self, provision: Provision) -> RegulationStatus:
        """The standing of a provision on the day: its regulation's, unless it has one of its own.

        A provision that an amendment inserted was not yet there before it; one whose earlier text
        is not known is uncertain on the days of that text.
        """
        standing = self.of(self.regulations[provision.regulation])
        if standing in OUT_OF_FORCE:
            return standing
        if provision.repealed_since is not None and self.day >= provision.repealed_since:
            return RegulationStatus.DICABUT
        if not _was_changed(provision) or self.text(provision) is not None:
            return standing
        first = self._begins(provision)
        inserted = not provision.versions and provision.regulation not in provision.made_by
        if inserted and first is not None and self.day < first:
            return RegulationStatus.BELUM_BERLAKU
        return RegulationStatus.TIDAK_PASTI

    def text(self, provision: Provision) -> Version | None:
        """The text of a provision that was valid on the day, or None where that is not known.

        The present text also stands for days from ``recorded`` on whose own date is missing.
        """
        begins = self._begins(provision)
        present = Version(
            text=provision.text,
            made_by=provision.made_by[-1] if provision.made_by else provision.regulation,
            since=begins,
        )
        if not _was_changed(provision) or (begins is not None and self.day >= begins):
            return present
        if begins is None and self.day >= self.recorded:
            return present
        return self._earlier(provision, begins)

    def made_by(self, provision: Provision) -> tuple[str, ...]:
        """The laws that made the text valid on the day, the first one first."""
        valid = self.text(provision)
        if valid is None or valid.made_by not in provision.made_by:
            return provision.made_by
        return provision.made_by[: provision.made_by.index(valid.made_by) + 1]

    def _end(self, regulation: Regulation, seen: frozenset[str] = frozenset()) -> _End:
        """First day on which a regulation is no longer in force, and whether that is all of it.

        An amending law ends with the laws that it amends.
        """
        if regulation.repealed_since is not None:
            return regulation.repealed_since, True
        known = [r for i in regulation.repealed_by if (r := self.regulations.get(i)) is not None]
        starts = [r.in_force_since for r in known if r.in_force_since is not None]
        # Repealed once, by the first of them; one without a date may have come before the others.
        sure = len(starts) == len(regulation.repealed_by)
        if starts:
            return min(starts), sure
        if regulation.repealed_by or regulation.status is RegulationStatus.DICABUT:
            return None, False
        return self._end_of_amended(regulation, seen | {regulation.id})

    def _end_of_amended(self, regulation: Regulation, seen: frozenset[str]) -> _End:
        amended = [
            self._end(found, seen)
            for i in regulation.amends
            if i not in seen and (found := self.regulations.get(i)) is not None
        ]
        ends = [end for end, _ in amended if end is not None]
        if ends and len(ends) == len(amended) == len(regulation.amends):
            return max(ends), all(sure for _, sure in amended)
        return None, True

    def _from_recorded(
        self, regulation: Regulation, start: date | None, ends_later: bool
    ) -> RegulationStatus:
        """The standing on a day for which the recorded status still speaks."""
        if regulation.status is RegulationStatus.DICABUT:
            # Recorded before the day of the repeal came.
            return self._in_force(regulation) if ends_later else RegulationStatus.DICABUT
        if regulation.status is RegulationStatus.BELUM_BERLAKU and start is None:
            return RegulationStatus.BELUM_BERLAKU
        return self._in_force(regulation)

    def _in_force(self, regulation: Regulation) -> RegulationStatus:
        """``DIUBAH`` once an amending law binds, or may; else ``BERLAKU``."""
        changed = regulation.status is RegulationStatus.DIUBAH
        known = [r for i in regulation.amended_by if (r := self.regulations.get(i)) is not None]
        for amending in known:
            since = amending.in_force_since
            if since is not None and since <= self.day:
                return RegulationStatus.DIUBAH
            if since is None and changed and self.day >= _earliest(amending):
                return RegulationStatus.DIUBAH
        unnamed = len(known) < len(regulation.amended_by) or not known
        return RegulationStatus.DIUBAH if changed and unnamed else RegulationStatus.BERLAKU

    def _begins(self, provision: Provision) -> date | None:
        """First day of the present text; None where it is not known."""
        if provision.since is not None:
            return provision.since
        maker = provision.made_by[-1] if provision.made_by else provision.regulation
        found = self.regulations.get(maker)
        return found.in_force_since if found is not None else None

    def _earlier(self, provision: Provision, begins: date | None) -> Version | None:
        """The earlier text whose days hold the day; both their ends must be known."""
        ends = begins
        for version in reversed(provision.versions):
            until = version.until or ends
            since = version.since
            if since is None and (maker := self.regulations.get(version.made_by)) is not None:
                since = maker.in_force_since
            if since is None or until is None:
                return None
            if since <= self.day < until:
                return version
            ends = since
        return None


def standing(
    regulations: Mapping[str, Regulation],
    subject: Regulation | Provision,
    day: date,
    recorded: date | None = None,
) -> RegulationStatus:
    """The standing of a regulation or provision on a day; without ``recorded``, as recorded that day."""
    law = LawOn(regulations, day, recorded or day)
    return law.of(subject) if isinstance(subject, Regulation) else law.of_provision(subject)


def predecessors(law: LawOn, regulation: Regulation) -> tuple[Regulation, ...]:
    """The regulations whose place it took that were in force on the day, through every generation."""
    return _in_force_along(law, regulation, _replaced)


def successors(law: LawOn, regulation: Regulation) -> tuple[Regulation, ...]:
    """The regulations that took its place and were in force on the day, through every generation."""
    return _in_force_along(law, regulation, lambda _, found: found.repealed_by)


def _replaced(regulations: Mapping[str, Regulation], regulation: Regulation) -> Iterable[str]:
    stated = [r.id for r in regulations.values() if regulation.id in r.repealed_by]
    return dict.fromkeys((*regulation.repeals, *stated))


def _in_force_along(law: LawOn, regulation: Regulation, step: _Step) -> tuple[Regulation, ...]:
    found: dict[str, Regulation] = {}
    seen = {regulation.id}
    ahead = [regulation]
    while ahead:
        for other in step(law.regulations, ahead.pop()):
            known = law.regulations.get(other)
            if known is None or other in seen:
                continue
            seen.add(other)
            if law.of(known) in IN_FORCE:
                found[other] = known
            else:
                ahead.append(known)
    return tuple(found.values())


def _earliest(regulation: Regulation) -> date:
    """The first day on which it can have bound anyone, were its own day not known."""
    return regulation.enacted or date(regulation.year, 1, 1)


def _was_changed(provision: Provision) -> bool:
    """Whether the present text is not the one with which its regulation began."""
    own = (provision.regulation,)
    return bool(provision.versions or provision.since or provision.made_by not in ((), own))
