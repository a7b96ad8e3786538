"""No word of the body of a real document is lost between its text and its units."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from ingest.structure.catchwords import drop_catchwords
from ingest.structure.clean import clean
from ingest.structure.document import walk
from ingest.structure.sections import instruments
from tests.ingest.structure.samples import parsed, sample

NAMES = [
    "pp-94-2021.md",
    "pp-42-2004.md",
    "pp-49-2018.md",
    "pp-11-2017.md",
    "uu-1-2015.md",
    "uu-7-2017.md",
    "uu-8-2015.md",
    "pdf/uu-5-2014.pdf",
    "pdf/permendagri-65-2017.pdf",
]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[A-Za-z]{4,}", text))


@pytest.mark.parametrize("name", NAMES)
def test_units_and_repairs_hold_all_words_of_the_text(name: str) -> None:
    regulation = parsed(name)
    source = sample(name)
    running = drop_catchwords(clean(source))
    kept = Counter[str]()
    for unit in walk((*regulation.units, *regulation.elucidation, *regulation.annexes)):
        kept += words(f"{unit.heading} {unit.text} {unit.closing} {' '.join(unit.cells)}")
        # The mark of a heading is the unit's kind and number.
        kept += words(f"{unit.kind.value.capitalize()} {unit.kind.value.upper()} {unit.number}")
    for repair in regulation.repairs:
        kept += words(repair.found)
    for part in instruments(running.text):
        body = running.text[part.body.start : part.body.end]
        lost = words(" ".join(body.split())) - kept
        assert not {word for word in lost if word.lower() not in HEADING_WORDS}, name


HEADING_WORDS = {"pasal", "paragraf", "bagian"}
"""Marks of headings, printed in capitals or not."""


@pytest.mark.parametrize("name", NAMES)
def test_cleaning_lists_all_that_it_takes_out(name: str) -> None:
    source = sample(name)
    running = clean(source)
    taken = Counter[str]()
    for mended in running.mended:
        taken += words(mended.found)
    before = words(" ".join(line.text.replace("\ufffe", "-") for line in source.lines))
    after = words(running.text)
    lost = before - after - taken
    # An edit that ends inside a word leaves the rest of the word.
    assert sum(lost.values()) <= len(running.mended) // 10
