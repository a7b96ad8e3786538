"""Records as the data files have them: YAML and JSON Lines in the style of the files that are there."""

from __future__ import annotations

import json
from typing import Any

import yaml

from knowledge.model import Example, Provision, Ruling

_WIDTH = 110
"""At which PyYAML breaks lines as most of the data files have them (167 of 212 rulings exactly)."""
_LABEL = ("q", "ruling", "verdict", "style", "author", "facts")
_OFFICIAL = {"versions", "unconfirmed", "sources"}
"""What of an official provision only an edition needs."""


class _Style(yaml.SafeDumper):
    """Lists stand deeper than the key above them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)


def ruling_text(ruling: Ruling) -> str:
    """A ruling as an item of a file of rulings."""
    return _item(ruling.model_dump(mode="json", exclude_defaults=True))


def provision_text(provision: Provision) -> str:
    """A provision as an item of a file of provisions."""
    return _item(provision.model_dump(mode="json", exclude_defaults=True, exclude=_OFFICIAL))


def example_line(example: Example) -> str:
    """An example as a line of a file of examples."""
    values = example.model_dump(mode="json")
    return json.dumps({name: values[name] for name in _LABEL}, ensure_ascii=False) + "\n"


def items_added(text: str, items: list[str]) -> str:
    """A YAML file with more items at its end, all that stands there untouched."""
    blocks = [text.rstrip("\n")] if text.strip() else []
    if blocks and all(line.startswith("#") for line in blocks[0].splitlines()):
        return blocks[0] + "\n" + "\n".join(items)  # only the file's own heading so far
    return "\n\n".join([*blocks, *(item.rstrip("\n") for item in items)]) + "\n"


def lines_added(text: str, lines: list[str]) -> str:
    """A JSON Lines file with more lines at its end."""
    gap = "" if not text or text.endswith("\n") else "\n"
    return text + gap + "".join(lines)


def _item(values: dict[str, Any]) -> str:
    written = yaml.dump(
        [values],
        Dumper=_Style,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=_WIDTH,
    )
    return str(written)
