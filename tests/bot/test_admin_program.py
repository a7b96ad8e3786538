"""``asn-ingest`` in a process of its own: what comes back, what it is not told, and how it ends with the bot."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.admin import program
from bot.admin.program import Outcome, Process, Step, environment_of
from knowledge.settings import Settings
from tests.ingest.admin import Admin, admin_of
from tests.tiny_edition import TinyEdition

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0


def scripted(tmp_path: Path, body: str) -> Sequence[str]:
    """A command that does what is written here in place of asn-ingest."""
    path = tmp_path / "command.py"
    path.write_text(textwrap.dedent(body), encoding="utf-8")
    return sys.executable, str(path)


def settings_in(tmp_path: Path, **fields: Any) -> Settings:
    values: dict[str, Any] = {"_env_file": None, "data_dir": tmp_path / "var", **fields}
    return Settings(**values)


@pytest.fixture
def admin(tiny_copy: TinyEdition, tmp_path: Path) -> Admin:
    """An admin with a tiny edition that serves."""
    return admin_of(tiny_copy, tmp_path)


async def until(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"never came true: {what}"
        await asyncio.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/status")
    return not (status.exists() and "State:\tZ" in status.read_text())


async def test_steps_result_and_words_are_told_apart(tmp_path: Path) -> None:
    command = scripted(
        tmp_path,
        """
        import json, sys
        print('{"stage": "test", "done": 1, "total": 4}', file=sys.stderr, flush=True)
        print("asn-ingest: Halaman 3 kosong.", file=sys.stderr)
        print('{"stage": "rusak"', file=sys.stderr)
        print(json.dumps({"given": sys.argv[1:]}))
        sys.exit(9)
        """,
    )
    steps: list[Step] = []
    run = Process(settings_in(tmp_path), command)
    outcome = await run("add", "berkas.pdf", by=7, watch=steps.append)
    assert steps == [Step("test", 1, 4)]
    given = ["add", "berkas.pdf", "--by", "telegram:7", "--json"]
    assert outcome == Outcome(9, {"given": given}, 'Halaman 3 kosong.\n{"stage": "rusak"')
    assert not outcome.ok


@pytest.mark.parametrize("body", ["print('bukan json')", "", "print('[1, 2')", "print('null')"])
async def test_a_command_that_does_not_say_what_it_did_has_not_done_it(
    tmp_path: Path, body: str
) -> None:
    outcome = await Process(settings_in(tmp_path), scripted(tmp_path, body))("list")
    assert (outcome.ok, outcome.code, outcome.result) == (False, 70, None)


async def test_a_command_that_crashes_has_its_signal_for_a_code(tmp_path: Path) -> None:
    body = "import os, signal; print('{}', flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    outcome = await Process(settings_in(tmp_path), scripted(tmp_path, body))("publish")
    assert (outcome.ok, outcome.code) == (False, -signal.SIGKILL)


async def test_a_command_may_print_megabytes(tmp_path: Path) -> None:
    body = """
        import json, sys
        for n in range(40_000):
            print(f"asn-ingest: Halaman {n} kosong.", file=sys.stderr)
        print("x" * 5_000_000, file=sys.stderr)
        print(json.dumps({"words": "y" * 20_000_000}))
        """
    outcome = await Process(settings_in(tmp_path), scripted(tmp_path, body))("diff")
    assert len(outcome.result["words"]) == 20_000_000
    assert outcome.message.startswith("Halaman 0 kosong.")
    assert outcome.message.count("\n") == 40_000


async def test_words_go_in_by_one_line_and_never_by_the_command_line(tmp_path: Path) -> None:
    command = scripted(
        tmp_path,
        """
        import json, sys
        from ingest.tether import tether, handed_over
        tether()
        print(json.dumps({"heard": json.loads(handed_over()), "argv": sys.argv[1:]}))
        """,
    )
    words = json.dumps({"q": "boleh like?\nya", "more": "x" * 200_000}, indent=1).encode()
    outcome = await Process(settings_in(tmp_path), command)("review", data=words)
    assert outcome.result["heard"] == {"q": "boleh like?\nya", "more": "x" * 200_000}
    assert outcome.result["argv"] == ["review", "--json"]


async def test_a_command_that_reads_nothing_does_not_hold_up_what_is_given(tmp_path: Path) -> None:
    command = scripted(tmp_path, "print('{}')")
    outcome = await Process(settings_in(tmp_path), command)("review", data=b"x" * 2_000_000)
    assert outcome == Outcome(0, {})


def test_settings_reach_the_command_and_secrets_do_not(tmp_path: Path) -> None:
    settings = settings_in(
        tmp_path,
        telegram_bot_token="123456789:geheim_geheim_geheim_geheim",
        chat_api_key="sk-geheim",
        admin_editors="12,7",
        four_eyes=True,
    )
    environment = environment_of(settings)
    assert environment["TELEGRAM_BOT_TOKEN"] == ""
    assert "geheim" not in str(environment)
    given = {name.lower(): value for name, value in environment.items() if value}
    restored = settings_in(tmp_path / "other", **given)
    assert restored.admin_editors == {7, 12}
    assert restored.data_dir == settings.data_dir
    assert restored.four_eyes


async def test_who_breaks_it_off_waits_for_its_end(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    command = scripted(
        tmp_path,
        f"""
        import pathlib, time
        from ingest.tether import tether
        tether()
        mark = pathlib.Path({str(mark)!r})
        try:
            mark.write_text("begun")
            time.sleep(60)
        finally:
            time.sleep(0.3)
            mark.write_text("cleaned up")
        """,
    )
    task = asyncio.create_task(Process(settings_in(tmp_path), command)("publish"))
    await until(mark.exists, "begun")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert mark.read_text() == "cleaned up"


async def test_a_command_that_does_not_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "_GRACE", 0.2)
    mark = tmp_path / "mark"
    command = scripted(
        tmp_path,
        f"""
        import os, pathlib, signal, time
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        pathlib.Path({str(mark)!r}).write_text(str(os.getpid()))
        time.sleep(60)
        """,
    )
    task = asyncio.create_task(Process(settings_in(tmp_path), command)("publish"))
    await until(lambda: mark.exists() and bool(mark.read_text()), "begun")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, PATIENCE)
    assert not alive(int(mark.read_text()))


async def test_the_real_command_tells_its_steps_and_what_it_found(admin: Admin) -> None:
    admin.stage()
    steps: list[Step] = []
    outcome = await Process(admin.settings)("publish", "--trial", by=7, watch=steps.append)
    assert outcome.ok, outcome.message
    assert outcome.result["judgement"]["figures"]
    assert {"index", "test", "test before"} <= {step.stage for step in steps}
    assert admin.serving == admin.first


async def test_the_real_command_ends_with_a_bot_that_is_killed(admin: Admin) -> None:
    """The orphan lets go of the lock, and what it had begun leaves no edition behind."""
    admin.stage()
    parent = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        textwrap.dedent(
            """
            import asyncio
            from bot.admin.program import Process
            from knowledge.settings import load_settings
            run = Process(load_settings())
            watch = lambda step: print(step.stage, flush=True)
            asyncio.run(run("publish", "--trial", by=7, watch=watch))
            """
        ),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, **admin.environment, "PYTHONPATH": str(ROOT)},
        cwd=admin.folder,
    )
    assert parent.stdout is not None
    await asyncio.wait_for(parent.stdout.readline(), PATIENCE)
    [child] = _children(parent.pid)
    parent.send_signal(signal.SIGKILL)
    await parent.wait()
    await until(lambda: not alive(child), "the command has ended")
    outcome = await Process(admin.settings)("publish", "--trial", by=7)
    assert outcome.ok, outcome.message
    assert admin.serving == admin.first
    assert admin.folders == [admin.first]


def _children(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=True
    )
    return [int(line) for line in found.stdout.split()]
