"""The network learns: losses fall, like questions come together, and the same seed gives the same."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

torch = pytest.importorskip("torch", reason="needs the extra train")

from tokenizers import Tokenizer  # noqa: E402
from tokenizers.models import WordLevel  # noqa: E402
from tokenizers.pre_tokenizers import Whitespace  # noqa: E402
from transformers import BertConfig, BertModel  # noqa: E402

from knowledge.errors import TrainingError  # noqa: E402
from knowledge.model import Example, Verdict  # noqa: E402
from knowledge.training.loop import batches, fit, material_of, pad_of, read  # noqa: E402
from knowledge.training.losses import contrast, heads_loss, weights_of  # noqa: E402
from knowledge.training.network import Network, batch_of  # noqa: E402
from knowledge.training.recipe import Recipe  # noqa: E402
from knowledge.training.samples import Sample, heads_of  # noqa: E402

QUESTIONS = {
    ("suka", "dilarang"): ["like foto calon", "suka foto calon", "like status calon"],
    ("suka", "boleh"): ["like akun kpu", "suka akun kpu", "like jadwal kpu"],
    ("foto", "dilarang"): ["foto jari calon", "foto jari nomor", "pose jari calon"],
}
RECIPE = Recipe(epochs=30, batch=4, learning_rate=1e-3, head_learning_rate=1e-2, dropout=0.0)


def samples() -> list[Sample]:
    return [
        Sample(
            text,
            Example(
                q=text,
                ruling=ruling,
                verdict=Verdict(verdict),
                facts={"objek": "calon"} if "calon" in text else {},
            ),
            family="medsos",
        )
        for (ruling, verdict), texts in QUESTIONS.items()
        for text in texts
    ]


def tokenizer() -> Tokenizer:
    words = sorted({word for sample in samples() for word in sample.text.split()})
    names = ["<unk>", "<pad>", "query", ":", *words]
    made = Tokenizer(WordLevel({word: i for i, word in enumerate(names)}, unk_token="<unk>"))
    made.pre_tokenizer = Whitespace()
    return made


def network(heads: Mapping[str, tuple[str, ...]]) -> Network:
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=tokenizer().get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    return Network(BertModel(config, add_pooling_layer=False), heads, RECIPE.sharpness, 0.0)


def trained(recipe: Recipe) -> tuple[Network, list[Sample], Mapping[str, tuple[str, ...]]]:
    heads = heads_of(samples())
    made = network(heads)
    material = material_of(samples(), heads, tokenizer(), recipe.longest)
    fit(made, material, recipe, lambda epoch: True, lambda stage, done, total: None)
    return made, samples(), heads


def test_it_learns_what_the_questions_are_labelled_with() -> None:
    made, asked, heads = trained(RECIPE)
    vectors, opinions = read(made, material_of(asked, heads, tokenizer(), 96))
    assert vectors.norm(dim=1).numpy() == pytest.approx(1.0, abs=1e-5)
    for name in ("leaf", "verdict", "fact:objek"):
        said = [heads[name][i] for i in opinions[name].argmax(dim=1)]
        assert said == [sample.label(name) for sample in asked]
        assert opinions[name].exp().sum(dim=1).numpy() == pytest.approx(1.0, abs=1e-5)


def test_word_embeddings_stay_as_they_are() -> None:
    before = network(heads_of(samples())).bert.embeddings.word_embeddings.weight.clone()
    made, _, _ = trained(RECIPE)
    assert torch.equal(made.bert.embeddings.word_embeddings.weight, before)


def test_the_same_seed_gives_the_same_network() -> None:
    short = RECIPE.model_copy(update={"epochs": 2})
    one, other = trained(short)[0].state_dict(), trained(short)[0].state_dict()
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_it_stops_when_it_is_told_to() -> None:
    heads = heads_of(samples())
    material = material_of(samples(), heads, tokenizer(), 96)
    seen: list[int] = []

    def stop_after_two(epoch: int) -> bool:
        seen.append(epoch)
        return epoch < 1

    fit(network(heads), material, RECIPE, stop_after_two, lambda stage, done, total: None)
    assert seen == [0, 1]


def test_what_is_padded_does_not_change_a_vector() -> None:
    made = network({"leaf": ("a", "b")}).eval()
    alone = batch_of([[2, 3, 4]], pad=1)
    beside = batch_of([[2, 3, 4], [2, 3, 4, 5, 6, 7]], pad=1)
    with torch.no_grad():
        first = made.vectors(alone.ids, alone.mask)[0]
        second = made.vectors(beside.ids, beside.mask)[0]
    assert torch.allclose(first, second, atol=1e-6)


def test_batches_hold_every_question_once_and_like_lengths_together() -> None:
    lengths = [random.Random(1).randint(3, 60) for _ in range(1000)]
    found = batches(lengths, 16, random.Random(2))
    assert sorted(i for batch in found for i in batch) == list(range(1000))
    spread = [max(lengths[i] for i in batch) - min(lengths[i] for i in batch) for batch in found]
    assert sum(spread) / len(spread) < 5
    assert batches(lengths, 16, None) == batches(lengths, 16, None)


def test_contrast_is_less_when_questions_of_one_leaf_are_close() -> None:
    leaves = torch.tensor([0, 0, 1, 1])
    together = torch.tensor([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    crossed = together[[0, 2, 1, 3]]
    assert contrast(together, leaves, 0.07) < contrast(crossed, leaves, 0.07)
    assert contrast(together, torch.tensor([0, 1, 2, 3]), 0.07) == 0


def test_the_facts_share_one_weight() -> None:
    weights = weights_of(Recipe(), {"leaf": 0, "verdict": 0, "fact:objek": 0, "fact:status": 0})
    assert weights["fact:objek"] + weights["fact:status"] == pytest.approx(Recipe().fact_weight)
    scores = {name: torch.zeros(1, 2) for name in weights}
    targets = {name: torch.zeros(1, dtype=torch.long) for name in weights}
    even = torch.tensor(2.0).log().item()
    assert heads_loss(scores, targets, weights).item() == pytest.approx(
        sum(weights.values()) * even
    )


def test_a_tokenizer_that_cannot_pad_is_refused() -> None:
    with pytest.raises(TrainingError, match="no <pad>"):
        pad_of(Tokenizer(WordLevel({"<unk>": 0}, unk_token="<unk>")))
