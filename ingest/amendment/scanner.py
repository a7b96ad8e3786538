"""From the characters of an instruction to tokens; every word must be known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from rapidfuzz import fuzz, process

from ingest.amendment.references import Atom, Unclear, number_slug
from ingest.amendment.words import COUNTED, FILLERS, LAW_NAME, ORDINALS, VERBS

_LIKE = 80.0
"""How like a known word (0-100) a damaged one of at least six letters must be to be read as it."""


class TokenKind(Enum):
    """What a stretch of an instruction is."""

    UNIT = auto()
    BARE = auto()
    """A number whose unit word stands before: "ayat (1), (2), dan (3)"."""
    COUNT = auto()
    """"2 (dua) ayat"."""
    VERB = auto()
    PHRASE = auto()
    """Quoted words that are replaced, or that replace them."""
    BETWEEN = auto()
    AFTER = auto()
    BEFORE = auto()
    THROUGH = auto()
    JOIN = auto()
    ELUCIDATION = auto()
    HEADING = auto()
    WHOLE = auto()
    """The amended law as a whole: "dalam Undang-Undang ini"."""
    NAMELY = auto()
    WORD = auto()


@dataclass(frozen=True)
class Token:
    """A stretch of an instruction with what it means."""

    kind: TokenKind
    text: str
    atom: Atom | None = None
    count: int = 0
    counted: str = ""
    """The kind of unit that is counted: ``ayat``."""

    @property
    def is_article(self) -> bool:
        """Whether it names an article."""
        return self.atom is not None and self.atom.kind == "pasal"


@dataclass(frozen=True)
class Scanned:
    """An instruction in tokens, up to where the announcement of the new text begins."""

    head: tuple[Token, ...]
    announced: frozenset[str]
    """Slugs of the articles whose new text is announced: ``pasal-166``."""
    doubts: tuple[str, ...]


_NUMBERS = "|".join(sorted(COUNTED, key=len, reverse=True))
_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
_QUOTED = r"[\"“”'‘`]+\s*(?P<quoted>[^\"“”]{1,400}?)\s*(?:[\"“”]|['’`]+(?=[\s,;.:]|$))+"
_UNITS = r"(?:pasal|ayat|huruf|angka|bab|bagian|paragraf|lampiran)"

_TOKEN = re.compile(
    rf"""
    (?P<phrase>(?:frasa|frase|kata(?:-kata)?|istilah|sebutan)?\s*{_QUOTED})
  | (?P<count>(?P<figure>\d{{1,3}})\s*(?:\((?P<worded>[a-z ]+)\)\s*)?
      (?P<counted>{_UNITS})\b(?!\s*[\d(]|\s+[a-z]\b))
  | (?P<spelt>(?P<spelled>{_NUMBERS})\s+(?P<counts>{_UNITS})\b(?!\s*[\d(]))
  | (?P<pasal>\bpasal\s+(?P<article>\d{{1,4}}(?:(?-i:\s?[A-Z]{{1,2}}))?(?![A-Za-z0-9])))
  | (?P<ayat>\bayat\s*[(\[]?\s*(?P<paragraph>[\dlIoO]{{1,2}}[a-z]?(?![A-Za-z]))\s*[)\]]?)
  | (?P<huruf>\bhuruf\s+(?P<letter>[a-z]{{1,2}}\d?)(?![A-Za-z0-9])\s*\)?)
  | (?P<angka>\bangka\s+(?P<item>\d{{1,3}}[a-z]?)(?![A-Za-z0-9])\s*\)?)
  | (?P<bab>\bbab\s+(?P<chapter>[IVXLivxl]+[A-Z]?|\d+[A-Z]?)(?![A-Za-z0-9]))
  | (?P<bagian>\bbagian\s+(?P<part>(?:{_ORDINAL})(?-i:\s?[A-Z])?)(?![A-Za-z]))
  | (?P<paragraf>\bparagraf\s+(?P<section>\d{{1,2}}[A-Z]?)(?![A-Za-z0-9]))
  | (?P<lampiran>\blampiran(?:\s+(?P<annex>[IVX]+|\d+)(?![A-Za-z0-9]))?)
  | (?P<through>\bsampai\s+dengan\b|\bs\s*[./]\s*d\b\.?)
  | (?P<between>\bdi\s*antara\b|\bantara\b)
  | (?P<after>\bsetelah\b|\bsesudah\b)
  | (?P<before>\bsebelum\b)
  | (?P<join>,\s*(?:dan/atau|dan|serta)\b|\b(?:dan/atau|dan|serta)\b|[,;])
  | (?P<elucidation>\bpenjelasan(?:nya)?\b)
  | (?P<heading>\bjudul(?:nya)?\b)
  | (?P<namely>\b(?:yakni|yaitu|masing-masing|ialah)\b)
  | (?P<whole>\b(?:undang-undang|peraturan(?:\s+(?:pemerintah|presiden|menteri|daerah|badan))?)\s+ini\b|{LAW_NAME})
  | (?P<bare>\(\s*(?P<bare_ayat>\d{{1,2}}[a-z]?)\s*\)
      |(?P<bare_number>\d{{1,4}}[A-Za-z]?(?!\s*\()\b)|\b(?P<bare_letter>[a-z])\b)
  | (?P<word>[A-Za-z][\w/-]*)
  | (?P<other>\S)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FIELDS = {
    "pasal": "article",
    "ayat": "paragraph",
    "huruf": "letter",
    "angka": "item",
    "bab": "chapter",
    "bagian": "part",
    "paragraf": "section",
    "lampiran": "annex",
}
_SIMPLE = {
    "between": TokenKind.BETWEEN,
    "after": TokenKind.AFTER,
    "before": TokenKind.BEFORE,
    "elucidation": TokenKind.ELUCIDATION,
    "heading": TokenKind.HEADING,
    "namely": TokenKind.NAMELY,
    "whole": TokenKind.WHOLE,
}
_ANNOUNCED = re.compile(
    r"\bsehing+ga\b|\b(?:yang\s+)?(?:se)?berbunyi\b|\bmenjadi\s+(?:ber\w+|sebagai\w*)\b"
    r"|\bsebagaimana\s+(?:tercantum|ditetapkan|termuat|terlampir)\b|\bsebagai\s+berikut\b|:\s*$",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\(\s*(?:Lembaran|Berita|Tambahan)\s[^()]{0,300}\)"
    r"|\bsebagaimana\s+telah\s+(?:beberapa\s+kali\s+)?diubah\b[^:]{0,600}?\bdengan\s+" + LAW_NAME,
    re.IGNORECASE,
)
_NO_LONGER_IN_FORCE = re.compile(
    r"\b(?:dicabut\s+(?:dan|serta)\s+)?(?:dinyatakan\s+)?tidak\s+berlaku(?:\s+lagi)?\b", re.I
)
_TITLE = re.compile(rf"(?P<law>{LAW_NAME})\s+tentang\s.*?(?=\s+(?:diubah|dihapus|$)|$)", re.I)
_ARTICLE = re.compile(r"\b[Pp]asal (\d{1,4}(?: ?[A-Z]{1,2})?)(?![A-Za-z0-9])")
_NUMBERED = re.compile(
    r"\b[Pp]asal (?P<number>[\dlIoO]{1,4}(?: \d{1,3}(?![\d)]| \())?(?: ?[A-Z]{1,2})?)(?![A-Za-z0-9])"
)
_RENUMBERED = re.compile(rf"\b(?:menjadi|dijadikan)\s+{_UNITS}\b", re.IGNORECASE)
_ORDERS = re.compile(r"\b(?:diubah|dihapus(?:kan)?|disisipkan|ditambah(?:kan)?)\b", re.IGNORECASE)


def scan(text: str, restated: Collection[str] = ()) -> Scanned:
    """Cut an instruction into tokens.

    Args:
        text: of the instruction.
        restated: slugs of the articles stated anew, by which a damaged number is recognised.

    Raises:
        Unclear: it holds words that instructions do not have; the message is those words.
    """
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"(?<=[a-z])- (?=[A-Za-z])", "-", text)
    text = re.sub(r"^(?:\d{1,3}|[a-z]{1,2})\s*[.)]\s+", "", text)
    text = _TITLE.sub(lambda match: match["law"], _SOURCE.sub(" ", text))
    text = _NO_LONGER_IN_FORCE.sub("dihapus", text)
    doubts: list[str] = []
    text = _mended(text, restated, doubts)
    announced = _ANNOUNCED.search(text)
    head = text[: announced.start()] if announced else text
    tail = text[announced.start() :] if announced else ""
    renumbered = _RENUMBERED.search(text)
    if renumbered:
        raise Unclear(renumbered[0])
    if _ORDERS.search(tail):
        raise Unclear(tail.strip())
    return Scanned(
        tuple(_joined(_tokens(head.rstrip(" .:;"), doubts))),
        frozenset(f"pasal-{number_slug('pasal', one)}" for one in _ARTICLE.findall(tail)),
        tuple(doubts),
    )


