"""How fast and how big the bot is: latency, throughput, start-up, memory, edition build."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.answering.protocol import Answering
from evaluation.asking import Progress, silent, timed
from evaluation.figures import percentile
from evaluation.speed.processes import build_environment, copy_current, program, run_timed
from evaluation.testsets.question import Question
from knowledge.settings import Settings

PROBED = 50
"""Questions that a process has answered when its memory is read."""
STARTS = 3
_QUESTION = "Bolehkah PNS menyukai unggahan calon bupati?"
RunTimed = Callable[..., tuple[float, str]]


@dataclass(frozen=True)
class Speed:
    """How fast one process answers, one question at a time."""

    questions: int
    p50_ms: float
    p95_ms: float
    answers_per_second: float


@dataclass(frozen=True)
class Bench:
    """All measurements; None: not asked for."""

    edition: str
    speed: Speed
    startup_s: float
    """``asn-bot ask`` as a whole process: the median of three."""
    startup_worst_s: float
    resident_mb: float
    """Resident memory of a process that holds the edition and has answered 50 questions."""
    peak_mb: float
    build_unchanged_s: float
    """``asn-ingest build`` as a whole process when nothing changed."""
    build_cold_s: float | None
    """``asn-ingest build`` as a whole process in an empty data folder."""

    def to_dict(self) -> dict[str, Any]:
        """The measurements as JSON values."""
        plain: dict[str, Any] = asdict(self)
        speed: Mapping[str, float] = plain.pop("speed")
        values = {"edition": plain.pop("edition"), **speed, **plain}
        return {
            name: round(value, 3) if isinstance(value, float) else value
            for name, value in values.items()
        }


async def measure_speed(
    answering: Answering,
    warm_up: Sequence[str],
    questions: Sequence[Question],
    progress: Progress = silent,
) -> Speed:
    """Answer the warm-up, then every question under the clock; ``progress``: (answered, questions).

    Raises:
        EvaluationError: the bot failed at a question.
    """
    assert questions, "nothing to time"
    for number, text in enumerate(warm_up, start=1):
        await timed(f"{number} of the warm-up", answering.answer(text))
    latencies = []
    started = time.perf_counter()
    for question in questions:
        _, latency = await timed(question.id, answering.answer(question.question, question.history))
        latencies.append(latency)
        progress(len(latencies), len(questions))
    seconds = time.perf_counter() - started
    p50, p95 = percentile(latencies, 50), percentile(latencies, 95)
    assert p50 is not None
    assert p95 is not None
    return Speed(len(latencies), p50, p95, len(latencies) / seconds)


def measure_startup(run: RunTimed = run_timed) -> tuple[float, float]:
    """Median and worst seconds of a fresh ``asn-bot ask`` process."""
    times = [run([*program("bot.cli"), "ask", _QUESTION])[0] for _ in range(STARTS)]
    return statistics.median(times), max(times)


def measure_memory(questions: Sequence[Question], run: RunTimed = run_timed) -> tuple[float, float]:
    """Resident and highest memory, in MB, of a process that has answered ``PROBED`` questions."""
    asked = [
        {"question": q.question, "history": [turn.model_dump() for turn in q.history]}
        for q in (list(questions) * (PROBED // len(questions) + 1))[:PROBED]
    ]
    _, printed = run([sys.executable, "-m", "evaluation.speed.probe"], None, json.dumps(asked))
    found = json.loads(printed.splitlines()[-1])
    return float(found["resident_mb"]), float(found["peak_mb"])


def measure_build(
    settings: Settings, cold: bool, run: RunTimed = run_timed
) -> tuple[float, float | None]:
    """Seconds of a build when nothing changed, and, if asked for, of one in an empty data folder.

    Both run in a temporary data folder: the serving edition is neither used nor changed. The
    unchanged build follows another one, which takes in what changed since the edition was built.
    """
    build = [*program("ingest.cli"), "build"]
    with tempfile.TemporaryDirectory(prefix="asn-eval-") as folder:
        data_dir = Path(folder)
        if not cold:
            copy_current(settings, data_dir)
        env = build_environment(data_dir)
        first, _ = run(build, env)
        unchanged, _ = run(build, env)
    return unchanged, first if cold else None
