"""Minimal pairs, cross-validation and speed as tables for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rich.table import Table
from rich.text import Text

from evaluation.learning.crossval import Accuracy, FoldSize, Validation
from evaluation.learning.folds import Folds
from evaluation.learning.gain import Gain
from evaluation.learning.methods import OURS
from evaluation.learning.newcomers import Newcomers
from evaluation.pairs import PairFigures, PairReport
from evaluation.speed.bench import Bench
from evaluation.views.tables import new_table, share


def pairs_table(report: PairReport) -> Table:
    """The figures of the minimal pairs, whole and by topic."""
    columns = ("pairs", "both right", "at least one", "unsafe sides")
    table = new_table(f"minimal pairs (edition {report.edition})", "topic", columns)

    def row(name: str, f: PairFigures) -> None:
        figures = (str(f.pairs), share(f.both), share(f.at_least_one), str(f.unsafe))
        table.add_row(Text(name), *figures)

    row("all", report.overall)
    table.add_section()
    for topic, group in report.by_topic.items():
        row(topic, group)
    return table


_ACCURACY = ("n", "verdict", "leaf verdict", "family", "ruling", "unsafe")


def _accuracy_row(a: Accuracy) -> tuple[str, ...]:
    shares = (share(value) for value in (a.verdict, a.leaf_verdict, a.family, a.ruling))
    return (str(a.examples), *shares, str(a.unsafe))


def methods_table(validations: Sequence[Validation]) -> Table:
    """One row a method, for comparison."""
    first = validations[0]
    title = (
        f"{first.folds.number}-fold cross-validation by {first.folds.by}, {_questions(first.folds)}, "
        f"{first.doubles} doubles removed"
    )
    table = new_table(title, "method", (*_ACCURACY[1:], "out: verdict", "out: family", "s"))
    for v in validations:
        outside = (share(v.outside.verdict), share(v.outside.family))
        table.add_row(v.method, *_accuracy_row(v.overall)[1:], *outside, f"{v.seconds:.0f}")
    return table


def _questions(folds: Folds) -> str:
    """How many examples are guessed, and of which folds where not of all."""
    every = len(folds.of)
    if len(folds.asked) == folds.number:
        return f"{every} examples"
    named = ", ".join(str(fold + 1) for fold in folds.asked)
    return f"fold {named} only: {folds.questions} of {every} examples"


def gains_table(gains: Sequence[Gain]) -> Table:
    """What the encoder adds, one row a share."""
    title = f"gain of {OURS} over the best method without the encoder, in points"
    table = new_table(title, "share", ("n", "best without", "points", "95 % interval"))
    for g in gains:
        interval = f"{g.low:+.1f} to {g.high:+.1f}"
        table.add_row(g.share, str(g.questions), g.over, f"{g.points:+.1f}", interval)
    return table


def folds_table(sizes: Sequence[FoldSize]) -> Table:
    """Whose questions each fold asks, and how many of them nobody could have learnt."""
    table = new_table("folds", "fold", ("n", "ruling and verdict in no other fold", "authors"))
    for size in sizes:
        authors = Text(", ".join(size.authors))
        table.add_row(str(size.fold), str(size.questions), str(size.unlearnt), authors)
    return table


def newcomers_table(found: Newcomers) -> Table:
    """Questions about rulings that an encoder may not know, one row a way of answering; then all others."""
    title = f"{len(found.rulings)} rulings kept from the encoder; {_questions(found.folds)}"
    table = new_table(title, "the encoder ...", _ACCURACY)
    for way in found.ways:
        table.add_row(way.encoder, *_accuracy_row(way.newcomers))
    table.add_section()
    for way in found.ways:
        table.add_row(f"{way.encoder}: other rulings", *_accuracy_row(way.others))
    return table


def validation_table(validation: Validation) -> Table:
    """One method by author, style and topic."""
    table = new_table(validation.method, "", _ACCURACY)
    table.add_row("all", *_accuracy_row(validation.overall))
    table.add_row("out of scope", *_accuracy_row(validation.outside))
    groups: tuple[tuple[str, Mapping[str, Accuracy]], ...] = (
        ("author", validation.by_author),
        ("style", validation.by_style),
        ("topic", validation.by_topic),
    )
    for kind, found in groups:
        table.add_section()
        for name, group in found.items():
            table.add_row(Text(f"{kind} {name}"), *_accuracy_row(group))
    return table


def bench_table(bench: Bench) -> Table:
    """All measurements, one a row."""
    table = new_table(f"bench (edition {bench.edition})", "measure", ("value",))
    seconds: Callable[[float], str] = "{:.2f} s".format
    rows = [
        (f"answer latency p50, {bench.speed.questions} questions", f"{bench.speed.p50_ms:.1f} ms"),
        ("answer latency p95", f"{bench.speed.p95_ms:.1f} ms"),
        ("answers per second", f"{bench.speed.answers_per_second:.1f}"),
        ("asn-bot ask, whole process, median", seconds(bench.startup_s)),
        ("asn-bot ask, whole process, worst", seconds(bench.startup_worst_s)),
        ("resident memory", f"{bench.resident_mb:.0f} MB"),
        ("highest memory", f"{bench.peak_mb:.0f} MB"),
        ("edition build, unchanged", seconds(bench.build_unchanged_s)),
    ]
    if bench.build_cold_s is not None:
        rows.append(("edition build, cold", seconds(bench.build_cold_s)))
    for name, value in rows:
        table.add_row(name, value)
    return table
