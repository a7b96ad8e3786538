"""All rules together: silent on a valid folder, and each one proven to find something."""

from __future__ import annotations

from ingest.check import check_data
from ingest.check.run import RULES
from ingest.check.source import read_data
from tests.ingest import (
    test_check_law,
    test_check_questions,
    test_check_references,
    test_check_tree,
    test_check_words,
)
from tests.ingest.tiny import Folder

CASES = [
    *test_check_references.CASES,
    *test_check_law.CASES,
    *test_check_tree.CASES,
    *test_check_questions.CASES,
    *test_check_words.CASES,
]


def test_a_valid_folder_has_no_problems(folder: Folder) -> None:
    assert check_data(folder.root) == []


def test_every_rule_is_proven_to_find_something(folder: Folder) -> None:
    """A rule that no case breaks would pass the other tests without ever working."""
    silent = {rule.__name__ for rule in RULES}
    for case in CASES:
        text = (folder.root / case.file).read_text(encoding="utf-8")
        folder.replace(case.file, case.old, case.new)
        data, _ = read_data(folder.root)
        silent -= {rule.__name__ for rule in RULES if rule.__name__ in silent and list(rule(data))}
        (folder.root / case.file).write_text(text, encoding="utf-8")
    assert silent == set()
