"""What the commands of ``asn-bot`` do, apart from reading the command line and ending.

Rooms that take long to import are imported where they are first needed.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering.answer import Answer, Turn
from bot.answering.protocol import Consulting
from bot.batch import answer_json, run_batch
from bot.day import parse_day
from bot.ending import USAGE, complain
from bot.question import mended, question_fault, read_history
from knowledge.clock import today
from knowledge.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.text_view import Wording


def _open_answering(settings: Settings) -> Consulting:
    from bot.answering.answerer import open_answerer

    return open_answerer(settings)


async def _run_telegram(settings: Settings, answering: Consulting) -> int:
    from bot.telegram.run import run

    return await run(settings, answering)


@dataclass(frozen=True)
class Tools:
    """What the commands work with; tests bring their own."""

    settings: Callable[[], Settings] = load_settings
    answering: Callable[[Settings], Consulting] = _open_answering
    telegram: Callable[[Settings, Consulting], Awaitable[int]] = _run_telegram


def ask(
    tools: Tools,
    settings: Settings,
    question: str,
    history_file: Path | None,
    *,
    as_of: str | None = None,
    as_json: bool,
    full: bool,
) -> int:
    """Answer one question on standard output; return the exit code."""
    fault = question_fault(question)
    history: tuple[Turn, ...] = ()
    if history_file and not fault:
        history, fault = _history(history_file)
    day: date | None = None
    if as_of is not None and not fault:
        try:
            day = parse_day(as_of, today())
        except ValueError as error:
            fault = f"--as-of: {error}"
    if fault:
        complain(fault)
        return USAGE
    answering = tools.answering(settings)

    async def answered() -> Answer:
        return await answering.answer(mended(question), history, as_of=day)

    answer = asyncio.run(answered())
    if as_json:
        sys.stdout.buffer.write(answer_json(answer))
        return 0
    from bot.screen import Screen
    from bot.text_view import answer_lines

    Screen(sys.stdout).show(answer_lines(answer, _wording(), full=full))
    return 0


def batch(tools: Tools, settings: Settings) -> int:
    """Answer the lines of standard input; return 1 if some could not be answered, else 0."""
    if sys.stdin.isatty():
        from bot.terminal_texts import load_terminal_texts

        print(load_terminal_texts().waiting, file=sys.stderr)
    answering = tools.answering(settings)
    failed = run_batch(answering, sys.stdin.buffer, sys.stdout.buffer, report=_reporter(settings))
    return 1 if failed else 0


def chat(tools: Tools, settings: Settings) -> int:
    """Converse in the terminal until the user leaves; return the exit code."""
    return _converse(settings, tools.answering(settings))


def run(tools: Tools, settings: Settings) -> int:
    """Serve Telegram if there is a token, else converse in the terminal; return the exit code."""
    answering = tools.answering(settings)
    if settings.telegram_bot_token is None:
        from bot.terminal_texts import load_terminal_texts

        print(load_terminal_texts().no_token, file=sys.stderr, flush=True)
        return _converse(settings, answering)

    async def served() -> int:
        return await tools.telegram(settings, answering)

    return asyncio.run(served())


def version(settings: Settings, *, as_json: bool) -> int:
    """Tell the versions of program, edition and embedder; return the exit code."""
    from importlib.metadata import version as version_of

    from knowledge.edition import current_edition, editions_folder, read_manifest

    edition = current_edition(settings)
    manifest = read_manifest(editions_folder(settings) / edition) if edition else None
    told = {
        "version": version_of("asn-neutrality-bot"),
        "edition": edition,
        "built": manifest.built.isoformat() if manifest else None,
        "embedder": manifest.embedder_identity if manifest else settings.embedder,
    }
    if as_json:
        print(json.dumps(told, ensure_ascii=False))
        return 0
    built = f"{edition} (dibangun {told['built']})" if manifest else None
    print(f"asn-bot   {told['version']}")
    print(f"edisi     {built or 'belum ada; bangun dengan: asn-ingest build'}")
    print(f"embedder  {told['embedder']}")
    return 0


def _converse(settings: Settings, answering: Consulting) -> int:
    from bot.screen import Screen
    from bot.terminal import Chat, line_reader

    chat = Chat(
        answering,
        Screen(sys.stdout),
        _wording(),
        settings.history_turns,
        report=_reporter(settings),
    )
    chat.talk(line_reader(sys.stdin, sys.stdout))
    return 0


def _wording() -> Wording:
    from bot.telegram.messages import load_messages
    from bot.terminal_texts import load_terminal_texts
    from bot.text_view import Wording

    return Wording(load_messages(), load_terminal_texts())


def _history(file: Path) -> tuple[tuple[Turn, ...], str | None]:
    """The turns in a file, and in Indonesian what is wrong with it, if anything."""
    try:
        return read_history(json.loads(file.read_text(encoding="utf-8-sig"))), None
    except OSError as error:
        # What the system says names no contents.
        fault = f"{os.strerror(error.errno)}." if error.errno else ""
        return (), f"Berkas {file} tidak dapat dibaca. {fault} Periksa nama dan izinnya."
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return (), f"Berkas {file} bukan JSON yang sah dalam UTF-8. Perbaiki isinya."
    except ValueError as error:
        return (), f"Berkas {file}: {error}"


def _reporter(settings: Settings) -> Callable[[Exception], None]:
    """What hears of unforeseen failures of single answers; only debugging shows them."""
    if settings.log_level == "DEBUG":
        return traceback.print_exception
    return lambda error: None
