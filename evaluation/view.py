"""Reports as tables for people. Shares have three places; what was not measured is a dash."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from evaluation.asking import Progress
from evaluation.figures import Figures
from evaluation.learning.crossval import Accuracy, Validation
from evaluation.pairs import PairFigures, PairReport
from evaluation.results import Mistake, SetResult
from evaluation.speed.bench import Bench


@contextmanager
def watched(what: str) -> Iterator[Progress]:
    """A progress bar on standard error while the block runs; silent where nobody watches."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield progress


def share(value: float | None) -> str:
    """A share with three places, or a dash."""
    return "-" if value is None else f"{value:.3f}"


def _table(title: str, first: str, columns: Sequence[str]) -> Table:
    table = Table(title=Text(title), title_justify="left")
    table.add_column(first, no_wrap=True)
    for name in columns:
        table.add_column(name, justify="right")
    return table


def report_table(report: SetResult) -> Table:
    """The figures of a test set, whole and by verdict, category and style."""
    columns = ("n", "verdict", "unsafe", "cite hit", "cite prec", "exist", "mention")
    table = _table(f"{report.name} (edition {report.edition})", "", columns)

    def row(name: str, f: Figures) -> None:
        table.add_row(
            Text(name),
            str(f.questions),
            share(f.verdict_accuracy),
            str(f.unsafe),
            share(f.citation_hit),
            share(f.citation_precision),
            share(f.citation_existence),
            share(f.must_mention),
        )

    row("all", report.overall)
    for groups in (report.by_verdict, report.by_category, report.by_style):
        table.add_section()
        for name, group in groups.items():
            row(name, group)
    return table


def report_notes(report: SetResult) -> str:
    """What the table has no column for: refusals, questions back, latency."""
    f = report.overall
    p50, p95 = (
        "-" if ms is None else f"{ms:.1f} ms" for ms in (f.latency_p50_ms, f.latency_p95_ms)
    )
    return (
        f"out of scope: recall {share(f.out_of_scope_recall)}, "
        f"precision {share(f.out_of_scope_precision)}; asked back: {share(f.asked_back)}; "
        f"latency p50 {p50}, p95 {p95}"
    )


def mistakes_text(mistakes: Sequence[Mistake]) -> str:
    """Faulty answers, a few lines each."""
    blocks = []
    for m in mistakes:
        lines = [
            f"{m.id}{' UNSAFE' if m.unsafe else ''}: {m.question}",
            f"  expected {' or '.join(m.expected)}, answered {m.answered} "
            f"({m.family or '-'} / {m.ruling or '-'}, {m.confidence:.2f})",
        ]
        if m.gold_citations:
            groups = "; ".join(" | ".join(group) for group in m.gold_citations)
            lines += [f"  expected citations: {groups}", f"  cited: {', '.join(m.cited) or '-'}"]
        if m.missing:
            lines.append("  not mentioned: " + "; ".join(" | ".join(p) for p in m.missing))
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def pairs_table(report: PairReport) -> Table:
    """The figures of the minimal pairs, whole and by topic."""
    columns = ("pairs", "both right", "at least one", "unsafe sides")
    table = _table(f"minimal pairs (edition {report.edition})", "topic", columns)

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
        f"{first.folds}-fold cross-validation, {first.overall.examples} examples, "
        f"{first.doubles} doubles removed"
    )
    table = _table(title, "method", (*_ACCURACY[1:], "out: verdict", "out: family", "s"))
    for v in validations:
        outside = (share(v.outside.verdict), share(v.outside.family))
        table.add_row(v.method, *_accuracy_row(v.overall)[1:], *outside, f"{v.seconds:.0f}")
    return table


def validation_table(validation: Validation) -> Table:
    """One method by author, style and topic."""
    table = _table(validation.method, "", _ACCURACY)
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
    table = _table(f"bench (edition {bench.edition})", "measure", ("value",))
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
