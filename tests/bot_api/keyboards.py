"""Reads keyboards by Telegram's rules, and refuses what Telegram refuses."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.bot_api.faults import bad_request

Json = dict[str, Any]
ROW = 8
"""Buttons in a row that a phone shows."""
_ALL = 100
_DATA = 64
_QUERY = 256
_COPIED = 256
_PLACEHOLDER = 64
_SWITCHES = ("switch_inline_query", "switch_inline_query_current_chat")
_DOES = frozenset(["callback_data", "url", "copy_text", *_SWITCHES])
_LOOKS = frozenset(["text", "style", "icon_custom_emoji_id"])
_URL = re.compile(r"(?:https?://[^\s/.]+(?:\.[^\s/.]+)+(?:/\S*|\?\S*)?|tg://\S+)", re.IGNORECASE)


def check_keyboard(source: str | None, *, only_inline: bool = False) -> list[list[Json]] | None:
    """Read an inline keyboard; of the other kinds, there is nothing to press.

    Raises:
        Refused: it is none, or one of its buttons breaks a rule.
    """
    if source is None:
        return None
    try:
        markup = json.loads(source)
        if not only_inline and _asks_for_a_reply(markup):
            return []
        rows = markup["inline_keyboard"]
        buttons = [button for row in rows for button in row]
        labels = [button["text"] for button in buttons]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise bad_request("object expected as reply markup") from None
    if len(buttons) > _ALL:
        raise bad_request("reply markup is too long")
    if any(len(row) > ROW for row in rows):
        raise bad_request("reply markup has a row of more than 8 buttons")
    if not all(isinstance(label, str) and label.strip() for label in labels):
        raise bad_request("inline keyboard button text must be non-empty")
    for button in buttons:
        _check_button(button)
    return [row for row in rows if row]


def _asks_for_a_reply(markup: Json) -> bool:
    if markup.get("remove_keyboard") is True:
        return True
    if markup.get("force_reply") is not True:
        return False
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= len(placeholder) <= _PLACEHOLDER:
        raise bad_request("input field placeholder must be of 1 to 64 characters")
    return True


def _check_button(button: Json) -> None:
    does = button.keys() - _LOOKS
    if not does:
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    if len(does) > 1 or not does <= _DOES:
        raise _unreadable(f"exactly one known action expected, found {sorted(does)}")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= _DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not _URL.fullmatch(url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    for switch in _SWITCHES:
        query = button.get(switch)
        if query is not None and not (isinstance(query, str) and len(query) <= _QUERY):
            raise bad_request("BUTTON_SWITCH_QUERY_INVALID")
    copied = button.get("copy_text")
    if copied is not None and not 1 <= len(copied.get("text", "")) <= _COPIED:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _unreadable(reason: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {reason}")
