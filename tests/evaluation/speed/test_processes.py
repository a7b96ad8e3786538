from __future__ import annotations

import sys
from pathlib import Path

import pytest

from evaluation.errors import EvaluationError
from evaluation.speed.processes import build_environment, copy_current, program, run_timed
from knowledge.edition import current_edition
from knowledge.settings import Settings


def test_the_whole_process_is_timed_and_heard() -> None:
    code = "import os, sys, time; time.sleep(0.2); print(os.environ['WORD'], sys.stdin.read())"
    seconds, printed = run_timed([sys.executable, "-c", code], {"WORD": "halo"}, "dunia")
    assert printed == "halo dunia\n"
    assert 0.2 <= seconds < 30


def test_a_failed_program_is_told_with_its_last_words() -> None:
    code = "import sys; print('first', file=sys.stderr); sys.exit('asn-bot: build an edition')"
    with pytest.raises(EvaluationError, match="ended with 1: asn-bot: build an edition"):
        run_timed([sys.executable, "-c", code])


def test_a_program_runs_the_function_of_its_script(tmp_path: Path) -> None:
    (tmp_path / "spoken.py").write_text("import sys\ndef main():\n    print(sys.argv[1:])\n")
    env = {"PYTHONPATH": str(tmp_path)}
    assert run_timed([*program("spoken"), "ask", "a b"], env)[1] == "['ask', 'a b']\n"


def test_a_build_in_another_folder_touches_no_server_or_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMA_URL", "http://chroma.example:8000")
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/bot")
    for name, value in build_environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    settings = Settings(_env_file=None)
    assert settings.data_dir == tmp_path
    assert settings.chroma_url is None
    assert settings.database_url is None


def test_only_the_current_edition_and_the_vectors_are_copied(tmp_path: Path) -> None:
    source, target = tmp_path / "var", tmp_path / "copy"
    for edition in ("2026-11-20.1", "2026-11-21.1"):
        (source / "editions" / edition / "chroma").mkdir(parents=True)
        (source / "editions" / edition / "manifest.json").write_text(edition)
    (source / "editions" / "current").write_text("2026-11-21.1\n")
    (source / "cache").mkdir()
    (source / "cache" / "embeddings.sqlite3").write_bytes(b"vectors")
    copy_current(Settings(_env_file=None, data_dir=source), target)
    copied = sorted(p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file())
    assert copied == [
        "cache/embeddings.sqlite3",
        "editions/2026-11-21.1/manifest.json",
        "editions/current",
    ]
    assert current_edition(Settings(_env_file=None, data_dir=target)) == "2026-11-21.1"


def test_an_edition_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "var" / "editions").mkdir(parents=True)
    (tmp_path / "var" / "editions" / "current").write_text("2026-11-21.1\n")
    with pytest.raises(EvaluationError, match="cannot be copied"):
        copy_current(Settings(_env_file=None, data_dir=tmp_path / "var"), tmp_path / "copy")
