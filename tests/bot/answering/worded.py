"""An answer about liking and one about attending, and drafts of a chat model for them."""

from __future__ import annotations

from dataclasses import replace

from bot.answering.answer import Answer
from bot.answering.compose import Composer
from bot.answering.decide import Decision
from bot.answering.draft import Draft, Material, Refusal, refusals, vocabulary_of
from bot.answering.statements import load_write_texts
from bot.answering.understand import understand
from bot.answering.wording import load_wording
from knowledge.dataset import Knowledge
from knowledge.model import Ruling, Verdict
from tests.bot.answering.conftest import SCRIPT
from tests.bot.answering.law import small_law
from tests.bot.answering.scripted_edition import ScriptedEdition, edition_of

LIKING = (
    "Dilarang menyukai unggahan calon. Tanda suka terlihat publik dan terbaca sebagai dukungan. "
    "Tanda suka yang tidak sengaja sebaiknya segera dibatalkan."
)
ATTENDING = (
    "Boleh hadir menyimak kampanye, dengan syarat di luar jam kerja. Hadir tanpa atribut "
    "diperbolehkan selama hanya menyimak. Jangan ikut bersorak."
)
SHARING = "Boleh membagikan jadwal dari penyelenggara. Bagikan pengumumannya secara utuh."


def wordy_law() -> Knowledge:
    """The small law, whose rulings on liking, attending and sharing explain themselves."""
    law = small_law()
    told = {"like": LIKING, "hadir": ATTENDING, "bagikan": SHARING}
    return replace(law, rulings={i: _told(r, told.get(i)) for i, r in law.rulings.items()})


def _told(ruling: Ruling, summary: str | None) -> Ruling:
    return ruling if summary is None else ruling.model_copy(update={"summary": summary})


def wordy_edition() -> ScriptedEdition:
    """An edition of that law."""
    return edition_of(wordy_law(), SCRIPT)


def composed(ruling: str, question: str = "boleh?") -> Answer:
    """The composed answer of a ruling."""
    edition = wordy_edition()
    target = edition.knowledge.rulings[ruling]
    decision = Decision(target.verdict, target, None, 0.9)
    return Composer(edition, load_wording()).compose(decision, understand(edition, question))


def refused(answer: Answer, headline: str, text: str = "") -> set[Refusal]:
    """Why a draft for an answer is not used."""
    law = wordy_law()
    material = Material(answer, law.cues.regulation_aliases, vocabulary_of(law))
    return set(refusals(Draft(headline=headline, text=text), material, load_write_texts()))


def as_verdict(answer: Answer, verdict: Verdict) -> Answer:
    """The answer with another verdict."""
    return answer.model_copy(update={"verdict": verdict})
