"""A report as files: the HTML page and the Markdown summary beside it."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.errors import EvaluationError
from evaluation.report.beside import same_ground, sets_beside
from evaluation.report.gathering import Report
from evaluation.report.page import Missing, render
from evaluation.report.summary import summary
from evaluation.runs.record import RunInfo
from knowledge.files import write_whole

HTML, MARKDOWN = "report.html", "report.md"


@dataclass(frozen=True)
class Written:
    """The files of a report."""

    html: Path
    markdown: Path
    bytes: int
    """Size of the page."""
    brief: int
    """Answers that are listed without their text, for want of room."""
    left_out: int
    """Answers that are not listed, for want of room."""


def places(out: Path) -> tuple[Path, Path]:
    """Where the page and the summary go: into a folder, or to a file and beside it.

    A name that ends in ``.html``, ``.htm`` or ``.md`` is a file; anything else is a folder.
    """
    if out.suffix.lower() in (".html", ".htm", ".md") and not out.is_dir():
        html = out.with_suffix(".html") if out.suffix.lower() == ".md" else out
        return html, out.with_suffix(".md")
    return out / HTML, out / MARKDOWN


def write_report(report: Report, out: Path, missing: Sequence[Missing] = ()) -> Written:
    """Write the page and the summary, each in one step.

    Raises:
        EvaluationError: they cannot be written.
    """
    html, markdown = places(out)
    page = render(report, missing)
    data = page.html.encode()
    try:
        write_whole(html, data)
        write_whole(markdown, summary(report, missing).encode())
    except OSError as error:
        raise EvaluationError(
            f"The report cannot be written to {html.parent} "
            f"({error.strerror or type(error).__name__}). Name another place with --out."
        ) from None
    return Written(html, markdown, len(data), page.brief, page.left_out)


def baselines_of(
    ours: RunInfo, known: Sequence[RunInfo], names: Collection[str], embedder: str
) -> tuple[tuple[RunInfo, ...], tuple[Missing, ...]]:
    """The newest run of each baseline on the same sets and knowledge, and the baselines without one.

    Args:
        ours: the run that they stand beside.
        known: all runs, the newest first.
        names: the baselines.
        embedder: the one that runs have unless they are told otherwise.
    """
    found, missing = [], []
    for name in names:
        if name == ours.system:
            continue
        fitting = (run for run in known if run.system == name and same_ground(ours, run))
        newest = next(fitting, None)
        if newest is None:
            missing.append(Missing(name, _command(ours, name, embedder)))
        else:
            found.append(newest)
    return tuple(found), tuple(missing)


def _command(ours: RunInfo, system: str, embedder: str) -> str:
    sets = [one.name for one in sets_beside(ours)]
    same = (
        ["--edition", ours.edition] if ours.embedder == embedder else ["--embedder", ours.embedder]
    )
    return shlex.join(["asn-eval", "run", *sets, "--system", system, *same])
