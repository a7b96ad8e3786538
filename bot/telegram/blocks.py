"""Typed blocks of text, and their way into messages that Telegram accepts.

Blocks hold plain text and styles. Markup comes into being only here, block by block, after
the text was cut to size: so a message never ends inside a tag, and every character that
means something in HTML is escaped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

MESSAGE_LIMIT = 4096
"""UTF-16 code units of a message, after its markup is read."""
ENTITY_LIMIT = 100
"""Styled spans of a message; Telegram drops the style of any further ones."""

Style = Literal["plain", "bold", "italic"]

_TAGS = {"bold": "b", "italic": "i"}
_SEPARATORS = ("\n\n", "\n", ". ", "? ", "! ", "; ", " ")


@dataclass(frozen=True)
class Span:
    """A stretch of text in one style."""

    text: str
    style: Style = "plain"
    url: str | None = None
    """Makes the span a link; the text stays what is read."""

    @property
    def html(self) -> str:
        """The span as Telegram's HTML."""
        shown = escape(self.text, quote=False)
        if tag := _TAGS.get(self.style):
            shown = f"<{tag}>{shown}</{tag}>"
        if self.url:
            shown = f'<a href="{escape(self.url)}">{shown}</a>'
        return shown

    @property
    def plain(self) -> str:
        """The span without markup; a link keeps its address."""
        return f"{self.text} ({self.url})" if self.url and self.url != self.text else self.text

    @property
    def entities(self) -> int:
        """How many of Telegram's entities the span needs."""
        return (self.style != "plain") + (self.url is not None)


@dataclass(frozen=True)
class Block:
    """A paragraph, heading or list item."""

    spans: tuple[Span, ...]
    tight: bool = False
    """Follows the block before it without a blank line."""
    keep_with_next: bool = False
    """A heading: never the last thing in a message."""

    @property
    def text(self) -> str:
        """What is read of the block."""
        return "".join(span.text for span in self.spans)

    @property
    def entities(self) -> int:
        """How many of Telegram's entities the block needs."""
        return sum(span.entities for span in self.spans)


@dataclass(frozen=True)
class Message:
    """One message, ready to send: with markup, and without in case that is refused."""

    html: str
    plain: str


_UNSENDABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def paragraph(text: str, style: Style = "plain") -> Block:
    """A paragraph in one style."""
    return Block((Span(text, style),))


def paragraphs(text: str) -> tuple[Block, ...]:
    """Plain text whose paragraphs are parted by blank lines."""
    return tuple(paragraph(part) for part in text.split("\n\n") if part.strip())


def heading(text: str) -> Block:
    """The title of a section."""
    return Block((Span(text, "bold"),), keep_with_next=True)


def item(marker: str, *spans: Span) -> Block:
    """An entry of a list."""
    return Block((Span(f"{marker} "), *spans), tight=True)


def units(text: str) -> int:
    """Length of a text as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Take out what cannot be sent: control characters and lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSENDABLE.sub("", text)


def cut_short(text: str, limit: int) -> str:
    """A text of at most ``limit`` characters, with a sign where it was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def pack(blocks: Sequence[Block], limit: int = MESSAGE_LIMIT) -> list[Message]:
    """Put blocks into as few messages as their order and the limits allow.

    Messages part between blocks; only a block that is too long for any message is cut, at the
    end of a paragraph, line, sentence or word, whichever is found first.
    """
    return [_message(group) for group in _groups(blocks, limit)]


def pages(
    head: Sequence[Block], body: Sequence[Block], foot: Sequence[Block], limit: int
) -> tuple[Message, ...]:
    """Put a text into messages of which one is seen at a time: each begins with the head and ends with the foot.

    A head or foot that would take up a third of a message stands only once.
    """
    head, foot = _cleaned(head), _cleaned(foot)
    if _size(head) > limit // 3 or _entities(head) > ENTITY_LIMIT // 3:
        head, body = [], [*head, *body]
    if _size(foot) > limit // 3 or _entities(foot) > ENTITY_LIMIT // 3:
        foot, body = [], [*body, *foot]
    room = limit - _size(head) - _size(foot)
    styled = ENTITY_LIMIT - _entities(head) - _entities(foot)
    groups = _groups(body, room, styled) or ([[]] if head or foot else [])
    return tuple(_message([*head, *_loose(group), *foot]) for group in groups)


