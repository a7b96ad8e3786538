from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.terminal_texts import load_terminal_texts
from knowledge.errors import DataError

SOURCE = Path(__file__).parents[2] / "bot" / "data" / "terminal.yaml"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda texts: texts.pop("goodbye"), "goodbye"),
        (lambda texts: texts.update(extra="x"), "extra"),
        (lambda texts: texts.update(failed="{oops}"), "unknown placeholder"),
        (lambda texts: texts.update(goodbye="{"), "goodbye"),
        (lambda texts: texts.update(welcome=["{kind}"]), "unknown placeholder"),
        (lambda texts: texts["hints"].update(options="{number}"), "unknown placeholder"),
        (lambda texts: texts.update(help=[]), "help"),
    ],
)
def test_broken_texts_are_named(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], says: str
) -> None:
    texts = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    change(texts)
    path = tmp_path / "terminal.yaml"
    path.write_text(yaml.safe_dump(texts), encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_terminal_texts(path)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a: [", b"", b"- 1"])
def test_unreadable_texts_are_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "terminal.yaml"
    path.write_bytes(content)
    with pytest.raises(DataError) as error:
        load_terminal_texts(path)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)
