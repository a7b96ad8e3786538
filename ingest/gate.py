"""The gate of a publish: the test sets, asked of the new edition and of the one that serves.

The only place where ingestion runs the evaluation room.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.answering.answerer import answerer_on
from evaluation.gate import THRESHOLDS, Limits, all_misses, read_thresholds, require_limits
from evaluation.metrics.citations import cited_articles
from evaluation.metrics.verdicts import unsafe
from evaluation.results import SetResult, evaluate
from evaluation.systems.asn import Asn
from evaluation.systems.remembering import remembering
from evaluation.testsets.named import open_set
from evaluation.testsets.question import QuestionSet
from ingest.difference import Cited
from knowledge.edition import current_edition, editions_folder, open_edition, read_manifest
from knowledge.errors import AsnBotError, SettingsError
from knowledge.settings import Settings

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Flip:
    """A test question that the new edition answers otherwise."""

    set: str
    id: str
    question: str | None
    """None for a question held back from developers."""
    expected: str
    before: str
    after: str
    cited_before: tuple[str, ...]
    cited_after: tuple[str, ...]
    unsafe: bool
    """Whether the new answer permits more than it may."""


@dataclass(frozen=True)
class Miss:
    """A threshold that is not kept."""

    set: str
    figure: str
    value: float | None
    """None where it cannot be measured."""
    limit: float
    at_least: bool
    """Whether the limit is the least allowed; otherwise it is the most."""


@dataclass(frozen=True)
class Judgement:
    """What the gate found."""

    figures: Mapping[str, Mapping[str, Any]]
    """Of the new edition, by set."""
    before: Mapping[str, Mapping[str, Any]]
    """Of the edition that serves, by set; empty where there is none to compare with."""
    missed: tuple[str, ...]
    """Thresholds that are not kept."""
    flips: tuple[Flip, ...]
    incomparable: str | None = None
    """Why the edition that serves could not be asked, where one serves."""
    misses: tuple[Miss, ...] = ()
    """What ``missed`` tells in words, in parts."""


@dataclass(frozen=True)
class Gate:
    """The sets to pass and their thresholds, read before long work begins."""

    sets: tuple[QuestionSet, ...]
    limits: Mapping[str, Limits]


def open_gate(settings: Settings) -> Gate:
    """The configured sets with their thresholds.

    Raises:
        SettingsError: no set is configured; a publish is never untested.
        EvaluationError: a set is unknown, absent, or has no thresholds.
        RecordError: the file of thresholds or a set is damaged.
    """
    names = [name.strip() for name in settings.publish_sets.split(",") if name.strip()]
    if not names:
        raise SettingsError("PUBLISH_SETS names no test set. Name one: proyek:kembang")
    sets = tuple(open_set(name) for name in dict.fromkeys(names))
    limits = read_thresholds(settings.publish_thresholds or THRESHOLDS)
    require_limits([testset.name for testset in sets], limits)
    return Gate(sets, limits)


def judge(settings: Settings, gate: Gate, edition: str, progress: Progress) -> Judgement:
    """Ask every question of the gate's sets of the new edition, and of the one that serves.

    Each answers by the embedder that it was built with, so that a change of embedder is compared too.
    """
    return asyncio.run(_judge(settings, gate, edition, progress))


async def _judge(settings: Settings, gate: Gate, edition: str, progress: Progress) -> Judgement:
    new = await _reports(settings, gate, edition, "test", progress)
    serving = current_edition(settings)
    old: dict[str, SetResult] = {}
    incomparable = None
    if serving is not None and serving != edition:
        try:
            old = await _reports(settings, gate, serving, "test before", progress)
        except AsnBotError as error:  # a serving edition that is unusable must not stop a new one
            incomparable = str(error)
    missed = all_misses(list(new.values()), gate.limits)
    return Judgement(
        figures={name: report.overall.to_dict() for name, report in new.items()},
        before={name: report.overall.to_dict() for name, report in old.items()},
        missed=tuple(map(str, missed)),
        flips=tuple(f for name in old for f in _flips(name, old[name], new[name])),
        incomparable=incomparable,
        misses=tuple(Miss(m.set, m.figure, m.value, m.limit, m.at_least) for m in missed),
    )


async def _reports(
    settings: Settings, gate: Gate, edition: str, stage: str, progress: Progress
) -> dict[str, SetResult]:
    total = sum(len(testset.questions) for testset in gate.sets)
    done = 0
    reports = {}
    own = _as_built(settings, edition)
    opened = remembering(open_edition(own, edition))
    answering = answerer_on(own, opened)
    try:
        for testset in gate.sets:

            def count(asked: int, _: int, start: int = done) -> None:
                progress(stage, start + asked, total)

            reports[testset.name] = await evaluate(Asn(answering, opened), testset, count)
            done += len(testset.questions)
    finally:
        opened.close()
    return reports


def _as_built(settings: Settings, edition: str) -> Settings:
    """Settings by which an edition is opened with the embedder that its vectors are of."""
    manifest = read_manifest(editions_folder(settings) / edition)
    return settings.model_copy(update={"embedder": manifest.embedder})


def _flips(name: str, old: SetResult, new: SetResult) -> list[Flip]:
    found = []
    for before, after in zip(old.outcomes, new.outcomes, strict=True):
        was = cited_articles(before.answer)
        now = cited_articles(after.answer)
        if (before.answer.verdict, set(was)) == (after.answer.verdict, set(now)):
            continue
        question = before.question
        found.append(
            Flip(
                set=name,
                id=question.id,
                question=None if question.held_back else question.question,
                expected=question.expected_verdict.value,
                before=before.answer.verdict.value,
                after=after.answer.verdict.value,
                cited_before=was,
                cited_after=now,
                unsafe=unsafe(question, after.answer),
            )
        )
    return found


def cited_questions(gate: Gate) -> tuple[Cited, ...]:
    """The gate's questions with the articles that they expect, for a difference."""
    found = []
    for testset in gate.sets:
        for question in testset.questions:
            articles = {
                _provision_id(reference) for group in question.gold_citations for reference in group
            }
            told = question.id if question.held_back else question.question
            found.append(Cited(question.id, told, frozenset(articles)))
    return tuple(found)


def _provision_id(reference: str) -> str:
    """``pp-94-2021 pasal 5`` as the id of an article; a bare regulation stays one."""
    regulation, _, unit = reference.partition(" ")
    return ":".join(part for part in (regulation, unit.replace(" ", "-")) if part)
