"""What a question must be before it goes to the answering room, however it came."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from bot.answering.answer import Turn

MAX_QUESTION = 4000
"""Characters of a question; about what one message on Telegram holds."""


def mended(text: str) -> str:
    """Put the replacement character where bytes or escapes made no character (lone surrogates)."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def question_fault(question: str) -> str | None:
    """Say in Indonesian why a question cannot be asked, and what to do; None when it can."""
    if not question.strip():
        return "Pertanyaan kosong. Tulis satu pertanyaan tentang netralitas ASN."
    if len(question) > MAX_QUESTION:
        return (
            f"Pertanyaan terlalu panjang: {len(question)} karakter, paling banyak {MAX_QUESTION}. "
            "Ringkas, atau pecah menjadi beberapa pertanyaan."
        )
    return None


def read_history(value: object) -> tuple[Turn, ...]:
    """Read the earlier turns of a conversation from what JSON gave, oldest first; null is none.

    Raises:
        ValueError: not a list of turns; the message says so in Indonesian, without the words.
    """
    if value is None:
        return ()
    if not isinstance(value, list):
        raise ValueError(_history_fault('"history" bukan daftar'))
    return tuple(_turn(number, entry) for number, entry in enumerate(value, 1))


def recent(history: Sequence[Turn], turns: int) -> tuple[Turn, ...]:
    """The last ``turns`` turns of a conversation."""
    return tuple(history[-turns:]) if turns else ()


def _turn(number: int, entry: object) -> Turn:
    if isinstance(entry, dict):
        entry = {
            key: mended(part) if isinstance(part, str) else part for key, part in entry.items()
        }
    try:
        return Turn.model_validate(entry)
    except ValidationError:
        raise ValueError(_history_fault(f'giliran ke-{number} pada "history" salah')) from None


def _history_fault(what: str) -> str:
    return (
        f"Riwayat tidak terbaca: {what}. Tulis sebagai daftar "
        '[{"role": "user" atau "assistant", "text": "..."}].'
    )
