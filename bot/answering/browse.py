"""Looking around in the edition that serves: its topics, rulings, regulations, sanctions, and a search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.answering.answer import Citation
from bot.answering.browse_texts import LibraryTexts, load_library_texts
from bot.answering.circumstances import Circumstance, circumstances_of
from bot.answering.compose import Composer, Confirmed
from bot.answering.confirmations import Confirmations
from bot.answering.contents import contents
from bot.answering.decide import branch_by_facts
from bot.answering.ladder import ladder
from bot.answering.library import (
    ArticleCard,
    EditionCard,
    RegulationCard,
    RulingCard,
    Sanction,
    Topic,
)
from bot.answering.lookup import provisions_under
from bot.answering.quote import worth_showing
from bot.answering.serving import Serving
from bot.answering.understand import facts_told, understand
from bot.answering.wording import Wording
from bot.question import MAX_QUESTION
from knowledge.clock import today
from knowledge.edition import Edition
from knowledge.index import RULINGS, fuse
from knowledge.locator import Reference, short_name
from knowledge.model import Family, QuestionClass, Ruling, Verdict
from knowledge.reading import roots_of
from knowledge.standing import IN_FORCE, OUT_OF_FORCE, LawOn
from knowledge.text import clean, words

OURS = 0.2
"""Probability from which a text is about neutrality, so that the nearest rulings are near to it. On proyek:kembang all
questions reach it and none of those out of scope (0.11 at most); so do 90 % of their first four telling words.
"""
_SEARCHED = 40
"""Rulings looked at by each way of searching."""


@dataclass(frozen=True)
class _Catalogue:
    """What is listed of one edition on one day, under the admins' confirmations of that moment."""

    edition: str
    day: date
    confirmed: Confirmed
    cards: Mapping[str, RulingCard]
    """Of the rulings that can be answered with today, in the order of topics and rulings."""
    roots: Mapping[str, frozenset[str]]
    """The roots of the words by which a ruling is called."""
    articles: Mapping[str, tuple[ArticleCard, ...]]
    regulations: tuple[RegulationCard, ...]
    sanctions: tuple[Sanction, ...]
    channels: tuple[RulingCard, ...]
    about: EditionCard


@dataclass(eq=False)
class EditionLibrary:
    """The library of the serving edition; listed anew with each edition, day and confirmation."""

    serving: Serving
    confirmations: Confirmations
    wording: Wording
    texts: LibraryTexts = field(default_factory=load_library_texts)
    _kept: _Catalogue | None = None

    def topics(self) -> tuple[Topic, ...]:
        """All topics that have rulings, in the order of the data."""
        counts = Counter(card.topic for card in self._catalogue().cards.values())
        return tuple(Topic(topic, self.texts.topic(topic), n) for topic, n in counts.items())

    def rulings(self, topic: str) -> tuple[RulingCard, ...]:
        """The rulings of a topic; empty when there is no such topic."""
        return tuple(c for c in self._catalogue().cards.values() if c.topic == topic)

    def ruling(self, ruling: str) -> RulingCard | None:
        """One ruling; None when the edition has none of this id."""
        return self._catalogue().cards.get(ruling)

    def record(self, ruling: str) -> Ruling | None:
        """One ruling with all that the data say of it, for those who edit them; None when there is none."""
        with self.serving.lease() as edition:
            return edition.knowledge.rulings.get(ruling)

    def families(self) -> tuple[Family, ...]:
        """All families, in the order of the data."""
        with self.serving.lease() as edition:
            return tuple(edition.knowledge.families.values())

    def classes(self) -> tuple[QuestionClass, ...]:
        """What is no ruling: the classes of questions that are answered without one."""
        with self.serving.lease() as edition:
            return tuple(edition.knowledge.classes.values())

    def circumstances(self, ruling: str, status: str | None) -> tuple[Circumstance, ...]:
        """The circumstances that change a ruling for somebody of a status; empty when none does."""
        with self.serving.lease() as edition:
            found = edition.knowledge.rulings.get(ruling)
        return circumstances_of(found, status) if found else ()

    def find(self, text: str, limit: int) -> tuple[RulingCard, ...]:
        """The rulings nearest to a text, the best first; empty when nothing is near.

        Takes about as long as an answer: better not on the event loop.
        """
        tidy = clean(text)[:MAX_QUESTION]
        if not any(map(str.isalnum, tidy)):
            return ()
        with self.serving.lease() as edition:
            catalogue = self._catalogue_of(edition)
            found = list(_nearest(edition, catalogue, tidy))
        return tuple(found[:limit])

    def prepare(self) -> None:
        """List the edition, where that has not been done: some tenths of a second, best not on the event loop."""
        self._catalogue()

    def regulation(self, text: str) -> RegulationCard | None:
        """The regulation that people call so: "uu asn", "UU Pemilu"; None when it goes by no such name."""
        called = " ".join(words(clean(text)))
        with self.serving.lease() as edition:
            meant = edition.knowledge.cues.regulation_aliases.get(called)
            listed = self._catalogue_of(edition).regulations
        return next((one for one in listed if one.id == meant), None)

    def regulations(self) -> tuple[RegulationCard, ...]:
        """All regulations of which the edition has articles, those in force first."""
        return self._catalogue().regulations

    def articles(self, regulation: str) -> tuple[ArticleCard, ...]:
        """The articles of a regulation in their order; empty when there is none."""
        return self._catalogue().articles.get(regulation, ())

    def article(self, article: str) -> tuple[Citation, ...]:
        """What an article says today, as one citation or several of its parts; empty when there is none."""
        regulation, *units = article.split(":")
        with self.serving.lease() as edition:
            composer = self._composer(edition)
            ids = provisions_under(composer, Reference(regulation, tuple(units)))
            exact = [i for i in ids if _is_under(i, units)]
            return composer.cite(
                worth_showing(edition.knowledge, composer.law, exact), most=len(exact)
            )

    def sanctions(self) -> tuple[Sanction, ...]:
        """The ladder of sanctions, from the lightest to the heaviest."""
        return self._catalogue().sanctions

    def channels(self) -> tuple[RulingCard, ...]:
        """The rulings that say where to report, to consult, and how to object."""
        return self._catalogue().channels

    def about(self) -> EditionCard:
        """What the edition is made of."""
        return self._catalogue().about

    def _composer(self, edition: Edition) -> Composer:
        return Composer(edition, self.wording, today(), self.confirmations.now())

    def _catalogue(self) -> _Catalogue:
        with self.serving.lease() as edition:
            return self._catalogue_of(edition)

    def _catalogue_of(self, edition: Edition) -> _Catalogue:
        kept = self._kept
        composer = self._composer(edition)
        if (
            kept is None
            or (kept.edition, kept.day) != (edition.id, composer.as_of)
            or kept.confirmed is not composer.confirmed
        ):
            # Made twice if two threads come at once; either is right.
            kept = self._kept = _listed(composer, self.texts)
        return kept


