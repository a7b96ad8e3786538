"""Trains the encoders of cross-validation. Needs the extra ``train``; nothing else here does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import log_softmax
from tokenizers import Tokenizer

from evaluation.learning.out_of_fold import Heard, Tell, Trainer, Watcher
from knowledge.dataset import Knowledge
from knowledge.training.base import load_base
from knowledge.training.loop import Material, pad_of, read, tokens_of
from knowledge.training.recipe import Recipe
from knowledge.training.samples import Sample
from knowledge.training.train import Epoch, Learnt, learn, vocabulary_for

_STAGES = {"lower": "reading the examples", "learn": "training"}


def make_trainer(knowledge: Knowledge, base: str, recipe: Recipe) -> Trainer:
    """What trains an encoder just as ``asn-ingest train`` does, from the samples that it is given.

    These samples alone are in its vocabulary, decide when it stops, and set its temperature.

    Raises:
        TrainingError: the base cannot be had.
    """
    start = load_base(base)

    def train(
        samples: Sequence[Sample], texts: Sequence[str], progress: Watcher, tell: Tell
    ) -> Heard:
        def watch(stage: str, done: int, total: int) -> None:
            progress(_STAGES.get(stage, stage), done, total)

        def told(epoch: Epoch) -> None:
            tell(
                f"verdict {epoch.verdict:.3f}, family {epoch.family:.3f} of the questions held back to "
                f"stop in time, after {epoch.seconds:.0f} s"
            )

        cut = vocabulary_for(knowledge, samples, start.tokenizer, recipe)
        learnt = learn(samples, start, cut, recipe, watch, told)
        progress("reading the questions", 0, 1)
        return heard(learnt, texts, recipe.longest)

    return train


def heard(learnt: Learnt, texts: Sequence[str], longest: int) -> Heard:
    """What a trained network makes of texts, its probabilities tempered as in the bot."""
    tokenizer = Tokenizer.from_str(learnt.tokenizer)
    material = Material(tokens_of(texts, tokenizer, longest), {}, pad_of(tokenizer))
    vectors, opinions = read(learnt.network, material)
    said = {
        head: np.asarray(log_softmax(opinions[head].numpy() / learnt.temperature, axis=1))
        for head in learnt.heads
    }
    return Heard(np.asarray(vectors.numpy()), learnt.heads, said)
