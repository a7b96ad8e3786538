from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.answering.answer import Turn
from bot.answering.protocol import Consulting
from bot.commands import Tools
from knowledge.errors import (
    AsnBotError,
    DataError,
    EditionMissing,
    EmbedderError,
    SettingsError,
    StoreError,
)
from knowledge.settings import Settings
from tests.bot.conftest import Run
from tests.bot.scripted import ScriptedAnswering, settings, tools


def one_line(text: str) -> str:
    """The only line of a complaint."""
    assert text.startswith("asn-bot: ")
    assert text.count("\n") == 1
    return text


def failing(error: BaseException) -> Callable[[Settings], Consulting]:
    def fail(_: Settings) -> Consulting:
        raise error

    return fail


def test_ask_shows_a_readable_answer(run: Run, answering: ScriptedAnswering) -> None:
    result = run("ask", "Bolehkah PNS like?")
    assert result.exit_code == 0
    assert result.stdout.startswith("⛔ DILARANG\nTidak boleh.\n")
    assert "[1] PP 94/2021 Pasal 5 (berlaku)" in result.stdout
    assert "\x1b" not in result.stdout
    assert result.stderr == ""
    assert [asked.question for asked in answering.asked] == ["Bolehkah PNS like?"]


def test_a_question_without_quotes_is_put_together(run: Run, answering: ScriptedAnswering) -> None:
    assert run("ask", "boleh", "like?", "--full").exit_code == 0
    assert answering.asked[0].question == "boleh like?"


def test_ask_json_prints_one_line(run: Run) -> None:
    result = run("ask", "--json", "boleh?")
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    assert json.loads(result.stdout)["verdict"] == "dilarang"


@pytest.mark.parametrize("question", ["🙂", "\x07\x1b", "\u202e\u200f", "-5 derajat"])
def test_strange_questions_reach_the_answering(
    run: Run, answering: ScriptedAnswering, question: str
) -> None:
    assert run("ask", "--", question).exit_code == 0
    assert answering.asked[0].question == question


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask"], "kosong"),
        (["ask", ""], "kosong"),
        (["ask", "  "], "kosong"),
        (["ask", "--json"], "kosong"),
        (["ask", "x" * 10_000], "10000"),
        (["ask", "--batch", "boleh?"], "--batch"),
        (["ask", "--batch", "--full"], "--batch"),
    ],
)
def test_a_wrong_call_is_one_line(
    run: Run, answering: ScriptedAnswering, arguments: list[str], says: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert says in one_line(result.stderr)
    assert result.stdout == ""
    assert answering.asked == []


def test_history_comes_from_a_file(run: Run, answering: ScriptedAnswering, tmp_path: Path) -> None:
    file = tmp_path / "riwayat.json"
    file.write_text('\ufeff[{"role": "user", "text": "boleh like?"}]', encoding="utf-8")
    assert run("ask", "--history", str(file), "kalau PPPK?").exit_code == 0
    assert answering.asked[0].history == (Turn(role="user", text="boleh like?"),)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "tidak dapat dibaca"),
        (b"{", "bukan JSON"),
        (b"\xff", "bukan JSON"),
        (b"{}", "bukan daftar"),
        (b'[{"role": "x"}]', "ke-1"),
    ],
)
def test_a_bad_history_file_is_one_line(
    run: Run, tmp_path: Path, content: bytes | None, says: str
) -> None:
    file = tmp_path / "riwayat.json"
    if content is not None:
        file.write_bytes(content)
    result = run("ask", "--history", str(file), "boleh?")
    assert result.exit_code == 2
    assert says in one_line(result.stderr)
    assert str(file) in result.stderr


def test_batch_answers_all_lines(run: Run) -> None:
    result = run("ask", "--batch", said='{"id": "a", "question": "b"}\n')
    assert result.exit_code == 0
    assert json.loads(result.stdout)["id"] == "a"


def test_batch_with_a_bad_line_ends_with_1(run: Run) -> None:
    result = run("ask", "--batch", "--json", said=b'\xff\n{"id": "a", "question": "b"}\n')
    assert result.exit_code == 1
    bad, good = (json.loads(line) for line in result.stdout.splitlines())
    assert bad["line"] == 1
    assert good["id"] == "a"


@pytest.mark.parametrize("command", ["ask", "chat", "run"])
@pytest.mark.parametrize(
    "error",
    [
        SettingsError("Setelan salah."),
        DataError("Data rusak\ndi baris 3."),
        EditionMissing("Belum ada edisi."),
        EmbedderError("Model tidak ada."),
        StoreError("Basis data hilang."),
    ],
)
def test_a_deliberate_error_is_one_line_and_its_exit_code(
    run: Run, command: str, error: AsnBotError
) -> None:
    arguments = [command, "boleh?"] if command == "ask" else [command]
    result = run(*arguments, using=Tools(settings=settings, answering=failing(error)))
    assert result.exit_code == error.exit_code
    assert " ".join(str(error).split()) in one_line(result.stderr)
    assert result.stdout == ""


