"""What the tests of systems share: the tiny edition in a folder that they may write to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from evaluation.systems.opening import open_system
from evaluation.systems.system import System
from tests.tiny_edition import TinyEdition

Open = Callable[..., System]


@pytest.fixture(scope="package")
def tiny(tiny_edition: TinyEdition, tmp_path_factory: pytest.TempPathFactory) -> TinyEdition:
    """A copy of the tiny edition to which baselines may add their indexes."""
    return tiny_edition.copy(tmp_path_factory.mktemp("systems"))


@pytest.fixture
def opened(tiny: TinyEdition) -> Iterator[Open]:
    """Opens a system of that edition by its name, until the end of the test."""
    with ExitStack() as stack:

        def open_(name: str, **options: Any) -> System:
            return stack.enter_context(open_system(tiny.settings, name, **options))

        yield open_
