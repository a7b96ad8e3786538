from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from evaluation.speed.bench import (
    Bench,
    Speed,
    measure_build,
    measure_memory,
    measure_speed,
    measure_startup,
)
from knowledge.settings import Settings
from tests.evaluation.made import Scripted, answer, question


class Programs:
    """Stands in for running programs: notes each run and returns these times and texts in turn."""

    def __init__(self, *results: tuple[float, str]) -> None:
        self.results = list(results)
        self.runs: list[tuple[list[str], dict[str, str], str]] = []
        self.found: list[list[str]] = []

    def __call__(
        self, command: Sequence[str], env: Mapping[str, str] | None = None, stdin: str = ""
    ) -> tuple[float, str]:
        self.runs.append((list(command), dict(env or {}), stdin))
        folder = Path((env or {}).get("DATA_DIR", "nowhere"))
        self.found.append(sorted(path.name for path in folder.glob("*")))
        return self.results.pop(0)


async def test_the_warm_up_is_not_counted() -> None:
    bot = Scripted(lambda _: answer())
    questions = [question(id=f"Q{i}", question=f"tanya {i}") for i in range(4)]
    speed = await measure_speed(bot, ["panas 1", "panas 2"], questions)
    assert [asked for asked, _ in bot.asked[:2]] == ["panas 1", "panas 2"]
    assert len(bot.asked) == 6
    assert speed.questions == 4
    assert 0 <= speed.p50_ms <= speed.p95_ms
    assert speed.answers_per_second > 0


def test_start_up_is_the_median_and_the_worst_of_three() -> None:
    programs = Programs((2.0, ""), (1.0, ""), (4.0, ""))
    assert measure_startup(programs) == (2.0, 4.0)
    assert all(command[-2] == "ask" for command, _, _ in programs.runs)


@pytest.mark.parametrize("count", [1, 7, 50, 80])
def test_memory_is_read_after_fifty_questions(count: int) -> None:
    programs = Programs((1.0, 'noise\n{"resident_mb": 321.5, "peak_mb": 400.0}\n'))
    questions = [question(id=f"Q{i}", question=f"tanya {i}") for i in range(count)]
    assert measure_memory(questions, programs) == (321.5, 400.0)
    asked = json.loads(programs.runs[0][2])
    assert [item["question"] for item in asked] == [f"tanya {i % count}" for i in range(50)]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    folder = tmp_path / "var" / "editions" / "2026-11-21.1"
    folder.mkdir(parents=True)
    (folder.parent / "current").write_text("2026-11-21.1\n")
    return Settings(_env_file=None, data_dir=tmp_path / "var")


def test_the_unchanged_build_is_the_second_on_a_copy(settings: Settings) -> None:
    programs = Programs((30.0, ""), (1.5, ""))
    assert measure_build(settings, False, programs) == (1.5, None)
    first, second = (env["DATA_DIR"] for _, env, _ in programs.runs)
    assert first == second != str(settings.data_dir)
    assert programs.found[0] == ["editions"]
    assert not Path(first).exists()


def test_the_cold_build_starts_from_an_empty_folder(settings: Settings) -> None:
    programs = Programs((120.0, ""), (1.5, ""))
    assert measure_build(settings, True, programs) == (1.5, 120.0)
    assert programs.found[0] == []


def test_measurements_are_one_flat_object() -> None:
    found = Bench("e1", Speed(4, 1.23456, 2.0, 300.0), 1.0, 2.0, 300.0, 310.0, 1.5, None).to_dict()
    assert found["edition"] == "e1"
    assert found["p50_ms"] == 1.235
    assert found["build_cold_s"] is None
    assert not any(isinstance(value, dict) for value in found.values())
