"""The law itself: dates and states that agree, articles that exist, a basis that binds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.check.problem import Problem, error
from ingest.check.source import Data, outcomes
from knowledge.dataset import Placed
from knowledge.model import Regulation, RegulationStatus

_ARTICLE = re.compile(r":pasal-(\d+)")
_YEAR = re.compile(r"-(\d{4})$")
PNS_DISCIPLINE = frozenset({"pp-94-2021", "pp-53-2010"})
"""The regulations on the discipline of permanent civil servants (PNS and CPNS)."""
OUTSIDE_PNS_DISCIPLINE = frozenset({"pppk", "ppnpn", "kades", "perangkat_desa", "tni_polri"})
"""Statuses that PP 94/2021 Article 1 does not reach, whatever ``statuses.yaml`` says."""


def article_numbers(data: Data) -> Iterator[Problem]:
    """Provisions of an article that their regulation does not have."""
    last = {r.value.id: r.value.articles for r in data.regulations}
    for placed in data.provisions:
        limit = last.get(placed.value.regulation)
        match = _ARTICLE.search(placed.value.id)
        if limit is not None and match and int(match[1]) > limit:
            yield error(
                placed.place,
                f"provision {placed.value.id}: {placed.value.regulation} ends with article {limit}",
                "Correct the article number, or articles of the regulation.",
            )


def regulation_dates(data: Data) -> Iterator[Problem]:
    """Dates of one regulation, or of it and its successor, that contradict each other."""
    by_id = {r.value.id: r.value for r in data.regulations}
    for placed in data.regulations:
        own = placed.value
        year = _YEAR.search(own.id)
        # A court decision carries the year its case was filed, and may be given later.
        late = own.id.startswith("putusan-") and year and int(year[1]) < own.year
        if year and int(year[1]) != own.year and not late:
            yield _contradiction(
                data, placed, "year:", f"the year is {own.year}, the id says {year[1]}"
            )
        if own.enacted and own.enacted.year != own.year:
            yield _contradiction(
                data, placed, "enacted:", f"enacted {own.enacted}, but the year is {own.year}"
            )
        if own.enacted and own.in_force_since and own.enacted > own.in_force_since:
            yield _contradiction(
                data,
                placed,
                "in_force_since:",
                f"in force since {own.in_force_since}, before it was enacted ({own.enacted})",
            )
        for later in (by_id[i] for i in own.repealed_by if i in by_id):
            if own.enacted and later.enacted and later.enacted < own.enacted:
                yield _contradiction(
                    data,
                    placed,
                    "repealed_by:",
                    f"repealed by {later.id} ({later.enacted}), before it was enacted "
                    f"({own.enacted})",
                )


def regulation_states(data: Data) -> Iterator[Problem]:
    """States that do not agree with what repeals or amends the regulation."""
    for placed in data.regulations:
        own = placed.value
        repealed = own.status is RegulationStatus.DICABUT
        if own.repealed_by and not repealed:
            yield _contradiction(
                data,
                placed,
                "status:",
                f"repealed by {own.repealed_by[0]}, but status {own.status}",
            )
        if repealed and not own.repealed_by:
            yield _contradiction(
                data, placed, "status:", "status dicabut, but repealed_by names nothing"
            )
        if own.amended_by and own.status not in (RegulationStatus.DIUBAH, RegulationStatus.DICABUT):
            yield _contradiction(
                data, placed, "status:", f"amended by {own.amended_by[0]}, but status {own.status}"
            )


def mutual_relations(data: Data) -> Iterator[Problem]:
    """Repeals and amendments that only one of the two regulations tells."""
    by_id = {r.value.id: r.value for r in data.regulations}
    for placed in data.regulations:
        own = placed.value
        for field, back in (
            ("repeals", "repealed_by"),
            ("repealed_by", "repeals"),
            ("amends", "amended_by"),
            ("amended_by", "amends"),
        ):
            for other in (by_id[i] for i in getattr(own, field) if i in by_id):
                if own.id not in getattr(other, back):
                    yield error(
                        data.place(placed.place, f"{field}:", f"- {other.id}"),
                        f"regulation {own.id} names {other.id} in {field}, but {other.id} does not "
                        f"name it in {back}",
                        f"Add {own.id} to {back} of {other.id}, or remove it here.",
                    )


def repealed_basis(data: Data) -> Iterator[Problem]:
    """Rulings and branches that rest on nothing but repealed law."""
    repealed = {r.value.id for r in data.regulations if r.value.status is RegulationStatus.DICABUT}
    for ruling in data.rulings:
        for outcome, name in outcomes(ruling.value):
            regulations = {one.split(":")[0] for one in outcome.basis}
            if regulations and regulations <= repealed:
                yield error(
                    data.outcome_place(ruling, outcome, "basis:"),
                    f"{name} rests only on repealed law ({', '.join(sorted(regulations))})",
                    "Cite the provision in force that took its place.",
                )


def sanctions_that_do_not_bind(data: Data) -> Iterator[Problem]:
    """Sanctions from a regulation that binds none of the statuses the outcome is for."""
    unbound = dict.fromkeys(OUTSIDE_PNS_DISCIPLINE, PNS_DISCIPLINE)
    for status in data.statuses:
        own = status.value
        unbound[own.id] = unbound.get(own.id, frozenset()) | frozenset(own.replaces)
    for ruling in data.rulings:
        for outcome, name in outcomes(ruling.value):
            statuses = outcome.facts.get("status") or ruling.value.facts.get("status") or []
            wrong = [unbound.get(one, frozenset()) for one in statuses]
            for sanction in outcome.sanctions:
                if wrong and sanction.split(":")[0] in frozenset.intersection(*wrong):
                    yield error(
                        data.outcome_place(ruling, outcome, "sanctions:", sanction),
                        f"{name} is for {', '.join(statuses)}, whom its sanction {sanction} does "
                        "not bind",
                        "Cite what binds this status, or say in a plain sentence who punishes.",
                    )


def _contradiction(data: Data, placed: Placed[Regulation], needle: str, message: str) -> Problem:
    return error(
        data.place(placed.place, needle),
        f"regulation {placed.value.id}: {message}",
        "Correct whichever is wrong.",
    )
