"""The bot's own encoder at work: one pass gives a text's vector and what its heads make of it.

It is run by onnxruntime from three files: the graph (``encoder.onnx``), the tokenizer, and ``labels.json`` with
the names of the labels that the scores are of. How they are made: docs/encoder.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from pydantic import Field
from scipy.special import log_softmax
from tokenizers import Tokenizer

from knowledge.classifier.labels import HEADS
from knowledge.errors import EmbedderError
from knowledge.model import Frozen

NAME = "asn-e5"
FOLDER = Path(__file__).parent / "data" / "encoder"
"""The encoder that ships with the project."""
GRAPH, TOKENIZER, LABELS = "encoder.onnx", "tokenizer.json", "labels.json"
IDS, MASK, VECTOR, SCORES = "ids", "mask", "vector", "scores"
"""Inputs and outputs of the graph."""
Floats = NDArray[np.float32]


class Trained(Frozen):
    """What ``labels.json`` holds: all that is known of an encoder besides its weights."""

    base: str
    """The model that training started from."""
    trained: str
    """Day of the training, as an ISO date."""
    examples: int
    """Number of examples that it learnt from."""
    material: str
    """Hash of those examples as read, with their labels."""
    longest: int
    """Tokens of a text that are read."""
    temperature: float = Field(gt=0)
    """By what the scores are divided to make their probabilities honest on held-back questions."""
    heads: Mapping[str, tuple[str, ...]]
    """The labels of each head, in the order of the scores."""


@dataclass(frozen=True, eq=False)
class Opinion:
    """What the heads make of one text."""

    heads: Mapping[str, tuple[str, ...]]
    """The labels of each head; the same object for every text of an encoder."""
    log_probability: Mapping[str, Floats]
    """For each head a value a label."""


@dataclass(frozen=True, eq=False)
class Encoder:
    """An encoder that is ready to read."""

    session: Any
    tokenizer: Tokenizer
    trained: Trained
    version: str
    """Of the files: the beginning of their hash."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self.session.get_outputs()[0].shape[1])

    def vectors(self, texts: Sequence[str]) -> Floats:
        """The vector of each text, of length 1."""
        return self._run(texts)[0]

    def read(self, texts: Sequence[str]) -> tuple[Floats, tuple[Opinion, ...]]:
        """The vector of each text, and what the heads make of it."""
        vectors, scores = self._run(texts)
        return vectors, tuple(self._opinion(row) for row in scores)

    def _opinion(self, scores: Floats) -> Opinion:
        found: dict[str, Floats] = {}
        start = 0
        for head, labels in self.trained.heads.items():
            block = scores[start : start + len(labels)] / self.trained.temperature
            found[head] = log_softmax(block)
            start += len(labels)
        return Opinion(self.trained.heads, found)

    def _run(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        labels = sum(map(len, self.trained.heads.values()))
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        scores = np.zeros((len(texts), labels), np.float32)
        for row, encoding in enumerate(self.tokenizer.encode_batch(list(texts))):
            vectors[row], scores[row] = self._pass(encoding.ids[: self.trained.longest])
        return vectors, scores

    def _pass(self, tokens: Sequence[int]) -> tuple[Floats, Floats]:
        """One text by itself: numbers are rounded by the greatest of a pass, so that beside others a text would
        read a little differently.
        """
        ids = np.array([tokens], np.int64)
        vectors, scores = self.session.run([VECTOR, SCORES], {IDS: ids, MASK: np.ones_like(ids)})
        return vectors[0], scores[0]


def open_encoder(folder: Path = FOLDER) -> Encoder:
    """Open the encoder whose files lie in ``folder``.

    One thread a pass is best for the bot, which answers several chats at once.

    Raises:
        EmbedderError: a file is missing or damaged.
    """
    try:
        graph = (folder / GRAPH).read_bytes()
        tokenizer = (folder / TOKENIZER).read_text(encoding="utf-8")
        labels = (folder / LABELS).read_text(encoding="utf-8")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        encoder = Encoder(
            session,
            Tokenizer.from_str(tokenizer),
            Trained.model_validate(json.loads(labels)),
            _version(graph, tokenizer, labels),
        )
        encoder.read(["apakah"])  # so that files which do not fit together are seen now
        if missing := set(HEADS) - set(encoder.trained.heads):
            raise ValueError(f"no head for {missing}")
    except Exception as error:  # damage shows in many ways: file, tokenizer, graph, labels
        remedy = (
            "Install the project again: pip install -e ."
            if folder == FOLDER
            else f"Check the folder that EMBEDDER names, or set EMBEDDER={NAME}."
        )
        raise EmbedderError(
            f"The encoder {NAME} cannot be loaded ({type(error).__name__}). {remedy}"
        ) from None
    return encoder


def _version(graph: bytes, *texts: str) -> str:
    digest = hashlib.sha256(graph)
    for text in texts:
        digest.update(text.encode())
    return digest.hexdigest()[:12]
