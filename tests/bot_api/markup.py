"""Reads messages' HTML and keyboards by Telegram's rules, and refuses what Telegram refuses."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from tests.bot_api.faults import bad_request

TAGS = frozenset(
    [
        "b",
        "strong",
        "i",
        "em",
        "u",
        "ins",
        "s",
        "strike",
        "del",
        "span",
        "tg-spoiler",
        "tg-emoji",
        "a",
        "code",
        "pre",
        "blockquote",
    ]
)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ENTITY = re.compile(r"&(#x?[0-9a-fA-F]+|lt|gt|amp|quot);")
_TAG = re.compile(r"<(/?)([^\s>/]*)([^>]*)>")
_ATTRIBUTE = re.compile(r"""\s*([a-zA-Z-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")


@dataclass(frozen=True)
class Styled:
    """What is read of a message, and how many stretches of it are styled."""

    text: str
    entities: int = 0


def units(text: str) -> int:
    """UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def read_html(source: str) -> Styled:
    """Take the markup out of a message.

    Raises:
        Refused: the markup is not Telegram's HTML.
    """
    visible = ""
    entities = 0
    open_tags: list[str] = []
    position = 0
    while position < len(source):
        start = source.find("<", position)
        end = len(source) if start < 0 else start
        visible += _ENTITY.sub(_resolve, source[position:end])
        if start < 0:
            break
        offset = len(source[:start].encode())
        match = _TAG.match(source, start)
        if match is None:
            raise _cant_parse(f"Unclosed start tag at byte offset {offset}")
        closing, name, rest = match[1], match[2].lower(), match[3]
        if closing:
            if not open_tags:
                raise _cant_parse(f"Unexpected end tag at byte offset {offset}")
            expected = open_tags.pop()
            if name != expected:
                raise _cant_parse(
                    f"Unmatched end tag at byte offset {offset}, "
                    f'expected "</{expected}>", found "</{name}>"'
                )
            entities += 1
        else:
            if name not in TAGS:
                raise _cant_parse(f'Unsupported start tag "{name}" at byte offset {offset}')
            _check_attributes(name, rest, offset)
            open_tags.append(name)
        position = match.end()
    if open_tags:
        raise _cant_parse(f'Can\'t find end tag corresponding to start tag "{open_tags[-1]}"')
    return Styled(visible, entities)


def _cant_parse(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")


def _resolve(match: re.Match[str]) -> str:
    name = match[1]
    if name in _NAMED:
        return _NAMED[name]
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    return chr(number) if 0 < number <= 0x10FFFF else match[0]


def _check_attributes(name: str, rest: str, offset: int) -> None:
    position = 0
    found: dict[str, str] = {}
    while rest[position:].strip():
        match = _ATTRIBUTE.match(rest, position)
        if match is None or match.end() == position:
            raise _cant_parse(f"Unexpected end of name token at byte offset {offset}")
        found[match[1].lower()] = (match[2] or "").strip("\"'")
        position = match.end()
    if name == "span" and found.get("class") != "tg-spoiler":
        raise _cant_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')


def check_text(text: str, mode: str | None) -> Styled:
    """Read a message's text in its parse mode and check its size.

    Raises:
        Refused: it cannot be parsed, says nothing, or is too long.
    """
    if mode not in (None, "", "HTML"):
        raise bad_request("unsupported parse_mode")
    styled = read_html(text) if mode == "HTML" else Styled(text)
    shown = styled.text.strip()
    if not shown:
        raise bad_request("message text is empty")
    if units(shown) > 4096:
        raise bad_request("message is too long")
    return Styled(shown, min(styled.entities, 100))


def check_keyboard(source: str | None) -> list[list[dict[str, Any]]] | None:
    """Read an inline keyboard.

    Raises:
        Refused: it is none, or one of its buttons breaks a rule.
    """
    if source is None:
        return None
    try:
        rows = json.loads(source)["inline_keyboard"]
        buttons = [button for row in rows for button in row]
        labels = [button["text"] for button in buttons]
    except (ValueError, KeyError, TypeError):
        raise bad_request("object expected as reply markup") from None
    if len(buttons) > 100:
        raise bad_request("reply markup is too long")
    if not all(isinstance(label, str) and label.strip() for label in labels):
        raise bad_request("inline keyboard button text must be non-empty")
    for button in buttons:
        if "callback_data" not in button and "url" not in button:
            raise bad_request(
                "can't parse inline keyboard button: "
                "Text buttons are unallowed in the inline keyboard"
            )
        data = button.get("callback_data")
        if data is not None and not 1 <= len(data.encode()) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
    return [row for row in rows if row]
