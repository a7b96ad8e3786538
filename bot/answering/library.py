"""What an edition holds, to look around in: topics, rulings, regulations and their articles, sanctions.

All of it is read from the edition that serves; nothing here decides anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.answering.answer import Citation
from bot.answering.circumstances import Circumstance
from knowledge.model import Family, QuestionClass, Ruling, Verdict


@dataclass(frozen=True)
class Topic:
    """A field of conduct, as users browse it."""

    id: str
    title: str
    rulings: int
    """Number of rulings in it."""


@dataclass(frozen=True)
class RulingCard:
    """A ruling in short."""

    id: str
    topic: str
    title: str
    """A question, ready to be asked as it is."""
    verdict: Verdict
    """What its title is answered with: its main one or a stricter one. Branches may differ."""
    summary: str
    review: bool = False
    """Whether its legal basis has changed and no admin has confirmed it since."""


@dataclass(frozen=True)
class RegulationCard:
    """A regulation in short."""

    id: str
    label: str
    """``PP 94/2021``."""
    title: str
    status: str
    """As of `Citation.status`, today."""
    url: str | None
    articles: int
    """Number of articles that the edition has of it."""


@dataclass(frozen=True)
class ArticleCard:
    """An article, or another unit right below a regulation."""

    id: str
    """Provision id of the unit: ``pp-94-2021:pasal-5``."""
    label: str
    """``Pasal 5``."""


@dataclass(frozen=True)
class Sanction:
    """A step of the ladder of sanctions for one group of people, with what it is for."""

    level: str
    """``moral``, ``ringan``, ``sedang``, ``berat``, ``pemberhentian``, ``pidana``."""
    text: str
    citation: Citation
    heading: str = ""
    """The level in words for people: "Hukuman disiplin ringan"."""
    subjects: tuple[str, ...] = ()
    """Whom it threatens, as the data name them: ``pns``, ``pppk``; empty where that is not recorded."""
    conduct: tuple[str, ...] = ()
    """The rulings on whose conduct it stands, in the order of the data."""


@dataclass(frozen=True)
class EditionCard:
    """What the bot's knowledge is made of."""

    id: str
    built: date
    rulings: int
    provisions: int
    official: int
    """Provisions with the official text; the others are our digests."""
    regulations: tuple[RegulationCard, ...]


class Library(Protocol):
    """Looks things up in the edition that serves; every call may see a newer one."""

    def topics(self) -> tuple[Topic, ...]:
        """All topics that have rulings, in the order of the data."""
        ...

    def rulings(self, topic: str) -> tuple[RulingCard, ...]:
        """The rulings of a topic; empty when there is no such topic."""
        ...

    def ruling(self, ruling: str) -> RulingCard | None:
        """One ruling; None when the edition has none of this id."""
        ...

    def record(self, ruling: str) -> Ruling | None:
        """One ruling with all that the data say of it, for those who edit them; None when there is none."""
        ...

    def families(self) -> tuple[Family, ...]:
        """All families, in the order of the data."""
        ...

    def classes(self) -> tuple[QuestionClass, ...]:
        """What is no ruling: the classes of questions that are answered without one."""
        ...

    def circumstances(self, ruling: str, status: str | None) -> tuple[Circumstance, ...]:
        """The circumstances that change a ruling for somebody of a status; empty when none does."""
        ...

    def find(self, text: str, limit: int) -> tuple[RulingCard, ...]:
        """The rulings nearest to a text, the best first; empty when nothing is near.

        Takes about as long as an answer: better not on the event loop.
        """
        ...

    def prepare(self) -> None:
        """List the edition, where that has not been done: some tenths of a second, best not on the event loop."""
        ...

    def regulation(self, text: str) -> RegulationCard | None:
        """The regulation that people call so: "uu asn", "UU Pemilu"; None when it goes by no such name."""
        ...

    def regulations(self) -> tuple[RegulationCard, ...]:
        """All regulations of which the edition has articles, those in force first."""
        ...

    def articles(self, regulation: str) -> tuple[ArticleCard, ...]:
        """The articles of a regulation in their order; empty when there is none."""
        ...

    def article(self, article: str) -> tuple[Citation, ...]:
        """What an article says today, as one citation or several of its parts; empty when there is none."""
        ...

    def sanctions(self) -> tuple[Sanction, ...]:
        """The ladder of sanctions, from the lightest to the heaviest."""
        ...

    def channels(self) -> tuple[RulingCard, ...]:
        """The rulings that say where to report, to consult, and how to object."""
        ...

    def about(self) -> EditionCard:
        """What the edition is made of."""
        ...
