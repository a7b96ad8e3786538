from __future__ import annotations

import contextlib
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evaluation.errors import EvaluationError
from evaluation.runs.recording import recording
from evaluation.runs.store import list_runs, load_run, runs_folder
from knowledge.errors import RecordError
from tests.evaluation.runs.making import keep, outcomes, provenance, settings_in


def answers_file(folder: Path, run: str) -> Path:
    return runs_folder(settings_in(folder)) / run / "answers.jsonl"


def test_a_run_is_read_back_as_it_was_made(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    run = load_run(settings, keep(settings, "dilarang", "boleh"))
    assert run.outcomes == {"mini": outcomes("dilarang", "boleh")}
    assert run.info.key == provenance().key
    assert run.info.ended is not None
    assert run.info.ended >= run.info.began
    assert run.info.figures == {"verdict_accuracy": 1.0}


def test_every_answer_is_on_disk_before_the_next(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with recording(settings, provenance()) as made:
        for number, one in enumerate(outcomes("dilarang", "boleh"), start=1):
            made.add("mini", one)
            assert answers_file(tmp_path, made.info.id).read_bytes().count(b"\n") == number


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    first, second = outcomes("dilarang", "boleh")
    with contextlib.suppress(KeyboardInterrupt), recording(settings, provenance()) as made:
        made.add("mini", first)
        raise KeyboardInterrupt
    with recording(settings, provenance()) as again:
        assert again.info.id == made.info.id
        assert again.answers == 1
        assert again.done == {"mini": (first,)}
        again.add("mini", second)
        again.finish({})
    assert load_run(settings, again.info.id).outcomes == {"mini": (first, second)}


def test_an_ended_run_is_not_taken_up(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    ended = keep(settings, "dilarang", "dilarang")
    with recording(settings, provenance()) as made:
        assert made.info.id != ended
        assert made.answers == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"system": "baseline-rag"},
        {"edition_inputs": "other"},
        {"embedder": "other"},
        {"model": "openai:any"},
        {"code": "0.1.0 sha256:4567"},
        {"settings": {"min_confidence": 0.4}},
        {"sets": ({"name": "mini", "questions": 2, "sha256": "other"},)},
    ],
)
def test_a_run_made_otherwise_is_not_taken_up(tmp_path: Path, changed: dict[str, Any]) -> None:
    settings = settings_in(tmp_path)
    keep(settings, "dilarang", ended=False)
    with recording(settings, provenance(**changed)) as made:
        assert made.answers == 0


def test_another_commit_with_the_same_code_is_taken_up(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    keep(settings, "dilarang", ended=False, commit="aaaa")
    with recording(settings, provenance(commit="bbbb")) as made:
        assert made.answers == 1


def test_fresh_starts_anew_and_leaves_the_old_run(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    old = keep(settings, "dilarang", ended=False)
    with recording(settings, provenance(), fresh=True) as made:
        assert made.answers == 0
    assert {info.id for info in list_runs(settings)} == {old, made.info.id}


@pytest.mark.parametrize("torn", ['{"set": "mi', '{"set": "mini", "outcome": {}}', "\0" * 40])
def test_a_torn_last_line_is_dropped(tmp_path: Path, torn: str) -> None:
    settings = settings_in(tmp_path)
    run = keep(settings, "dilarang", ended=False)
    with answers_file(tmp_path, run).open("a") as file:
        file.write(torn)
    assert load_run(settings, run).outcomes == {"mini": outcomes("dilarang")}
    with recording(settings, provenance()) as made:
        made.add("mini", outcomes("dilarang", "boleh")[1])
        made.finish({})
    assert load_run(settings, run).outcomes == {"mini": outcomes("dilarang", "boleh")}


def test_a_whole_last_line_without_its_end_is_asked_again(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    run = keep(settings, "dilarang", ended=False)
    path = answers_file(tmp_path, run)
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    with recording(settings, provenance()) as made:
        assert made.info.id == run
        assert made.answers == 0


def test_a_damaged_line_within_is_named(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    run = keep(settings, "dilarang", "boleh", ended=False)
    path = answers_file(tmp_path, run)
    path.write_bytes(b"?" + path.read_bytes())
    with (
        pytest.raises(RecordError, match=rf"{run}/answers\.jsonl:1: .*--fresh"),
        recording(settings, provenance()),
    ):
        pass


def test_two_processes_never_make_one_run(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with recording(settings, provenance()) as made:
        with (
            pytest.raises(EvaluationError, match=rf"{made.info.id}.*another process.*--fresh"),
            recording(settings, provenance()),
        ):
            pass
        with recording(settings, provenance(), fresh=True) as beside:
            assert beside.info.id != made.info.id
    with recording(settings, provenance()) as again:  # the lock is given back
        assert again.info.id in (made.info.id, beside.info.id)


KILLED = """
import sys
from collections.abc import Iterator
from pathlib import Path
from evaluation.runs.recording import recording
from tests.evaluation.runs.making import outcomes, provenance, settings_in
with recording(settings_in(Path(sys.argv[1])), provenance()) as made:
    made.add("mini", outcomes("dilarang")[0])
    print(made.info.id, flush=True)
    sys.stdin.read()
"""


def test_a_killed_process_keeps_its_answers_and_frees_the_run(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with process:
        assert process.stdout is not None
        run = process.stdout.readline().strip()
        with (
            pytest.raises(EvaluationError, match="another process"),
            recording(settings_in(tmp_path), provenance()),
        ):
            pass
        process.send_signal(signal.SIGKILL)
    with recording(settings_in(tmp_path), provenance()) as made:
        assert (made.info.id, made.answers) == (run, 1)


@contextlib.contextmanager
def no_room_beyond(size: int) -> Iterator[None]:
    """No file of this process can grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_no_room_is_one_clear_line_and_what_was_kept_stays(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    first, second = outcomes("dilarang", "boleh")
    with contextlib.suppress(KeyboardInterrupt), recording(settings, provenance()) as made:
        made.add("mini", first)
        room = answers_file(tmp_path, made.info.id).stat().st_size + 100
        with (
            no_room_beyond(room),
            pytest.raises(EvaluationError, match=r"cannot be kept.*Make room") as caught,
        ):
            made.add("mini", second)
        assert "\n" not in str(caught.value)
        raise KeyboardInterrupt
    with recording(settings, provenance()) as again:
        assert again.done == {"mini": (first,)}


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file where the folder should be")
    with (
        pytest.raises(EvaluationError, match="cannot be kept in"),
        recording(settings_in(tmp_path), provenance()),
    ):
        pass
