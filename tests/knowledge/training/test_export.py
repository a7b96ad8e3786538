"""The exported graph says what the trained network says, of any number of texts of any length."""

from __future__ import annotations

import copy
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

torch = pytest.importorskip("torch", reason="needs the extra train")
onnx = pytest.importorskip("onnx", reason="needs the extra train")
pytest.importorskip("onnxscript", reason="needs the extra train")

import onnxruntime  # noqa: E402

from knowledge.training.export import export_network, write_graph  # noqa: E402
from knowledge.training.loop import fit, material_of, read  # noqa: E402
from knowledge.training.network import Network, batch_of  # noqa: E402
from knowledge.training.samples import heads_of  # noqa: E402
from tests.knowledge.training.tiny import (  # noqa: E402
    RECIPE,
    WIDTH,
    network,
    samples,
    tokenizer,
    unwatched,
)

pytestmark = pytest.mark.filterwarnings("ignore")  # of the libraries that export
FILLERS = 1200
"""More pieces than an embedding may have that stays as it is."""
PAD = 1
EVERY = heads_of(samples())
DECIDING = {head: EVERY[head] for head in ("leaf", "ruling", "family", "verdict")}
OTHER_ORDER = {head: EVERY[head] for head in ("verdict", "leaf")}

Outcome = tuple[NDArray[np.float32], NDArray[np.float32]]


@pytest.fixture(scope="module")
def learnt() -> Network:
    """A trained network with a centre of its own."""
    made = network(EVERY, fillers=FILLERS)
    material = material_of(samples(), EVERY, tokenizer(fillers=FILLERS), 96)
    patch = pytest.MonkeyPatch()
    patch.setattr("knowledge.training.pace.can_compile", lambda: False)
    fit(made, material, RECIPE, lambda epoch: True, unwatched)
    patch.undo()
    assert float(made.centre.norm()) > 0.1
    made.eval()
    return made


