"""The admins' guide shows what the commands print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from typer.main import get_command

from bot.admin.roles import Role
from bot.telegram.admin.commands import admin_texts
from ingest.cli import app
from knowledge.errors import AsnBotError
from tests.e2e.admin_guide import (
    GUIDE,
    SAMPLES,
    commands,
    run_again,
    with_output,
    without_variables,
)
from tests.e2e.programs import Place


def test_the_guide_shows_the_whole_life_of_a_regulation() -> None:
    shown = " ".join(chain.from_iterable(commands(GUIDE.read_text(encoding="utf-8"))))
    for name in ("parse", "add", "diff", "publish", "confirm", "show", "status", "rollback"):
        assert f"asn-ingest {name}" in shown


def test_the_guide_tells_every_command_of_admins_and_for_whom() -> None:
    lines = GUIDE.read_text(encoding="utf-8").splitlines()
    for command in admin_texts().commands:
        [line] = [one for one in lines if one.startswith(f"| `/{command.name}` |")]
        _, _, *cells = (cell.strip() for cell in line.split("|"))
        told = {role for role, cell in zip(Role, cells, strict=False) if cell != "–"}
        assert told == command.roles, command.name


def test_the_guide_tells_every_exit_code_of_a_refusal() -> None:
    told = re.findall(r"^\| (\d+) \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    codes = {one.exit_code for one in _all_below(AsnBotError)}
    assert codes - {1} <= set(map(int, told))


def test_every_command_and_option_in_the_guide_exists() -> None:
    """Also of those that are shown without their output."""
    text = GUIDE.read_text(encoding="utf-8")
    shown = re.findall(r"\basn-ingest ([a-z]+)((?:[^\n`|>]|>=)*)", text)
    assert len({name for name, _ in shown}) > 15
    program = get_command(app)
    for name, rest in shown:
        command = program.commands[name]  # type: ignore[attr-defined]
        words = rest.split()
        if words and words[0] in getattr(command, "commands", {}):
            command = command.commands[words[0]]
        known = {option for parameter in command.params for option in parameter.opts}
        for option in (word for word in words if word.startswith("--")):
            assert option.rstrip(",.;:)") in known, (name, option)


def _all_below(error: type[AsnBotError]) -> Iterator[type[AsnBotError]]:
    for below in error.__subclasses__():
        yield below
        yield from _all_below(below)


@pytest.mark.slow
def test_the_output_in_the_guide_is_the_programs(place: Place, tmp_path: Path) -> None:
    """After a change of output: python -m tests.e2e.admin_guide."""
    if not SAMPLES.is_dir():
        pytest.skip("the sample regulations are not beside the project")
    written = GUIDE.read_text(encoding="utf-8")
    printed = with_output(written, run_again(written, Path(place.settings["DATA_DIR"]), tmp_path))
    assert without_variables(printed).splitlines() == without_variables(written).splitlines()
