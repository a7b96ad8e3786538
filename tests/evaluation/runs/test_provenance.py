from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from evaluation.runs.provenance import (
    ANSWER_SETTINGS,
    MODEL_SETTINGS,
    code_version,
    commit,
    provenance_of,
    questions_hash,
)
from evaluation.systems.asn import Asn
from evaluation.testsets.question import QuestionSet
from knowledge.settings import Settings
from tests.evaluation.made import Scripted, answer, question

SET = QuestionSet("mini", (question(id="A"), question(id="B")))
BOT = Asn(Scripted(lambda _: answer()))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one file in each place that matters, and some that do not."""
    for name in (
        "bot/answering/decide.py",
        "bot/data/answers.yaml",
        "bot/telegram/run.py",
        "knowledge/text.py",
        "knowledge/data/rulings/a.yaml",
        "evaluation/systems/asn.py",
        "evaluation/asking.py",
        "evaluation/figures.py",
        "ingest/build.py",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n")
    return tmp_path


@pytest.mark.parametrize(
    ("file", "matters"),
    [
        ("bot/answering/decide.py", True),
        ("bot/data/answers.yaml", True),
        ("knowledge/text.py", True),
        ("evaluation/systems/asn.py", True),
        ("evaluation/asking.py", True),
        ("bot/telegram/run.py", False),
        ("knowledge/data/rulings/a.yaml", False),  # it is in the edition
        ("evaluation/figures.py", False),  # figures are computed anew from the answers
        ("ingest/build.py", False),
    ],
)
def test_the_code_is_another_exactly_when_answers_may_be(
    project: Path, file: str, matters: bool
) -> None:
    before = code_version(project)
    (project / file).write_text("x = 2\n")
    assert (code_version(project) != before) is matters


def test_a_file_more_or_moved_is_other_code(project: Path) -> None:
    before = code_version(project)
    (project / "bot/answering/decide.py").rename(project / "bot/answering/settle.py")
    moved = code_version(project)
    (project / "knowledge/new.py").touch()
    assert len({before, moved, code_version(project)}) == 3


def test_the_code_of_this_project_has_a_version_and_a_hash() -> None:
    number, _, digest = code_version().partition(" sha256:")
    assert number[0].isdigit()
    assert len(digest) == 16


def test_settings_that_change_answers_are_kept_and_no_others() -> None:
    assert set(ANSWER_SETTINGS + MODEL_SETTINGS) <= set(Settings.model_fields)
    settings = Settings(min_confidence=0.4, clarify_margin=0.1)
    found = provenance_of(settings, BOT, [SET])
    assert found.settings == {"min_confidence": 0.4, "clarify_margin": 0.1}
    with_model = provenance_of(settings, BOT, [SET], "openai:any")
    assert set(with_model.settings) == set(ANSWER_SETTINGS + MODEL_SETTINGS)
    assert with_model.model == "openai:any"


def test_a_set_is_the_same_by_its_questions_labels_and_order() -> None:
    first, second = SET.questions
    same = QuestionSet("renamed", (question(id="A"), question(id="B")))
    assert questions_hash(same) == questions_hash(SET)
    for other in (
        (second, first),
        (first,),
        (first, question(id="B", question="Lain?")),
        (first, question(id="B", expected_verdict="boleh")),
    ):
        assert questions_hash(QuestionSet("mini", other)) != questions_hash(SET)
    (one,) = provenance_of(Settings(), BOT, [SET]).sets
    assert (one.name, one.questions, one.sha256) == ("mini", 2, questions_hash(SET))


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_commit_is_told_and_whether_files_differ_from_it(project: Path) -> None:
    assert commit(project) is None

    def git(*arguments: str) -> str:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        command = ["git", *identity, "-C", str(project), *arguments]
        return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout

    git("init", "--quiet")
    assert commit(project) is None  # there is no commit yet
    git("add", ".")
    git("commit", "--quiet", "--message", "first")
    head = git("rev-parse", "--short=12", "HEAD").strip()
    assert commit(project) == head
    (project / "knowledge/text.py").write_text("x = 3\n")
    assert commit(project) == f"{head}+"


def test_without_git_there_is_no_commit(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / ".git").mkdir()
    monkeypatch.setenv("PATH", str(project))
    assert commit(project) is None