def _listed(composer: Composer, texts: LibraryTexts) -> _Catalogue:
    edition, knowledge = composer.edition, composer.edition.knowledge
    topics = list(dict.fromkeys(family.topic for family in knowledge.families.values()))
    shown = sorted(
        (r for r in knowledge.rulings.values() if composer.answers_with(r)),
        key=lambda r: topics.index(knowledge.topic_of(r.id)),
    )
    cards = {r.id: _card(composer, r) for r in shown}
    articles = contents(knowledge)
    regulations = tuple(_regulations(composer.law, articles))
    provisions = knowledge.provisions.values()
    return _Catalogue(
        edition=edition.id,
        day=composer.as_of,
        confirmed=composer.confirmed,
        cards=cards,
        roots={r.id: _called(edition, r) for r in shown},
        articles=articles,
        regulations=regulations,
        sanctions=ladder(knowledge, composer.law, texts),
        channels=tuple(
            cards[r.id] for family in texts.channels for r in shown if r.family == family
        ),
        about=EditionCard(
            id=edition.id,
            built=edition.manifest.built,
            rulings=len(shown),
            provisions=len(provisions),
            official=sum(p.text_kind == "official" for p in provisions),
            regulations=regulations,
        ),
    )


def _card(composer: Composer, ruling: Ruling) -> RulingCard:
    """A ruling as its title is answered: what the title says may fall under a stricter branch."""
    edition = composer.edition
    branch = branch_by_facts(ruling, ruling.verdict, facts_told(edition, ruling.title))
    told = branch if branch is not None and branch.verdict is not ruling.verdict else ruling
    return RulingCard(
        id=ruling.id,
        topic=edition.knowledge.topic_of(ruling.id),
        title=ruling.title,
        verdict=told.verdict,
        summary=told.summary,
        review=composer.awaits_review(ruling.id),
    )


def _called(edition: Edition, ruling: Ruling) -> frozenset[str]:
    names = (ruling.title, ruling.when, edition.knowledge.families[ruling.family].title)
    return frozenset(roots_of(edition.reader.text(" ".join(names))))


def _regulations(
    law: LawOn, articles: Mapping[str, tuple[ArticleCard, ...]]
) -> Iterator[RegulationCard]:
    known = [r for r in law.regulations.values() if r.id in articles]
    known.sort(key=lambda r: (law.of(r) in OUT_OF_FORCE, law.of(r) not in IN_FORCE))
    for one in known:
        yield RegulationCard(
            id=one.id,
            label=short_name(one),
            title=one.title,
            status=law.of(one).value,
            url=one.url,
            articles=len(articles[one.id]),
        )


def _nearest(edition: Edition, catalogue: _Catalogue, text: str) -> Iterator[RulingCard]:
    """Cards by likeness of words and meaning and by what the classifier reads, fused by rank.

    Of a text that is not about neutrality, such as a single word, only rulings that are called by all its words.
    """
    seen = understand(edition, text).seen
    read = edition.classifier.read(seen).rulings()
    hits = edition.search(RULINGS, seen.vector, seen.roots, _SEARCHED)
    rankings = ([hit.target for hit in hits], list(read)[:_SEARCHED])
    cards, asked = catalogue.cards, frozenset(seen.roots)
    shown = [[target for target in ranking if target in cards] for ranking in rankings]
    ours = 1.0 - sum(share for target, share in read.items() if _is_outside(edition, target))
    for hit in fuse(shown, _SEARCHED):
        if ours >= OURS or (asked and asked <= catalogue.roots[hit.target]):
            yield cards[hit.target]


def _is_outside(edition: Edition, target: str) -> bool:
    """Whether a class stands for what is not about neutrality."""
    found = edition.knowledge.classes.get(target)
    return found is not None and found.verdict is Verdict.DI_LUAR_CAKUPAN


def _is_under(provision_id: str, units: list[str]) -> bool:
    """Whether a provision is one of these units or below it, or explains it."""
    own = provision_id.split(":")[1:]
    return own[: len(units)] == units or own[: len(units) + 1] == ["penjelasan", *units]
