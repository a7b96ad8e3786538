"""Taking out of a question what could name a person, as far as plain rules can.

Numbers such as NIP, NIK and telephone numbers, e-mail and web addresses, @names, and names behind "Pak", "Bu", "Sdr."
and the like go; a mark that says what stood there stays in their place, so that the question still reads. When in doubt
a word goes: what is kept is only there to be read and worded anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text
from knowledge.text import is_word

_WEB = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|\b(?:[\w-]+\.)+(?:com|co|id|net|org|info|me|ly|be|gl|io|app|xyz|site|link|tv)\b(?:/\S*)?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
_ACCOUNT = re.compile(r"(?<!\w)@\s?[\w.]*\w")
_DIGITS = re.compile(r"\+?\d+(?:[ .()-]{1,2}\d+)*")
_LONG_GROUP = 5
"""Digits in a row from which a number may name somebody."""
_LONG_NUMBER = 9
"""Digits of a number in groups ("0812-345-678") from which it may; a date has 8."""
_TOKEN = re.compile(r"[^\W\d_][\w'’-]*|\[\w+\]")
_MOST_NAMES = 6
"""Words of one name that are taken out."""
_MOST_UNMARKED = 2
"""The same, where no capital letters tell how far the name goes."""


class NameTexts(CheckedTexts):
    """The contents of ``anonymous.yaml``."""

    titles: frozenset[Text]
    degrees: frozenset[Text]
    offices: frozenset[Text]
    ordinary: frozenset[Text]
    introductions: tuple[Text, ...]
    number: Text
    address: Text
    account: Text
    name: Text


@cache
def load_name_texts() -> NameTexts:
    """By what names are recognised.

    Raises:
        DataError: the file is missing or breaks the schema.
    """
    return load_texts("anonymous.yaml", NameTexts)


def anonymous(question: str) -> str:
    """The question without what could name a person.

    >>> anonymous("Pak Budi (NIP 198001012005011001) like foto calon, boleh?")
    'Pak [nama] (NIP [nomor]) like foto calon, boleh?'
    """
    texts = load_name_texts()
    text = _MAIL.sub(texts.address, question)
    text = _WEB.sub(texts.address, text)
    text = _ACCOUNT.sub(texts.account, text)
    text = _DIGITS.sub(_without_number, text)
    return _without_names(text, texts)


def _without_number(found: re.Match[str]) -> str:
    groups = re.findall(r"\d+", found[0])
    long = max(map(len, groups)) >= _LONG_GROUP or sum(map(len, groups)) >= _LONG_NUMBER
    return load_name_texts().number if long else found[0]


@dataclass(frozen=True)
class _Word:
    """A word of a text, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        return self.text.lower()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


def _without_names(text: str, texts: NameTexts) -> str:
    words = [_Word(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]
    # Where all is written in capitals, or nothing, they tell no name.
    telling = any(letter.islower() for letter in text)
    named: list[tuple[int, int]] = []
    place = 0
    while place < len(words):
        first = _name_after(text, words, place, telling, texts)
        if first is None:
            place += 1
            continue
        last = _end_of_name(text, words, first, telling, texts)
        named.append((words[first].start, words[last].end))
        place = last + 1
    for start, end in reversed(named):
        text = f"{text[:start]}{texts.name}{text[end:]}"
    return text


def _name_after(
    text: str, words: list[_Word], place: int, telling: bool, texts: NameTexts
) -> int | None:
    """Where the name begins that the word at a place announces; None when it announces none."""
    word = words[place]
    following = place + 1
    if following >= len(words) or not _joined(text, word, words[following], dot=True):
        return None
    found = words[following]
    capital = telling and found.capital
    if word.low in texts.titles:
        offices = following
        while offices < len(words) and words[offices].low in texts.offices:
            offices += 1
        if offices > following:  # an office: behind it a name shows by its capital letter alone
            if offices >= len(words) or not _joined(text, words[offices - 1], words[offices]):
                return None
            found = words[offices]
            return offices if telling and _is_name(found, texts) and found.capital else None
        if word.low == "an" and not text[word.end :].startswith("."):
            return None
        return following if _is_name(found, texts) else None
    if word.low in texts.degrees:
        dotted = text[word.end :].startswith(".")
        return following if dotted and capital and _is_name(found, texts) else None
    if word.low == "n" and text[: word.end].lower().endswith("a.n"):
        return following if _is_name(found, texts) else None
    before = text[: word.end].lower()
    introduced = any(re.search(rf"(?:^|\W){re.escape(i)}$", before) for i in texts.introductions)
    return following if introduced and capital and _is_name(found, texts) else None


def _end_of_name(text: str, words: list[_Word], first: int, telling: bool, texts: NameTexts) -> int:
    """Where the name that begins at a place ends: before a word that is none.

    Without capital letters a word that the dictionary knows is taken for none, too.
    """
    marked = telling and words[first].capital
    last = first
    while last + 1 < min(len(words), first + (_MOST_NAMES if marked else _MOST_UNMARKED)):
        following = words[last + 1]
        goes_on = following.capital if marked else not is_word(following.low)
        # "Siti M. Rahma": a letter with a dot is part of the name.
        joined = _joined(text, words[last], following, dot=len(words[last].text) == 1)
        if not (goes_on and joined and _is_name(following, texts)):
            break
        last += 1
    return last


def _is_name(word: _Word, texts: NameTexts) -> bool:
    known = word.low in texts.ordinary or word.low in texts.offices or word.low in texts.degrees
    return not (known or word.text.startswith("[") or _is_short_form(word))


def _is_short_form(word: _Word) -> bool:
    """Whether a word is written like the name of an institution: "BKN", "TNI"."""
    return len(word.text) > 1 and word.text.isupper() and not set(word.low) & set("aiueo")


def _joined(text: str, one: _Word, other: _Word, *, dot: bool = False) -> bool:
    """Whether nothing but a space stands between two words; or a dot, where one may stand."""
    between = text[one.end : other.start]
    return between == " " or (dot and between in (". ", "."))
