"""The encoders of cross-validation, really trained, but tiny."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra train")

from tokenizers import Tokenizer  # noqa: E402
from tokenizers.models import WordLevel  # noqa: E402
from tokenizers.pre_tokenizers import Whitespace  # noqa: E402
from transformers import BertConfig, BertModel  # noqa: E402

from evaluation.learning import training  # noqa: E402
from evaluation.learning.crossval import cross_validate, prepare  # noqa: E402
from evaluation.learning.folds import make_folds  # noqa: E402
from evaluation.learning.methods import METHODS  # noqa: E402
from evaluation.learning.out_of_fold import Training, trainer, with_opinions  # noqa: E402
from knowledge.dataset import Knowledge  # noqa: E402
from knowledge.training.base import Base  # noqa: E402
from knowledge.training.loop import material_of, read  # noqa: E402
from knowledge.training.recipe import Recipe  # noqa: E402
from knowledge.training.samples import Sample, heads_of, samples_of  # noqa: E402
from knowledge.training.train import learn  # noqa: E402
from knowledge.training.vocabulary import Cut  # noqa: E402
from tests.evaluation.learning.examples import knowledge  # noqa: E402

RECIPE = Recipe(
    epochs=4,
    batch=8,
    learning_rate=1e-3,
    head_learning_rate=0.1,
    hidden_tokens=0.0,
)
SAMPLES = samples_of(knowledge())


def words() -> list[str]:
    found = {word for sample in SAMPLES for word in sample.text.split()}
    return ["<s>", "<pad>", "</s>", "<unk>", *sorted(found)]


def tokenizer() -> Tokenizer:
    numbers = {word: i for i, word in enumerate(words())}
    made = Tokenizer(WordLevel(numbers, unk_token="<unk>"))
    made.pre_tokenizer = Whitespace()
    return made


def tiny_base(name: str = "tiny") -> Base:
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words()),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
    )
    return Base(name, BertModel(config, add_pooling_layer=False), tokenizer().to_str())


def every_word(
    knowledge: Knowledge, samples: Sequence[Sample], tokenizer: str, recipe: Recipe
) -> Cut:
    return Cut(tuple(range(len(words()))), tokenizer)


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.training.pace.can_compile", lambda: False)  # takes a minute
    monkeypatch.setattr(training, "load_base", tiny_base)
    monkeypatch.setattr(training, "vocabulary_for", every_word)


def test_what_was_learnt_is_told_of_questions_that_were_not() -> None:
    learnt, asked = SAMPLES[::2], SAMPLES[1::2]
    steps: set[str] = set()
    remarks: list[str] = []
    train = training.make_trainer(knowledge(), "tiny", RECIPE)
    heard = train(
        learnt, [s.text for s in asked], lambda stage, *_: steps.add(stage), remarks.append
    )
    assert list(heard.heads) == ["leaf", "ruling", "family", "verdict"]
    assert np.linalg.norm(heard.vectors, axis=1) == pytest.approx(1, abs=1e-5)
    for head, said in heard.log_probability.items():
        assert said.shape == (len(asked), len(heard.heads[head]))
        assert said.dtype == np.float32
        assert np.exp(said).sum(axis=1) == pytest.approx(1, abs=1e-5)
    likeliest = [heard.heads["ruling"][i] for i in heard.log_probability["ruling"].argmax(axis=1)]
    right = sum(r == s.example.ruling for r, s in zip(likeliest, asked, strict=True))
    assert right / len(asked) > 0.9
    assert steps == {"reading the examples", "training", "reading the questions"}
    assert "held back" in remarks[0]


def test_labels_that_only_the_asked_questions_have_stay_unknown() -> None:
    learnt = [s for s in SAMPLES if s.example.ruling != "cuaca"]
    asked = [s.text for s in SAMPLES if s.example.ruling == "cuaca"]
    train = training.make_trainer(knowledge(), "tiny", RECIPE.model_copy(update={"epochs": 1}))
    heard = train(learnt, asked, lambda *step: None, lambda remark: None)
    assert "cuaca" not in heard.heads["ruling"]
    assert len(heard.vectors) == len(asked) == 12


def test_vocabulary_and_training_see_the_other_folds_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown: list[set[str]] = []

    def spy(knowledge: Knowledge, samples: Sequence[Sample], tokenizer: str, recipe: Recipe) -> Cut:
        shown.append({sample.text for sample in samples})
        return every_word(knowledge, samples, tokenizer, recipe)

    monkeypatch.setattr(training, "vocabulary_for", spy)
    samples, _ = prepare(knowledge())
    families, authors = [s.family for s in samples], [s.example.author for s in samples]
    folds = make_folds(families, authors, "author", 2)
    found = with_opinions(
        samples,
        folds,
        Training("tiny", RECIPE, tmp_path, lambda: trainer(knowledge(), "tiny", RECIPE)),
        lambda *step: None,
        lambda remark: None,
    )
    for fold, texts in enumerate(shown):
        assert texts == {samples[i].seen.text for i in folds.outside(fold)}
    for name in ("encoder", "both"):
        validation = cross_validate(name, METHODS[name], found, 0, folds)
        assert validation.overall.verdict is not None
        assert validation.overall.verdict > 0.9


def test_probabilities_are_tempered_as_in_the_bot() -> None:
    cut = every_word(knowledge(), SAMPLES, tokenizer().to_str(), RECIPE)
    learnt = learn(SAMPLES, tiny_base(), cut, RECIPE, lambda *step: None)
    heard = training.heard(learnt, [sample.text for sample in SAMPLES], RECIPE.longest)
    heads = heads_of(SAMPLES)
    vectors, opinions = read(
        learnt.network, material_of(SAMPLES, heads, tokenizer(), RECIPE.longest)
    )
    assert heard.vectors == pytest.approx(vectors.numpy(), abs=1e-6)
    raw = opinions["leaf"].numpy() / learnt.temperature
    expected = raw - np.log(np.exp(raw).sum(axis=1, keepdims=True))
    assert learnt.temperature != 1
    assert heard.log_probability["leaf"] == pytest.approx(expected, abs=1e-5)
