"""``asn-ingest build``: what it prints while it works, what it reports, and how it ends."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock
from rich.console import Console
from typer.testing import CliRunner, Result

from ingest.cli import app, main
from ingest.progress import watched
from knowledge.edition import current_edition
from knowledge.errors import DataError, EditionError, SettingsError
from knowledge.settings import Settings
from tests.tiny_edition import EXAMPLES, TinyEdition

TEXTS = EXAMPLES + 6


@pytest.fixture
def tiny(tiny_copy: TinyEdition, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> TinyEdition:
    """A tiny edition that the environment points to, and nothing else of it."""
    for key in list(os.environ):
        if key.lower() in Settings.model_fields:
            monkeypatch.delenv(key)
    for key, value in tiny_copy.environment.items():
        monkeypatch.setenv(key, value)
    monkeypatch.chdir(tmp_path)
    return tiny_copy


def run(tiny: TinyEdition, *arguments: str) -> Result:
    """Run the command in this process, without a terminal."""
    return CliRunner().invoke(app, ["build", "--data", str(tiny.data.root), *arguments])


def end_of_main(tiny: TinyEdition, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit code of the installed command."""
    command = ["asn-ingest", "build", "--data", str(tiny.data.root), *arguments]
    monkeypatch.setattr(sys, "argv", command)
    with pytest.raises(SystemExit) as ended:
        main()
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_nothing_changed(tiny: TinyEdition) -> None:
    done = run(tiny)

    assert (done.exit_code, done.stderr) == (0, "")
    assert re.fullmatch(
        rf"Unchanged: edition {tiny.id} is up to date, nothing was embedded \(\d+\.\d s\)\. "
        r"To build it all the same: asn-ingest build --force\n",
        done.stdout,
    )


def test_what_was_built(tiny: TinyEdition) -> None:
    tiny.data.replace("examples/lain.jsonl", "melanggar nggak", "melanggar aturan nggak")

    done = run(tiny)

    built = current_edition(tiny.settings)
    assert done.exit_code == 0
    assert built != tiny.id
    assert re.fullmatch(
        rf"Built edition {built} in \d+\.\d s; it serves from now on\.\n"
        r"It holds 4 regulations, 4 provisions, 0 official provisions, 2 families, 2 rulings, "
        rf"1 classes, {EXAMPLES} examples, 0 rulings to be reviewed\. Texts embedded: 1\.\n",
        done.stdout,
    )
    assert done.stderr.splitlines() == [
        "Reading the data files ...",
        "Embedding the example questions: 1 to embed ...",
        "Embedding the example questions: 1 of 1",
        "Embedding rulings and provisions: nothing new ...",
        "Training the classifier ...",
        "Writing the search index ...",
    ]


def test_json(tiny: TinyEdition) -> None:
    forced = json.loads(run(tiny, "--force", "--json").stdout)
    same = json.loads(run(tiny, "--json").stdout)

    assert forced.pop("seconds") > 0
    assert forced == {
        "edition": current_edition(tiny.settings),
        "unchanged": False,
        "embedded": 0,
        "counts": tiny.built.counts,
    }
    assert {**same, "seconds": 0} == {**forced, "unchanged": True, "seconds": 0}


def test_corrupt_data(
    tiny: TinyEdition, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.data.replace("examples/lain.jsonl", '{"q": "boleh gak?"', '{"q": boleh gak?')

    assert end_of_main(tiny, monkeypatch, "--json") == DataError.exit_code

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[-1].startswith("asn-ingest: examples/lain.jsonl:1: ")
    assert "Traceback" not in said.err


def test_another_build_is_running(
    tiny: TinyEdition, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with FileLock(tiny.settings.data_dir / "editions" / ".lock"):
        assert end_of_main(tiny, monkeypatch) == EditionError.exit_code

    assert capsys.readouterr().err == (
        "asn-ingest: Another command is changing the knowledge in this data folder. "
        "Wait for it to end, then try again.\n"
    )


def test_a_wrong_setting(
    tiny: TinyEdition, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EMBEDDER", "word2vec")

    assert end_of_main(tiny, monkeypatch) == SettingsError.exit_code

    assert re.fullmatch(
        r"asn-ingest: Invalid setting\. EMBEDDER: .*\.env.*\n", capsys.readouterr().err
    )


def test_a_data_folder_that_is_not_there(tiny: TinyEdition) -> None:
    done = CliRunner().invoke(app, ["build", "--data", "nowhere"])

    assert done.exit_code == 2
    assert "does not exist" in done.stderr


def test_help_names_options_examples_and_exit_codes() -> None:
    done = CliRunner().invoke(app, ["build", "--help"])

    assert done.exit_code == 0
    for part in ("--force", "--json", "--data", "asn-ingest build --force", "Exit codes: 0 "):
        assert part in done.stdout


def test_the_program_itself(tiny: TinyEdition) -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("asn-ingest"), "build", "--data", tiny.data.root],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Unchanged: edition {tiny.id} ")


def _screen() -> Console:
    return Console(file=io.StringIO(), force_terminal=True, width=100, color_system=None)


def test_a_terminal_gets_bars_with_the_time_left() -> None:
    console = _screen()
    with watched(console) as watch:
        watch("read", 0, 1)
        watch("read", 1, 1)
        watch("embed questions", 0, 400)
        watch("embed questions", 100, 400)
        watch("embed texts", 0, 0)

    assert isinstance(console.file, io.StringIO)
    last = console.file.getvalue().rsplit("Reading the data files", 1)[1].splitlines()
    assert re.search(r"1/1\s+0:00:00", last[0])
    assert re.search(r"Embedding the example questions .*100/400\s+[-0-9:]+", last[1])
    assert "Embedding rulings and provisions: nothing new" in last[2]


def test_elsewhere_each_quarter_of_a_long_stage_is_a_line() -> None:
    console = Console(file=io.StringIO(), width=20)
    with watched(console) as watch:
        for done in range(0, 8001, 64):
            watch("embed questions", done, 8000)
        for done in range(5):
            watch("train", done, 4)
        watch("another stage", 0, 1)

    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().splitlines() == [
        "Embedding the example questions: 8,000 to embed ...",
        "Embedding the example questions: 2,048 of 8,000",
        "Embedding the example questions: 4,032 of 8,000",
        "Embedding the example questions: 6,016 of 8,000",
        "Embedding the example questions: 8,000 of 8,000",
        "Training the classifier ...",
        "another stage ...",
    ]


def test_texts_of_the_tiny_edition(tiny_edition: TinyEdition) -> None:
    assert tiny_edition.built.embedded == TEXTS
