"""A chat as a phone shows it: one page of HTML, made from what the server knows, that needs nothing from outside."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from tests.bot_api.markup import ENTITY, TAG
from tests.bot_api.state import InlineAnswer, Json, SentFile, SentMessage, UserMessage

_PAGE = Path(__file__).with_name("screen.html").read_text(encoding="utf-8")
_LINK = re.compile(r"https?://[^\s<]+[^\s<.,;:!?)]")
_QUOTED = 80
_KIB = 1024

Said = UserMessage | SentMessage


@dataclass(frozen=True)
class Scene:
    """What stands on the screen."""

    said: Sequence[Said]
    bot: str = "Netralitas ASN"
    """What the bot is called here."""
    group: str | None = None
    """The title of the group; None in a private chat."""
    me: int = 0
    """Whose phone it is: that user's messages stand on the right."""
    note: str | None = None
    """What a pressed button let appear over the chat."""
    offered: InlineAnswer | None = None
    """Results of an inline query, above the line that is typed in."""
    commands: Mapping[str, str] = field(default_factory=dict)
    """The open menu of commands."""
    typed: str = ""


def page(scene: Scene) -> str:
    """Draw a scene."""
    title = scene.group or scene.bot
    return _PAGE.format(
        title=escape(title),
        initial=escape(title[:1]),
        subtitle="grup" if scene.group else "bot",
        messages="\n".join(_bubble(message, scene) for message in scene.said),
        extras=_extras(scene),
        typed=escape(scene.typed) or "Pesan",
        typed_class="typed" if scene.typed else "",
    )


def _bubble(message: Said, scene: Scene) -> str:
    parts = []
    if isinstance(message, SentMessage):
        kind, name = "bot", scene.bot
        answered = message.answered if scene.group else None
        shown = _photo(message.photo) if message.photo else _file(message.document)
        content = shown + styled(message.source, message.parse_mode)
    else:
        kind = "mine" if message.user["id"] == scene.me else "other"
        name = str(message.user["first_name"])
        answered = message.content.get("reply_to_message")
        content = _marked(message)
    if scene.group and kind != "mine":
        parts.append(f'<div class="who {kind}">{escape(name)}</div>')
    if answered:
        parts.append(_quoted(answered, scene))
    parts.append(content)
    if isinstance(message, UserMessage) and message.edited:
        parts.append('<div class="edited">diedit</div>')
    rows = _rows(message.keyboard) if isinstance(message, SentMessage) else ""
    wide = " with-buttons" if rows else ""
    return (
        f'<article class="{kind}{wide}"><div class="bubble">{"".join(parts)}</div>{rows}</article>'
    )


def styled(source: str, mode: str | None) -> str:
    """A message of the bot's as a browser shows it; nothing of it can act."""
    if mode != "HTML":
        return _linked(escape(source, quote=False))
    shown, position, inside = [], 0, 0
    for tag in TAG.finditer(source):
        shown.append(_plain(source[position : tag.start()], within_link=inside > 0))
        position = tag.end()
        name = tag[2].lower()
        if name == "a":
            inside += -1 if tag[1] else 1
            shown.append("</a>" if tag[1] else '<a class="link">')
        else:
            shown.append(f"<{tag[1]}{name}>")
    shown.append(_plain(source[position:], within_link=False))
    return "".join(shown)


def _plain(text: str, *, within_link: bool) -> str:
    # Telegram knows fewer entities than a browser.
    kept = re.sub(rf"&(?!{ENTITY.pattern[1:]})", "&amp;", text)
    return kept if within_link else _linked(kept)


def _linked(text: str) -> str:
    return _LINK.sub(lambda found: f'<a class="link">{found[0]}</a>', text)


def _marked(message: UserMessage) -> str:
    if "document" in message.content:
        shown = message.content["document"]
        return _card(shown["file_name"], shown["file_size"]) + escape(message.text)
    if "voice" in message.content:
        return _card("Pesan suara", None)
    words = message.text.encode("utf-16-le")
    marks = message.content.get("entities") or message.content.get("caption_entities") or []
    parts, position = [], 0
    for mark in marks:
        start, end = mark["offset"] * 2, (mark["offset"] + mark["length"]) * 2
        parts.append(escape(words[position:start].decode("utf-16-le")))
        parts.append(f'<span class="link">{escape(words[start:end].decode("utf-16-le"))}</span>')
        position = end
    return "".join([*parts, escape(words[position:].decode("utf-16-le"))])


def _quoted(answered: Json, scene: Scene) -> str:
    person = answered["from"]
    name = scene.bot if person["is_bot"] else person["first_name"]
    words = str(answered.get("text") or answered.get("caption") or "")
    first = words.split("\n", 1)[0][:_QUOTED]
    return f'<div class="quoted"><b>{escape(name)}</b>{escape(first)}</div>'


def _photo(photo: SentFile) -> str:
    content = b64encode(photo.content).decode()
    return f'<img src="data:{escape(photo.mime)};base64,{content}" alt="{escape(photo.name)}">'


def _file(file: SentFile | None) -> str:
    return _card(file.name, len(file.content)) if file else ""


def _card(name: str, size: int | None) -> str:
    kind = name.rsplit(".", 1)[-1].upper() if "." in name else "\N{BLACK RIGHT-POINTING TRIANGLE}"
    told = "" if size is None else f"<small>{max(size // _KIB, 1)} KB</small>"
    return f'<div class="file"><i>{escape(kind)}</i><div><b>{escape(name)}</b>{told}</div></div>'


def _rows(keyboard: Sequence[Sequence[Json]]) -> str:
    return "".join(
        '<div class="row">'
        + "".join(
            f'<span class="{"here" if "callback_data" in button else "away"}">'
            f"{escape(button['text'])}</span>"
            for button in row
        )
        + "</div>"
        for row in keyboard
    )


def _extras(scene: Scene) -> str:
    parts = []
    if scene.note:
        parts.append(f'<div class="note">{escape(scene.note)}</div>')
    if scene.offered:
        button = scene.offered.button
        cards = [f"<div><b>{escape(button['text'])}</b></div>"] if button else []
        cards += [
            f"<div><i>{escape(result['title'][:1])}</i><span><b>{escape(result['title'])}</b>"
            f"<small>{escape(result.get('description', ''))}</small></span></div>"
            for result in scene.offered.results
        ]
        parts.append(f'<section class="offer cards">{"".join(cards)}</section>')
    if scene.commands:
        lines = (
            f'<div class="command"><b>/{escape(name)}</b><small>{escape(told)}</small></div>'
            for name, told in scene.commands.items()
        )
        parts.append(f'<section class="offer">{"".join(lines)}</section>')
    return "\n".join(parts)
