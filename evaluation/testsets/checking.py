"""What is wrong or doubtful in a test set that breaks no schema.

An error makes figures wrong: a basis that does not exist, a label that contradicts itself, a question
that the bot has learnt. A warning asks for a look. Findings name questions by their ids and never
repeat a question, so that those held back stay unread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from rapidfuzz import process

from evaluation.testsets.likeness import Texts, alike_within, key, nearest_alike
from evaluation.testsets.question import Question, QuestionSet
from knowledge import locator
from knowledge.amended import same_provision
from knowledge.dataset import BUNDLED, Knowledge, load_knowledge, load_pairs, read_all
from knowledge.model import Example, Pair, Ruling, Verdict
from knowledge.records import Placed

LONGEST = 4096
"""Most characters of one message on Telegram: a longer question cannot be asked there."""
_BARRED = frozenset({Verdict.DILARANG, Verdict.WAJIB})


class Severity(StrEnum):
    """Whether figures over the set would be wrong, or only might be."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to mend, at a question of a set or at a place of its file."""

    severity: Severity
    place: str
    """The question's id, or file and line or cell."""
    problem: str
    """A clause without a full stop."""
    remedy: str
    """A sentence that says what to do."""


@dataclass(frozen=True)
class Material:
    """What test sets are held against: the knowledge, and what the bot learns from."""

    knowledge: Knowledge
    examples: Sequence[Placed[Example]]
    pairs: Sequence[Pair]
    articles: frozenset[str]
    """The ids of all articles, annexes and other first units that the knowledge has."""

    @cached_property
    def learnt(self) -> Texts:
        """The questions of the examples."""
        return Texts([one.value.q for one in self.examples], self.knowledge.lexicon)

    @cached_property
    def sides(self) -> tuple[tuple[str, str], ...]:
        """The questions of the minimal pairs, each after its pair's id."""
        return tuple((pair.id, side.q) for pair in self.pairs for side in (pair.a, pair.b))

    @cached_property
    def paired(self) -> Texts:
        """The questions of the minimal pairs."""
        return Texts([q for _, q in self.sides], self.knowledge.lexicon)


def load_material(root: Path = BUNDLED) -> Material:
    """Read a data folder.

    Raises:
        RecordError: the first thing that is wrong with it.
    """
    knowledge = load_knowledge(root)
    return Material(
        knowledge,
        read_all(root, "examples/*.jsonl", Example),
        load_pairs(root),
        frozenset(map(locator.article_of, knowledge.provisions)),
    )


def check_set(testset: QuestionSet, material: Material) -> tuple[Finding, ...]:
    """All findings of a set, errors first, each kind in the order of the questions."""
    found: list[Finding] = []
    for question in testset.questions:
        found += [
            *_citations(question, material),
            *_provisions(question, material),
            *_rulings(question, material.knowledge),
            *_verdicts(question),
            *_points(question),
        ]
        if len(question.question) > LONGEST:
            found.append(
                _warning(question, f"longer than {LONGEST:,} characters", "Shorten the question.")
            )
    found += _repeated(testset.questions, material)
    found += _learnt(testset.questions, material)
    return tuple(sorted(found, key=lambda finding: finding.severity is not Severity.ERROR))


def _error(question: Question, problem: str, remedy: str) -> Finding:
    return Finding(Severity.ERROR, question.id, problem, remedy)


def _warning(question: Question, problem: str, remedy: str) -> Finding:
    return Finding(Severity.WARNING, question.id, problem, remedy)


def _citations(question: Question, material: Material) -> Iterator[Finding]:
    """Expected citations of what does not exist; harmless where an alternative does."""
    for group in question.gold_citations:
        found = []
        for reference in group:
            regulation, _, place = reference.partition(" ")
            unit = place.replace("pasal ", "pasal-")
            found.append(list(_place(question, reference, regulation, unit, material)))
        for finding in (one for some in found for one in some):
            yield finding if all(found) else replace(finding, severity=Severity.WARNING)


def _provisions(question: Question, material: Material) -> Iterator[Finding]:
    """Expected provisions that do not exist."""
    known = material.knowledge.provisions
    for provision in dict.fromkeys(one for group in question.gold_provisions for one in group):
        regulation, unit, *finer = provision.split(":")
        before = list(_place(question, provision, regulation, unit, material))
        yield from before
        names = same_provision(provision, material.knowledge.regulations)
        inside = tuple(f"{name}:" for name in names)
        if finer and not before and material.knowledge.provision(provision) is None:
            if any(one.startswith(inside) for one in known):
                continue  # the whole of what the knowledge has in parts
            yield _warning(
                question,
                f"the knowledge has the article of {provision}, but not this part of it",
                "Correct it, or take in the official text.",
            )


