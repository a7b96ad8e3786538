"""What test sets came to, as tables for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text

from evaluation.figures import Figures
from evaluation.results import Drop, Mistake, SetResult
from evaluation.views.tables import milliseconds, new_table, share

_COLUMNS = ("n", "verdict", "unsafe", "strict", "cite rec", "cite prec", "cite hit", "exist")


def _cells(f: Figures) -> tuple[str, ...]:
    return (
        str(f.n),
        share(f.verdict_accuracy),
        str(f.unsafe),
        share(f.over_strict_rate),
        share(f.citation_recall),
        share(f.citation_precision),
        share(f.citation_hit),
        share(f.citation_existence),
    )


def result_table(result: SetResult) -> Table:
    """The figures of a test set, whole and by verdict, category and style."""
    table = new_table(f"{result.name} (edition {result.edition})", "", (*_COLUMNS, "mention"))

    def row(name: str, f: Figures) -> None:
        table.add_row(Text(name), *_cells(f), share(f.must_mention))

    row("all", result.overall)
    for groups in (result.by_verdict, result.by_category, result.by_style):
        table.add_section()
        for name, group in groups.items():
            row(name, group)
    return table


def result_notes(result: SetResult) -> str:
    """What the table has no column for: intervals, refusals, confidence, retrieval, latency."""
    f = result.overall
    return "\n".join(
        (
            f"verdict accuracy {share(f.verdict_accuracy)}, 95 % interval "
            f"{share(f.verdict_low)} to {share(f.verdict_high)}; handled {share(f.handled)}",
            f"out of scope: recall {share(f.out_of_scope_recall)}, precision "
            f"{share(f.out_of_scope_precision)}; asked back or not found: rate "
            f"{share(f.abstention_rate)}, recall {share(f.abstention_recall)}, precision "
            f"{share(f.abstention_precision)}",
            f"questions back: option hit {share(f.clarify_option_hit)}, resolved "
            f"{share(f.clarify_resolved)}; confidence: ECE {share(f.ece)}, AURC {share(f.aurc)}",
            f"rulings: recall@1 {share(f.ruling_recall_1)}, @5 {share(f.ruling_recall_5)}, MRR "
            f"{share(f.ruling_mrr)}; provisions: recall@5 {share(f.provision_recall_5)}, @10 "
            f"{share(f.provision_recall_10)}, MRR {share(f.provision_mrr)}",
            f"latency: p50 {milliseconds(f.latency_p50_ms)}, p95 {milliseconds(f.latency_p95_ms)}, "
            f"p99 {milliseconds(f.latency_p99_ms)}",
        )
    )


def drops_table(results: Sequence[SetResult], drops: Mapping[str, Drop]) -> Table:
    """What each perturbation costs, one a row."""
    by_name = {result.name: result.overall for result in results}
    columns = ("n", "verdict", "drop", "95 % interval", "lost", "won", "p", "unsafe")
    table = new_table("perturbations: verdict accuracy lost", "set", columns)
    for name, drop in drops.items():
        figures = by_name[name]
        table.add_row(
            Text(name),
            str(drop.n),
            share(figures.verdict_accuracy),
            f"{drop.drop:+.3f}",
            f"{drop.low:+.3f} to {drop.high:+.3f}",
            str(drop.lost),
            str(drop.won),
            f"{drop.p:.3f}",
            str(figures.unsafe),
        )
    return table


def systems_table(title: str, systems: Mapping[str, Figures]) -> Table:
    """Systems beside each other, one a row."""
    table = new_table(title, "system", (*_COLUMNS, "out rec", "ECE", "p95 ms"))
    for name, f in systems.items():
        latency = "-" if f.latency_p95_ms is None else f"{f.latency_p95_ms:.1f}"
        table.add_row(Text(name), *_cells(f), share(f.out_of_scope_recall), share(f.ece), latency)
    return table


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
        if m.forbidden:
            lines.append(f"  must not be said: {'; '.join(m.forbidden)}")
        if m.unknown:
            lines.append(f"  cited, not in the edition: {', '.join(m.unknown)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)
