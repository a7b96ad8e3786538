"""The operator's log: one line an event, without users' words and without the token.

Libraries put addresses (which hold the token) and contents of updates (which hold users'
words) into the arguments of their log calls and into the texts of exceptions. So of foreign
records only the bare template is written, and of exceptions their type and place.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from pathlib import Path
from typing import TextIO

from telegram.error import BadRequest, Conflict, NetworkError

from knowledge.errors import AsnBotError

OURS = ("bot", "knowledge", "ingest", "evaluation", "asn-bot")
_QUIET = ("httpx", "httpcore", "telegram", "asyncio", "sqlalchemy", "chromadb", "urllib3")
_FIELDS = "asn_bot_fields"


def say(logger: logging.Logger, level: int, what: str, **fields: object) -> None:
    """Log an event with its fields; neither may hold words of users."""
    logger.log(level, what, extra={_FIELDS: fields})


def describe(error: BaseException) -> dict[str, object]:
    """Describe an exception by type and place; by its text only where that is known to be safe."""
    described: dict[str, object] = {"error": type(error).__name__}
    frames = traceback.extract_tb(error.__traceback__)
    if frames:
        described["at"] = " < ".join(
            f"{Path(frame.filename).name}:{frame.lineno}:{frame.name}"
            for frame in reversed(frames[-4:])
        )
    if (words := _safe_words(error)) is not None:
        described["says"] = words
    if error.__cause__ is not None:
        described["cause"] = type(error.__cause__).__name__
    return described


def _safe_words(error: BaseException) -> str | None:
    if isinstance(error, AsnBotError):
        return str(error)
    if isinstance(error, Conflict) or type(error) is NetworkError:
        # Other failures of the HTTP client may quote what was to be sent.
        return error.message if error.message.startswith(("httpx.", "Conflict")) else None
    if isinstance(error, BadRequest) and "entities" not in error.message.lower():
        return error.message
    return None


class LineFormatter(logging.Formatter):
    """Writes a record as one line: time, level, logger, event, fields."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """Write the record; see the module for what is left out."""
        ours = record.name.split(".")[0] in OURS
        what = record.getMessage() if ours else str(record.msg)
        fields: dict[str, object] = dict(getattr(record, _FIELDS, {}))
        if record.exc_info and record.exc_info[1] is not None:
            fields = {**describe(record.exc_info[1]), **fields}
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        head = f"{moment}.{int(record.msecs):03d}Z {record.levelname} {record.name}"
        line = " ".join(
            [head, _value(what), *(f"{name}={_value(value)}" for name, value in fields.items())]
        )
        for secret in self._secrets:
            line = line.replace(secret, "<token>")
        return line


def _value(value: object) -> str:
    text = str(value)
    return (
        text
        if text.isascii() and text.isprintable() and '"' not in text and " " not in text and text
        else json.dumps(text, ensure_ascii=False)
    )


def configure_logging(
    level: str, *, secrets: tuple[str, ...] = (), stream: TextIO | None = None
) -> logging.Handler:
    """Send the log to ``stream`` (standard error) in our format; safe to repeat.

    Returns:
        The handler, for a caller that wants to take it away again.
    """
    root = logging.getLogger()
    for handler in [*root.handlers]:
        if isinstance(handler.formatter, LineFormatter):
            root.removeHandler(handler)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(LineFormatter(secrets))
    root.addHandler(handler)
    root.setLevel(level)
    # At INFO and DEBUG these name every address called, and with it the token.
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    return handler
