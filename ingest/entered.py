"""Examples and rulings that editors entered while the bot runs: their names, and their way into the knowledge.

An edition keeps them beside its documents. Once ``asn-ingest export`` has written them into the data
files, the data files speak for them: what stands there is dropped here without a word, and what
contradicts them is dropped with a finding.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ingest.check.questions import question_key
from ingest.structure.document import Finding, Severity
from knowledge.dataset import Knowledge
from knowledge.edition import Inputs
from knowledge.errors import StagingError
from knowledge.model import Example, QuestionClass, Ruling, Verdict
from knowledge.reviews import grounds_of

EXAMPLE = "contoh:"
RULING = "putusan:"


def example_name(example: Example) -> str:
    """The name by which an entered example is staged, discarded and listed; without its words."""
    return EXAMPLE + hashlib.sha256(question_key(example.q).encode()).hexdigest()[:8]


def ruling_name(ruling: str) -> str:
    """The name by which an entered ruling is staged, discarded and listed, with its examples."""
    return RULING + ruling


def is_entered(name: str) -> bool:
    """Whether a name is that of an entered example or ruling, not of a regulation."""
    return name.startswith((EXAMPLE, RULING))


def entered_names(made_of: Inputs) -> tuple[str, ...]:
    """The names of all that editors entered and an edition has."""
    rulings = (ruling_name(ruling.id) for ruling in made_of.rulings)
    examples = (example_name(example) for example in made_of.examples)
    return tuple(dict.fromkeys((*rulings, *examples)))


def belongs(example: Example, names: Iterable[str]) -> bool:
    """Whether one of these names stands for the example, or for the ruling that it is of."""
    return not {example_name(example), ruling_name(example.ruling)}.isdisjoint(names)


def examples_replaced(old: Iterable[Example], new: tuple[Example, ...]) -> tuple[Example, ...]:
    """The examples with further ones, which take the place of those with the same words."""
    keys = {question_key(example.q) for example in new}
    return (*(example for example in old if question_key(example.q) not in keys), *new)


def rulings_replaced(old: Iterable[Ruling], new: tuple[Ruling, ...]) -> tuple[Ruling, ...]:
    """The rulings with further ones, which take the place of those with the same id."""
    ids = {ruling.id for ruling in new}
    return (*(ruling for ruling in old if ruling.id not in ids), *new)


def verdicts_of(target: Ruling | QuestionClass) -> frozenset[Verdict]:
    """The verdicts that a ruling with its branches, or a class, can give."""
    branches = target.branches if isinstance(target, Ruling) else ()
    return frozenset({target.verdict, *(branch.verdict for branch in branches)})


@dataclass(frozen=True)
class Entered:
    """The data files with what editors entered."""

    knowledge: Knowledge
    made_of: Inputs
    """Without what the data files have by now, or contradict."""
    findings: tuple[Finding, ...]


def with_entered(bundled: Knowledge, made_of: Inputs) -> Entered:
    """The knowledge of the data files with the entered rulings and examples.

    Raises:
        StagingError: a ruling's family is not in the data files any more.
    """
    if not made_of.examples and not made_of.rulings:
        return Entered(bundled, made_of, ())
    findings: list[Finding] = []
    rulings = tuple(_new_rulings(bundled, made_of.rulings, findings))
    known = replace(
        bundled, rulings={**bundled.rulings, **{ruling.id: ruling for ruling in rulings}}
    )
    examples = tuple(_new_examples(known, made_of.examples, findings))
    return Entered(
        replace(known, examples=(*bundled.examples, *examples)),
        made_of.model_copy(update={"rulings": rulings, "examples": examples}),
        tuple(findings),
    )


def _new_rulings(
    bundled: Knowledge, rulings: Iterable[Ruling], findings: list[Finding]
) -> Iterator[Ruling]:
    for ruling in rulings:
        name = ruling_name(ruling.id)
        own = bundled.answerable(ruling.id)
        if own is None:
            if ruling.family not in bundled.families:
                raise StagingError(
                    f"{name} is of the family {ruling.family}, which is not in the data files any "
                    f"more. Restore the family there, or {_remedy(name)}"
                )
            yield ruling
        elif own != ruling:
            findings.append(
                _dropped(
                    name, "berkas data memuat putusan lain dengan id ini, dan itulah yang dipakai"
                )
            )


def _new_examples(
    known: Knowledge, examples: Iterable[Example], findings: list[Finding]
) -> Iterator[Example]:
    labels = {question_key(e.q): (e.ruling, e.verdict) for e in known.examples}
    for example in examples:
        name = example_name(example)
        label = (example.ruling, example.verdict)
        own = labels.get(question_key(example.q))
        target = known.answerable(example.ruling)
        if own is not None:
            if own != label:
                told = (
                    f"berkas data memuatnya di bawah {own[0]} ({own[1]}), dan itulah yang dipakai"
                )
                findings.append(_dropped(name, told))
        elif target is None:
            told = f"putusannya, {example.ruling}, tidak ada lagi di berkas data"
            findings.append(_dropped(name, told))
        elif example.verdict not in verdicts_of(target):
            told = f"{example.ruling} tidak lagi memberi putusan {example.verdict}"
            findings.append(_dropped(name, told))
        else:
            yield example


def _dropped(name: str, why: str) -> Finding:
    return Finding(
        severity=Severity.WARNING, code="conflict", unit=name, message=f"{name} tidak ikut: {why}."
    )


def _remedy(name: str) -> str:
    return f"take the item out: asn-ingest discard {name}, or asn-ingest stage {name} --without"


def require_grounds(knowledge: Knowledge, rulings: Iterable[Ruling]) -> None:
    """Make sure that all that entered rulings rest on is in the knowledge.

    Raises:
        StagingError: a provision is missing; the message says which, and what to do.
    """
    for ruling in rulings:
        missing = [name for name in grounds_of(ruling) if knowledge.provision(name) is None]
        if missing:
            name = ruling_name(ruling.id)
            raise StagingError(
                f"{name} rests on {', '.join(missing)}, which the knowledge would not have any "
                f"more. Keep the document or the digest that has it, or {_remedy(name)}"
            )


def kept_readings(made_of: Inputs, known: Mapping[str, Ruling]) -> dict[str, Mapping[str, str]]:
    """The readings of the rulings that there still are."""
    return {ruling: read for ruling, read in made_of.readings.items() if ruling in known}
