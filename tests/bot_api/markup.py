"""Reads messages' HTML by Telegram's rules, and refuses what Telegram refuses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tests.bot_api.faults import bad_request
from tests.bot_api.keyboards import check_keyboard

__all__ = ["Styled", "check_caption", "check_keyboard", "check_text", "read_html", "units"]

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
_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
_ENTITIES = 100
"""Telegram ignores the styling of what comes after."""
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
ENTITY = re.compile(r"&(#x?[0-9a-fA-F]+|lt|gt|amp|quot);")
TAG = re.compile(r"<(/?)([^\s>/]*)([^>]*)>")
_ATTRIBUTE = re.compile(r"""\s*([a-zA-Z-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")


@dataclass(frozen=True)
class Styled:
    """What is read of a message, and which stretches of it are styled."""

    text: str
    spans: tuple[tuple[int, int, str, str], ...] = ()
    """Start and end in characters, kind of entity, address."""

    @property
    def entities(self) -> int:
        """How many stretches are styled."""
        return len(self.spans)

    def as_json(self) -> list[dict[str, Any]]:
        """The styled stretches as the Bot API shows them, counted in UTF-16 code units."""
        return [
            {
                "type": kind,
                "offset": units(self.text[:start]),
                "length": units(self.text[start:end]),
                **({"url": address} if address else {}),
            }
            for start, end, kind, address in self.spans
        ]


def units(text: str) -> int:
    """UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def read_html(source: str) -> Styled:
    """Take the markup out of a message.

    Raises:
        Refused: the markup is not Telegram's HTML.
    """
    visible = ""
    spans: list[tuple[int, int, str, str]] = []
    open_tags: list[tuple[str, int, str]] = []
    position = 0
    while position < len(source):
        start = source.find("<", position)
        end = len(source) if start < 0 else start
        visible += _resolved(source[position:end])
        if start < 0:
            break
        offset = len(source[:start].encode())
        match = TAG.match(source, start)
        if match is None:
            raise _cant_parse(f"Unclosed start tag at byte offset {offset}")
        closing, name, rest = match[1], match[2].lower(), match[3]
        if closing:
            if not open_tags:
                raise _cant_parse(f"Unexpected end tag at byte offset {offset}")
            expected, since, address = open_tags.pop()
            if name != expected:
                raise _cant_parse(
                    f"Unmatched end tag at byte offset {offset}, "
                    f'expected "</{expected}>", found "</{name}>"'
                )
            spans.append((since, len(visible), _KINDS[name], address))
        else:
            if name not in TAGS:
                raise _cant_parse(f'Unsupported start tag "{name}" at byte offset {offset}')
            found = _attributes(name, rest, offset)
            open_tags.append((name, len(visible), _resolved(found.get("href", ""))))
        position = match.end()
    if open_tags:
        raise _cant_parse(f'Can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    return Styled(visible, tuple(spans))


def _cant_parse(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")


def _resolved(source: str) -> str:
    return ENTITY.sub(_resolve, source)


def _resolve(match: re.Match[str]) -> str:
    name = match[1]
    if name in _NAMED:
        return _NAMED[name]
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    return chr(number) if 0 < number <= 0x10FFFF else match[0]


def _attributes(name: str, rest: str, offset: int) -> dict[str, str]:
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
    return found


def check_text(text: str, mode: str | None) -> Styled:
    """Read a message's text in its parse mode and check its size.

    Raises:
        Refused: it cannot be parsed, says nothing, or is too long.
    """
    shown = _read(text, mode)
    if not shown.text:
        raise bad_request("message text is empty")
    if units(shown.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return shown


def check_caption(text: str, mode: str | None) -> Styled:
    """Read the caption of a file, which may be empty.

    Raises:
        Refused: it cannot be parsed or is too long.
    """
    shown = _read(text, mode)
    if units(shown.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return shown


def _read(text: str, mode: str | None) -> Styled:
    if mode not in (None, "", "HTML"):
        raise bad_request("unsupported parse_mode")
    styled = read_html(text) if mode == "HTML" else Styled(text)
    shown = styled.text.strip()
    cut = len(styled.text) - len(styled.text.lstrip())
    spans = (
        (max(start - cut, 0), min(end - cut, len(shown)), kind, address)
        for start, end, kind, address in styled.spans
    )
    kept = sorted((span for span in spans if span[0] < span[1]), key=lambda span: span[:2])
    return Styled(shown, tuple(kept[:_ENTITIES]))
