"""Articles whose words a document has lost."""

from __future__ import annotations

from tests.ingest.structure.samples import articles, pp, unit

LOST = "BAB I\nSATU\nPasal 1\nIsi satu.\n{vacant}Pasal 3\nIsi tiga."
EXPLAINED = (
    "PENJELASAN\nATAS\nX\nI. UMUM\nY.\nII. PASAL DEMI PASAL\nPasal 1\nCukup jelas.\n{more}"
    "Pasal 3\nCukup jelas.\n"
)


def test_an_article_with_an_elucidation_is_kept_at_its_place_without_words() -> None:
    after = EXPLAINED.format(more="Pasal 2\nYang dimaksud dengan isi adalah itu.\n")
    regulation = pp(LOST.format(vacant=""), after)
    assert articles(regulation) == ["1", "2", "3"]
    assert unit(regulation, "pasal-2").text == ""
    assert (regulation.report.articles, regulation.report.missing) == (2, ("2",))
    (finding,) = (f for f in regulation.report.findings if f.code == "missing")
    assert (finding.unit, finding.severity) == ("pp-7-2020:pasal-2", "error")
    assert "tidak memuat bunyi Pasal 2" in finding.message
    assert not [f for f in regulation.report.findings if f.code == "loose_elucidation"]


def test_it_stands_in_the_group_that_has_no_articles() -> None:
    after = EXPLAINED.format(more="Pasal 2\nCukup jelas.\n")
    regulation = pp(LOST.format(vacant="BAB II\nDUA\nBAB III\nTIGA\n"), after)
    assert [u.id for u in unit(regulation, "bab-2").units] == ["pp-7-2020:pasal-2"]
    assert [u.id for u in unit(regulation, "bab-3").units] == ["pp-7-2020:pasal-3"]


def test_without_an_elucidation_of_it_nothing_is_added() -> None:
    regulation = pp(LOST.format(vacant=""), EXPLAINED.format(more=""))
    assert articles(regulation) == ["1", "3"]
    (finding,) = (f for f in regulation.report.findings if f.code == "missing")
    assert (finding.unit, "Pasal 2 tidak ditemukan" in finding.message) == ("pp-7-2020", True)


def test_what_the_elucidation_has_after_the_last_article_is_no_gap() -> None:
    after = EXPLAINED.format(more="Pasal 2\nCukup jelas.\n") + "Pasal 4\nCukup jelas.\n"
    assert articles(pp(LOST.format(vacant=""), after)) == ["1", "2", "3"]
