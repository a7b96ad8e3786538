"""Whether OCR is installed, and how to install it."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ingest.reading.process import clean_environment

LANGUAGE = "ind"
INSTALL = (
    "install tesseract with Indonesian: Debian/Ubuntu: 'apt-get install tesseract-ocr "
    "tesseract-ocr-ind'; macOS: 'brew install tesseract tesseract-lang'; Windows: the installer "
    "from github.com/UB-Mannheim/tesseract with the language Indonesian, its folder in PATH. "
    "Then read the file again."
)


@dataclass(frozen=True)
class Tesseract:
    """The OCR program that was found."""

    program: str
    languages: frozenset[str]

    @property
    def reads_indonesian(self) -> bool:
        """Whether the Indonesian data is there."""
        return LANGUAGE in self.languages

    @property
    def finds_orientation(self) -> bool:
        """Whether it can tell how a page is turned."""
        return "osd" in self.languages


def find_tesseract() -> Tesseract | None:
    """The tesseract in PATH; None when there is none that runs."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        listed = subprocess.run(  # noqa: S603 - found in PATH, fixed argument
            [program, "--list-langs"],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=20,
            check=False,
            stdin=subprocess.DEVNULL,
            env=clean_environment(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    # The first line is a heading; old versions print the list to standard error.
    names = (listed.stdout + listed.stderr).splitlines()[1:]
    return Tesseract(str(Path(program).absolute()), frozenset(name.strip() for name in names))