def _place(
    question: Question, cited: str, regulation: str, unit: str, material: Material
) -> Iterator[Finding]:
    """What is wrong with citing a regulation, or its unit (``pasal-5``, ``lampiran``, or none)."""
    regulations = material.knowledge.regulations
    if regulation not in regulations:
        yield _error(
            question,
            f"{cited}: there is no regulation {regulation}",
            _meant(regulation, regulations),
        )
        return
    names = same_provision(f"{regulation}:{unit}", regulations) if unit else ()
    if unit == "lampiran":
        has = any(one.startswith(f"{regulation}:lampiran") for one in material.articles)
    else:
        has = not unit or unit == "penjelasan" or any(name in material.articles for name in names)
    if has:
        return
    last, number = regulations[regulation].articles, unit.removeprefix("pasal-")
    if last is not None and number.isdigit() and int(number) > last:
        yield _error(
            question, f"{cited}: the last article of {regulation} is {last}", "Correct the article."
        )
    else:
        yield _warning(
            question,
            f"{cited} is not among the bundled provisions",
            "Correct it, or take in the official text: until then no answer can cite it.",
        )


def _rulings(question: Question, knowledge: Knowledge) -> Iterator[Finding]:
    """Labelled rulings that do not exist, or give no accepted verdict."""
    known = [one.id for one in knowledge.answerables()]
    given: set[Verdict] = set()
    for ruling in question.rulings:
        found = knowledge.answerable(ruling)
        if found is None:
            yield _error(question, f"there is no ruling {ruling}", _meant(ruling, known))
            return
        branches = found.branches if isinstance(found, Ruling) else ()
        given |= {found.verdict, *(branch.verdict for branch in branches)}
    if given and not given & question.accepted:
        yield _warning(
            question,
            f"its rulings give {', '.join(sorted(given))}, none of which is accepted",
            "Correct the verdict or the rulings.",
        )


def _verdicts(question: Question) -> Iterator[Finding]:
    """Acceptable verdicts that repeat or contradict the expected one."""
    accepted = question.acceptable_verdicts
    if question.expected_verdict in accepted or len(set(accepted)) < len(accepted):
        yield _warning(
            question,
            "its acceptable verdicts repeat the expected one or one another",
            "Name only the others, each once.",
        )
    if question.expected_verdict in _BARRED and Verdict.BOLEH in accepted:
        yield _warning(
            question,
            f"expects {question.expected_verdict} and accepts {Verdict.BOLEH} as well",
            "Decide: an answer that is taken for leave hardly counts as right.",
        )


def _points(question: Question) -> Iterator[Finding]:
    """Points that must be mentioned, but contradict what must not be said."""
    claims = {key(claim) for claim in question.must_not}
    for point in question.must_mention:
        barred = [
            word
            for word in point
            if key(word) in claims
            or any(said.lower() in word.lower() for said in question.must_not_say)
        ]
        if not barred:
            continue
        remedy = "Take it out of must_mention, or out of must_not and must_not_say."
        if len(barred) == len(point):
            yield _error(question, "a point must be mentioned and must not be said", remedy)
        else:
            yield _warning(question, "a key word of a point is one that must not be said", remedy)


def _repeated(questions: Sequence[Question], material: Material) -> Iterator[Finding]:
    """Questions that stand twice in the set, or nearly so; earlier turns count as their part."""
    texts = ["\n".join((*(turn.text for turn in q.history), q.question)) for q in questions]
    for alike in alike_within(texts, material.knowledge.lexicon):
        later, first = questions[alike.question], questions[alike.other]
        agree = bool(later.accepted & first.accepted)
        if alike.likeness == 1:
            yield _error(
                later,
                f"the same question as {first.id}" + ("" if agree else ", with another verdict"),
                "Keep one of them." if agree else "Decide which verdict is right, and keep that.",
            )
        else:
            yield _warning(
                later,
                f"nearly the same question ({alike.likeness:.2f}) as {first.id}"
                + ("" if agree else ", with another verdict"),
                "Keep one of them, unless a fact sets them apart.",
            )


def _learnt(questions: Sequence[Question], material: Material) -> Iterator[Finding]:
    """Questions that the bot has learnt (an error) or that the minimal pairs hold (a warning)."""
    texts = [question.question for question in questions]
    for alike in nearest_alike(texts, material.learnt):
        yield _error(
            questions[alike.question],
            f"{_how(alike.likeness)} as the example at {material.examples[alike.other].place}",
            "Take the example out or write another question: what is tested must not be learnt.",
        )
    for alike in nearest_alike(texts, material.paired):
        yield _warning(
            questions[alike.question],
            f"{_how(alike.likeness)} as one of the minimal pair {material.sides[alike.other][0]}",
            "Write another question: the same one twice proves nothing more.",
        )


def _how(likeness: float) -> str:
    return "the same" if likeness == 1 else f"nearly the same ({likeness:.2f})"


def _meant(name: str, known: Iterable[str]) -> str:
    """A remedy that names the nearest known name."""
    near = process.extractOne(name, list(known), score_cutoff=60)
    return f"Did you mean {near[0]}?" if near else "Correct it."