def _mended(text: str, restated: Collection[str], doubts: list[str]) -> str:
    """Article numbers that text recognition damaged: "Pasal 7 1", "Pasal 1O", "Pasal l7"."""

    def mend(match: re.Match[str]) -> str:
        printed = match["number"]
        if re.fullmatch(r"\d{1,4} ?[A-Z]{0,2}", printed) and "O" not in printed:
            return match[0]
        read = re.sub(r"[loO]", lambda one: "1" if one[0] == "l" else "0", printed)
        whole = re.sub(r"^I|(?<=\d)I(?=\d)| ", lambda one: "1" if one[0] == "I" else "", read)
        if f"pasal-{whole.lower()}" in restated:
            read = whole
        if read == printed or not re.fullmatch(r"\d{1,4} ?[A-Z]{0,2}", read):
            return match[0]
        doubts.append(f'"Pasal {printed}" dibaca "Pasal {read}"')
        return f"Pasal {read}"

    return _NUMBERED.sub(mend, text)


def _tokens(text: str, doubts: list[str]) -> Iterator[Token]:
    kind = ""
    for match in _TOKEN.finditer(text):
        name = match.lastgroup or ""
        # ``lastgroup`` is the outermost alternative: every alternative is one named group.
        found = match[0]
        if name in _FIELDS:
            kind = name
            yield Token(TokenKind.UNIT, found, Atom(name, _number(name, match, found)))
        elif name == "bare":
            unit = _bare_unit(match, kind)
            if unit is None:
                raise Unclear(found)
            number = match["bare_ayat"] or match["bare_number"] or match["bare_letter"]
            yield Token(TokenKind.BARE, found, Atom(unit, number_slug(unit, number)))
        elif name == "phrase":
            yield Token(TokenKind.PHRASE, match["quoted"])
        elif name == "count":
            yield Token(
                TokenKind.COUNT, found, count=int(match["figure"]), counted=match["counted"].lower()
            )
        elif name == "spelt":
            count = COUNTED[match["spelled"].lower()]
            yield Token(TokenKind.COUNT, found, count=count, counted=match["counts"].lower())
        elif name == "through":
            yield Token(TokenKind.THROUGH, found)
        elif name == "join":
            yield Token(TokenKind.JOIN, found)
        elif name in _SIMPLE:
            yield Token(_SIMPLE[name], found)
        elif name == "word":
            yield _word(found, doubts)
        elif found not in ".()":
            raise Unclear(found)


