"""Raising thresholds to what was reached; they never fall."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from evaluation.errors import EvaluationError
from evaluation.gate import THRESHOLDS, Held, held, read_thresholds
from evaluation.results import SetResult
from knowledge.files import write_whole

_COUNTS = frozenset({"unsafe", "n"})
_MACHINE = "_ms"
"""What depends on the machine is set by hand."""
_PLACES = 1000


@dataclass(frozen=True)
class Raised:
    """A threshold that was tightened."""

    set: str
    figure: str
    before: float
    after: float

    def __str__(self) -> str:
        return f"{self.set}: {self.figure} {self.before:.4g} -> {self.after:.4g}"


def raise_thresholds(results: Sequence[SetResult], path: Path = THRESHOLDS) -> tuple[Raised, ...]:
    """Tighten the limits of these sets to what was reached, in the file; what was changed.

    Shares keep a slack of one question: the limit becomes the share reached less 1/n (a least
    allowed) or plus 1/n (a most allowed), to three places. Counts such as ``unsafe`` become what
    was reached. Limits are never loosened and none is added; latency, which depends on the machine,
    is left. Comments and order of the file stay.

    Raises:
        RecordError: the file is unreadable.
        EvaluationError: the file cannot be written.
    """
    raised, places = [], []
    for one in held(results, read_thresholds(path)):
        after = _tightened(one)
        if after is not None:
            raised.append(Raised(one.path[0], ".".join(one.path[1:]), one.limit, after))
            places.append((one.path, after))
    if raised:
        text = path.read_text(encoding="utf-8")
        try:
            write_whole(path, _with_numbers(text, places).encode())
        except OSError as error:
            raise EvaluationError(
                f"{path} cannot be written ({error.strerror}). Name a file that can be written "
                "with --thresholds."
            ) from None
    return tuple(raised)


def _tightened(one: Held) -> float | None:
    """The new limit; None where the old one is as tight or what was reached misses it."""
    if one.value is None or one.figure.endswith(_MACHINE):
        return None
    if one.figure in _COUNTS:
        after: float = one.value
    elif one.at_least:
        # The rounding takes off what binary fractions add: 0.29 * 1000 is 289.99999999999994.
        after = math.floor(round((one.value - 1 / one.n) * _PLACES, 6)) / _PLACES
    else:  # what a perturbation costs may be below 0
        after = math.ceil(round((max(0.0, one.value) + 1 / one.n) * _PLACES, 6)) / _PLACES
    return after if (after > one.limit if one.at_least else after < one.limit) else None


def _with_numbers(text: str, places: Sequence[tuple[tuple[str, ...], float]]) -> str:
    """The YAML text with other numbers at these places, and nothing else changed."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    changes = []
    for path, number in places:
        node: yaml.Node | None = root
        for key in path:
            assert isinstance(node, yaml.MappingNode), "read_thresholds has seen this path"
            node = next(value for name, value in node.value if name.value == key)
        assert node is not None
        changes.append((node.start_mark.index, node.end_mark.index, f"{number:g}"))
    for start, end, number_text in sorted(changes, reverse=True):
        text = text[:start] + number_text + text[end:]
    return text
