"""Standing of regulations: what documents say of each other, and what admins enter."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ingest.standings import with_changes, with_documents
from ingest.structure.document import ParsedRegulation
from knowledge.edition import StatusChange
from knowledge.errors import StagingError
from knowledge.model import Confidence, Regulation, RegulationStatus
from knowledge.standing import LawOn
from tests.ingest.parsed import document, pasal, regulation

TODAY = date(2026, 11, 21)
TOMORROW = date(2026, 11, 22)
BERLAKU, DIUBAH = RegulationStatus.BERLAKU, RegulationStatus.DIUBAH
DICABUT, TIDAK_PASTI = RegulationStatus.DICABUT, RegulationStatus.TIDAK_PASTI


def known(name: str, **others: Any) -> Regulation:
    kind, number, year = name.split("-")
    return Regulation(
        **{
            "id": name,
            "kind": kind,
            "number": number,
            "year": int(year),
            "title": "Judul ringkasan",
            "status": BERLAKU,
            "confidence": Confidence.SATU_SUMBER,
            **others,
        }
    )


OLD = known("pp-53-2010", in_force_since=date(2010, 6, 6))
NEW = known(
    "pp-94-2021", in_force_since=date(2021, 8, 31), url="https://contoh.go.id/94", articles=46
)
KNOWN = {regulation.id: regulation for regulation in (OLD, NEW)}


def taken_in(*parsed: ParsedRegulation, **others: Any) -> dict[str, Regulation]:
    return with_documents(KNOWN, [document(p, **others) for p in parsed], TODAY)


def on(found: dict[str, Regulation], name: str, day: date) -> RegulationStatus:
    """The standing on a day, of what was recorded today."""
    return LawOn(found, day, TODAY).of(found[name])


class TestDocuments:
    def test_a_new_regulation_is_described_by_its_document(self) -> None:
        parsed = regulation(
            "uu-20-2023",
            pasal("1", "Isi."),
            pasal("77", "Isi."),
            title="Aparatur Sipil Negara",
            enacted=date(2023, 10, 31),
            in_force_since=date(2023, 10, 31),
        )

        found = taken_in(parsed, url="https://contoh.go.id/20")["uu-20-2023"]

        assert found == Regulation(
            id="uu-20-2023",
            kind="Undang-Undang",
            number="20",
            year=2023,
            title="Aparatur Sipil Negara",
            enacted=date(2023, 10, 31),
            in_force_since=date(2023, 10, 31),
            status=BERLAKU,
            articles=77,
            url="https://contoh.go.id/20",
            confidence=Confidence.TEKS,
        )

    def test_the_source_may_know_its_standing(self) -> None:
        parsed = regulation("uu-5-2014", pasal("1", "Isi."))

        assert taken_in(parsed, status=DICABUT)["uu-5-2014"].status is DICABUT

    def test_what_a_document_says_of_itself_wins(self) -> None:
        parsed = regulation("pp-94-2021", pasal("46", "Isi."), enacted=date(2021, 8, 30))

        found = taken_in(parsed, url="https://lain.go.id")["pp-94-2021"]

        assert (found.enacted, found.in_force_since) == (date(2021, 8, 30), date(2021, 3, 2))
        assert (found.confidence, found.articles) == (Confidence.TEKS, 46)
        assert (found.title, found.url) == ("Judul ringkasan", "https://contoh.go.id/94")

    def test_what_a_document_does_not_say_stays(self) -> None:
        parsed = regulation("pp-94-2021", pasal("46", "Isi."), enacted=None, in_force_since=None)

        found = taken_in(parsed)["pp-94-2021"]

        assert (found.enacted, found.in_force_since) == (NEW.enacted, NEW.in_force_since)

    @pytest.mark.parametrize(
        "parsed",
        [
            regulation("pp-94-2021", pasal("12", "Isi yang putus"), complete=False),
            regulation("pp-94-2021", pasal("I", "Isi."), amends=("pp-53-2010",)),
        ],
        ids=["breaks off", "amends"],
    )
    def test_the_number_of_articles_comes_from_a_whole_body_only(
        self, parsed: ParsedRegulation
    ) -> None:
        assert taken_in(parsed)["pp-94-2021"].articles == 46

    def test_what_it_repeals_is_repealed_from_its_first_day(self) -> None:
        found = taken_in(regulation("pp-94-2021", pasal("1", "Isi."), repeals=("pp-53-2010",)))

        old = found["pp-53-2010"]
        assert (old.status, old.repealed_by) == (DICABUT, ("pp-94-2021",))
        assert old.repealed_since == date(2021, 3, 2)
        assert on(found, "pp-53-2010", date(2021, 3, 1)) is BERLAKU
        assert on(found, "pp-53-2010", date(2021, 3, 2)) is DICABUT

    def test_until_the_repealing_one_is_in_force_the_old_one_is(self) -> None:
        parsed = regulation(
            "pp-1-2026", pasal("1", "Isi."), repeals=("pp-94-2021",), in_force_since=TOMORROW
        )

        found = taken_in(parsed)

        assert found["pp-94-2021"].status is BERLAKU
        assert on(found, "pp-94-2021", TODAY) is BERLAKU
        assert on(found, "pp-94-2021", TOMORROW) is DICABUT
        assert on(found, "pp-1-2026", TODAY) is RegulationStatus.BELUM_BERLAKU
        assert on(found, "pp-1-2026", TOMORROW) is BERLAKU

    def test_what_it_amends_is_amended_once(self) -> None:
        parsed = regulation("pp-1-2024", pasal("I", "Isi."), amends=("pp-94-2021",))

        once = taken_in(parsed)
        twice = with_documents(once, [document(parsed)], TODAY)

        assert (once["pp-94-2021"].status, once["pp-94-2021"].amended_by) == (
            DIUBAH,
            ("pp-1-2024",),
        )
        assert twice == once

    def test_an_amendment_does_not_revive_what_is_repealed(self) -> None:
        found = taken_in(
            regulation("pp-94-2021", pasal("1", "Isi."), repeals=("pp-53-2010",)),
            regulation("pp-1-2012", pasal("I", "Isi."), amends=("pp-53-2010",)),
        )

        assert found["pp-53-2010"].status is DICABUT
        assert found["pp-53-2010"].amended_by == ("pp-1-2012",)

    def test_documents_may_speak_of_each_other_in_any_order(self) -> None:
        law = regulation("uu-5-2014", pasal("1", "Isi."))
        repealing = regulation("uu-20-2023", pasal("1", "Isi."), repeals=("uu-5-2014",))

        assert taken_in(law, repealing) == taken_in(repealing, law)
        assert taken_in(law, repealing)["uu-5-2014"].status is DICABUT

    def test_regulations_that_nobody_knows_are_not_invented(self) -> None:
        found = taken_in(regulation("uu-20-2023", pasal("1", "Isi."), repeals=("uu-8-1974",)))

        assert set(found) == {"pp-53-2010", "pp-94-2021", "uu-20-2023"}

    def test_the_bundled_records_are_not_touched(self) -> None:
        before = dict(KNOWN)

        taken_in(regulation("pp-94-2021", pasal("1", "Isi."), repeals=("pp-53-2010",)))

        assert before == KNOWN


def entered(status: RegulationStatus, **others: Any) -> dict[str, Regulation]:
    """The regulations once an admin entered this of PP 53/2010."""
    change = StatusChange(regulation="pp-53-2010", status=status, **others)
    return with_changes(KNOWN, [change], TODAY)


class TestChanges:
    def test_repealed(self) -> None:
        found = entered(DICABUT, by="pp-94-2021", since=date(2021, 8, 31))

        assert found["pp-53-2010"].repealed_by == ("pp-94-2021",)
        assert on(found, "pp-53-2010", date(2021, 8, 30)) is BERLAKU
        assert on(found, "pp-53-2010", date(2021, 8, 31)) is DICABUT

    def test_repealed_on_a_day_to_come(self) -> None:
        found = entered(DICABUT, since=TOMORROW)

        assert found["pp-53-2010"].status is BERLAKU
        assert on(found, "pp-53-2010", TODAY) is BERLAKU
        assert on(found, "pp-53-2010", TOMORROW) is DICABUT

    def test_repealed_by_a_law_that_is_not_in_force_yet(self) -> None:
        coming = known("pp-1-2027", in_force_since=TOMORROW)
        change = StatusChange(regulation="pp-53-2010", status=DICABUT, by=coming.id)

        found = with_changes({**KNOWN, coming.id: coming}, [change], TODAY)

        assert found["pp-53-2010"].status is BERLAKU
        assert on(found, "pp-53-2010", TODAY) is BERLAKU
        assert on(found, "pp-53-2010", TOMORROW) is DICABUT

    def test_repealed_without_a_date(self) -> None:
        assert on(entered(DICABUT), "pp-53-2010", TODAY) is DICABUT

    def test_amended(self) -> None:
        found = entered(DIUBAH, by="pp-94-2021")

        assert found["pp-53-2010"].status is DIUBAH
        assert found["pp-53-2010"].amended_by == ("pp-94-2021",)

    def test_in_force_from_a_day_to_come(self) -> None:
        found = entered(BERLAKU, since=TOMORROW)

        assert on(found, "pp-53-2010", TODAY) is RegulationStatus.BELUM_BERLAKU
        assert on(found, "pp-53-2010", TOMORROW) is BERLAKU

    def test_in_force_takes_a_repeal_back(self) -> None:
        repealed = entered(DICABUT, by="pp-94-2021", since=date(2021, 8, 31))
        change = StatusChange(regulation="pp-53-2010", status=BERLAKU)

        assert with_changes(repealed, [change], TODAY) == KNOWN

    def test_uncertain(self) -> None:
        assert on(entered(TIDAK_PASTI), "pp-53-2010", TODAY) is TIDAK_PASTI

    @pytest.mark.parametrize(
        "change",
        [
            StatusChange(regulation="pp-9-1999", status=DICABUT),
            StatusChange(regulation="pp-53-2010", status=DICABUT, by="pp-9-1999"),
        ],
    )
    def test_an_unknown_regulation(self, change: StatusChange) -> None:
        with pytest.raises(StagingError, match=r"pp-9-1999 is not a known .*asn-ingest discard"):
            with_changes(KNOWN, [change], TODAY)
