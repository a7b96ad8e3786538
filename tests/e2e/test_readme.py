"""What README.md says is so."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.e2e.programs import ROOT, Place
from tests.e2e.transcript import README, Exchange, ask_again, exchanges, with_answers, without_date

TEXT = README.read_text(encoding="utf-8")


def test_every_target_of_make_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"\bmake ([a-z]+)\b", TEXT))
    assert {"run", "test", "ask"} <= targets
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", TEXT)
    assert links
    for link in links:
        assert (ROOT / link).is_file(), link


def test_every_room_exists() -> None:
    for room in re.findall(r"^(\w+/)  +\S", TEXT, re.MULTILINE):
        assert (ROOT / room).is_dir(), room


def test_every_command_exists(tmp_path: Path) -> None:
    commands = set(re.findall(r"\b(asn-[a-z]+) ([a-z]+)\b", TEXT))
    assert len(commands) > 4
    shown = {command: Place(tmp_path).run(command, "--help").out for command, _ in sorted(commands)}
    for command, name in commands:
        assert re.search(rf"^\W*{name} ", shown[command], re.MULTILINE), (command, name)


def test_the_transcript_can_be_written_anew() -> None:
    told = exchanges(TEXT)
    assert told
    assert all(one.answer for one in told)
    assert with_answers(TEXT, told) == TEXT
    other = [Exchange('make ask Q="boleh \\"gak\\"?"', "⛔ DILARANG\n\nAda \\1.")]
    assert exchanges(with_answers(TEXT, other)) == other
    assert other[0].question == 'boleh "gak"?'


@pytest.mark.slow
def test_the_transcript_is_what_the_bot_says(place: Place) -> None:
    """After a change of answers: python -m tests.e2e.transcript."""
    told = exchanges(TEXT)
    assert without_date(ask_again(place, told)) == without_date(told)


def test_the_way_of_ci_can_be_run() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", str(script)], capture_output=True).stderr == b""
