"""Training in the numbers that the processor is quick with, where that is wanted; it learns the same with either."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="needs the extra train")

from torch import Tensor  # noqa: E402

from knowledge.training.loop import fit, material_of, read  # noqa: E402
from knowledge.training.network import batch_of  # noqa: E402
from knowledge.training.pace import precision_of, quick  # noqa: E402
from knowledge.training.recipe import Precision, Recipe  # noqa: E402
from knowledge.training.samples import heads_of  # noqa: E402
from tests.knowledge.training.tiny import (  # noqa: E402
    RECIPE,
    network,
    samples,
    tokenizer,
    unwatched,
)

AUTO = Recipe(precision="auto")
HALF = RECIPE.model_copy(update={"precision": "bfloat16"})


@pytest.mark.parametrize(
    ("able", "precision"),
    [
        ({"avx512_bf16": True}, "bfloat16"),
        ({"amx_bf16": True, "avx512_bf16": False}, "bfloat16"),
        ({"avx512_f": True, "avx512_bf16": False}, "float32"),
        ({}, "float32"),
    ],
)
def test_shorter_numbers_are_taken_where_the_processor_multiplies_them(
    monkeypatch: pytest.MonkeyPatch, able: dict[str, bool], precision: Precision
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: able, raising=False)
    assert precision_of(AUTO) == precision


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_what_the_recipe_names_is_taken_everywhere(precision: Precision) -> None:
    assert precision_of(Recipe(precision=precision)) == precision


def test_a_torch_that_cannot_tell_keeps_to_32_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(torch.cpu, "get_capabilities", raising=False)
    assert precision_of(AUTO) == "float32"


def test_unless_it_is_asked_for_nothing_is_shortened() -> None:
    assert precision_of(Recipe()) == "float32"


def test_vectors_of_shorter_numbers_are_nearly_the_same_and_have_32_bits() -> None:
    made = network(heads_of(samples()))
    batch = batch_of([[2, 3, 4], [2, 3, 4, 5, 6, 7]], pad=1)
    lower = made.lower(batch.ids, batch.mask)

    whole = quick(made.upper, RECIPE)(lower, batch.mask)
    half = quick(made.upper, HALF)(lower, batch.mask)

    assert half.dtype == torch.float32
    assert torch.allclose(whole, half, atol=0.02)
    assert not torch.equal(whole, half)


def test_in_shorter_numbers_it_learns_what_the_questions_are_labelled_with() -> None:
    heads = heads_of(samples())
    material = material_of(samples(), heads, tokenizer(), HALF.longest)
    made = network(heads)
    fit(made, material, HALF, lambda epoch: True, unwatched)

    opinions: dict[str, Tensor] = read(made, material)[1]
    for name in ("leaf", "verdict"):
        said = [heads[name][i] for i in opinions[name].argmax(dim=1)]
        assert said == [sample.label(name) for sample in samples()]
    assert {p.dtype for p in made.parameters()} == {torch.float32}
