"""Every article of the real documents is found once, and no reference is taken for one."""

from __future__ import annotations

import pytest

from ingest.structure.document import UnitKind, walk
from tests.ingest.structure.samples import articles, outline, parsed, unit

LAST_ARTICLE = {
    "pp-42-2004.md": 22,
    "pp-37-2004.md": 17,
    "pp-49-2018.md": 102,
    "pp-11-2017.md": 364,
    "pp-53-2010.md": 51,
    "uu-5-2014.md": 141,
    "pdf/uu-5-2014.pdf": 141,
    "uu-6-2014.md": 122,
}


@pytest.mark.parametrize("name", LAST_ARTICLE)
def test_articles_run_from_the_first_to_the_last(name: str) -> None:
    numbers = [str(number) for number in range(1, LAST_ARTICLE[name] + 1)]
    assert articles(parsed(name)) == numbers
    report = parsed(name).report
    assert (report.articles, report.missing, report.complete) == (LAST_ARTICLE[name], (), True)


def test_an_article_that_the_sample_lacks_is_kept_without_words() -> None:
    """Neither heading nor words of PP 94/2021 Pasal 39 are in the extracted text: only the title
    of its Bagian is, before the next Bab, and its elucidation."""
    regulation = parsed("pp-94-2021.md")
    assert articles(regulation) == [str(n) for n in range(1, 47)]
    assert (regulation.report.articles, regulation.report.missing) == (45, ("39",))
    assert unit(regulation, "bab-4:bagian-2").units == (unit(regulation, "pasal-39"),)
    assert unit(regulation, "pasal-39").text == ""
    errors = [f for f in regulation.report.findings if f.severity == "error"]
    assert [(f.code, f.unit) for f in errors] == [("missing", "pp-94-2021:pasal-39")]


def test_an_enacting_law_has_its_own_articles_and_those_of_the_annexed_regulation() -> None:
    regulation = parsed("uu-1-2015.md")
    ids = [unit.id for unit in walk(regulation.units) if unit.kind is UnitKind.PASAL]
    assert ids[:2] == ["uu-1-2015:batang-tubuh:pasal-1", "uu-1-2015:batang-tubuh:pasal-2"]
    assert ids[2:] == [f"uu-1-2015:pasal-{number}" for number in range(1, 207)]
    assert regulation.report.articles == 206


def test_a_document_that_breaks_off_is_reported_as_incomplete() -> None:
    regulation = parsed("uu-7-2017.md")
    report = regulation.report
    assert len(articles(regulation)) == report.articles  # none is kept without evidence
    assert not report.complete
    assert {"incomplete", "missing"} <= {finding.code for finding in report.findings}
    assert report.certainty < 0.8


def test_text_and_pdf_of_the_same_law_give_the_same_structure() -> None:
    text, pdf = parsed("uu-5-2014.md"), parsed("pdf/uu-5-2014.pdf")
    assert outline(text.units) == outline(pdf.units)
    assert [u.id for u in walk(text.elucidation)] == [u.id for u in walk(pdf.elucidation)]
    assert text.metadata == pdf.metadata


@pytest.mark.parametrize(
    ("name", "articles_named", "items"),
    [
        ("uu-2-2011.md", "1 2 3 4 5 16 19 23 29 32 33 34 34A 35 39 45 47 51", 18),
        ("pdf/permendagri-65-2017.pdf", "4 5 21 42 47A 47B 47C 47D 47E 48 49", 7),
    ],
)
def test_the_articles_inside_an_amending_regulation(
    name: str, articles_named: str, items: int
) -> None:
    regulation = parsed(name)
    assert articles(regulation) == ["I", *articles_named.split(), "II"]
    first = regulation.units[0]
    assert [unit.number for unit in first.units] == [str(n) for n in range(1, items + 1)]


@pytest.mark.parametrize(("name", "items"), [("uu-8-2015.md", 117), ("uu-10-2016.md", 67)])
def test_no_item_of_the_amendments_is_lost(name: str, items: int) -> None:
    first = parsed(name).units[0]
    assert [unit.number for unit in first.units] == [str(n) for n in range(1, items + 1)]
    assert all(unit.text for unit in first.units)
