"""From a decision to a finished answer, in the words of the knowledge."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.answering.answer import Answer, Citation, Clarify, ClarifyOption
from bot.answering.citations import citation_of, citations_of
from bot.answering.decide import STRICTEST_FIRST, Decision
from bot.answering.grounds import basis_ids, is_provision, sanction_ids
from bot.answering.invoked import rule_notes
from bot.answering.understand import Understood
from bot.answering.wording import Wording
from knowledge.clock import today
from knowledge.dataset import Knowledge
from knowledge.edition import Edition
from knowledge.index import PROVISIONS, RULINGS
from knowledge.model import (
    Branch,
    QuestionClass,
    QuestionKind,
    Ruling,
    Verdict,
)

_NEAREST = 4
_NEAREST_RULINGS = 3


@dataclass(frozen=True)
class Composer:
    """Writes answers for one edition."""

    edition: Edition
    wording: Wording

    @property
    def _knowledge(self) -> Knowledge:
        return self.edition.knowledge

    def compose(self, decision: Decision, understood: Understood) -> Answer:
        """The answer that a decision leads to."""
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
        options = tuple(ClarifyOption(text=r.when, ruling=r.id) for r in found if r is not None)
        return (
            Clarify(question=self.wording.not_found.question, options=options) if options else None
        )

    def nearest(self, understood: Understood) -> tuple[Citation, ...]:
        """The provisions nearest to the question, for an answer that could not be given."""
        seen = understood.seen
        hits = self.edition.search(PROVISIONS, seen.vector, seen.roots, _NEAREST)
        return citations_of(self._knowledge, [hit.target for hit in hits], _NEAREST)

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
            citations=citations_of(self._knowledge, basis),
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
        return self.make(
            found.verdict,
            family=found.family,
            ruling=found.id,
            headline=headline,
            text=text or found.question or headline,
            clarify=clarify,
            citations=citations_of(self._knowledge, found.basis),
            understood=understood,
            confidence=decision.confidence,
        )

    def _from_ruling(self, ruling: Ruling, decision: Decision, understood: Understood) -> Answer:
        branch, status = decision.branch, decision.status
        headline, rest = first_sentence(branch.summary if branch else ruling.summary)
        paragraphs = [rest]
        if status is not None:
            paragraphs.append(status.note)
        paragraphs.extend(rule_notes(self._knowledge, self.wording, understood.references))
        sanctions = sanction_ids(ruling, branch, status)
        basis = basis_ids(ruling, branch, status)
        cited = [*basis, *(s for s in sanctions if is_provision(s))]
        if understood.kind is QuestionKind.AKIBAT_SANKSI:
            cited = [*basis[:2], *(s for s in sanctions if is_provision(s)), *basis[2:]]
        return self.make(
            decision.verdict,
            family=ruling.family,
            ruling=ruling.id,
            headline=headline,
            text="\n\n".join(p for p in paragraphs if p) or self.wording.strengths[ruling.strength],
            conditions=self._conditions(ruling, branch),
            sanctions=tuple(self._sanction(s) for s in sanctions),
            citations=citations_of(self._knowledge, cited),
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

    def _sanction(self, sanction: str) -> str:
        citation = citation_of(self._knowledge, sanction) if is_provision(sanction) else None
        return f"{citation.label}: {citation.text}" if citation else sanction

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
    ) -> Answer:
        """An answer of this edition, dated today."""
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
            facts=understood.facts,
            edition=self.edition.id,
            as_of=today(),
        )

    def in_parts(self, parts: tuple[Answer, ...], understood: Understood) -> Answer:
        """One answer over several: the strictest verdict, and each part with its own."""
        verdict = min((part.verdict for part in parts), key=STRICTEST_FIRST.index)
        leading = next(part for part in parts if part.verdict is verdict)
        seen: dict[str, Citation] = {c.id: c for part in parts for c in part.citations}
        return leading.model_copy(
            update={
                "headline": self.wording.parts.headline.format(count=len(parts)),
                "text": "\n\n".join(
                    f"{number}. {self.wording.badges[part.verdict]}: {part.headline}"
                    for number, part in enumerate(parts, start=1)
                ),
                "citations": tuple(seen.values()),
                "parts": parts,
                "clarify": None,
                "facts": understood.facts,
                "confidence": min(part.confidence for part in parts),
            }
        )


_SENTENCE_END = re.compile(r"(?<![A-Z0-9(])(?<!dll)(?<!hlm)(?<!No)[.!?](?=\s+[A-Z\"'])")
_FEWEST_WORDS = 4


def first_sentence(text: str) -> tuple[str, str]:
    """A text cut after its first telling sentence: "Dilarang." alone takes the next one along.

    Abbreviations and numbers do not end a sentence.
    """
    for match in _SENTENCE_END.finditer(text):
        head = text[: match.end()].strip()
        if len(head.split()) >= _FEWEST_WORDS:
            return head, text[match.end() :].strip()
    return text.strip(), ""
