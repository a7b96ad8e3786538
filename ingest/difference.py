"""What a publish would change: provisions word by word, standings, and what rests on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal

from knowledge.amended import same_provision
from knowledge.dataset import Knowledge
from knowledge.edition import Inputs
from knowledge.locator import article_of
from knowledge.model import Example, Provision, Regulation, Ruling
from knowledge.reviews import grounds_of, reading_of

Operation = Literal["same", "removed", "added"]
_WORDS = re.compile(r"\S+|\n")


@dataclass(frozen=True)
class Words:
    """A run of words that stayed, went, or came."""

    operation: Operation
    text: str


@dataclass(frozen=True)
class Change:
    """A provision whose words, kind of text or standing changed."""

    id: str
    before: str
    after: str
    kind_before: str
    kind_after: str
    words: tuple[Words, ...]

    @property
    def became_official(self) -> bool:
        """Whether the official text took the place of our digest."""
        return (self.kind_before, self.kind_after) == ("digest", "official")


@dataclass(frozen=True)
class StandingChange:
    """A regulation whose standing changed, in plain words before and after."""

    regulation: str
    before: str
    after: str


@dataclass(frozen=True)
class Dependent:
    """A ruling, class or test question, and the changed provisions that it rests on."""

    id: str
    title: str
    provisions: tuple[str, ...]


@dataclass(frozen=True)
class ExampleChange:
    """An example that editors entered, and what becomes of it."""

    example: Example
    change: Literal["added", "removed"]


@dataclass(frozen=True)
class Difference:
    """Between the edition that serves and the one that a publish would make."""

    added: tuple[Provision, ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[Provision, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    """Digests that the official text, newly taken in, does not have."""
    standings: tuple[StandingChange, ...] = ()
    rulings: tuple[Dependent, ...] = ()
    """Rulings and classes that rest on what changed; they will await review."""
    edited: tuple[str, ...] = ()
    """Rulings and classes that were themselves added, edited or removed."""
    new_rulings: tuple[Ruling, ...] = ()
    """Of these, the rulings that were not there before."""
    lost_rulings: tuple[Ruling, ...] = ()
    """Of these, the rulings that will not be there any more."""
    examples: tuple[ExampleChange, ...] = ()
    """Examples that editors entered, new or withdrawn."""
    questions: tuple[Dependent, ...] = ()
    """Test questions whose expected citations changed."""

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(
            self.added
            or self.changed
            or self.removed
            or self.unconfirmed
            or self.standings
            or self.edited
            or self.examples
        )


@dataclass(frozen=True)
class Cited:
    """A test question with the articles that a right answer may cite."""

    id: str
    question: str
    articles: frozenset[str] = field(default_factory=frozenset)
    """Ids at article level, such as ``pp-94-2021:pasal-5``."""


def word_changes(before: str, after: str) -> tuple[Words, ...]:
    """The words that stayed, went and came, in reading order."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found: list[Words] = []
    for operation, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if operation == "equal":
            found.append(Words("same", " ".join(old[i:j])))
            continue
        if j > i:
            found.append(Words("removed", " ".join(old[i:j])))
        if m > k:
            found.append(Words("added", " ".join(new[k:m])))
    return tuple(found)


def entered_examples(
    before: Inputs, made_of: Inputs, after: Knowledge
) -> tuple[ExampleChange, ...]:
    """The examples that editors entered or withdrew between two editions.

    One that has moved to the data files is neither.
    """
    kept = {(example.q, example.ruling, example.verdict) for example in after.examples}
    added = (ExampleChange(e, "added") for e in made_of.examples if e not in before.examples)
    removed = (
        ExampleChange(e, "removed")
        for e in before.examples
        if (e.q, e.ruling, e.verdict) not in kept
    )
    return (*added, *removed)


