"""Ids: each stands once, and each one named elsewhere exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from ingest.check.problem import Problem, error
from ingest.check.source import Data, outcomes
from knowledge.dataset import Place

_KINDS = (
    ("regulation", ("regulations",)),
    ("provision", ("provisions",)),
    ("family", ("families",)),
    ("ruling or class", ("rulings", "classes")),
    ("status", ("statuses",)),
    ("pair", ("pairs",)),
)
_CUES = Place("cues.yaml", 1)


def duplicate_ids(data: Data) -> Iterator[Problem]:
    """Ids that stand twice in their kind; rulings and classes share one kind."""
    for name, kinds in _KINDS:
        seen: dict[str, Place] = {}
        for one, place in data.located(*kinds):
            first = seen.setdefault(one, place)
            if first is not place:
                yield error(
                    place,
                    f"{name} id {one} stands already at {first}",
                    "Give one of them another id, or delete it.",
                )


def duplicate_branch_ids(data: Data) -> Iterator[Problem]:
    """Branches of one ruling that share an id."""
    for ruling in data.rulings:
        ids = [branch.id for branch in ruling.value.branches]
        for twice in sorted({one for one in ids if ids.count(one) > 1}):
            yield error(
                data.place(ruling.place, "branches:", f"- id: {twice}"),
                f"ruling {ruling.value.id} has two branches with the id {twice}",
                "Rename one of them, or merge them.",
            )


def misplaced_provisions(data: Data) -> Iterator[Problem]:
    """Provisions whose id does not begin with their regulation."""
    for placed in data.provisions:
        own = placed.value
        prefix = own.id.split(":")[0]
        if prefix != own.regulation:
            yield error(
                placed.place,
                f"provision {own.id} belongs to {own.regulation}, its id to {prefix}",
                "Correct the id or the regulation.",
            )


def unknown_regulations(data: Data) -> Iterator[Problem]:
    """Regulations named by provisions, regulations, statuses and cues, that are not in the list."""
    known = data.ids("regulations")
    for provision in data.provisions:
        for one in _missing(known, [provision.value.regulation]):
            place = data.place(provision.place, f"regulation: {one}")
            yield _dangling(place, f"provision {provision.value.id}", "regulation", one, known)
    for placed in data.regulations:
        own = placed.value
        for field in ("repeals", "repealed_by", "amends", "amended_by"):
            for one in _missing(known, getattr(own, field)):
                place = data.place(placed.place, f"{field}:", one)
                yield _dangling(place, f"regulation {own.id}", "regulation", one, known)
    for status in data.statuses:
        for one in _missing(known, status.value.replaces):
            place = data.place(status.place, "replaces:", one)
            yield _dangling(place, f"status {status.value.id}", "regulation", one, known)
    aliases = data.cues.get("regulation_aliases")
    for alias, one in aliases.items() if isinstance(aliases, dict) else ():
        if one not in known:
            place = data.place(_CUES, "regulation_aliases:", f"{alias}:")
            yield _dangling(place, f"alias {alias!r}", "regulation", str(one), known)


def unknown_provisions(data: Data) -> Iterator[Problem]:
    """Provisions that rulings, branches and statuses rest on, but that are not in the list."""
    known = data.ids("provisions")
    for ruling in data.rulings:
        for outcome, name in outcomes(ruling.value):
            for one in _missing(known, outcome.basis):
                place = data.outcome_place(ruling, outcome, "basis:", one)
                yield _dangling(place, name, "provision", one, known)
    for status in data.statuses:
        for one in _missing(known, status.value.basis):
            place = data.place(status.place, "basis:", one)
            yield _dangling(place, f"status {status.value.id}", "provision", one, known)


def unknown_sanctions(data: Data) -> Iterator[Problem]:
    """Sanctions that look like an id but are no provision; a plain sentence is none of both."""
    named = [
        (one, name, data.outcome_place(ruling, outcome, "sanctions:", one))
        for ruling in data.rulings
        for outcome, name in outcomes(ruling.value)
        for one in outcome.sanctions
    ]
    named += [
        (one, f"status {status.value.id}", data.place(status.place, "sanctions:", one))
        for status in data.statuses
        for one in status.value.sanctions
    ]
    known, regulations = data.ids("provisions"), data.ids("regulations")
    for one, name, place in named:
        if one not in known and (" " not in one or one.split(":")[0].split()[0] in regulations):
            yield error(
                place,
                f"{name} names the sanction {one}, which is no provision",
                f"{_nearest(one, known)}, or say it in a plain sentence.",
            )


def unknown_families(data: Data) -> Iterator[Problem]:
    """Families of rulings and classes that are not in the list."""
    known = data.ids("families")
    for placed in data.answerables():
        for one in _missing(known, [placed.value.family]):
            place = data.place(placed.place, f"family: {one}")
            yield _dangling(place, placed.value.id, "family", one, known)


def unknown_rulings(data: Data) -> Iterator[Problem]:
    """Rulings and classes named by options, examples and pairs, that are not in the lists."""
    known = data.ids("rulings", "classes")
    for placed in data.classes:
        for one in _missing(known, [option.ruling for option in placed.value.options]):
            place = data.place(placed.place, "options:", f"ruling: {one}")
            yield _dangling(place, f"an option of {placed.value.id}", "ruling or class", one, known)
    for example in data.examples:
        for one in _missing(known, [example.value.ruling]):
            yield _dangling(example.place, "the example", "ruling or class", one, known)
    for pair in data.pairs:
        for one in _missing(known, [pair.value.a.ruling, pair.value.b.ruling]):
            yield _dangling(pair.place, f"pair {pair.value.id}", "ruling or class", one, known)


def _missing(known: frozenset[str], named: Iterable[str]) -> list[str]:
    return [one for one in named if one not in known]


def _dangling(place: Place, owner: str, kind: str, one: str, known: frozenset[str]) -> Problem:
    return error(
        place,
        f"{owner} names the {kind} {one}, which does not exist",
        f"{_nearest(one, known)}, or add it.",
    )


def _nearest(wrong: str, known: frozenset[str]) -> str:
    close = get_close_matches(wrong, sorted(known), 1)
    return f"Correct the id (nearest: {close[0]})" if close else "Correct the id"
