"""One writer at a time, by a lock that ends with the process that holds it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.writer import only_writer, user_name
from knowledge.errors import AsnBotError, EditionError, StagingError
from tests.tiny_edition import settings_for

HOLDER = """
import sys
from pathlib import Path
from ingest.writer import only_writer
from knowledge.settings import Settings

with only_writer(Settings(_env_file=None, data_dir=Path(sys.argv[1])), "publish"):
    print("holding", flush=True)
    sys.stdin.read()
"""


@contextmanager
def other_writer(data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock until its input ends, or it is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "holding\n"
            yield process
        finally:
            process.kill()


def test_the_second_is_told_who_writes_what_and_since_when(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)

    with (
        other_writer(tmp_path) as other,
        pytest.raises(EditionError) as error,
        only_writer(settings, "add"),
    ):
        pytest.fail("two writers at once")

    assert re.fullmatch(
        r"Another command is changing the knowledge in this data folder "
        rf"\({user_name()}: publish, since \d\d:\d\d:\d\d, process {other.pid}\)\. "
        r"Wait for it to end, then try again\.",
        str(error.value),
    )
    assert error.value.exit_code == 4


def test_the_lock_ends_with_a_killed_holder(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    with other_writer(tmp_path) as other:
        other.send_signal(signal.SIGKILL)
        other.wait(10)

        with only_writer(settings, "add"):
            held = (tmp_path / "editions" / ".writer.json").read_text(encoding="utf-8")

    assert f'"pid": {os.getpid()}' in held


def test_a_note_that_cannot_be_read_does_not_hide_the_lock(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    with other_writer(tmp_path):
        for note in ("", "{", "[]", '{"who": "budi"}', "\0"):
            (tmp_path / "editions" / ".writer.json").write_text(note)

            with (
                pytest.raises(EditionError, match=r"in this data folder\. Wait for it"),
                only_writer(settings, "add"),
            ):
                pytest.fail("two writers at once")


def test_one_after_the_other(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "new")
    for doing in ("add", "publish"):
        with only_writer(settings, doing):
            pass

    assert not (tmp_path / "new" / "editions" / ".writer.json").exists()


def test_a_failure_inside_frees_the_lock(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    with pytest.raises(StagingError, match="nothing there"), only_writer(settings, "add"):
        raise StagingError("nothing there")

    with only_writer(settings, "add"):
        pass


def test_a_full_disk_inside_is_one_line(tmp_path: Path) -> None:
    with (
        pytest.raises(
            AsnBotError, match=r"^Cannot write to .* \(No space left on device\)\. Check"
        ),
        only_writer(settings_for(tmp_path), "add"),
    ):
        raise OSError(28, "No space left on device")


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where the folder should be")

    with (
        pytest.raises(AsnBotError, match=r"Cannot write to .*var .*set DATA_DIR"),
        only_writer(settings_for(tmp_path / "var"), "add"),
    ):
        pytest.fail("written into a file")


def test_somebody_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise OSError("no such user")

    monkeypatch.setattr("getpass.getuser", nameless)

    assert user_name() == f"uid {os.getuid()}"
