"""What the answering room gives back: the JSON contract of ``asn-bot ask --json``."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from knowledge.model import Facts, Verdict


class Part(BaseModel):
    """Base of all parts of an answer: immutable, closed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Turn(Part):
    """One earlier message of a conversation."""

    role: Literal["user", "assistant"]
    text: str


class Citation(Part):
    """A provision shown as a ground of the answer."""

    id: str
    regulation: str
    label: str
    """As lawyers write it: ``PP 94/2021 Pasal 5 huruf n angka 5``."""
    status: str
    """``belum_berlaku``, ``berlaku``, ``diubah``, ``dicabut`` or ``tidak_pasti``, on the answer's day."""
    text: str
    kind: Literal["digest", "official"]
    url: str | None = None


class ClarifyOption(Part):
    """One choice of a question back; ``ruling`` is what choosing it asks for."""

    text: str
    ruling: str


class Clarify(Part):
    """A question back to the user with its options."""

    question: str
    options: tuple[ClarifyOption, ...]


class Answer(Part):
    """A finished answer. Field order is the order of the JSON contract."""

    id: str | None = None
    verdict: Verdict
    family: str | None = None
    ruling: str | None = None
    kind: str | None = None
    headline: str
    text: str
    """The explanation, paragraphs parted by a blank line; plain text, no markup."""
    conditions: tuple[str, ...] = ()
    sanctions: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    next_steps: tuple[str, ...] = ()
    strength: str | None = None
    """Strength of the basis: ``eksplisit``, ``pernyataan_pejabat``, ``penalaran``."""
    conflicts: str | None = None
    follow_ups: tuple[str, ...] = ()
    """Questions that the user may want to ask next, ready to be sent as they are."""
    parts: tuple[Answer, ...] = ()
    """One answer for each thing that a multi-part question asks; else empty."""
    clarify: Clarify | None = None
    confidence: float
    facts: Facts = {}
    assumed: Facts = {}
    """Facts that nobody stated but that the asker's profile holds, as far as they changed the answer."""
    edition: str
    as_of: date
    """The day whose law it tells."""
    review: bool = False
    """Whether its ruling's legal basis has changed and no admin has confirmed it since."""
    written_by: Literal["composer", "model"] = "composer"
    latency_ms: float = 0.0
