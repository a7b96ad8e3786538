"""Ways to break the tiny data folder in one place, and what the check must say about each."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.check import Problem, Severity, check_data
from tests.ingest.tiny import Folder

REGULATIONS = "regulations.yaml"
PROVISIONS = "provisions/all.yaml"
RULINGS = "rulings/medsos.yaml"
CLASSES = "classes.yaml"
STATUSES = "statuses.yaml"
EXAMPLES = "examples/medsos.jsonl"
PAIRS = "pairs/pairs.jsonl"
TESTS = "testsets/proyek.jsonl"


BASIS_PPPK = "Dilarang juga bagi PPPK.\n      basis:\n        - "
BRANCH_PPPK = "facts:\n        status:\n          - pppk\n      verdict: dilarang"
EXAMPLE = '{"q": "share jadwal TPS", "ruling": "bagikan", "verdict": "boleh", "facts": {}}'


@dataclass(frozen=True)
class Broken:
    """A change to one file and what the check must say about it."""

    name: str
    file: str
    old: str
    new: str
    at: str
    """Text of the line that must be named, after the change; the last such line."""
    message: str
    remedy: str
    severity: Severity = Severity.ERROR
    found_in: str = ""
    """The file that must be named, where it is not the changed one."""
    below: int = 0
    """How many lines below ``at`` the named line stands."""


def assert_found(folder: Folder, case: Broken) -> None:
    """Break the folder and see that the check names file, line and remedy."""
    folder.replace(case.file, case.old, case.new)

    problem = only(check_data(folder.root), case.message)

    assert problem.file == (case.found_in or case.file)
    assert problem.line == folder.line_of(problem.file, case.at) + case.below
    assert case.remedy in problem.remedy
    assert problem.severity is case.severity


def only(problems: list[Problem], message: str) -> Problem:
    """The one problem that says this."""
    found = [problem for problem in problems if message in problem.message]
    assert len(found) == 1, "\n".join(map(str, problems))
    return found[0]


def texts(folder: Folder) -> str:
    """All problems of the folder as lines."""
    return "\n".join(map(str, check_data(folder.root)))
