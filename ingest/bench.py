"""How fast ingestion is: ``python -m ingest.bench [--cold]``, on the sample regulations.

Parse speed in MB of text a second, a PDF from file to structure, and with ``--cold`` the whole way
of the largest sample from an empty data folder to a published edition, then of the same again.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from ingest.parsing import parse_source
from ingest.reading.read import read_bytes
from ingest.structure.metadata import Overrides
from ingest.structure.parse import parse
from knowledge.errors import AsnBotError
from knowledge.settings import Settings, load_settings

SAMPLES = Path("../shared/regulations")
_MEGABYTE = 1_000_000


def parse_speed(samples: Path, rounds: int = 3) -> dict[str, float]:
    """Structure of all texts of a folder; the best of some rounds, in seconds and MB a second."""
    sources = [read_bytes(p.read_bytes(), p.name) for p in sorted(samples.glob("*-*.md"))]
    size = sum(len(source.text.encode()) for source in sources) / _MEGABYTE
    best = min(_timed_all(sources) for _ in range(rounds))
    return {"text_mb": round(size, 2), "seconds": round(best, 2), "mb_per_s": round(size / best, 2)}


def _timed_all(sources: list[Any]) -> float:
    started = time.perf_counter()
    for source in sources:
        parse(source)
    return time.perf_counter() - started


def pdf_times(settings: Settings, samples: Path) -> dict[str, float]:
    """Seconds from each PDF's bytes to its structure, reading in a process of its own included."""
    found = {}
    for path in sorted(samples.glob("pdf/*.pdf")):
        started = time.perf_counter()
        parse_source(settings, path.read_bytes(), path.name, Overrides(), lambda *_: None)
        found[path.name] = round(time.perf_counter() - started, 2)
    return found


def whole_way(samples: Path, name: str) -> dict[str, float]:
    """Seconds of add and publish of one sample, first on a fresh edition, then again unchanged.

    The first edition is built beforehand from the bundled data, outside the times.
    """
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATA_DIR": f"{folder}/var"}
        source = str((samples / name).resolve())
        cache = load_settings().data_dir / "cache"
        if cache.is_dir():  # saves the build; of the sample's own texts nothing may be known
            shutil.copytree(cache, Path(folder) / "var" / "cache")
        _timed(["build"], environment)
        found["add_s"] = _timed(["add", source], environment)
        found["publish_s"] = _timed(["publish"], environment)
        found["add_again_s"] = _timed(["add", source], environment)
        found["publish_again_s"] = _timed(["publish"], environment)
    return found


def _timed(arguments: list[str], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    program = Path(sys.executable).with_name("asn-ingest")
    subprocess.run([program, *arguments], env=environment, check=True, stdout=sys.stderr)  # noqa: S603
    return round(time.perf_counter() - started, 1)


def main() -> int:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=Path, default=SAMPLES, help="folder of sample texts")
    parser.add_argument("--cold", action="store_true", help="also the whole way of pp-11-2017.md")
    options = parser.parse_args()
    if not options.samples.is_dir():
        print(f"ingest.bench: there are no samples in {options.samples}", file=sys.stderr)
        return 7
    try:
        found: dict[str, Any] = {"parse": parse_speed(options.samples)}
        found["pdf_s"] = pdf_times(load_settings(), options.samples)
        if options.cold:
            found["pp_11_2017"] = whole_way(options.samples, "pp-11-2017.md")
    except AsnBotError as error:
        print(f"ingest.bench: {error}", file=sys.stderr)
        return error.exit_code
    print(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