def test_a_wrong_setting_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HISTORY_TURNS", "banyak")
    result = run("ask", "boleh?", using=Tools(answering=lambda _: ScriptedAnswering()))
    assert result.exit_code == 2
    assert "HISTORY_TURNS" in one_line(result.stderr)


@pytest.mark.parametrize("debug", [False, True])
def test_an_unforeseen_error_shows_its_traceback_only_on_demand(run: Run, debug: bool) -> None:
    answering = ScriptedAnswering(ZeroDivisionError("rahasia"))
    level = "DEBUG" if debug else "INFO"
    result = run("ask", "boleh?", using=tools(answering, log_level=level))
    assert result.exit_code == 70
    first, _, rest = result.stderr.partition("\n")
    assert first.startswith("asn-bot: Kesalahan tak terduga (ZeroDivisionError).")
    assert "LOG_LEVEL=DEBUG" in first
    assert ("Traceback" in rest) is debug
    assert debug or rest == ""


def test_a_failing_line_of_a_batch_shows_its_traceback_only_on_demand(run: Run) -> None:
    def lines(level: str) -> str:
        answering = ScriptedAnswering(ZeroDivisionError("rahasia"))
        using = tools(answering, log_level=level)
        return run("ask", "--batch", said='{"question": "a"}', using=using).stderr

    assert lines("INFO") == ""
    assert "ZeroDivisionError" in lines("DEBUG")


def test_ctrl_c_ends_with_130(run: Run) -> None:
    result = run("ask", "boleh?", using=tools(ScriptedAnswering(KeyboardInterrupt())))
    assert result.exit_code == 130
    assert result.stderr == ""


def test_chat_talks_over_a_pipe(run: Run) -> None:
    result = run("chat", said="boleh like?\n1\n/keluar\n")
    assert result.exit_code == 0
    assert result.stdout.index("> boleh like?") < result.stdout.index("DILARANG")
    assert "Isi pasal 5." in result.stdout


def test_chat_survives_bytes_that_are_no_text(run: Run, answering: ScriptedAnswering) -> None:
    assert run("chat", said=b"boleh \xff?\n").exit_code == 0
    assert answering.asked[0].question == "boleh \ufffd?"


def test_run_without_a_token_opens_the_chat(run: Run) -> None:
    result = run("run", said="boleh like?\n")
    assert result.exit_code == 0
    assert "TELEGRAM_BOT_TOKEN" in result.stderr
    assert "DILARANG" in result.stdout


def test_run_with_a_token_serves_telegram(run: Run) -> None:
    served: list[tuple[Settings, Consulting]] = []

    async def telegram(settings: Settings, answering: Consulting) -> int:
        served.append((settings, answering))
        return 2

    answering = ScriptedAnswering()
    given = settings(telegram_bot_token="123456:abc")
    using = Tools(settings=lambda: given, answering=lambda _: answering, telegram=telegram)
    assert run("run", using=using).exit_code == 2
    assert served == [(given, answering)]


@pytest.mark.parametrize("command", [[], ["ask"], ["chat"], ["run"], ["version"]])
def test_help_has_an_example(run: Run, command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "asn-bot " + " ".join(command) in result.stdout


def test_an_unknown_option_is_refused_without_traceback(run: Run) -> None:
    result = run("ask", "--entah")
    assert result.exit_code == 2
    assert "--entah" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_law_of_a_day_is_asked_for(run: Run, answering: ScriptedAnswering) -> None:
    assert run("ask", "--as-of", "2020-06-01", "boleh like?").exit_code == 0
    assert run("ask", "--as-of", "1 Juni 2020", "boleh like?").exit_code == 0
    assert [asked.as_of for asked in answering.asked] == [date(2020, 6, 1)] * 2


@pytest.mark.parametrize("day", ["kemarin", "2020-02-30", "1944-12-31", "2999-01-01", ""])
def test_a_day_that_cannot_be_answered_for_is_one_line(
    run: Run, answering: ScriptedAnswering, day: str
) -> None:
    result = run("ask", "--as-of", day, "boleh like?")
    assert result.exit_code == 2
    assert "--as-of: Tanggal" in one_line(result.stderr)
    assert answering.asked == []


def test_a_batch_takes_its_days_from_its_lines(run: Run) -> None:
    result = run("ask", "--batch", "--as-of", "2020-06-01")
    assert result.exit_code == 2
    assert "--as-of" in one_line(result.stderr)
