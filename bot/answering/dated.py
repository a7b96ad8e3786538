"""What the day of an answer changes: which of its grounds stood then, and what stood instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.answering.citations import found_provision
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
    for regulation in _regulations(knowledge, grounds.lost):
        sentences.append(_gone(law, regulation, words))
    if unsure := _names(knowledge, grounds.unsure):
        sentences.append(words.unsure.format(names=unsure))
    if reworded := _names(knowledge, grounds.reworded):
        sentences.append(words.reworded.format(names=reworded))
    return " ".join(sentences)


def in_place_of(knowledge: Knowledge, law: LawOn, lost: Iterable[Provision]) -> tuple[str, ...]:
    """The ids of the regulations that stood on the day in the place of those lost."""
    found = [
        other.id
        for regulation in _regulations(knowledge, lost)
        for other in _instead(law, regulation)
    ]
    return tuple(dict.fromkeys(found))


def names_lost(law: LawOn) -> frozenset[str]:
    """How sentences name the regulations out of force on the day that were in force when recorded."""
    recorded = replace(law, day=law.recorded)
    return frozenset(
        short_name(regulation)
        for regulation in law.regulations.values()
        if law.of(regulation) in OUT_OF_FORCE and recorded.of(regulation) not in OUT_OF_FORCE
    )


def _gone(law: LawOn, regulation: Regulation, words: DatedWords) -> str:
    standing = law.of(regulation)
    template = words.not_yet
    if standing is RegulationStatus.DICABUT:
        template = words.no_longer
    elif standing not in OUT_OF_FORCE:  # only the provision came later, or went earlier
        template = words.not_in_it
    sentence = template.format(name=short_name(regulation))
    instead = ", ".join(short_name(other) for other in _instead(law, regulation))
    return f"{sentence} {words.instead.format(names=instead)}" if instead else sentence


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


def _names(knowledge: Knowledge, provisions: Iterable[Provision]) -> str:
    return ", ".join(short_name(r) for r in _regulations(knowledge, provisions))