def compare(
    before: Knowledge,
    after: Knowledge,
    questions: Iterable[Cited] = (),
    examples: tuple[ExampleChange, ...] = (),
) -> Difference:
    """What changes from one knowledge to another, and what rests on it."""
    added, changed, kept_names = [], [], set()
    unconfirmed = []
    for provision in after.provisions.values():
        old = before.provision(provision.id)
        if old is None:
            added.append(provision)
            continue
        kept_names.add(old.id)
        if provision.unconfirmed and not old.unconfirmed:
            unconfirmed.append(provision.id)
        if _reading(old) != _reading(provision):
            changed.append(_change(old, provision))
    removed = [
        p
        for p in before.provisions.values()
        if p.id not in kept_names and after.provision(p.id) is None
    ]
    standings = _standings(before.regulations, after.regulations)
    names = [change.id for change in changed] + [p.id for p in (*added, *removed)]
    touched = {article_of(name) for name in names}
    return Difference(
        added=tuple(added),
        changed=tuple(changed),
        removed=tuple(removed),
        unconfirmed=tuple(unconfirmed),
        standings=standings,
        rulings=_dependents(before, after),
        edited=_edited(before, after),
        new_rulings=tuple(r for r in after.rulings.values() if r.id not in before.rulings),
        lost_rulings=tuple(r for r in before.rulings.values() if r.id not in after.rulings),
        examples=examples,
        questions=_questions(before, after, questions, touched),
    )


def _reading(provision: Provision) -> tuple[Any, ...]:
    return (provision.text, provision.text_kind, provision.lead, provision.repealed_since)


def _change(old: Provision, new: Provision) -> Change:
    return Change(
        new.id, old.text, new.text, old.text_kind, new.text_kind, word_changes(old.text, new.text)
    )


def _standings(
    before: Mapping[str, Regulation], after: Mapping[str, Regulation]
) -> tuple[StandingChange, ...]:
    found = []
    for regulation in after.values():
        old = before.get(regulation.id)
        told = standing_words(regulation)
        if old is None:
            found.append(StandingChange(regulation.id, "unknown so far", told))
        elif standing_words(old) != told:
            found.append(StandingChange(regulation.id, standing_words(old), told))
    found.extend(
        StandingChange(regulation.id, standing_words(regulation), "not in the knowledge any more")
        for regulation in before.values()
        if regulation.id not in after
    )
    return tuple(found)


def standing_words(regulation: Regulation) -> str:
    """A regulation's standing for admins: ``berlaku since 2021-08-31, amended by ...``."""
    words = [regulation.status.value]
    if regulation.in_force_since:
        words.append(f"in force since {regulation.in_force_since}")
    if regulation.amended_by:
        words.append(f"amended by {', '.join(regulation.amended_by)}")
    if regulation.repealed_by or regulation.repealed_since:
        by = f" by {', '.join(regulation.repealed_by)}" if regulation.repealed_by else ""
        since = f" from {regulation.repealed_since}" if regulation.repealed_since else ""
        words.append(f"repealed{by}{since}")
    return ", ".join(words)


def _dependents(before: Knowledge, after: Knowledge) -> tuple[Dependent, ...]:
    found = []
    for target in after.answerables():
        rests = tuple(
            n for n in grounds_of(target) if reading_of(before, n) != reading_of(after, n)
        )
        if rests:
            title = target.title if isinstance(target, Ruling) else target.id
            found.append(Dependent(target.id, title, rests))
    return tuple(found)


def _edited(before: Knowledge, after: Knowledge) -> tuple[str, ...]:
    old = {target.id: target for target in before.answerables()}
    new = {target.id: target for target in after.answerables()}
    return tuple(sorted(i for i in {*old, *new} if old.get(i) != new.get(i)))


def _questions(
    before: Knowledge, after: Knowledge, questions: Iterable[Cited], touched: set[str]
) -> tuple[Dependent, ...]:
    fallen = {
        regulation.id
        for regulation in before.regulations.values()
        if regulation.id not in after.regulations
        or after.regulations[regulation.id].status is not regulation.status
    }
    found = []
    for question in questions:
        names = {name: _article_names(after, name) for name in question.articles}
        rests = sorted(
            name for name, every in names.items() if every & touched or name.split(":")[0] in fallen
        )
        if rests:
            found.append(Dependent(question.id, question.question, tuple(rests)))
    return tuple(found)


def _article_names(knowledge: Knowledge, article: str) -> set[str]:
    """An article's id, and the id under which the knowledge holds it."""
    return set(same_provision(article, knowledge.regulations))
