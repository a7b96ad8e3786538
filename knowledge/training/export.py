"""From the trained network to the files that the bot runs: one ONNX graph, a tokenizer, the labels.

Weights of matrices become 8-bit integers, one scale a column, and numbers that flow between them are rounded
as they come (dynamic quantisation); word embeddings become 4 bits in blocks of 32 with a scale each, which is
how the base carries them already, so that nothing is lost there.
"""

from __future__ import annotations

import copy
import logging
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import onnx
import onnxscript  # noqa: F401 (torch needs it only when the graph is written, hours later)
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import (
    DefaultWeightOnlyQuantConfig,
    MatMulNBitsQuantizer,
)
from torch import Tensor, nn
from torch.nn import functional

from knowledge.encoder import IDS, MASK, SCORES, VECTOR
from knowledge.training.network import Network, batch_of, pooled

_BLOCK = 32
_FEW_ROWS = 1000
"""Embeddings with fewer rows (of positions and types) are small and stay as they are."""
_PROBE = ((5, 6, 7, 8, 9), (5, 6, 7))


class _Graph(nn.Module):
    """What the graph computes: a text's vector, and the scores of the wanted heads side by side."""

    def __init__(self, network: Network, heads: Sequence[str]) -> None:
        super().__init__()
        self.bert = copy.deepcopy(network.bert)  # which the next line would change
        self.bert.set_attn_implementation("eager")  # plain operators, which become integers
        self.centre = network.centre
        linear = [network.heads[name] for name in heads]
        rows = sum(head.out_features for head in linear)
        self.joint = nn.Linear(len(network.centre), rows)
        with torch.no_grad():
            weight = torch.cat([head.weight for head in linear])
            self.joint.weight.copy_(network.sharpness * weight)
            self.joint.bias.copy_(torch.cat([head.bias for head in linear]))

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        vectors = pooled(hidden, mask)
        return vectors, self.joint(functional.normalize(vectors - self.centre, dim=1))


def export_network(network: Network, heads: Mapping[str, Sequence[str]], path: Path) -> None:
    """Write the network with these heads, in this order, as one quantised ONNX file."""
    with tempfile.TemporaryDirectory() as folder, _quiet():
        whole, integers = Path(folder) / "whole.onnx", Path(folder) / "integers.onnx"
        write_graph(network, heads, whole)
        quantize_dynamic(
            _without_shapes(whole),
            integers,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm"],
            extra_options={"MatMulConstBOnly": True},
        )
        onnx.save(_with_small_embeddings(onnx.load(integers)), path)


def write_graph(network: Network, heads: Mapping[str, Sequence[str]], path: Path) -> None:
    """Write the network with these heads as it was trained, with nothing rounded."""
    graph = _Graph(network, list(heads)).eval()
    probe = batch_of(_PROBE, pad=1)
    batch = torch.export.Dim("batch", min=1, max=512)
    length = torch.export.Dim("length", min=2, max=512)
    torch.onnx.export(
        graph,
        (probe.ids, probe.mask),
        str(path),
        input_names=[IDS, MASK],
        output_names=[VECTOR, SCORES],
        dynamic_shapes={"ids": {0: batch, 1: length}, "mask": {0: batch, 1: length}},
        external_data=False,
        verbose=False,
    )


def _without_shapes(path: Path) -> Any:
    """The graph without the shapes noted between its operators, which the quantiser infers anew."""
    model = onnx.load(path)
    del model.graph.value_info[:]
    return model


def _with_small_embeddings(model: Any) -> Any:
    rows = {tensor.name: tensor.dims[0] for tensor in model.graph.initializer if tensor.dims}
    small = [
        node.name
        for node in model.graph.node
        if node.op_type == "Gather" and rows.get(node.input[0], 0) < _FEW_ROWS
    ]
    quantizer = MatMulNBitsQuantizer(
        model,
        nodes_to_exclude=small,
        algo_config=DefaultWeightOnlyQuantConfig(
            block_size=_BLOCK,
            is_symmetric=True,
            op_types_to_quantize=("Gather",),
            quant_axes=(("Gather", 1),),
        ),
    )
    quantizer.process()
    return quantizer.model.model


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the line that the libraries log for every operator."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
