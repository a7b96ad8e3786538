"""Test sets by name.

``proyek`` is the project's own set and ``serangan`` the attack suite, both bundled and both in two
halves (``:kembang``, ``:uji``); ``dev`` is a file outside the project; a name that ends in
``.jsonl``, ``.csv`` or ``.xlsx`` is a path. After any of them: ``:kembang`` or ``:uji`` keeps one
half, ``#tag`` the questions with that tag, ``+kind`` perturbs every question (see
``evaluation.robustness.perturb``). ``expand`` writes ``+all`` out as the set and each perturbation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from evaluation.errors import EvaluationError, SetAbsent
from evaluation.testsets.files import ENDINGS, read_placed, read_questions, require_unique
from evaluation.testsets.question import Question, QuestionSet
from knowledge.dataset import BUNDLED
from knowledge.records import Placed

__all__ = [
    "DEV",
    "DEVSET",
    "PROYEK",
    "SERANGAN",
    "base_and_kind",
    "expand",
    "is_name",
    "open_set",
    "read_questions",
]

DEV, PROYEK, SERANGAN = "dev", "proyek", "serangan"
SPLITS = ("kembang", "uji")
ALL_KINDS = "all"
DEVSET = Path("../shared/devset/questions.jsonl")
"""Where the dev set lies unless ``DEVSET`` or ``--devset`` says otherwise."""

_NAME = re.compile(
    rf"(?P<base>{DEV}|{PROYEK}|{SERANGAN}|.+(?i:{'|'.join(map(re.escape, ENDINGS))}))"
    rf"(?::(?P<split>{'|'.join(SPLITS)}))?(?:\#(?P<tag>[^#+]+))?(?:\+(?P<kind>[^#+]+))?"
)


@dataclass(frozen=True)
class _Name:
    """The parts of a set's name."""

    base: str
    split: str | None
    tag: str | None
    kind: str | None


def open_set(name: str, devset: Path = DEVSET) -> QuestionSet:
    """The test set that a name means.

    Raises:
        SetAbsent: its file is not on this machine.
        EvaluationError: there is no set or no perturbation of this name, or no question is left.
        RecordError: see ``read_placed``.
    """
    parts = _parse(name)
    questions = [one.value for one in _placed(parts.base, devset)]
    kept: list[tuple[str | None, Callable[[Question], bool]]] = [
        (parts.split and f"in the split {parts.split}", lambda q: q.split == parts.split),
        (parts.tag and f"with the tag {parts.tag}", lambda q: parts.tag in q.tags),
    ]
    for what, keep in kept:
        if what:
            questions = [question for question in questions if keep(question)]
            if not questions:
                raise EvaluationError(f"The test set {parts.base} has no question {what}.")
    whole = QuestionSet(base_and_kind(name)[0], tuple(questions))
    if parts.kind is None:
        return whole
    from evaluation.robustness.perturb import perturbed  # its word lists, only where needed

    return perturbed(whole, parts.kind)


def expand(names: Iterable[str]) -> list[str]:
    """The names with ``X+all`` written out as X and X with each perturbation; each name once."""
    expanded: list[str] = []
    for name in names:
        base, kind = base_and_kind(name)
        if kind == ALL_KINDS:
            from evaluation.robustness.perturb import KINDS

            expanded += [base, *(f"{base}+{kind}" for kind in KINDS)]
        else:
            expanded.append(name)
    return list(dict.fromkeys(expanded))


def is_name(name: str) -> bool:
    """Whether a name has the form of a test set's; its file need not be there."""
    return _NAME.fullmatch(name) is not None


def base_and_kind(name: str) -> tuple[str, str]:
    """What a set perturbs and how: ``dev+typo`` is ``dev`` and ``typo``; else no kind.

    A plus sign within a file's name or folder is none of ours: kinds hold no dot.
    """
    base, plus, kind = name.rpartition("+")
    return (base, kind) if plus and "." not in kind else (name, "")


def _parse(name: str) -> _Name:
    found = _NAME.fullmatch(name)
    if found is None:
        raise EvaluationError(
            f"There is no test set {name!r}. Use dev, proyek, proyek:kembang, proyek:uji, "
            "serangan, serangan:kembang, serangan:uji or the path of a .jsonl, .csv or .xlsx "
            "file; #TAG keeps the questions with a tag, +KIND perturbs them."
        )
    return _Name(found["base"], found["split"], found["tag"], found["kind"])


def _placed(base: str, devset: Path) -> list[Placed[Question]]:
    if base == DEV:
        if not devset.is_file():
            raise SetAbsent(
                f"The dev set is not at {devset}. Name its file with --devset or in DEVSET."
            )
        return read_placed(devset)
    if base not in (PROYEK, SERANGAN):
        return read_placed(Path(base))
    paths = sorted((BUNDLED / "testsets").glob(f"{base}*.jsonl"), key=lambda path: path.stem)
    if not paths:
        raise SetAbsent(f"The bundled test set {base} is missing. Install the project anew.")
    placed = [one for path in paths for one in read_placed(path)]
    require_unique(placed)
    return placed
