"""Text that a message brings along as if it were law or an order: what is left is the question.

"Pasal 24 berbunyi 'ASN bebas berkampanye'; jadi boleh orasi?" asks about the oration; what the law
says is known from the edition, never from the message. Likewise orders to the bot, in comments, code
fences or between marks, are no part of what is asked.
"""

from __future__ import annotations

import re

from knowledge.text import words

_FEWEST_ASKED = 2
"""Words besides ``_EMPTY`` ones that a question has at least."""
_EMPTY = frozenset(
    {"ini", "itu", "tadi", "ya", "kan", "dong", "sih", "jadi", "boleh", "bolehkah", "bisa", "apa"}
    | {"apakah", "bagaimana", "gimana", "benar", "betul", "tidak", "usah", "saya", "kata", "jawab"}
    | {"balas", "persis", "perintah", "sekda"}
)
"""Words that alone ask about nothing."""
_GAP = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Where something planted stood."""
_MARKED = re.compile(
    r"<!--.*?(?:-->|$)"
    r"|```.*?(?:```|$)"
    r"|>>>.*?(?:<<<|$)"
    r"|###.*?(?:###|$)"
    r"|\[(?:mulai|awal) kutipan\].*?(?:\[akhir kutipan\]|$)"
    r"|<(system|sistem|assistant|asisten|jawaban|instruksi)\b[^>]*>.*?</\1\s*>",
    re.I | re.S,
)
_QUOTED = re.compile(r"\"([^\"]+)\"|“([^”]+)”|«([^»]+)»|(?<!\w)'([^']+)'(?!\w)")
_ANNOUNCED = re.compile(
    r"\b(?:ber)?bunyi(?:nya)?\b|\b(?:isi|isinya|kutip|kutipan|dokumen|putusan|pasal|surat|edaran|"
    r"keputusan|aturan|uu|pp|skb|perpres|pkpu)\b",
    re.I,
)
_REACH = 60
"""Characters before a quotation in which it may be announced as law."""
_ORDER = re.compile(
    r"\b(?:jawab(?:lah)?|sistem|system|instruksi|asisten|assistant|bot|abaikan|lupakan|ulangi|"
    r"katakan|nyatakan|verdict|override)\b",
    re.I,
)
_FEWEST_QUOTED = 4
"""A shorter quotation is a phrase, not a text."""
_CONCLUSION = re.compile(
    r"^[^?]*?\b(?:ber)?bunyi(?:nya)?\b\W[^?]{15,}?\b"
    r"(?=(?:jadi|berarti|artinya|maka|kalau begitu|klo gitu)\b.*\b(?:boleh|bisa|aman|dilarang|bebas)\b)",
    re.I | re.S,
)
"""From the beginning over "berbunyi" to the conclusion that is drawn from it."""
_ANNOUNCEMENT = re.compile(
    r"(?:^|(?<=[.!?;])\s)[^.!?;:]*(?:[:,]|\b(?:isi|bunyi|berbunyi)\b)\s*" + _GAP
)


def without_planted(message: str) -> str:
    """The message without law that it quotes, with the words that announce it, and without orders.

    Where less than a question is left, as much of this is kept as makes one.
    """
    bare = _MARKED.sub(_GAP, message.replace(_GAP, " "))
    bare = _QUOTED.sub(lambda found: _GAP if _is_planted(bare, found) else found[0], bare)
    bare = _CONCLUSION.sub(" ", bare)
    for rest in (_ANNOUNCEMENT.sub(" ", bare), bare):
        tidy = " ".join(rest.replace(_GAP, " ").split()).lstrip(".,;: ")
        if len(set(words(tidy)) - _EMPTY) >= _FEWEST_ASKED:
            return tidy
    return message


def _is_planted(message: str, found: re.Match[str]) -> bool:
    quoted = found[0]
    if len(quoted.split()) < _FEWEST_QUOTED or quoted[:-1].endswith("?"):  # a phrase, a question
        return False
    before = message[max(0, found.start() - _REACH) : found.start()]
    return bool(_ORDER.search(quoted) or _ANNOUNCED.search(before))
