from __future__ import annotations

import pytest
from tokenizers import Tokenizer
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace

from knowledge.training.vocabulary import SPECIAL, cut_vocabulary, inflected, nasal

PIECES = [
    *SPECIAL,
    *("▁pak", "▁memakai", "ai", "▁kampanye", "▁vodka", "▁", "a", "m", "p", "k", "i", "e", "v", "é"),
]


def base() -> Tokenizer:
    scores = [(piece, -float(i)) for i, piece in enumerate(PIECES)]
    tokenizer = Tokenizer(Unigram(scores, unk_id=3))
    tokenizer.pre_tokenizer = Metaspace()
    tokenizer.add_special_tokens(list(SPECIAL))
    return tokenizer


@pytest.mark.parametrize(
    ("root", "active"),
    [
        ("ajak", "mengajak"),
        ("hadir", "menghadir"),
        ("kirim", "mengirim"),
        ("bagi", "membagi"),
        ("pakai", "memakai"),
        ("dukung", "mendukung"),
        ("tulis", "menulis"),
        ("sukai", "menyukai"),
        ("lapor", "melapor"),
    ],
)
def test_the_active_prefix_takes_the_sound_of_the_root(root: str, active: str) -> None:
    assert nasal(root) == active


def test_a_root_is_inflected() -> None:
    forms = inflected(["pakai"])
    assert {"pakai", "Pakai", "memakai", "memakaikan", "pemakai", "pemakaian", "pakaian"} <= set(
        forms
    )
    assert {"dipakai", "dipakainya", "berpakai", "terpakai", "kepakaian", "pakainya"} <= set(forms)


def test_pieces_of_the_texts_and_of_roots_stay_and_every_character() -> None:
    cut = cut_vocabulary(base().to_str(), ["kampanye"], ["pakai"])
    kept = [PIECES[i] for i in cut.kept]
    assert kept[: len(SPECIAL)] == list(SPECIAL)
    assert {"▁kampanye", "▁memakai", "▁pak", "ai"} <= set(kept)
    assert {"▁", "a", "v", "é"} <= set(kept)
    assert "▁vodka" not in kept


def test_the_smaller_tokenizer_reads_as_before_what_it_kept_and_spells_the_rest() -> None:
    whole = base()
    cut = cut_vocabulary(whole.to_str(), ["kampanye"], ["pakai"])
    small = Tokenizer.from_str(cut.tokenizer)
    assert small.get_vocab_size() == len(cut.kept)
    for text in ("kampanye", "memakai kampanye"):
        assert [cut.kept[i] for i in small.encode(text).ids] == whole.encode(text).ids
    spelt = small.encode("vaké")
    assert 3 not in spelt.ids
    assert "".join(spelt.tokens) == "▁vaké"
