"""The command ``stats``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from ingest.commands.shared import Json, print_object
from knowledge.errors import SettingsError
from knowledge.settings import load_settings

STATS_HELP = """Tell in numbers what is asked and how it is answered.

Questions a day, topics, verdicts, what was not found, users' judgements, how long answers took
(to the upper end of the range that they fell into), and how many subscribe to changes. Only
numbers are ever counted, no words and nobody's name. What is made of fewer questions than
STATISTICS_MINIMUM is held back, and so is what it could be worked out from.

\b
Examples:
  asn-ingest stats
  asn-ingest stats --days 7
  asn-ingest stats --days 90 --chart stats.png
  asn-ingest stats --json | jq '.verdicts'

\b
Exit codes: 0 told; 2 wrong usage or setting, or the picture cannot be written; 6 the database
cannot be read.
"""


def stats(
    days: Annotated[
        int, typer.Option("--days", min=1, max=366, help="How many days, today included.")
    ] = 30,
    chart: Annotated[
        Path | None,
        typer.Option("--chart", metavar="FILE", help="Draw them, too, as PNG.", dir_okay=False),
    ] = None,
    as_json: Json = False,
) -> None:
    """Tell in numbers what is asked and how it is answered."""
    from ingest.statistics import report
    from ingest.view.stats import stats_object, stats_text

    settings = load_settings()
    found = report(settings, days)
    if chart is not None:
        # Where matplotlib keeps its list of fonts: below our own folder, not in a home that may be read-only.
        os.environ.setdefault("MPLCONFIGDIR", str(settings.data_dir / "cache" / "matplotlib"))
        from ingest.chart import draw

        try:
            chart.write_bytes(draw(found))
        except OSError as error:
            raise SettingsError(
                f"{chart} cannot be written ({error.strerror}). Name another file with --chart."
            ) from None
    if as_json:
        print_object(stats_object(found))
    else:
        typer.echo(stats_text(found))
