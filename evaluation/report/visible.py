"""Text of unknown origin, shown so that nothing in it acts on the page or hides from its reader."""

from __future__ import annotations

import unicodedata

from markupsafe import Markup, escape

_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
"""Categories of characters that show nothing, reorder what is around them, or break the page."""
_HARMLESS = frozenset("\n\t")
_JOINER = "\u200d"


def visible(text: str) -> Markup:
    """Text escaped for HTML; each hidden character is shown as its code, such as ``U+200B``.

    Zero-width characters and marks that turn the writing direction are how some attacks hide
    words, so an evaluator must see them. A joiner within an emoji stays.
    """
    if text.isprintable():
        return escape(text)
    pieces = []
    for place, one in enumerate(text):
        if not _hides(text, place):
            pieces.append(escape(one))
        else:
            name = unicodedata.name(one, "control character").lower()
            pieces.append(
                Markup('<span class="hid" title="{}">U+{:04X}</span>').format(name, ord(one))
            )
    return Markup("").join(pieces)


def marked(text: str) -> str:
    """The same as plain text: ``a<U+200B>b``."""
    return "".join(
        f"<U+{ord(one):04X}>" if _hides(text, place) else one for place, one in enumerate(text)
    )


def shortened(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut between words where one ends nearby; an ellipsis says so."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    words = cut.rpartition(" ")[0]
    return f"{(words if len(words) > 0.8 * limit else cut).rstrip()}…"


def _hides(text: str, place: int) -> bool:
    one = text[place]
    if one in _HARMLESS or unicodedata.category(one) not in _HIDDEN:
        return False
    joins_emoji = (
        one == _JOINER
        and 0 < place < len(text) - 1
        and (
            unicodedata.category(text[place - 1]) in ("So", "Sk", "Mn")
            and unicodedata.category(text[place + 1]) == "So"
        )
    )
    return not joins_emoji
