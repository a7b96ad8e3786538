"""How large a report is and how fast it opens: ``python -m evaluation.report.bench [RUN]``.

The run's answers are repeated until there are ``--questions`` of them. Chromium opens the page from
the disk; the time is that of the browser's load event, the median of five openings. Needs the extra
``dev`` and Chromium.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
from itertools import cycle, islice
from pathlib import Path

from evaluation.errors import EvaluationError
from evaluation.outcome import Outcome
from evaluation.report.gathering import gather
from evaluation.report.writing import write_report
from evaluation.runs.record import Run, RunSet
from evaluation.runs.store import load_run
from knowledge.errors import AsnBotError
from knowledge.settings import load_settings

OPENINGS = 5
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Chromium as tests start it: in a container, speaking to nobody."""
_LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"


def enlarged(run: Run, questions: int) -> Run:
    """A run of one set with so many questions: those not held back, repeated as often as it takes."""
    known = [o for outcomes in run.outcomes.values() for o in outcomes if not o.question.held_back]
    outcomes = tuple(
        _numbered(o, number) for number, o in enumerate(islice(cycle(known), questions))
    )
    one = RunSet(name="enlarged", questions=questions, sha256="0" * 64)
    return Run(run.info.model_copy(update={"sets": (one,)}), {one.name: outcomes})


def opening_ms(page: Path, openings: int = OPENINGS) -> float:
    """Milliseconds until the browser has loaded a page from the disk, the median of some openings.

    Raises:
        EvaluationError: there is no Chromium, or no Playwright to drive it.
    """
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if chromium is None:
        raise EvaluationError(
            "Opening a report needs Chromium and Playwright. Install Chromium, and: "
            "pip install 'asn-neutrality-bot[dev]'"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        try:
            times = []
            for _ in range(openings):
                tab = browser.new_page()
                tab.goto(page.resolve().as_uri())
                times.append(float(tab.evaluate(_LOADED)))
                tab.close()
        finally:
            browser.close()
    return statistics.median(times)


def _numbered(outcome: Outcome, number: int) -> Outcome:
    changed = outcome.question.model_copy(update={"id": f"B-{number}"})
    return outcome.model_copy(update={"question": changed})


def measured(name: str, questions: int) -> dict[str, float]:
    """Size and opening time of a stored run's report with so many questions.

    Raises:
        AsnBotError: there is no such run, or no browser.
    """
    run = enlarged(load_run(load_settings(), name), questions)
    with tempfile.TemporaryDirectory() as folder:
        written = write_report(gather(run, (), {}), Path(folder))
        opened = opening_ms(written.html)
    return {
        "questions": questions,
        "bytes": written.bytes,
        "opening_ms": round(opened, 1),
        "brief": written.brief,
        "left_out": written.left_out,
    }


def main() -> None:
    """Print size and opening time as one JSON object."""
    parser = argparse.ArgumentParser(description="Measure how fast a report opens.")
    parser.add_argument("run", nargs="?", default="latest")
    parser.add_argument("--questions", type=int, default=1_000)
    given = parser.parse_args()
    try:
        told = measured(given.run, given.questions)
    except AsnBotError as error:
        parser.exit(error.exit_code, f"{parser.prog}: {error}\n")
    print(json.dumps(told))


if __name__ == "__main__":
    main()
