"""A question in its conversation: which of its readings to take, and who asks it.

The classifier judges what words alone cannot tell: whether a short message makes sense by itself, and
whether a follow-up changes the subject ("kapan harus mundur?", then "kalau kalah bisa balik?").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.answering.answer import Turn
from bot.answering.followup import Alone, Joined, with_history
from bot.answering.restate import says_more
from knowledge.classifier.heads import Reading
from knowledge.cues import Cues, matches, mentions, read_facts, strip_wrapping
from knowledge.edition import Edition
from knowledge.model import QuestionClass, Verdict

_SURE = 0.6
"""Probability from which a message counts as small talk, another topic, or a question of its own."""
_VERY_SURE = 0.9
"""Probability from which a follow-up that names elections is read without what it follows."""
_ALLOWS_NOTHING = frozenset({Verdict.DILARANG, Verdict.WAJIB, Verdict.INFORMASI})
_LIKE_FOLLOW_UPS = frozenset({"urusan-kepegawaian-lain", "klaim-aturan-palsu"})
"""Families of classes that fragments of our own questions fall into, too ("perlu cuti ga?")."""
_NOT_TOLD_APART = frozenset({"kelas-kosong", "kelas-kepemiluan-teknis"})
"""Classes that such fragments fall into as well."""
_WHO_ASKS = re.compile(
    r"\b(?:saya|kami)(?: (?:adalah|ini|itu|seorang|sebagai|guru|dosen|bidan|perawat|dokter|staf|pegawai|tenaga|"
    r"sekarang|masih|baru|sudah|diangkat|jadi|menjadi|statusnya|status))* $"
)


@dataclass(frozen=True)
class Readings:
    """What the classifier makes of texts, each read once: embedding one takes most of the time."""

    edition: Edition
    _known: dict[str, Reading] = field(default_factory=dict)

    def of(self, text: str) -> Reading:
        """The reading of a normalised text."""
        if text not in self._known:
            seen = self.edition.reader.see_normalised(text)
            self._known[text] = self.edition.classifier.read(seen)
        return self._known[text]

    def best(self, text: str) -> tuple[str, float]:
        """The most probable ruling of a normalised text, and its probability."""
        return _first(self.of(text).rulings())


def in_conversation(edition: Edition, question: str, history: Sequence[Turn]) -> Joined | None:
    """The question read with what it follows; None when it stands on its own."""
    if not history:
        return None
    cues, reader = edition.knowledge.cues, edition.reader
    readings = Readings(edition)
    joined = with_history(question, history, cues, reader, speaks_for_itself(readings))
    if joined is None:
        return None
    own = strip_wrapping(cues, reader.text(question))
    if joined.adds and _is_another_question(readings, own):
        return replace(joined, words=own)
    changes = joined.adds and _changes_subject(readings, own, joined)
    if changes or _is_overheard(readings, own, joined):
        return replace(joined, words=joined.turned)
    return joined


def asker_of(cues: Cues, words: Sequence[str]) -> str | None:
    """The status that the asker claimed last in normalised messages, oldest first: "saya pppk"."""
    claimed = None
    for text in words:
        for one in mentions(cues, "status", text):
            found = _WHO_ASKS.search(text[: one.start])
            if found is None or one.denied or _is_relative(cues, text[: found.start()]):
                continue
            claimed = one.value
            break
    return claimed


def _is_relative(cues: Cues, before: str) -> bool:
    """Whether "saya" belongs to another person: "suami saya pns"."""
    return "hubungan" in read_facts(cues, " ".join(before.split()[-1:]) + " saya")


def speaks_for_itself(readings: Readings) -> Alone:
    """The judge of an edition: surely something else than elections, or a matter of procedure.

    What asks for permission is never taken as speaking for itself: read without its conversation
    it may be allowed more than it should.
    """

    def judge(text: str) -> bool:
        best, probability = readings.best(text)
        target = readings.edition.knowledge.answerable(best)
        if target is None or probability < _SURE:
            return False
        if not isinstance(target, QuestionClass):
            return target.verdict is Verdict.INFORMASI
        return (
            target.verdict is not Verdict.PERLU_RINCIAN
            and target.family not in _LIKE_FOLLOW_UPS
            and target.id not in _NOT_TOLD_APART
        )

    return judge


def _changes_subject(readings: Readings, own: str, joined: Joined) -> bool:
    """Whether a follow-up asks about another ruling, both by itself and told with the story alone."""
    if not says_more(readings.edition.knowledge.cues, own):
        return False
    alone, probability = readings.best(own)
    target = readings.edition.knowledge.answerable(alone)
    if probability < _SURE or target is None or isinstance(target, QuestionClass):
        return False
    turned, probability = readings.best(joined.turned)
    return turned == alone and probability >= _SURE and readings.best(joined.words)[0] != alone


def _is_another_question(readings: Readings, own: str) -> bool:
    """Whether a follow-up about elections surely asks for itself ("terus kalau jadi saksi partai?").

    Only where that allows nothing: what the conversation would have forbidden is not lost.
    """
    knowledge = readings.edition.knowledge
    if not matches(knowledge.cues.anchors, own) or not says_more(knowledge.cues, own):
        return False
    ruling, probability = readings.best(own)
    verdict, share = _first(readings.of(own).verdicts())
    return (
        ruling in knowledge.rulings
        and min(probability, share) >= _VERY_SURE
        and Verdict(verdict) in _ALLOWS_NOTHING
    )


def _is_overheard(readings: Readings, own: str, joined: Joined) -> bool:
    """Whether a forbidding circumstance of a follow-up weighs more when it stands first.

    Told at the end of a long question it is easily overheard; of two readings of one ruling the
    stricter counts then.
    """
    ruling = readings.edition.knowledge.rulings.get(readings.best(joined.words)[0])
    if ruling is None or readings.best(joined.turned)[0] != ruling.id:
        return False
    stated = read_facts(readings.edition.knowledge.cues, own)
    forbidding = any(
        branch.verdict is Verdict.DILARANG
        and any(stated.get(fact) in values for fact, values in branch.facts.items())
        for branch in ruling.branches
    )
    told, turned = (
        readings.of(text).verdicts().get(Verdict.DILARANG, 0.0)
        for text in (joined.words, joined.turned)
    )
    return forbidding and turned > told


def _first(probabilities: Mapping[str, float]) -> tuple[str, float]:
    """The most probable of what a reading tells highest first."""
    return next(iter(probabilities.items()))
