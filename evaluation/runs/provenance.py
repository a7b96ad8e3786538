"""From what a run is made: the code, the edition, the settings and the questions."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from evaluation.runs.record import Provenance, RunSet
from evaluation.systems.system import System
from evaluation.testsets.question import QuestionSet
from knowledge.settings import Settings

_ROOT = Path(__file__).parent.parent.parent
_ANSWERING = ("bot", "knowledge", "evaluation/systems", "evaluation/asking.py")
"""Where the code lies that decides what an answer is; ``knowledge/data`` is in the edition."""
_APART = ("bot/telegram", "bot/storage", "knowledge/data")
_SUFFIXES = (".py", ".yaml")
ANSWER_SETTINGS = ("clarify_margin", "min_confidence")
"""The settings that change answers."""
MODEL_SETTINGS = ("chat_seconds",)
"""Those that do so only where a chat model writes."""
_GIT_SECONDS = 5


def provenance_of(
    settings: Settings, system: System, testsets: Sequence[QuestionSet], model: str | None = None
) -> Provenance:
    """From what a run of a system on these sets will be made; ``model`` writes the answers."""
    manifest = system.manifest
    names = (*ANSWER_SETTINGS, *(MODEL_SETTINGS if model else ()))
    return Provenance(
        system=system.name,
        edition=system.edition,
        edition_inputs=manifest.inputs if manifest else "",
        embedder=manifest.embedder if manifest else settings.embedder,
        model=model,
        code=code_version(),
        commit=commit(),
        settings={name: getattr(settings, name) for name in names},
        sets=tuple(
            RunSet(
                name=testset.name,
                questions=len(testset.questions),
                sha256=questions_hash(testset),
            )
            for testset in testsets
        ),
    )


def questions_hash(testset: QuestionSet) -> str:
    """SHA-256 of the questions of a set with their labels, in their order."""
    found = hashlib.sha256()
    for question in testset.questions:
        found.update(question.model_dump_json().encode() + b"\n")
    return found.hexdigest()


def code_version(root: Path = _ROOT) -> str:
    """The project's version, and a hash of the code and wording that answers come from."""
    try:
        number = version("asn-neutrality-bot")
    except PackageNotFoundError:  # run from its folder, never installed
        number = "unknown"
    found = hashlib.sha256()
    for path in _sources(root):
        name = path.relative_to(root).as_posix()
        found.update(json.dumps([name, hashlib.sha256(path.read_bytes()).hexdigest()]).encode())
    return f"{number} sha256:{found.hexdigest()[:16]}"


def _sources(root: Path) -> Iterator[Path]:
    apart = [root / folder for folder in _APART]
    for place in _ANSWERING:
        files = [root / place] if (root / place).is_file() else sorted((root / place).rglob("*"))
        for path in files:
            if path.suffix in _SUFFIXES and not any(path.is_relative_to(one) for one in apart):
                yield path


def commit(root: Path = _ROOT) -> str | None:
    """The commit checked out, with ``+`` where files differ from it; None outside a work tree."""
    git = shutil.which("git")
    if git is None or not (root / ".git").exists():
        return None
    try:
        head, changed = (
            subprocess.run(  # noqa: S603 (fixed arguments)
                [git, "-C", str(root), *arguments],
                capture_output=True,
                encoding="utf-8",
                timeout=_GIT_SECONDS,
                check=True,
            ).stdout.strip()
            for arguments in (
                ("rev-parse", "--short=12", "HEAD"),
                ("status", "--porcelain", "--untracked-files=no"),
            )
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    return f"{head}+" if changed else head
