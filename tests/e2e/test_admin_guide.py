"""The admins' guide shows what the commands print."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest

from tests.e2e.admin_guide import (
    GUIDE,
    SAMPLES,
    commands,
    run_again,
    with_output,
    without_variables,
)
from tests.e2e.programs import Place


def test_the_guide_shows_the_whole_life_of_a_regulation() -> None:
    shown = " ".join(chain.from_iterable(commands(GUIDE.read_text(encoding="utf-8"))))
    for name in ("parse", "add", "diff", "publish", "confirm", "show", "status", "rollback"):
        assert f"asn-ingest {name}" in shown


@pytest.mark.slow
def test_the_output_in_the_guide_is_the_programs(place: Place, tmp_path: Path) -> None:
    """After a change of output: python -m tests.e2e.admin_guide."""
    if not SAMPLES.is_dir():
        pytest.skip("the sample regulations are not beside the project")
    written = GUIDE.read_text(encoding="utf-8")
    printed = with_output(written, run_again(written, Path(place.settings["DATA_DIR"]), tmp_path))
    assert without_variables(printed).splitlines() == without_variables(written).splitlines()