@pytest.fixture(scope="module")
def exported(learnt: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file with small weights."""
    path = tmp_path_factory.mktemp("export") / "encoder.onnx"
    export_network(copy.deepcopy(learnt), DECIDING, path)
    return path


@pytest.fixture(scope="module")
def unrounded(learnt: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file with the weights as they were trained, and the heads in another order."""
    path = tmp_path_factory.mktemp("export") / "whole.onnx"
    write_graph(copy.deepcopy(learnt), OTHER_ORDER, path)
    return path


def texts(count: int, longest: int) -> list[list[int]]:
    """Token ids of texts that nobody would write, the first of them of full length."""
    chance = random.Random(count * 1000 + longest)
    lengths = [longest, *(chance.randint(1, longest) for _ in range(count - 1))]
    return [[chance.randrange(2, 400) for _ in range(length)] for length in lengths]


def of_graph(path: Path, tokens: Sequence[Sequence[int]]) -> Outcome:
    batch = batch_of(tokens, PAD)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    given = {"ids": batch.ids.numpy(), "mask": batch.mask.numpy()}
    vectors, scores = session.run(["vector", "scores"], given)
    return vectors, scores


def of_network(made: Network, heads: Sequence[str], tokens: Sequence[Sequence[int]]) -> Outcome:
    batch = batch_of(tokens, PAD)
    with torch.no_grad():
        vectors = made.vectors(batch.ids, batch.mask)
        scores = made.scores(vectors)
    return vectors.numpy(), torch.cat([scores[head] for head in heads], dim=1).numpy()


SIZES = [(1, 1), (1, 2), (1, 96), (2, 7), (3, 128), (40, 30)]
"""Number of texts and length of the longest."""


@pytest.mark.parametrize(("count", "longest"), SIZES)
def test_unrounded_it_is_the_network(
    learnt: Network, unrounded: Path, count: int, longest: int
) -> None:
    """Centre and sharpness are in it; the heads stand in the order in which they were asked for."""
    tokens = texts(count, longest)

    vectors, scores = of_graph(unrounded, tokens)
    own, said = of_network(learnt, list(OTHER_ORDER), tokens)

    assert vectors == pytest.approx(own, abs=1e-5)
    assert scores == pytest.approx(said, abs=1e-3)


def test_unrounded_padding_changes_nothing(unrounded: Path) -> None:
    tokens = texts(12, 60)
    vectors, scores = of_graph(unrounded, tokens)

    for text, vector, said in zip(tokens, vectors, scores, strict=True):
        alone = of_graph(unrounded, [text])
        assert alone[0][0] == pytest.approx(vector, abs=1e-5)
        assert alone[1][0] == pytest.approx(said, abs=1e-3)


@pytest.mark.parametrize(("count", "longest"), SIZES)
def test_rounded_it_takes_any_number_of_texts_of_any_length(
    learnt: Network, exported: Path, count: int, longest: int
) -> None:
    tokens = texts(count, longest)

    vectors, scores = of_graph(exported, tokens)
    own, _ = of_network(learnt, list(DECIDING), tokens)

    assert vectors.shape == (count, WIDTH)
    assert scores.shape == (count, sum(map(len, DECIDING.values())))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert (vectors * own).sum(axis=1).min() > 0.99


def test_rounded_a_text_is_read_among_others_nearly_as_alone(exported: Path) -> None:
    tokens = texts(12, 60)
    vectors, _ = of_graph(exported, tokens)

    alone = np.stack([of_graph(exported, [text])[0][0] for text in tokens])

    assert (vectors * alone).sum(axis=1).min() > 0.99


def test_rounded_it_finds_the_same_labels(learnt: Network, exported: Path) -> None:
    material = material_of(samples(), EVERY, tokenizer(fillers=FILLERS), 96)
    own, opinions = read(learnt, material)

    vectors, scores = of_graph(exported, material.tokens)

    assert (vectors * own.numpy()).sum(axis=1).min() > 0.995
    start = 0
    for head, labels in DECIDING.items():
        block = scores[:, start : start + len(labels)]
        start += len(labels)
        assert block.argmax(axis=1).tolist() == opinions[head].argmax(dim=1).tolist(), head
    assert start == scores.shape[1]  # the heads of facts are left out


def initializers(path: Path) -> dict[str, Any]:
    return {i.name: onnx.numpy_helper.to_array(i) for i in onnx.load(path).graph.initializer}


def operators(path: Path) -> Counter[str]:
    return Counter(node.op_type for node in onnx.load(path).graph.node)


def test_matrices_are_of_8_bits(exported: Path) -> None:
    layers = 2 * 6  # of attention four, between the layers two

    assert operators(exported)["MatMulInteger"] == layers + 1  # and the heads
    wide = [
        values
        for values in initializers(exported).values()
        if values.ndim == 2 and values.dtype == np.float32 and min(values.shape) >= WIDTH
    ]
    assert {values.shape for values in wide} <= {(128, WIDTH)}  # positions


def test_word_embeddings_are_of_4_bits_and_lose_nothing_that_the_base_has(
    learnt: Network, exported: Path
) -> None:
    assert operators(exported)["GatherBlockQuantized"] == 1
    model = onnx.load(exported)
    (reading,) = [n for n in model.graph.node if n.op_type == "GatherBlockQuantized"]
    table = learnt.bert.embeddings.word_embeddings.weight.detach().numpy()
    (packed,) = [i for i in model.graph.initializer if i.name == reading.input[0]]
    assert packed.data_type == onnx.TensorProto.INT4

    ids = onnx.helper.make_tensor_value_info(reading.input[1], onnx.TensorProto.INT64, ["rows"])
    row = onnx.helper.make_tensor_value_info(reading.output[0], onnx.TensorProto.FLOAT, None)
    kept = [i for i in model.graph.initializer if i.name in reading.input]
    graph = onnx.helper.make_graph([reading], "rows", [ids], [row], kept)
    alone = onnx.helper.make_model(graph, opset_imports=model.opset_import)
    alone.ir_version = model.ir_version
    session = onnxruntime.InferenceSession(alone.SerializeToString())

    (rows,) = session.run(None, {reading.input[1]: np.arange(len(table))})

    assert rows == pytest.approx(table, abs=1e-6)


def test_embeddings_with_few_rows_stay_as_they_are(learnt: Network, exported: Path) -> None:
    positions = learnt.bert.embeddings.position_embeddings.weight.detach().numpy()

    assert any(
        values.shape == positions.shape and (values == positions).all()
        for values in initializers(exported).values()
    )


def test_export_leaves_the_network_as_it_was(tmp_path: Path) -> None:
    """Also for texts of unlike length, whose padding has to stay unseen."""
    made = network(EVERY).eval()
    tokens = [[number % 15 for number in text] for text in texts(4, 12)]
    before = of_network(made, list(EVERY), tokens)

    write_graph(made, DECIDING, tmp_path / "whole.onnx")

    after = of_network(made, list(EVERY), tokens)
    assert after[0] == pytest.approx(before[0], abs=1e-5)


def test_an_export_that_fails_leaves_the_older_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "encoder.onnx"
    path.write_bytes(b"older")

    def fail(made: object, heads: object, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError("No space left on device")

    monkeypatch.setattr("knowledge.training.export.write_graph", fail)

    with pytest.raises(OSError, match="No space left"):
        export_network(network(EVERY), DECIDING, path)

    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("encoder.onnx", b"older")]
