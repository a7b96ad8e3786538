"""How training runs: in 32-bit numbers and as machine code, or for quick trials in 16 bits.

In bfloat16 two cores read nearly twice as many questions in the same time. Weights, gradients' sums, the heads and all
that decides (losses, early stopping, temperature) keep 32 bits; only the layers' products are shortened.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.attention import SDPBackend, sdpa_kernel

from knowledge.training.recipe import Precision, Recipe

Pass = Callable[[Tensor, Tensor], Tensor]
"""From the tokens' numbers and the mask to one vector a text."""
_HALVES = ("avx512_bf16", "amx_bf16")
"""Abilities of a processor with which it multiplies bfloat16 itself; elsewhere that is slower than 32 bits."""


def precision_of(recipe: Recipe) -> Precision:
    """The numbers that a recipe's training really multiplies on this machine."""
    if recipe.precision != "auto":
        return recipe.precision
    able: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    return "bfloat16" if any(able.get(name) for name in _HALVES) else "float32"


def quick(upper: Pass, recipe: Recipe) -> Pass:
    """The same pass, run as training runs it; vectors come back in 32 bits."""
    if precision_of(recipe) == "float32":
        return torch.compile(upper, dynamic=True) if can_compile() else upper

    def half(hidden: Tensor, mask: Tensor) -> Tensor:
        # Plain attention: the fused kernel goes back through short texts five times slower in 16 bits.
        with sdpa_kernel(SDPBackend.MATH), torch.autocast("cpu", dtype=torch.bfloat16):
            return upper(hidden, mask).float()

    return half


def can_compile() -> bool:
    """Whether torch can turn the network into machine code here, which is a fifth faster."""
    return shutil.which("g++") is not None
