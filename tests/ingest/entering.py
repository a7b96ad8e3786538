"""What editors enter in tests: a new ruling of the tiny data with its examples."""

from __future__ import annotations

from typing import Any

from knowledge.model import Example, Ruling, Strength, Verdict

COMMENTING = "komentar dukungan di postingan cabup"
"""A question that the tiny data have no ruling for, until ``KOMENTAR`` is entered."""
KOMENTAR = Ruling(
    id="komentar",
    family="reaksi",
    title="Bolehkah menulis komentar di unggahan calon?",
    verdict=Verdict.WAJIB,
    when="Menulis komentar",
    summary="Wajib dihapus, karena komentar terbaca sebagai dukungan.",
    conditions=("Berlaku juga bila akunnya: pribadi",),
    basis=("pp-94-2021:pasal-5", "uu-20-2023:pasal-24"),
    sanctions=("pp-94-2021:pasal-14",),
    strength=Strength.EKSPLISIT,
    next_steps=("Hapus komentar itu.",),
)
_QUESTIONS = (
    "komentar semangat di postingan cabup boleh?",
    "saya menulis komentar dukungan di unggahan calon",
    "komen di ig paslon kena gak",
    "bolehkah mengomentari postingan caleg",
)


def example(q: str, ruling: str = "suka", verdict: str = "dilarang", **more: Any) -> Example:
    """An example as an editor gives it."""
    return Example(q=q, ruling=ruling, verdict=Verdict(verdict), **more)


def examples_of(ruling: Ruling = KOMENTAR, number: int = 4) -> tuple[Example, ...]:
    """Examples of a ruling with its own verdict."""
    return tuple(example(q, ruling.id, ruling.verdict) for q in _QUESTIONS[:number])


def changed(**update: Any) -> Ruling:
    """The new ruling with fields changed, validated."""
    return Ruling.model_validate({**KOMENTAR.model_dump(), **update})
