"""Structure in a process of its own: a text made to be expensive takes nothing down but that.

Started as ``python -m ingest.parse_process SECONDS MEGABYTES``: the text and the options as JSON on
standard input, the parsed regulation or a refusal as JSON on standard output.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from datetime import date
from typing import Any

from ingest.reading.confine import confine
from ingest.reading.limits import MIB, SETTING, Limits
from ingest.reading.process import clean_environment
from ingest.reading.text import Line, SourceText
from ingest.structure.document import ParsedRegulation
from ingest.structure.metadata import Overrides
from knowledge.errors import ReadError, StructureError

_DATES = ("enacted", "promulgated", "in_force_since")


def parse_in_process(source: SourceText, overrides: Overrides, limits: Limits) -> ParsedRegulation:
    """Find the structure of a text within limits.

    Raises:
        StructureError: it is no regulation, or an option is needed; the message names it.
        ReadError: it exceeds the limit of time or memory.
    """
    given = json.dumps(
        {"source": asdict(source), "overrides": asdict(overrides)}, default=date.isoformat
    )
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter and module)
            [
                sys.executable,
                "-P",
                "-m",
                "ingest.parse_process",
                str(limits.seconds),
                str(limits.memory_bytes),
            ],
            input=given.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=clean_environment(),
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ReadError(
            f"{source.name}: finding its structure takes longer than the limit of "
            f"{limits.seconds:g} s: raise {SETTING['seconds']} if you trust the file, or split it."
        ) from None
    except OSError as error:
        raise ReadError(
            f"{source.name}: its parser cannot be started ({error.strerror}): free memory and try "
            "again."
        ) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise ReadError(
            f"{source.name}: its parser crashed or needs more than {limits.memory_bytes // MIB} "
            f"MB: raise {SETTING['memory_bytes']} if you trust the file, or split it."
        ) from None
    if "refused" in answer:
        raise StructureError(answer["refused"])
    return ParsedRegulation.model_validate(answer["parsed"])


def _restored(raw: dict[str, Any]) -> tuple[SourceText, Overrides]:
    text = dict(raw["source"])
    text["lines"] = tuple(
        Line(line["text"], line["page"], tuple(line["cells"])) for line in text["lines"]
    )
    text["warnings"] = tuple(text["warnings"])
    options: dict[str, Any] = {
        name: date.fromisoformat(value) if value and name in _DATES else value
        for name, value in raw["overrides"].items()
    }
    return SourceText(**text), Overrides(**options)


def main() -> None:
    """Parse what standard input holds."""
    confine(int(sys.argv[2]), float(sys.argv[1]))
    from ingest.structure.parse import parse

    source, overrides = _restored(json.load(sys.stdin))
    try:
        found = parse(source, overrides=overrides)
    except StructureError as error:
        print(json.dumps({"refused": str(error)}))
    else:
        print(json.dumps({"parsed": found.model_dump(mode="json")}))


if __name__ == "__main__":
    main()
