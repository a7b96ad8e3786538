"""``asn-eval report``: a stored run as one HTML page and a Markdown summary."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from evaluation.commands.shared import print_json, tell
from knowledge.settings import load_settings

REPORT_HELP = """Write a run as one HTML page that works offline, and a Markdown summary.

RUN is latest, an id (asn-eval runs lists them) or a run's folder. The newest run of each baseline
on the same sets and edition stands beside it; --beside names other runs instead.

\b
Examples:
  asn-eval report latest
  asn-eval report 2026-11-22.3 --out laporan
  asn-eval report latest --beside previous --beside latest:baseline-rag --out ours.html

\b
Exit codes: 0 written, whatever the figures are; 2 wrong usage; 3 a damaged run; 7 no such run, or
the report cannot be written.
"""


def report(
    run: Annotated[
        str, typer.Argument(metavar="RUN", help="latest, an id or a folder.")
    ] = "latest",
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR|FILE",
            help="Folder for report.html and report.md, or the page's file name. "
            "Default: DATA_DIR/reports/<run>.",
        ),
    ] = None,
    beside: Annotated[
        list[str] | None,
        typer.Option(metavar="RUN", help="A run to stand beside; may be given several times."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print where the files are as one JSON object.")
    ] = False,
) -> None:
    """Write a run as one HTML page and a Markdown summary."""
    from evaluation.gate import read_thresholds
    from evaluation.report.gathering import gather
    from evaluation.report.page import Missing
    from evaluation.report.writing import baselines_of, write_report
    from evaluation.runs.store import list_runs, load_run
    from evaluation.systems.names import ASN
    from evaluation.systems.opening import NAMES

    settings = load_settings()
    ours = load_run(settings, run)
    missing: tuple[Missing, ...] = ()
    if beside:
        others = [load_run(settings, name) for name in dict.fromkeys(beside)]
    else:
        baselines = [name for name in NAMES if name != ASN]
        runs = list_runs(settings)
        found, missing = baselines_of(ours.info, runs, baselines, settings.embedder)
        others = [load_run(settings, info.id) for info in found]
    gathered = gather(ours, others, read_thresholds())
    folder = settings.data_dir / "reports" / ours.info.id
    written = write_report(gathered, out or folder, missing)
    if as_json:
        told: dict[str, Any] = {
            "run": ours.info.id,
            "html": str(written.html),
            "markdown": str(written.markdown),
            "bytes": written.bytes,
            "trust": gathered.trust.value,
            "unsafe": gathered.unsafe,
            "missed": [
                {"set": one.set, "figure": one.metric.name, "value": one.value, "limit": one.limit}
                for one in gathered.missed
            ],
            "beside": [other.info.id for other in others],
            "missing": [one.system for one in missing],
            "brief": written.brief,
            "left_out": written.left_out,
        }
        print_json(told)
    else:
        typer.echo(f"{written.html}  ({written.bytes / 1000:.0f} kB)\n{written.markdown}")
    for one in missing:
        tell(f"{one.system} does not stand beside it. Make it: {one.command}")
    if written.left_out:
        tell(f"{written.left_out} answers are not listed, to keep the page small.")
