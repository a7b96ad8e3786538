"""Refusals: those that the server finds itself, and those that a test orders."""

from __future__ import annotations

from dataclasses import dataclass


class Refused(Exception):
    """A call that the server answers with ``ok: false``."""

    def __init__(
        self,
        code: int,
        description: str,
        retry_after: int | None = None,
        migrate_to: int | None = None,
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to = migrate_to

    def body(self) -> dict[str, object]:
        """The refusal as the Bot API writes it."""
        body: dict[str, object] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        elif self.migrate_to is not None:
            body["parameters"] = {"migrate_to_chat_id": self.migrate_to}
        return body


def bad_request(reason: str) -> Refused:
    """A call that breaks a rule of the Bot API."""
    return Refused(400, f"Bad Request: {reason}")


@dataclass(frozen=True)
class Fault:
    """A failure that a test orders for coming calls."""

    code: int = 500
    description: str = "Internal Server Error"
    retry_after: int | None = None
    migrate_to: int | None = None
    """The supergroup that a group has become."""
    drop: bool = False
    """Close the connection without an answer."""
    hang: bool = False
    """Never answer."""

    @staticmethod
    def flood(seconds: int) -> Fault:
        """Too many calls: 429 with the seconds to wait."""
        return Fault(429, f"Too Many Requests: retry after {seconds}", seconds)
