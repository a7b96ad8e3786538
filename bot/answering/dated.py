"""What the day of an answer changes: which of its grounds stood then, and what stood instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.answering.citations import citation_of, found_provision
from bot.answering.grounds import is_provision
from bot.answering.wording import DatedWords
from bot.day import written
from knowledge.dataset import Knowledge
from knowledge.locator import short_name
from knowledge.model import Provision, Regulation, RegulationStatus
from knowledge.standing import IN_FORCE, OUT_OF_FORCE, LawOn, predecessors, successors


@dataclass(frozen=True)
class Grounds:
    """A ruling's grounds on the answer's day, against the day on which the knowledge was recorded.

    What was out of force on both days (law that is cited as history) is no change.
    """

    firm: tuple[Provision, ...] = ()
    """Stood that day in the same words."""
    lost: tuple[Provision, ...] = ()
    """Not yet, or no longer, in force that day."""
    unsure: tuple[Provision, ...] = ()
    """Of these it is not known."""
    reworded: tuple[Provision, ...] = ()
    """Stood that day in other words."""

    @property
    def changed(self) -> bool:
        """Whether that day's law was, or may have been, another."""
        return bool(self.lost or self.unsure or self.reworded)

    def carry(self, general: frozenset[str]) -> bool:
        """Whether a ground stood that is not one of those that all rulings share."""
        changed = (*self.lost, *self.unsure, *self.reworded)
        if all(p.id in general for p in (*self.firm, *changed)):
            return bool(self.firm)
        return any(p.id not in general for p in self.firm)


def weigh(knowledge: Knowledge, law: LawOn, basis: Iterable[str]) -> Grounds:
    """Sort the grounds of a ruling by how they stood on the law's day."""
    recorded = replace(law, day=law.recorded)
    sorted_: dict[str, list[Provision]] = {"firm": [], "lost": [], "unsure": [], "reworded": []}
    for name in dict.fromkeys(basis):
        provision = found_provision(knowledge, name)
        if provision is None:
            continue
        then, now = law.of_provision(provision), recorded.of_provision(provision)
        valid = law.text(provision)
        if then in OUT_OF_FORCE and now not in OUT_OF_FORCE:
            kind = "lost"
        elif then is RegulationStatus.TIDAK_PASTI and now in IN_FORCE:
            kind = "unsure"
        elif valid is not None and valid.text != provision.text:
            kind = "reworded"
        else:
            kind = "firm"
        sorted_[kind].append(provision)
    return Grounds(**{kind: tuple(found) for kind, found in sorted_.items()})


def note(
    knowledge: Knowledge, law: LawOn, grounds: Grounds, words: DatedWords, *, opening: bool = True
) -> str:
    """One paragraph on what of the grounds did not stand on the day, and what stood instead."""
    sentences = [words.opening.format(day=written(law.day))] if opening else []
    for template, gone in _by_fate(knowledge, law, grounds.lost, words).items():
        sentences.append(template.format(names=_listed(gone)))
    if instead := in_place_of(knowledge, law, grounds.lost):
        stood = [knowledge.regulations[regulation] for regulation in instead]
        sentences.append(words.instead.format(names=_listed(stood)))
    if grounds.unsure:
        names = _listed(_regulations(knowledge, grounds.unsure))
        sentences.append(words.unsure.format(names=names))
    if grounds.reworded:
        names = _listed(_regulations(knowledge, grounds.reworded))
        sentences.append(words.reworded.format(names=names))
    return " ".join(sentences)


def in_place_of(knowledge: Knowledge, law: LawOn, lost: Iterable[Provision]) -> tuple[str, ...]:
    """The ids of the regulations that stood on the day in the place of those lost."""
    found = [
        other.id
        for regulation in _regulations(knowledge, lost)
        for other in _instead(law, regulation)
    ]
    return tuple(dict.fromkeys(found))


def sanctions_told(
    knowledge: Knowledge, law: LawOn, sanctions: Iterable[str], words: DatedWords
) -> tuple[str, ...]:
    """Sanctions in words; those of law that did not stand on the day are marked.

    A sanction is a provision's id, or a sentence.
    """
    sanctions, told = list(sanctions), []
    names = _names_lost(law) if not all(map(is_provision, sanctions)) else frozenset()
    for sanction in sanctions:
        citation = citation_of(knowledge, sanction, law) if is_provision(sanction) else None
        sentence = f"{citation.label}: {citation.text}" if citation else sanction
        changed = any(name in sanction for name in names)
        if citation:
            changed = weigh(knowledge, law, [sanction]).changed
        told.append(words.sanction.format(sanction=sentence) if changed else sentence)
    return tuple(told)


def _names_lost(law: LawOn) -> frozenset[str]:
    """How sentences name the regulations out of force on the day that were in force when recorded."""
    recorded = replace(law, day=law.recorded)
    return frozenset(
        short_name(regulation)
        for regulation in law.regulations.values()
        if law.of(regulation) in OUT_OF_FORCE and recorded.of(regulation) not in OUT_OF_FORCE
    )


def _by_fate(
    knowledge: Knowledge, law: LawOn, lost: Iterable[Provision], words: DatedWords
) -> dict[str, list[Regulation]]:
    """The regulations of lost provisions by the sentence that says what became of them."""
    found: dict[str, list[Regulation]] = {}
    for regulation in _regulations(knowledge, lost):
        standing = law.of(regulation)
        template = words.not_in_it  # only the provision came later, or went earlier
        if standing is RegulationStatus.BELUM_BERLAKU:
            template = words.not_yet
        elif standing is RegulationStatus.DICABUT:
            template = words.no_longer
        found.setdefault(template, []).append(regulation)
    return found


def _instead(law: LawOn, regulation: Regulation) -> tuple[Regulation, ...]:
    match law.of(regulation):
        case RegulationStatus.BELUM_BERLAKU:
            return predecessors(law, regulation)
        case RegulationStatus.DICABUT:
            return successors(law, regulation)
        case _:
            return ()


def _regulations(knowledge: Knowledge, provisions: Iterable[Provision]) -> list[Regulation]:
    ids = dict.fromkeys(provision.regulation for provision in provisions)
    return [knowledge.regulations[i] for i in ids]


def _listed(regulations: Iterable[Regulation]) -> str:
    *others, last = [short_name(regulation) for regulation in regulations]
    if not others:
        return last
    return f"{', '.join(others)}{',' if len(others) > 1 else ''} dan {last}"
