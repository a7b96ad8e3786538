"""A tiny encoder of our own kind, written without the libraries that train and export real ones.

Its vector is the mean of a random direction for each letter; its heads say the same of every text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split
from tokenizers.processors import TemplateProcessing

from knowledge.classifier.labels import HEADS
from knowledge.encoder import GRAPH, IDS, LABELS, MASK, SCORES, TOKENIZER, VECTOR

DIMENSION = 32
_TOKENS = ("<pad>", "<unk>", "<s>", "</s>", *"abcdefghijklmnopqrstuvwxyz0123456789")
_FLOAT, _INT64 = 1, 7
_FAMILY = {"suka": "reaksi", "bagikan": "reaksi", "rinci": "tak-jelas"}
_LEAVES = (
    "bagikan|boleh",
    "bagikan|dilarang",
    "rinci|perlu_rincian",
    "suka|boleh",
    "suka|dilarang",
)
"""Those of the tiny edition."""


def write_tiny_encoder(folder: Path, *, seed: int = 0, certain_of: str | None = None) -> Path:
    """Write the three files of an encoder and return their folder.

    Args:
        folder: made where it is not there; its files are replaced.
        seed: of the vectors: another seed is another training.
        certain_of: the leaf of the tiny edition (``suka|boleh``) that it takes every question for;
            None: its heads find all labels alike.
    """
    heads = {name: tuple(sorted({_label(leaf, name) for leaf in _LEAVES})) for name in HEADS}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / GRAPH).write_bytes(_graph(seed, _scores(heads, certain_of)))
    (folder / TOKENIZER).write_text(_tokenizer().to_str(), encoding="utf-8")
    trained = {
        "base": "tiny",
        "trained": "2026-11-22",
        "examples": len(_LEAVES),
        "material": "",
        "longest": 64,
        "temperature": 1.0,
        "heads": heads,
    }
    (folder / LABELS).write_text(json.dumps(trained), encoding="utf-8")
    return folder


def _label(leaf: str, head: str) -> str:
    ruling, _, verdict = leaf.partition("|")
    return {"leaf": leaf, "ruling": ruling, "family": _FAMILY[ruling], "verdict": verdict}[head]


def _scores(heads: Mapping[str, tuple[str, ...]], certain_of: str | None) -> list[float]:
    return [
        50.0 if certain_of is not None and label == _label(certain_of, head) else 0.0
        for head, labels in heads.items()
        for label in labels
    ]


def _tokenizer() -> Tokenizer:
    tokens = {token: number for number, token in enumerate(_TOKENS)}
    made = Tokenizer(WordLevel(tokens, unk_token="<unk>"))
    made.pre_tokenizer = Split(Regex("."), "isolated")
    made.post_processor = TemplateProcessing(
        single="<s> $A </s>", special_tokens=[(name, tokens[name]) for name in ("<s>", "</s>")]
    )
    return made


def _graph(seed: int, scores: list[float]) -> bytes:
    """An ONNX model: the mean of the tokens' directions, and the scores for every text."""
    directions = np.random.default_rng(seed).normal(size=(len(_TOKENS), DIMENSION))
    constants: dict[str, NDArray[Any]] = {
        "directions": directions.astype(np.float32),
        "nothing": np.zeros((DIMENSION, len(scores)), np.float32),
        "said": np.array(scores, np.float32),
        "second": np.array([1], np.int64),
        "third": np.array([2], np.int64),
    }
    nodes = [
        _node("Gather", ["directions", IDS], "tokens"),
        _node("Cast", [MASK], "real", to=_FLOAT),
        _node("Unsqueeze", ["real", "third"], "reals"),
        _node("Mul", ["tokens", "reals"], "kept"),
        _node("ReduceSum", ["kept", "second"], "sum", keepdims=0),
        _node("LpNormalization", ["sum"], VECTOR, axis=1, p=2),
        _node("MatMul", [VECTOR, "nothing"], "none"),
        _node("Add", ["none", "said"], SCORES),
    ]
    graph = [
        *(_part(1, node) for node in nodes),
        _part(2, b"tiny"),
        *(_part(5, _constant(name, values)) for name, values in constants.items()),
        *(_part(11, _value(name, _INT64, None)) for name in (IDS, MASK)),
        _part(12, _value(VECTOR, _FLOAT, DIMENSION)),
        _part(12, _value(SCORES, _FLOAT, len(scores))),
    ]
    operators = _number(2, 17)
    return _number(1, 8) + _part(7, b"".join(graph)) + _part(8, operators)


# ONNX is a protocol buffer: fields of a number and a value. The numbers are those of onnx.proto.


def _node(kind: str, inputs: list[str], output: str, **options: int) -> bytes:
    given = b"".join(_part(1, name.encode()) for name in inputs)
    set_to = b"".join(
        _part(5, _part(1, name.encode()) + _number(3, value) + _number(20, 2))
        for name, value in options.items()
    )
    return given + _part(2, output.encode()) + _part(4, kind.encode()) + set_to


def _constant(name: str, values: NDArray[Any]) -> bytes:
    shape = b"".join(_number(1, size) for size in values.shape)
    kind = _number(2, _INT64 if values.dtype == np.int64 else _FLOAT)
    return shape + kind + _part(8, name.encode()) + _part(9, values.tobytes())


def _value(name: str, kind: int, width: int | None) -> bytes:
    """A table with a row for each text; ``None``: as wide as the longest text."""
    sizes = [_part(2, b"batch"), _part(2, b"length") if width is None else _number(1, width)]
    shape = b"".join(_part(1, size) for size in sizes)
    tensor = _number(1, kind) + _part(2, shape)
    return _part(1, name.encode()) + _part(2, _part(1, tensor))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _part(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
