"""Passing a ruling on to others: the address behind the button that shares it."""

from __future__ import annotations

from urllib.parse import urlencode

from bot.answering.library import RulingCard
from bot.telegram.blocks import clean
from bot.telegram.links import deep_link
from bot.telegram.messages import Messages
from bot.telegram.render import verdict_words

TITLE_LENGTH = 200
"""Characters of a title that an address has room for, however they are written in it."""


def share_url(username: str, card: RulingCard, messages: Messages) -> str:
    """The address that lets the user choose a chat to send the ruling to.

    It carries the ruling's own title and main verdict: neither what the user asked nor what
    was answered for his circumstances is anybody else's business.
    """
    title = " ".join(clean(card.title).split())[:TITLE_LENGTH]
    verdict = verdict_words(card.verdict, messages)
    text = messages.details.shared.format(title=title, verdict=verdict)
    return "https://t.me/share/url?" + urlencode(
        {"url": deep_link(username, card.id), "text": text}
    )
