"""The part of a SentencePiece vocabulary that Indonesian needs, and a tokenizer of just that.

Kept are: every piece that segments the project's own texts or an Indonesian root word with its common
affixes, and every single character. A word with other pieces is then spelt out of smaller ones; no character
that the base knows becomes unknown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tokenizers import Tokenizer

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
"""The first pieces of the base's vocabulary, in its order; the cut one begins with them too."""
_SPACE = "▁"
_BATCH = 1000
_PREFIXES = ("di", "ber", "ter", "ke", "se")
_SUFFIXES = ("an", "kan", "i", "nya")


@dataclass(frozen=True)
class Cut:
    """A smaller vocabulary."""

    kept: tuple[int, ...]
    """The ids of its pieces in the base's vocabulary, in the order of their new ids."""
    tokenizer: str
    """The tokenizer of the kept pieces, as JSON."""


def cut_vocabulary(tokenizer: str, texts: Iterable[str], roots: Sequence[str]) -> Cut:
    """The vocabulary that texts and root words need, from the base's ``tokenizer`` (JSON)."""
    base = json.loads(tokenizer)
    pieces: list[tuple[str, float]] = [(piece, score) for piece, score in base["model"]["vocab"]]
    used = set(range(len(SPECIAL))) | _characters(pieces)
    whole = Tokenizer.from_str(tokenizer)
    whole.no_truncation()
    whole.no_padding()
    for batch in _batches([*texts, *inflected(roots)]):
        for encoding in whole.encode_batch(batch):
            used.update(encoding.ids)
    kept = tuple(sorted(used & set(range(len(pieces)))))
    return Cut(kept, json.dumps(_reduced(base, pieces, kept), ensure_ascii=False))


def whole_vocabulary(tokenizer: str) -> Cut:
    """All that the base's ``tokenizer`` (JSON) has: what a cut is compared with."""
    return Cut(tuple(range(Tokenizer.from_str(tokenizer).get_vocab_size())), tokenizer)


def inflected(roots: Sequence[str]) -> list[str]:
    """Root words, capitalised too, and with common affixes (not all of them are words)."""
    found: list[str] = []
    for root in roots:
        active = nasal(root)
        found += [root, root.capitalize(), active, *(active + suffix for suffix in _SUFFIXES)]
        found += [f"pe{active[2:]}", f"pe{active[2:]}an", *(root + suffix for suffix in _SUFFIXES)]
        found += [prefix + root for prefix in _PREFIXES]
        found += [f"di{root}{suffix}" for suffix in _SUFFIXES] + [f"ke{root}an"]
    return found


def nasal(root: str) -> str:
    """A root with the prefix me-, assimilated to its first letter (pakai: memakai, tulis: menulis)."""
    first = root[:1]
    if first in set("aiueogh"):
        return f"meng{root}"
    if first == "k":
        return f"meng{root[1:]}"
    if first in set("bfv"):
        return f"mem{root}"
    if first == "p":
        return f"mem{root[1:]}"
    if first in set("cdjz"):
        return f"men{root}"
    if first == "t":
        return f"men{root[1:]}"
    if first == "s":
        return f"meny{root[1:]}"
    return f"me{root}"


def _characters(pieces: Sequence[tuple[str, float]]) -> set[int]:
    """Pieces of one character, with or without the mark of a word's beginning."""
    return {i for i, (piece, _) in enumerate(pieces) if len(piece.replace(_SPACE, "")) <= 1}


def _reduced(
    base: dict[str, Any], pieces: Sequence[tuple[str, float]], kept: Sequence[int]
) -> dict[str, Any]:
    model = {**base["model"], "vocab": [list(pieces[i]) for i in kept]}
    added = [token for token in base["added_tokens"] if token["id"] < len(SPECIAL)]
    return {**base, "model": model, "added_tokens": added, "padding": None, "truncation": None}


def _batches(texts: Sequence[str]) -> Iterable[list[str]]:
    distinct = sorted(set(texts))
    for start in range(0, len(distinct), _BATCH):
        yield distinct[start : start + _BATCH]
