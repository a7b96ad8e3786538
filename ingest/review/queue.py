"""What there is to review, gathered from the bot's database and the edition that serves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from bot.anonymous import anonymous
from bot.answering.shortfall import Shortfall
from bot.storage.feedback import Comment, comments_to_review
from bot.storage.review import (
    Complained,
    Open,
    complaints,
    dealt_until,
    open_questions,
    reopen,
    settle,
    waiting_for,
)
from bot.storage.store import Store, open_store
from ingest.confirm import pending
from ingest.editions import read_knowledge
from ingest.entered import entered_names
from ingest.review.clusters import clusters, level_of, likeness
from ingest.review.meaning import vectors_of
from ingest.review.model import NO_RULING, Item, Kind
from ingest.staging import named, read_staging
from ingest.undo import names_taken_up, undoable
from knowledge.clock import beginning
from knowledge.cues import with_standard_titles
from knowledge.dataset import Knowledge
from knowledge.edition import (
    Edition,
    Manifest,
    current_edition,
    editions_folder,
    open_edition,
    read_manifest,
)
from knowledge.embedding import Embedder
from knowledge.errors import StagingError
from knowledge.model import QuestionClass
from knowledge.settings import Settings
from knowledge.text import Normaliser

_COMMENTS = 1000
"""Comments that are looked at; the oldest are reviewed first."""


@dataclass(eq=False)
class Desk:
    """The database and the edition that serves, as one command needs them."""

    settings: Settings
    store: Store
    manifest: Manifest
    _edition: list[Edition] = field(default_factory=list)

    @cached_property
    def _read(self) -> tuple[Knowledge, Normaliser]:
        return read_knowledge(self.settings, self.manifest.id)

    @property
    def knowledge(self) -> Knowledge:
        """What the edition that serves knows."""
        return self._read[0]

    @property
    def vocabulary(self) -> Mapping[str, int]:
        """How often the edition that serves has a word."""
        return self._read[1].vocabulary

    def text(self, question: str) -> str:
        """A question in standard words, as the bot reads it."""
        knowledge, normaliser = self._read
        return with_standard_titles(knowledge.cues.titles, normaliser.normalise(question))

    def edition(self) -> Edition:
        """The edition that serves, opened when it is first needed: that takes a second or two."""
        if not self._edition:
            self._edition.append(open_edition(self.settings, self.manifest.id))
        return self._edition[0]

    def close(self) -> None:
        """Let the edition go; the database is closed by who opened it."""
        for edition in self._edition:
            edition.close()


@contextmanager
def open_desk(settings: Settings) -> Iterator[Desk]:
    """Open what the queue is read from, and take up what became of staged changes.

    Raises:
        StagingError: there is no edition yet.
        EditionCorrupt: the edition that serves cannot be read.
        StoreError: the database cannot be used.
    """
    _serving(settings)
    with closing(open_store(settings.database)) as store:
        # First: what is staged after this is not taken for discarded.
        waiting = store.run_sync(waiting_for)
        current, staged = _serving_and_staged(settings)
        desk = Desk(settings, store, read_manifest(editions_folder(settings) / current))
        try:
            _take_up(desk, waiting, staged)
            yield desk
        finally:
            desk.close()


def _serving_and_staged(settings: Settings) -> tuple[str, frozenset[str]]:
    """The edition that serves, and the names of what waits beside it, of one moment.

    A publish that goes on meanwhile lets its edition serve before it empties the staging area.
    """
    while True:
        current = _serving(settings)
        staged = frozenset(named(read_staging(settings)))
        if current == _serving(settings):
            return current, staged


def _serving(settings: Settings) -> str:
    current = current_edition(settings)
    if current is None:
        raise StagingError("There is no edition yet. Build one: asn-ingest build")
    return current


def _take_up(desk: Desk, waiting: frozenset[str], staged: frozenset[str]) -> None:
    """Erase what is answered by now, and let come back what was to be answered by a discarded change.

    As long as a publish can be undone what it answers stays aside: the change may be discarded yet.
    """
    undone = undoable(desk.settings, desk.manifest.id)
    waiting = waiting.difference(named(undone.staging)) if undone else waiting
    serving = waiting.intersection(entered_names(desk.manifest.made_of))
    rest = waiting - serving - staged
    # What was exported stands in the data files by now, and editions no longer have it for themselves.
    taken = rest.intersection(names_taken_up(desk.settings, desk.manifest.id)) if rest else rest
    for name in sorted(serving | taken):
        desk.store.run_sync(settle, name)
    for name in sorted(rest - taken):
        desk.store.run_sync(reopen, name)


def items(desk: Desk, kind: Kind | None = None) -> list[Item]:
    """What there is to review: what most people met with first, of equals the latest.

    Raises:
        EditionError: the edition cannot be read.
        EmbedderError: its embedder cannot be loaded.
        StoreError: the database cannot be used.
    """
    makers: dict[Kind, Callable[[Desk], Iterator[Item]]] = {
        Kind.QUESTION: _questions,
        Kind.COMPLAINT: _complaints,
        Kind.RULING: _rulings,
    }
    found = [item for one, make in makers.items() if kind in (None, one) for item in make(desk)]
    return sorted(found, key=lambda item: (-item.count, -item.latest, item.id))


def item(desk: Desk, name: str) -> Item:
    """The item of a name; that of a group of questions by any of them.

    Raises:
        StagingError: there is none, or none any more.
    """
    kinds = {"q": Kind.QUESTION, "k-": Kind.COMPLAINT, "r-": Kind.RULING}
    kind = next((kind for start, kind in kinds.items() if name.startswith(start)), None)
    if kind is not None:
        number = int(name[1:]) if kind is Kind.QUESTION and name[1:].isdecimal() else None
        for one in items(desk, kind):
            if one.id == name or number in one.members:
                return one
    raise StagingError(
        f"No such item in the queue: {name}. It was dealt with or has grown old, or the name is "
        "wrong. asn-ingest review lists what there is."
    )


def _questions(desk: Desk) -> Iterator[Item]:
    kept = desk.store.run_sync(open_questions)
    if not kept:
        return
    manifest = desk.manifest
    texts = [desk.text(one.question) for one in kept]

    def embedder() -> Embedder:
        return desk.edition().reader.embedder

    vectors = vectors_of(kept, texts, desk.store, manifest.embedder_identity, embedder)
    level = level_of(manifest.embedder)
    for rows in clusters(likeness(vectors, texts, desk.vocabulary, level), level):
        yield _item_of([kept[row] for row in rows], desk)


def _item_of(group: Sequence[Open], desk: Desk) -> Item:
    """One item of questions that mean the same, the most central first."""
    (ruling, verdict), _ = Counter((q.ruling, q.verdict) for q in group).most_common(1)[0]
    unanswered = sum(q.reason == Shortfall.UNANSWERED for q in group)
    reason = Shortfall.UNANSWERED if 2 * unanswered >= len(group) else Shortfall.UNSURE
    cited = Counter(provision for q in group for provision in q.provisions)
    members = tuple(sorted(q.id for q in group))
    return Item(
        id=f"q{members[0]}",
        kind=Kind.QUESTION,
        title=group[0].question,
        count=len(group),
        latest=max(q.at for q in group),
        reason=reason.value,
        phrasings=tuple(dict.fromkeys(q.question for q in group)),
        members=members,
        ruling=ruling,
        ruling_title=title_of(desk.knowledge, ruling),
        verdict=verdict,
        named=tuple(provision for provision, _ in cited.most_common()),
    )


def _complaints(desk: Desk) -> Iterator[Item]:
    def read(
        session: Session,
    ) -> tuple[tuple[Complained, ...], tuple[Comment, ...], dict[str, float]]:
        return complaints(session), comments_to_review(session, _COMMENTS), dealt_until(session)

    voted, written, until = desk.store.run_sync(read)
    votes = {one.ruling: one for one in voted}
    comments: dict[str, list[Comment]] = {}
    for comment in written:
        ruling = comment.ruling or ""
        if comment.at > until.get(ruling, 0.0):
            comments.setdefault(ruling, []).append(comment)
    for ruling in dict.fromkeys((*votes, *comments)):
        own = comments.get(ruling, [])
        counts = votes[ruling].votes if ruling in votes else {}
        moments = [comment.at for comment in own]
        if ruling in votes:
            moments.append(votes[ruling].latest)
        title = title_of(desk.knowledge, ruling or None)
        target = desk.knowledge.answerable(ruling)
        yield Item(
            id=f"k-{ruling or NO_RULING}",
            kind=Kind.COMPLAINT,
            title=title or ruling or "Jawaban tanpa putusan",
            # Who writes a comment has voted before, but votes and comments age apart.
            count=max(sum(counts.values()), len(own)),
            latest=max(moments),
            phrasings=tuple(dict.fromkeys(anonymous(c.question) for c in own if c.question)),
            ruling=ruling or None,
            ruling_title=title,
            verdict=target.verdict.value if target else None,
            votes=counts,
            comments=tuple(_told(comment) for comment in own),
        )


def _told(comment: Comment) -> dict[str, Any]:
    return {
        "question": comment.question,
        "comment": comment.comment,
        "judgement": comment.judgement.value if comment.judgement else None,
        "at": comment.at,
    }


def _rulings(desk: Desk) -> Iterator[Item]:
    built = beginning(desk.manifest.built).timestamp()
    for name, review in pending(desk.settings).reviews.items():
        target = desk.knowledge.answerable(name)
        title = title_of(desk.knowledge, name)
        yield Item(
            id=f"r-{name}",
            kind=Kind.RULING,
            title=title or name,
            count=1,
            latest=built,
            ruling=name,
            ruling_title=title,
            verdict=target.verdict.value if target else None,
            changed=review.changed,
        )


def title_of(knowledge: Knowledge, target: str | None) -> str | None:
    """By what people know a ruling or class; None where the edition has none of this id."""
    found = knowledge.answerable(target) if target else None
    if found is None:
        return None
    return found.when if isinstance(found, QuestionClass) else found.title
