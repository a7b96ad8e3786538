"""Many questions, one JSON object a line, to as many answers in the same order.

The form of both is a contract that tests and evaluation rest on. A bad line gives an error
object for that line; the lines after it are answered all the same.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from bot.answering.answer import Answer, Turn
from bot.answering.protocol import Answering
from bot.day import parse_day
from bot.question import mended, question_fault, read_history
from knowledge.clock import today
from knowledge.errors import AsnBotError

_EXAMPLE = 'Tulis satu objek per baris: {"id": "q1", "question": "...", "history": []}.'
_BOM = b"\xef\xbb\xbf"

Id = str | int | None
"""What a caller knows its question by; given back as it came."""


@dataclass(frozen=True)
class Request:
    """One question of a batch."""

    id: Id
    question: str
    history: tuple[Turn, ...]
    as_of: date | None = None


class BadLine(ValueError):
    """A line that holds no question; its text says in Indonesian what to do."""

    def __init__(self, message: str, id: Id = None) -> None:
        super().__init__(message)
        self.id = id


def read_request(line: bytes) -> Request:
    """Read one line; keys other than those of ``Request`` are passed over.

    Raises:
        BadLine: not UTF-8, not JSON, no usable question, or values of a wrong type.
    """
    try:
        raw = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise BadLine(f"Baris ini bukan teks UTF-8. {_EXAMPLE}") from None
    except (ValueError, RecursionError):
        raise BadLine(f"Baris ini bukan JSON yang sah. {_EXAMPLE}") from None
    if not isinstance(raw, dict):
        raise BadLine(f"Baris ini JSON, tetapi bukan objek. {_EXAMPLE}")
    given = raw.get("id")
    if given is not None and (isinstance(given, bool) or not isinstance(given, str | int)):
        raise BadLine(f'"id" harus berupa teks. {_EXAMPLE}')
    if "question" not in raw:
        raise BadLine(f'Kunci "question" tidak ada. {_EXAMPLE}', given)
    question = raw["question"]
    if not isinstance(question, str):
        raise BadLine(f'"question" harus berupa teks. {_EXAMPLE}', given)
    if fault := question_fault(question):
        raise BadLine(fault, given)
    try:
        history = read_history(raw.get("history"))
    except ValueError as error:
        raise BadLine(str(error), given) from None
    return Request(given, mended(question), history, _day(raw.get("as_of"), given))


def _day(value: object, id: Id) -> date | None:
    if value is None:
        return None
    try:
        return parse_day(value if isinstance(value, str) else "", today())
    except ValueError as error:
        raise BadLine(f'"as_of": {error}', id) from None


def answer_json(answer: Answer, id: Id = None) -> bytes:
    """Write an answer as one line of JSON in UTF-8, under the caller's ``id`` if there is one."""
    fields = answer.model_dump(mode="json")
    return _line(fields if id is None else {**fields, "id": id})


def run_batch(
    answering: Answering,
    lines: Iterable[bytes],
    out: BinaryIO,
    *,
    report: Callable[[Exception], None],
) -> int:
    """Answer the questions of ``lines`` on ``out``, each as soon as it is read.

    ``report`` hears of failures that nobody foresaw; the caller only gets an error object.

    Returns:
        How many lines could not be answered.
    """
    failed = 0
    with asyncio.Runner() as runner:
        for number, line in enumerate(lines, 1):
            if number == 1:
                line = line.removeprefix(_BOM)
            if not line.strip():
                continue
            reply = _reply(answering, line, runner, report)
            if isinstance(reply, _Failure):
                failed += 1
                reply = _line({"id": reply.id, "error": reply.message, "line": number})
            out.write(reply)
            out.flush()
    return failed


@dataclass(frozen=True)
class _Failure:
    id: Id
    message: str


def _reply(
    answering: Answering,
    line: bytes,
    runner: asyncio.Runner,
    report: Callable[[Exception], None],
) -> bytes | _Failure:
    id: Id = None
    try:
        request = read_request(line)
        id = request.id
        asked = answering.answer(request.question, request.history, as_of=request.as_of)
        answer = runner.run(asked)
        return answer_json(answer, id)
    except BadLine as error:
        return _Failure(error.id, str(error))
    except AsnBotError as error:
        return _Failure(id, str(error))
    except Exception as error:  # one question must not take the others down
        report(error)
        return _Failure(
            id, f"Gagal menjawab: kesalahan tak terduga ({type(error).__name__}). Coba lagi."
        )


def _line(fields: dict[str, Any]) -> bytes:
    # A lone surrogate can only come from an id; as an escape it stays what it was.
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
