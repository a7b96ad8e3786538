from __future__ import annotations

from pathlib import Path

from dotenv import dotenv_values

from knowledge.settings import Settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def comments() -> dict[str, str]:
    """The comment above each variable, as one text."""
    found: dict[str, str] = {}
    for paragraph in EXAMPLE.read_text(encoding="utf-8").split("\n\n"):
        *above, last = paragraph.strip().splitlines()
        if not last.startswith("#"):
            found[last.split("=")[0]] = " ".join(line.lstrip("# ") for line in above)
    return found


def test_every_setting_stands_there_and_nothing_else() -> None:
    assert list(dotenv_values(EXAMPLE)) == [name.upper() for name in Settings.model_fields]


def test_an_unchanged_copy_changes_nothing() -> None:
    copied = Settings(_env_file=EXAMPLE)
    for name, field in Settings.model_fields.items():
        assert getattr(copied, name) == field.default, name


def test_every_setting_is_explained_with_its_default() -> None:
    told = comments()
    for name, field in Settings.model_fields.items():
        comment = told[name.upper()]
        unset = field.default is None or field.default == frozenset()
        default = "empty" if unset else str(field.default)
        assert str(field.description) in comment, name
        assert f"Default: {default}".lower() in comment.lower(), name


def test_every_range_is_told() -> None:
    told = comments()
    for name, field in Settings.model_fields.items():
        limits = {
            limit: getattr(rule, limit)
            for rule in field.metadata
            for limit in ("ge", "le")
            if hasattr(rule, limit)
        }
        if limits:
            assert f"Range: {limits['ge']:g} to {limits['le']:g}." in told[name.upper()], name
