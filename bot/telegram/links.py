"""Links that open the bot at a ruling.

What stands behind ``?start=`` reaches the bot as ``/start <payload>``.
"""

from __future__ import annotations

import re

PAYLOAD_LIMIT = 64
"""Characters of a payload that Telegram takes: letters, digits, ``_`` and ``-``."""
_RULING = re.compile(r"r_(?P<ruling>[a-z0-9-]+)")


def deep_link(username: str, ruling: str) -> str:
    """The address that opens the bot and has it answer a ruling.

    A ruling whose id Telegram would not carry gives the address of the bot alone.
    """
    payload = f"r_{ruling}"
    if len(payload) > PAYLOAD_LIMIT or not _RULING.fullmatch(payload):
        return f"https://t.me/{username}"
    return f"https://t.me/{username}?start={payload}"


def ruling_of_payload(payload: str) -> str | None:
    """The id of the ruling that a link of ours opens; None when it opens none.

    Whether there is such a ruling is for the edition to say.
    """
    found = _RULING.fullmatch(payload.strip())
    return found["ruling"] if found else None