def _number(kind: str, match: re.Match[str], found: str) -> str:
    printed = match[_FIELDS[kind]] or "1"
    if kind == "ayat" and "(" in found and not found.rstrip().endswith((")", "]")):
        printed = re.sub(r"^(\d)[1lI]$", r"\1", printed)  # "ayat (21": the bracket was read as 1
    return number_slug(kind, printed)


def _bare_unit(match: re.Match[str], kind: str) -> str | None:
    """The kind of a number without its unit word: that of the unit named before, if it fits."""
    if match["bare_ayat"]:
        return "ayat" if kind == "ayat" else None
    if match["bare_number"]:
        return kind if kind in ("pasal", "angka") else None
    return "huruf" if kind == "huruf" else None


def _word(found: str, doubts: list[str]) -> Token:
    word = found.lower()
    if word not in VERBS and word not in FILLERS:
        known = process.extractOne(word, [*VERBS, *FILLERS], scorer=fuzz.ratio, score_cutoff=_LIKE)
        if len(word) < 6 or known is None:
            raise Unclear(found)
        doubts.append(f'kata "{found}" dibaca "{known[0]}"')
        word = known[0]
    if word in VERBS:
        return Token(TokenKind.VERB, VERBS[word])
    return Token(TokenKind.WORD, word)


def _joined(tokens: Iterator[Token]) -> Iterator[Token]:
    """Tell each unit how it hangs together with the one before; connectives are then done with."""
    link: Token | None = None
    for token in tokens:
        if token.kind in (TokenKind.JOIN, TokenKind.THROUGH):
            link = token if link is None or link.kind is TokenKind.JOIN else link
            continue
        if token.kind is TokenKind.VERB:
            link = None
        elif token.kind is TokenKind.COUNT:  # a new list of units begins
            link = Token(TokenKind.JOIN, "dan")
        if token.atom is None:
            yield token
            continue
        if token.kind is TokenKind.BARE and link is None:  # "Pasal 7 1": 71, or 7 and 1?
            raise Unclear(token.text)
        through = link is not None and link.kind is TokenKind.THROUGH
        comma = link is not None and link.text in (",", ";")
        joined = link is not None and not through
        yield replace(token, atom=replace(token.atom, joined=joined, comma=comma, through=through))
        link = None
