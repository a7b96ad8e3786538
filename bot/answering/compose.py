"""From a decision to a finished answer, in the words of the knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bot.answering.answer import Answer, Citation, Clarify, ClarifyOption
from bot.answering.citations import MOST, citations_of, found_provision, law_on
from bot.answering.dated import Grounds, in_place_of, note, sanctions_told, weigh
from bot.answering.decide import PERMISSIVENESS, Decision
from bot.answering.grounds import basis_ids, is_provision, sanction_ids
from bot.answering.invoked import rule_notes
from bot.answering.nearest import nearest_provisions
from bot.answering.sentences import first_sentence
from bot.answering.shelf import shelf_of
from bot.answering.understand import Understood
from bot.answering.wording import Wording
from bot.day import written
from knowledge.clock import today
from knowledge.dataset import Knowledge
from knowledge.edition import Edition
from knowledge.index import RULINGS
from knowledge.model import (
    Branch,
    QuestionClass,
    QuestionKind,
    Ruling,
    Verdict,
)
from knowledge.standing import LawOn

_NEAREST = 4
_NEAREST_RULINGS = 3
Confirmed = Mapping[str, frozenset[str]]
"""By ruling, the fingerprints of its basis that an admin has confirmed."""


@dataclass(frozen=True)
class Composer:
    """Writes answers for one edition and the law of one day."""

    edition: Edition
    wording: Wording
    as_of: date = field(default_factory=today)
    confirmed: Confirmed = field(default_factory=dict)

    @cached_property
    def law(self) -> LawOn:
        """The law on the day of the answer."""
        return law_on(self.edition, self.as_of)

    @property
    def _knowledge(self) -> Knowledge:
        return self.edition.knowledge

    def cite(self, provision_ids: Iterable[str], most: int = MOST) -> tuple[Citation, ...]:
        """Distinct citations as of the answer's day, at most ``most``."""
        return citations_of(self._knowledge, provision_ids, most, self.law)

    def awaits_review(self, target: str) -> bool:
        """Whether the legal basis of a ruling or class changed and nobody has confirmed it since."""
        review = self._knowledge.reviews.get(target)
        return review is not None and review.fingerprint not in self.confirmed.get(target, ())

    def answers_with(self, ruling: Ruling) -> bool:
        """Whether what a ruling rests on stood on the day."""
        return self._stands(weigh(self._knowledge, self.law, ruling.basis), ruling.verdict)

    def compose(self, decision: Decision, understood: Understood) -> Answer:
        """The answer that a decision leads to; it says so where an assumed status changed it."""
        answer = self._composed(decision, understood)
        if not understood.turned:
            return answer
        words = self.wording.assumed
        told = words.note.format(status=words.statuses[understood.assumed["status"]])
        return answer.model_copy(
            update={"text": f"{told}\n\n{answer.text}", "assumed": understood.assumed}
        )

    def _composed(self, decision: Decision, understood: Understood) -> Answer:
        if decision.target is None:
            return self.not_found(understood, decision.confidence)
        if decision.rivals:
            return self._ask_back(decision, understood)
        if isinstance(decision.target, QuestionClass):
            return self._from_class(decision.target, decision, understood)
        return self._from_ruling(decision.target, decision, understood)

    def not_found(self, understood: Understood, confidence: float) -> Answer:
        """An honest "not found" with the nearest provisions and where to ask."""
        words = self.wording.not_found
        return self.make(
            Verdict.PERLU_RINCIAN,
            headline=words.headline,
            text=words.text,
            next_steps=words.next_steps,
            clarify=self._nearest_rulings(understood),
            citations=self.nearest(understood),
            understood=understood,
            confidence=confidence,
        )

    def _nearest_rulings(self, understood: Understood) -> Clarify | None:
        """The rulings nearest to the question, for the asker to choose from."""
        seen = understood.seen
        hits = self.edition.search(RULINGS, seen.vector, seen.roots, _NEAREST_RULINGS)
        found = [self._knowledge.rulings.get(hit.target) for hit in hits]
        options = tuple(
            ClarifyOption(text=r.when, ruling=r.id)
            for r in found
            if r is not None and self.answers_with(r)
        )
        return (
            Clarify(question=self.wording.not_found.question, options=options) if options else None
        )

    def nearest(self, understood: Understood) -> tuple[Citation, ...]:
        """The provisions nearest to the question, for an answer that could not be given."""
        return self.cite(nearest_provisions(self.edition, self.law, understood.seen), _NEAREST)

    def _ask_back(self, decision: Decision, understood: Understood) -> Answer:
        words = self.wording.clarify
        rulings = [self._knowledge.answerable(target) for target, _ in decision.rivals]
        options = tuple(
            ClarifyOption(text=found.when, ruling=found.id)
            for found in rulings
            if found is not None
        )
        basis = [i for found in rulings if isinstance(found, Ruling) for i in found.basis[:3]]
        return self.make(
            Verdict.PERLU_RINCIAN,
            headline=words.headline,
            text=words.text,
            clarify=Clarify(question=words.question, options=options),
            citations=self.cite(basis),
            understood=understood,
            confidence=decision.confidence,
        )

    def _from_class(
        self, found: QuestionClass, decision: Decision, understood: Understood
    ) -> Answer:
        clarify = None
        if found.question:
            clarify = Clarify(
                question=found.question,
                options=tuple(
                    ClarifyOption(text=option.text, ruling=option.ruling)
                    for option in found.options
                ),
            )
        headline, text = first_sentence(found.answer)
        paragraphs = [*self._caveats(found.id, found.basis), text or found.question or headline]
        return self.make(
            found.verdict,
            family=found.family,
            ruling=found.id,
            headline=headline,
            text="\n\n".join(paragraphs),
            clarify=clarify,
            citations=self.cite(found.basis),
            review=self.awaits_review(found.id),
            understood=understood,
            confidence=decision.confidence,
        )

    def _from_ruling(self, ruling: Ruling, decision: Decision, understood: Understood) -> Answer:
        branch, status = decision.branch, decision.status
        basis = basis_ids(ruling, branch, status)
        grounds = weigh(self._knowledge, self.law, basis)
        if not self._stands(grounds, decision.verdict):
            return self._not_found_then(grounds, understood, decision.confidence)
        headline, rest = first_sentence(branch.summary if branch else ruling.summary)
        sanctions = sanction_ids(ruling, branch, status)
        cited = [*basis, *(s for s in sanctions if is_provision(s))]
        paragraphs = [*self._caveats(ruling.id, cited), rest]
        if status is not None:
            paragraphs.append(status.note)
        paragraphs += rule_notes(self._knowledge, self.wording, understood.references, self.law)
        if understood.kind is QuestionKind.AKIBAT_SANKSI:
            cited = [*basis[:2], *(s for s in sanctions if is_provision(s)), *basis[2:]]
        if grounds.changed:  # what it rests on that day comes first
            firm = {p.id for p in grounds.firm}
            cited.sort(
                key=lambda i: (p := found_provision(self._knowledge, i)) is None or p.id not in firm
            )
        return self.make(
            decision.verdict,
            family=ruling.family,
            ruling=ruling.id,
            headline=headline,
            text="\n\n".join(p for p in paragraphs if p) or self.wording.strengths[ruling.strength],
            conditions=self._conditions(ruling, branch),
            sanctions=sanctions_told(self._knowledge, self.law, sanctions, self.wording.dated),
            citations=self.cite(cited),
            review=self.awaits_review(ruling.id),
            next_steps=ruling.next_steps,
            strength=ruling.strength.value,
            conflicts=ruling.conflicts,
            follow_ups=self._follow_ups(decision, understood),
            understood=understood,
            confidence=decision.confidence,
        )

    def _conditions(self, ruling: Ruling, branch: Branch | None) -> tuple[str, ...]:
        if branch is not None and (branch.conditions or branch.verdict is not ruling.verdict):
            return branch.conditions
        exceptions = tuple(f"Pengecualian: {text}" for text in ruling.exceptions)
        return (*ruling.conditions, *exceptions)

    def _stands(self, grounds: Grounds, verdict: Verdict) -> bool:
        """Whether a verdict may be given on what of its grounds stood on the day.

        One that forbids or obliges needs a ground of its own that stood; one that allows needs
        all of them, since the law of that day may have been stricter.
        """
        if not grounds.changed:
            return True
        allows = PERMISSIVENESS.get(verdict, 0) > 0
        return not allows and grounds.carry(shelf_of(self.edition).general)

    def _not_found_then(
        self, grounds: Grounds, understood: Understood, confidence: float
    ) -> Answer:
        """That the law of the day cannot be told from the rulings, with what stood then."""
        words, knowledge = self.wording.dated, self._knowledge
        instead = in_place_of(knowledge, self.law, grounds.lost)
        nearest = nearest_provisions(self.edition, self.law, understood.seen, instead)
        citations = self.cite(nearest, _NEAREST)
        text = note(knowledge, self.law, grounds, words, opening=False)
        return self.make(
            Verdict.PERLU_RINCIAN,
            headline=words.headline.format(day=written(self.as_of)),
            text=f"{text}\n\n{words.text if citations else words.text_none}",
            next_steps=self.wording.not_found.next_steps,
            citations=citations,
            understood=understood,
            confidence=confidence,
        )

    def _caveats(self, target: str, cited: Iterable[str]) -> list[str]:
        """What must be said first: that the ruling awaits review, that the day's law was another."""
        said = [self.wording.review.note] if self.awaits_review(target) else []
        grounds = weigh(self._knowledge, self.law, cited)
        if grounds.changed:
            said.append(note(self._knowledge, self.law, grounds, self.wording.dated))
        return said

    def _follow_ups(self, decision: Decision, understood: Understood) -> tuple[str, ...]:
        words = self.wording.follow_ups
        asked = []
        if decision.verdict is Verdict.DILARANG:
            if understood.kind is not QuestionKind.AKIBAT_SANKSI:
                asked.append(words.sanctions)
            asked.append(words.late)
        if decision.status is None and "status" not in understood.facts:
            asked.append(words.pppk)
        return tuple(asked)

    def make(
        self,
        verdict: Verdict,
        *,
        headline: str,
        text: str,
        understood: Understood,
        confidence: float,
        family: str | None = None,
        ruling: str | None = None,
        conditions: tuple[str, ...] = (),
        sanctions: tuple[str, ...] = (),
        citations: tuple[Citation, ...] = (),
        next_steps: tuple[str, ...] = (),
        strength: str | None = None,
        conflicts: str | None = None,
        follow_ups: tuple[str, ...] = (),
        clarify: Clarify | None = None,
        review: bool = False,
    ) -> Answer:
        """An answer of this edition, as of the day that was asked for."""
        return Answer(
            verdict=verdict,
            family=family,
            ruling=ruling,
            kind=understood.kind.value,
            headline=headline,
            text=text,
            conditions=conditions,
            sanctions=sanctions,
            citations=citations,
            next_steps=next_steps,
            strength=strength,
            conflicts=conflicts,
            follow_ups=follow_ups,
            clarify=clarify,
            confidence=round(confidence, 3),
            facts=understood.stated,
            edition=self.edition.id,
            as_of=self.as_of,
            review=review,
        )
