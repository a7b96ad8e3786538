"""The structure of regulations made by chance is found again: in clean print, in wrapped lines,
and under the damage of scans."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.structure.document import ParsedRegulation, UnitKind, walk
from ingest.structure.parse import parse
from tests.ingest.structure.made import Made, damaged, make, wrapped
from tests.ingest.structure.samples import outline, source

SEEDS = st.integers(min_value=0, max_value=10**9)


def found(regulation: ParsedRegulation) -> dict[str, str]:
    """The outline of each article."""
    return {
        unit.number: outline(unit.units)
        for unit in walk(regulation.units)
        if unit.kind is UnitKind.PASAL
    }


def groups(regulation: ParsedRegulation) -> list[str]:
    """The ids of Bab and Bagian, without the regulation."""
    kinds = (UnitKind.BAB, UnitKind.BAGIAN)
    return [u.id.split(":", 1)[1] for u in walk(regulation.units) if u.kind in kinds]


def check(made: Made, text: str) -> ParsedRegulation:
    """Parse and compare with what was made."""
    regulation = parse(source(text))
    assert found(regulation) == made.outline
    return regulation


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_clean_print(seed: int) -> None:
    made = make(seed)
    regulation = check(made, "\n".join(made.lines))
    assert sorted(groups(regulation)) == sorted(dict.fromkeys(made.groups))
    assert regulation.report.missing == ()
    assert regulation.report.certainty == 1.0


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_lines_wrapped_as_on_a_printed_page(seed: int) -> None:
    made = make(seed)
    check(made, "\n".join(wrapped(made.lines)))


@settings(max_examples=60, deadline=None)
@given(SEEDS, SEEDS)
def test_every_article_is_found_under_damage(seed: int, damage: int) -> None:
    made = make(seed)
    regulation = parse(source(damaged(made, damage)))
    assert list(found(regulation)) == list(made.outline)


def test_nearly_all_lists_are_right_under_damage() -> None:
    right = total = 0
    for seed in range(60):
        made = make(seed)
        got = found(parse(source(damaged(made, seed))))
        right += sum(got.get(number) == shape for number, shape in made.outline.items())
        total += len(made.outline)
    assert right / total >= 0.98


def words(text: str) -> Counter[str]:
    """Words of at least four letters, so that marks and numbers do not count."""
    return Counter(re.findall(r"[A-Za-z]{4,}", text))


@pytest.mark.parametrize("seed", range(12))
def test_no_word_of_the_body_is_lost_under_damage(seed: int) -> None:
    made = make(seed)
    text = damaged(made, seed)
    regulation = parse(source(text))
    body = text[text.index("BAB I") : text.index("Agar setiap")]
    kept = Counter[str]()
    for unit in walk(regulation.units):
        kept += words(f"{unit.heading} {unit.text} {unit.closing}")
        if unit.kind in (UnitKind.PASAL, UnitKind.BAGIAN):
            kept += words(f"{unit.kind.value.capitalize()} {unit.number}")
    for repair in regulation.repairs:
        kept += words(repair.found)
    assert not words(body) - kept