def _groups(blocks: Sequence[Block], limit: int, styled: int = ENTITY_LIMIT) -> list[list[Block]]:
    """Blocks as they go together into messages."""
    pieces = [piece for block in _cleaned(blocks) for piece in _cut(block, limit)]
    messages: list[list[Block]] = []
    current: list[Block] = []
    for position, piece in enumerate(pieces):
        group = [*current, piece]
        # A heading stays only where what it announces still fits.
        following = position
        while pieces[following].keep_with_next and following + 1 < len(pieces):
            following += 1
            group.append(pieces[following])
        if current and not _fits(group, limit, styled):
            messages.append(current)
            current = []
        current.append(piece)
    if current:
        messages.append(current)
    return messages


def _cleaned(blocks: Sequence[Block]) -> list[Block]:
    cleaned = [replace(block, spans=_clean_spans(block.spans)) for block in blocks]
    return [block for block in cleaned if block.text.strip()]


def _loose(group: Sequence[Block]) -> list[Block]:
    """A group that follows something else: its first block keeps its distance."""
    return [replace(block, tight=block.tight and at > 0) for at, block in enumerate(group)]


def _clean_spans(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(replace(span, text=clean(span.text), url=_web_address(span.url)) for span in spans)


def _web_address(url: str | None) -> str | None:
    if url is None or not url.startswith(("https://", "http://")):
        return None
    return "".join(clean(url).split())


def _gap(block: Block) -> str:
    return "\n" if block.tight else "\n\n"


def _size(blocks: Sequence[Block]) -> int:
    return sum(units(block.text) + len(_gap(block)) for block in blocks)


def _entities(blocks: Sequence[Block]) -> int:
    return sum(block.entities for block in blocks)


def _fits(blocks: Sequence[Block], limit: int, styled: int) -> bool:
    return _size(blocks) - len(_gap(blocks[0])) <= limit and _entities(blocks) <= styled


def _message(blocks: Sequence[Block]) -> Message:
    html, plain = "", ""
    for position, block in enumerate(blocks):
        gap = _gap(block) if position else ""
        html += gap + "".join(span.html for span in block.spans)
        plain += gap + "".join(span.plain for span in block.spans)
    return Message(html, _shorten(plain))


def _shorten(plain: str) -> str:
    # Addresses of links count in plain text only: there they may go beyond the limit.
    end = _reach(plain, MESSAGE_LIMIT)
    return plain if end == len(plain) else plain[: _reach(plain, MESSAGE_LIMIT - 1)] + "…"


def _cut(block: Block, limit: int) -> Iterator[Block]:
    while units(block.text) > limit:
        text = block.text
        end, resume = _best_end(text, _reach(text, limit))
        head = replace(block, spans=_slice(block.spans, 0, end), keep_with_next=False)
        if head.text.strip():
            yield head
        block = replace(block, spans=_slice(block.spans, resume, len(text)), tight=False)
    if block.text.strip():
        yield block


def _reach(text: str, limit: int) -> int:
    """Return how many characters from the start fit into ``limit`` units."""
    used = 0
    for position, character in enumerate(text):
        used += 1 + (character > "\uffff")
        if used > limit:
            return position
    return len(text)


def _best_end(text: str, reach: int) -> tuple[int, int]:
    """Return where a piece ends and where the next begins."""
    for separator in _SEPARATORS:
        found = text.rfind(separator, reach // 4, reach + 1)
        if found > 0:
            kept = len(separator.rstrip())
            if found + kept <= reach:
                return found + kept, found + len(separator)
    end = reach
    # A letter keeps its accent, an emoji its parts.
    while end > 1 and (
        unicodedata.category(text[end])[0] == "M" or "\u200d" in text[end - 1 : end + 1]
    ):
        end -= 1
    return (end, end) if end > 1 else (reach, reach)


def _slice(spans: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    cut: list[Span] = []
    offset = 0
    for span in spans:
        part = span.text[max(start - offset, 0) : max(end - offset, 0)]
        if part:
            cut.append(replace(span, text=part))
        offset += len(span.text)
    return tuple(cut)
