"""A trained encoder as a folder that the bot can use, checked against the network that it comes from."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from torch import Tensor

from knowledge.clock import today
from knowledge.encoder import (
    GRAPH,
    LABELS,
    TOKENIZER,
    Encoder,
    Floats,
    Trained,
    open_encoder,
)
from knowledge.errors import TrainingError
from knowledge.training.export import export_network
from knowledge.training.loop import Material, material_of, read
from knowledge.training.pace import precision_of
from knowledge.training.recipe import Recipe
from knowledge.training.samples import Sample, heads_of
from knowledge.training.train import Learnt, material_hash

CARD = "card.json"
_TIMED = 200


@dataclass(frozen=True)
class Agreement:
    """How far the exported encoder says what the trained network says, on the held-back questions."""

    questions: int
    mean_cosine: float
    least_cosine: float
    same_leaf: float
    """Part of the questions of which both find the same ruling and verdict likeliest."""
    same_verdict: float


@dataclass(frozen=True)
class Written:
    """What the exported encoder is like."""

    megabytes: float
    """Of all its files, in millions of bytes."""
    milliseconds: float
    """Mean time of one question by itself on one thread."""
    agreement: Agreement


def write_encoder(
    learnt: Learnt,
    samples: Sequence[Sample],
    base: str,
    recipe: Recipe,
    out: Path,
) -> Written:
    """Write the encoder's files to ``out``, all or none of them; an encoder there is replaced.

    Raises:
        TrainingError: the folder cannot be written, or holds something else.
        EmbedderError: what was written cannot be read back.
    """
    require_place(out)
    try:
        with tempfile.TemporaryDirectory(prefix=".encoder-", dir=out.parent) as draft:
            folder = Path(draft) / out.name
            folder.mkdir()
            written = _write(learnt, samples, base, recipe, folder)
            old = Path(draft) / "old"
            if out.exists():
                out.rename(old)
            try:
                folder.rename(out)
            except OSError:
                if old.exists():
                    old.rename(out)
                raise
    except OSError as error:
        raise _unwritable(out, error) from None
    return written


def _unwritable(out: Path, error: OSError) -> TrainingError:
    return TrainingError(
        f"The encoder cannot be written to {out} ({type(error).__name__}). "
        "Check the folder and the room on the disk."
    )


def require_place(out: Path) -> None:
    """See before hours of training that ``out`` may be written: it is new, empty, or an encoder's.

    Raises:
        TrainingError: it is a file, holds something else, or cannot be written.
    """
    if out.exists() and not (out.is_dir() and ((out / LABELS).is_file() or not any(out.iterdir()))):
        raise TrainingError(
            f"{out} holds something that is no encoder. Name a new folder with --out."
        )
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".encoder-", dir=out.parent):
            pass
    except OSError as error:
        raise _unwritable(out, error) from None


def _write(
    learnt: Learnt, samples: Sequence[Sample], base: str, recipe: Recipe, folder: Path
) -> Written:
    vectors, opinions = read(learnt.network, _held_back(learnt, samples, recipe))
    export_network(learnt.network, learnt.heads, folder / GRAPH)
    (folder / TOKENIZER).write_text(learnt.tokenizer, encoding="utf-8")
    trained = Trained(
        base=base,
        trained=today().isoformat(),
        examples=learnt.learnt_from,
        material=material_hash(samples),
        longest=recipe.longest,
        temperature=learnt.temperature,
        heads=dict(learnt.heads),
    )
    (folder / LABELS).write_text(trained.model_dump_json(), encoding="utf-8")
    encoder = open_encoder(folder)
    texts = [sample.text for sample in learnt.held_back]
    written = Written(
        round(sum(path.stat().st_size for path in folder.iterdir()) / 1e6, 2),
        _milliseconds(encoder, texts[:_TIMED]),
        _agreement(encoder, texts, vectors.numpy(), opinions),
    )
    card = {
        "recipe": {**recipe.model_dump(), "precision": precision_of(recipe)},
        "epochs": [asdict(epoch) for epoch in learnt.epochs],
        **asdict(written),
    }
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    return written


def _held_back(learnt: Learnt, samples: Sequence[Sample], recipe: Recipe) -> Material:
    tokenizer = Tokenizer.from_str(learnt.tokenizer)
    return material_of(learnt.held_back, heads_of(samples), tokenizer, recipe.longest)


def _milliseconds(encoder: Encoder, texts: Sequence[str]) -> float:
    started = time.perf_counter()
    for text in texts:
        encoder.read([text])
    return round(1000 * (time.perf_counter() - started) / len(texts), 2)


def _agreement(
    encoder: Encoder, texts: Sequence[str], own: Floats, said: Mapping[str, Tensor]
) -> Agreement:
    vectors, opinions = encoder.read(texts)
    cosines = (vectors * own).sum(axis=1)

    def same(head: str) -> float:
        exported = np.array([opinion.log_probability[head].argmax() for opinion in opinions])
        return round(float((exported == said[head].argmax(dim=1).numpy()).mean()), 4)

    return Agreement(
        len(texts),
        round(float(cosines.mean()), 4),
        round(float(cosines.min()), 4),
        same("leaf"),
        same("verdict"),
    )
