"""What is said around documents that editors send, and what they may write beside one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, ConfigDict

from bot.admin.program import Outcome
from bot.telegram.admin.running import said
from bot.telegram.blocks import clean
from bot.texts import CheckedTexts
from knowledge.model import Text

_COUNT = frozenset({"count"})
_NAME = frozenset({"name"})
_SIZES = frozenset({"size", "limit"})
_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,2000}", re.IGNORECASE)
_PAIR = re.compile(r"(?P<name>\w+)\s*=\s*(?P<value>.*?)(?=\s+\w+\s*=|\s*$)", re.DOTALL)
_QUOTES = "\"'“”‘’"
_SUFFIXES = frozenset({"", ".pdf", ".docx", ".html", ".htm", ".xhtml", ".md", ".markdown", ".txt"})
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 60

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OPTIONS: Mapping[str, tuple[str, re.Pattern[str]]] = {
    "jenis": ("--kind", re.compile(r"[A-Za-z][A-Za-z -]{0,39}")),
    "nomor": ("--number", re.compile(r"[\w./-]{1,40}")),
    "tahun": ("--year", re.compile(r"(?:19|20)\d{2}")),
    "judul": ("--title", re.compile(r"[^\n]{3,300}")),
    "tentang": ("--title", re.compile(r"[^\n]{3,300}")),
    "id": ("--id", re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")),
    "ditetapkan": ("--enacted", _DAY),
    "diundangkan": ("--promulgated", _DAY),
    "berlaku": ("--in-force", _DAY),
}


class Reason(BaseModel):
    """Better words than those of an exit code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    says: Text
    """Part of what asn-ingest says."""
    text: Text


class UploadTexts(CheckedTexts):
    """The contents of ``upload.yaml``."""

    how: Text
    how_steps: tuple[Text, ...]
    no_address: Text
    secret_address: Text
    ask_address: Text
    take_address: Text
    leave_address: Text
    left_address: Text
    expired: Text
    option_unknown: Text
    option_wrong: Text
    too_large: Text
    telegram_limit: Text
    empty: Text
    wrong_type: Text
    not_downloaded: Text
    job: Text
    job_accepted: Text
    downloading: Text
    reading: Text
    read_so_far: Text
    trying: Text
    web_document: Text
    read: Text
    regulation: Text
    identity: Text
    articles: Text
    certainty: Text
    repairs: Text
    incomplete: Text
    replaces: Text
    errors: Text
    warnings: Text
    more: Text
    staged: Text
    no_change: Text
    stays_staged: Text
    missed: Text
    publisher_needed: Text
    publisher_lacking: Text
    announced: Text
    unchanged: Text
    waiting: Text
    kept: Text
    accept: Text
    drop: Text
    details: Text
    dropped: Text
    discarding: Text
    discarded: Text
    not_staged: Text
    preparing: Text
    undone: Text
    undo_failed: Text
    file_name: Text
    file_read: Text
    file_errors: Text
    file_warnings: Text
    file_test: Text
    reasons: tuple[Reason, ...]

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        **dict.fromkeys(
            (
                *("articles", "repairs", "errors", "warnings", "more", "publisher_needed"),
                *("file_errors", "file_warnings"),
            ),
            _COUNT,
        ),
        **dict.fromkeys(
            (
                *("option_unknown", "option_wrong", "job", "job_accepted", "discarded"),
                *("not_staged", "undone", "undo_failed"),
            ),
            _NAME,
        ),
        "how_steps": frozenset({"limit"}),
        "too_large": _SIZES,
        "telegram_limit": frozenset({"size"}),
        "read_so_far": frozenset({"name", "articles"}),
        "web_document": frozenset({"host"}),
        "regulation": frozenset({"kind", "number", "year", "title"}),
        "identity": frozenset({"id"}),
        "certainty": frozenset({"percent"}),
        "announced": frozenset({"person"}),
        "file_name": frozenset({"id"}),
    }

    def reason(self, outcome: Outcome) -> str | None:
        """Why a document was not taken in; None where the exit code says as much as we know."""
        words = said(outcome)
        return next((one.text for one in self.reasons if one.says in words), None)


class BadOption(Exception):
    """What was written beside a document cannot be used; its text is the reason, in Indonesian."""


def options_in(words: str, texts: UploadTexts) -> dict[str, str]:
    """The options of ``asn-ingest add`` that are written as ``jenis=pp nomor=94``; other words count for nothing.

    Raises:
        BadOption: a name is unknown or a value is malformed.
    """
    found = {}
    for match in _PAIR.finditer(clean(words)):
        name, value = match["name"].lower(), match["value"].strip().strip(_QUOTES).strip()
        if name not in _OPTIONS:
            raise BadOption(texts.option_unknown.format(name=match["name"][:20]))
        option, form = _OPTIONS[name]
        if option in ("--id", "--kind"):
            value = value.lower()
        if not form.fullmatch(value) or (form is _DAY and not _is_day(value)):
            raise BadOption(texts.option_wrong.format(name=name))
        found[option] = value
    return found


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def address_in(words: str) -> tuple[str, str] | None:
    """The web address that words begin with, and the rest of them; None when they begin with none."""
    first, _, rest = clean(words).strip().partition(" ")
    if not _ADDRESS.fullmatch(first) or not host_of(first):
        return None
    return first, rest


def holds_password(address: str) -> bool:
    """Whether a web address holds a user name or a password."""
    return "@" in urlsplit(address).netloc


def same_place(address: str, other: str) -> bool:
    """Whether two web addresses lead to the same place, as far as is known of one without its secrets."""
    return host_of(address) == host_of(other) and _path_of(address) == _path_of(other)


def _path_of(address: str) -> str:
    return unquote(urlsplit(address).path) or "/"


def host_of(address: str) -> str:
    """The host of a web address; empty when it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def readable(name: str) -> bool:
    """Whether a file of this name may be a document of a kind that is read; its content tells for sure."""
    return PurePath(name).suffix.lower() in _SUFFIXES or " " in PurePath(name).suffix


def safe_name(name: str) -> str:
    """A file's name as it may stand on a disk: its last part, of letters, digits, dots and hyphens."""
    path = PurePath(name.replace("\\", "/")).name
    suffix = _UNSAFE.sub("", PurePath(path).suffix.lower())
    stem = path[: len(path) - len(PurePath(path).suffix)]
    stem = _UNSAFE.sub("-", stem).strip(".-")[:_LONGEST_NAME]
    return f"{stem or 'dokumen'}{suffix}"
