"""The commands of docs/panduan-admin.md, run for real, with what they print.

``python -m tests.e2e.admin_guide`` runs them again, on a copy of the edition under DATA_DIR, and
writes their output into the guide.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from itertools import chain
from pathlib import Path

from tests.e2e.programs import ROOT, Place

GUIDE = ROOT / "docs" / "panduan-admin.md"
SAMPLES = ROOT.parent / "shared" / "regulations"
_BLOCK = re.compile(r"(```console\n)(.*?)(```\n)", re.DOTALL)
_COMMAND = re.compile(r"^\$ (.*)$", re.MULTILINE)
_DOCUMENT = re.compile(r"[a-z]+-\d+-\d{4}\.md")
_VARIABLE = (
    (re.compile(r"\d{4}-\d\d-\d\d\.\d+"), "EDISI"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?"), "SAAT"),
    (re.compile(r"until \d\d:\d\d:\d\d"), "until SAAT"),
    (re.compile(r"built \d{4}-\d\d-\d\d"), "built TANGGAL"),
    (re.compile(r"@[0-9a-f]{16}"), "@KUNCI"),
    (re.compile(r"\b[0-9a-f]{16}\b"), "KUNCI"),
    (re.compile(r"\d+\.\d s\b"), "DETIK"),
    (re.compile(r"Texts embedded: [\d,]+"), "Texts embedded: BANYAK"),
    (re.compile(r"\([\d,]+\.\d MB\)"), "(UKURAN)"),
    (re.compile(r"[\d,]+ files, [\d,]+ rows"), "BANYAK files, BANYAK rows"),
)


def commands(text: str) -> list[list[str]]:
    """The commands of the guide, block by block."""
    return [_COMMAND.findall(block[2]) for block in _BLOCK.finditer(text)]


def with_output(text: str, outputs: list[list[str]]) -> str:
    """The guide with other output."""
    blocks = iter(outputs)

    def filled(block: re.Match[str]) -> str:
        shown = [
            f"$ {command}\n{output}".rstrip()
            for command, output in zip(_COMMAND.findall(block[2]), next(blocks), strict=True)
        ]
        return f"{block[1]}{chr(10).join(shown)}\n{block[3]}"

    return _BLOCK.sub(filled, text)


def run_again(text: str, var: Path, folder: Path) -> list[list[str]]:
    """Run the guide's commands in order, in an empty folder, on a copy of the edition that serves."""
    serving = (var / "editions" / "current").read_text().strip()
    shutil.copytree(var / "cache", folder / "var" / "cache")
    shutil.copytree(var / "editions" / serving, folder / "var" / "editions" / serving)
    shutil.copy(var / "editions" / "current", folder / "var" / "editions")
    for name in set(_DOCUMENT.findall("\n".join(chain.from_iterable(commands(text))))):
        shutil.copy(SAMPLES / name, folder)
    programs = Path(sys.executable).parent
    environment = {
        **Place(folder, {"DATA_DIR": str(folder / "var")}).environment(),
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "USER": "admin",
        "LOGNAME": "admin",
    }

    def output(command: str) -> str:
        done = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {command}"],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        # 141: the reader of a pipe had enough.
        assert done.returncode in (0, 141), f"{command}: {done.stderr}"
        return done.stdout

    return [[output(command) for command in block] for block in commands(text)]


def without_variables(text: str) -> str:
    """The guide without what changes from run to run: editions, times, keys."""
    for pattern, name in _VARIABLE:
        text = pattern.sub(name, text)
    return text


if __name__ == "__main__":
    written = GUIDE.read_text(encoding="utf-8")
    data_dir = Path(os.environ.get("DATA_DIR", "var")).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        GUIDE.write_text(
            with_output(written, run_again(written, data_dir, Path(scratch))), encoding="utf-8"
        )
