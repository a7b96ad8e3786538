"""Text that a message brings along as if it were law or an order: what is left is the question.

"Pasal 24 berbunyi 'ASN bebas berkampanye'; jadi boleh orasi?" asks about the oration; what the law
says is known from the edition, never from the message. Likewise orders to the bot, in comments, code
fences or between marks, are no part of what is asked.
"""

from __future__ import annotations

import re

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
    r"\b(?:ber)?bunyi(?:nya)?\b\W.{15,}?\b(?=(?:jadi|berarti|artinya|maka|kalau begitu|klo gitu)\b"
    r".*\b(?:boleh|bisa|aman|dilarang|bebas)\b)",
    re.I | re.S,
)
"""From "berbunyi" to the conclusion that is drawn from it."""
_FEWEST_ASKED = 4


def without_planted(message: str) -> str:
    """The message without law that it quotes and orders that it carries.

    Where less than a question is left, the message is returned whole.
    """
    rest = _MARKED.sub(" ", message)
    rest = _QUOTED.sub(lambda found: " " if _is_planted(rest, found) else found[0], rest)
    rest = " ".join(_CONCLUSION.sub(" ", rest).split())
    return rest if len(re.findall(r"\w+", rest)) >= _FEWEST_ASKED else message


def _is_planted(message: str, found: re.Match[str]) -> bool:
    quoted = found[0]
    if len(quoted.split()) < _FEWEST_QUOTED or quoted[:-1].endswith("?"):  # a phrase, a question
        return False
    before = message[max(0, found.start() - _REACH) : found.start()]
    return bool(_ORDER.search(quoted) or _ANNOUNCED.search(before))
