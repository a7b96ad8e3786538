"""The composer's own sentences."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from bot.answering.wording import Wording, load_wording
from bot.texts import load_texts
from knowledge.errors import AsnBotError
from knowledge.model import Strength, Verdict

TEXT = files("bot").joinpath("data", "answers.yaml").read_text(encoding="utf-8")


def test_every_verdict_and_strength_has_its_words() -> None:
    words = load_wording()
    assert set(words.badges) == set(Verdict)
    assert set(words.strengths) == set(Strength)


@pytest.mark.parametrize(
    "text",
    [
        None,
        TEXT + "sapaan: Halo\n",  # no such entry
        TEXT.replace("  headline_beyond:", "  headline_beyon:"),
        TEXT + "a: [\n",  # no YAML
    ],
)
def test_a_broken_file_is_one_line_that_names_it(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "answers.yaml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(AsnBotError, match=r"answers\.yaml") as caught:
        load_texts("answers.yaml", Wording, path)
    assert "\n" not in str(caught.value)
