"""Articles of other documents, counted by hand: different ages, scans and styles of numbering."""

from __future__ import annotations

import pytest

from ingest.structure.document import UnitKind, walk
from tests.ingest.structure.samples import outline, parsed, unit

BY_HAND = {
    # two items on one line after "atau"
    ("uu-5-2014.md", "pasal-87"): "(1)[a b c d e] (2) (3) (4)[a b c d]",
    ("pdf/uu-5-2014.pdf", "pasal-87"): "(1)[a b c d e] (2) (3) (4)[a b c d]",
    ("uu-5-2014.md", "pasal-88"): "(1)[a b c] (2)",
    ("pdf/uu-5-2014.pdf", "pasal-119"): "",
    # long lists of letters
    ("uu-6-2014.md", "pasal-26"): (
        "(1) (2)[a b c d e f g h i j k l m n o] (3)[a b c d e] (4)[a b c d e f g h i j k l m n o p]"
    ),
    # an article whose first list is of numbers, letters inside, items on one line
    ("pp-53-2010.md", "pasal-4"): "1 2 3 4 5 6 7 8 9 10 11 12[a b c d] 13[a b] 14 15[a b c d]",
    # "(21", several ayat on one line, page heads in between
    ("pp-49-2018.md", "pasal-53"): "(1)[a b c d e] (2)[a b c] (3)[a b c d]",
    ("pp-49-2018.md", "pasal-54"): "(1) (2)[a b c] (3)",
    # all in a few lines, "Pasal 13 (1) ..." in the middle of them
    ("pp-42-2004.md", "pasal-8"): "a b c d e f g h",
    ("pp-42-2004.md", "pasal-13"): "(1)[a b] (2)",
    ("pp-42-2004.md", "pasal-15"): "(1) (2) (3)[a b] (4) (5)",
    ("pp-42-2004.md", "pasal-18"): "(1)[a b c] (2) (3)",
    # a sentence that ends in "ayat (2)." right before the mark of ayat (2)
    ("pp-94-2021.md", "pasal-23"): "(1)[a b c] (2) (3)",
    # ayat and letters inserted by an amendment
    ("uu-10-2016.md", "pasal-42"): "(1) (2) (3) (4) (4a) (5) (5a) (6)",
    ("uu-10-2016.md", "pasal-10"): "a b b1 c d",
    ("uu-2-2011.md", "pasal-2"): "(1) (1a) (1b) (2) (3) (4)[a b c d e f g h i j k l m] (5)",
    # ayat (4) is printed twice in the official document
    ("pdf/permendagri-65-2017.pdf", "pasal-47c"): "(1) (2) (3) (4)[a b c] (4) (5)",
    ("pdf/permendagri-65-2017.pdf", "pasal-47d"): (
        "(1)[a b c] (2)[a b c d e f] (3)[a b c d e] (4) (5)[a b c d e f g h i j k] (6) (7)"
        " (8)[a b c d] (9)"
    ),
}


@pytest.mark.parametrize(("name", "path"), BY_HAND)
def test_the_lists_of_an_article(name: str, path: str) -> None:
    assert outline(unit(parsed(name), path).units) == BY_HAND[name, path]


def test_a_number_printed_twice_is_reported_and_keeps_both_texts() -> None:
    regulation = parsed("pdf/permendagri-65-2017.pdf")
    article = unit(regulation, "pasal-47c")
    fourth, again = article.units[3:5]
    assert again.id == f"{fourth.id}-kedua"
    assert fourth.text != again.text
    assert regulation.report.doubled == (fourth.id,)
    assert [f.page for f in regulation.report.findings if f.code == "doubled"] == [7]


@pytest.mark.parametrize(
    "name", ["pp-94-2021.md", "pp-11-2017.md", "uu-7-2017.md", "uu-1-2015.md", "uu-8-2015.md"]
)
def test_ids_are_unique_and_of_the_grammar_of_ids(name: str) -> None:
    regulation = parsed(name)
    everything = (*regulation.units, *regulation.elucidation, *regulation.annexes)
    ids = [unit.id for unit in walk(everything)]
    assert len(ids) == len(set(ids))
    assert all(set(i) <= set("abcdefghijklmnopqrstuvwxyz0123456789:-") for i in ids)


def test_groups_hold_their_articles() -> None:
    regulation = parsed("pp-94-2021.md")
    second = unit(regulation, "bab-2")
    assert (second.number, second.heading) == ("II", "KEWAJIBAN DAN LARANGAN")
    assert [part.heading for part in second.units] == ["Umum", "Kewajiban", "Larangan"]
    third = unit(regulation, "bab-3:bagian-3:paragraf-2")
    assert [u.number for u in third.units if u.kind is UnitKind.PASAL] == ["12", "13", "14", "15"]
