"""The law as it stood on one day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge.model import Provision, Regulation
from knowledge.standing import LawOn, predecessors, standing, successors

RECORDED = date(2026, 11, 22)


def regulation(id: str, **fields: Any) -> Regulation:
    kind, number, year = id.rsplit("-", 2)
    return Regulation.model_validate(
        {
            "id": id,
            "kind": kind,
            "number": number,
            "year": int(year),
            "title": id,
            "status": "berlaku",
            "confidence": "teks",
            **fields,
        }
    )


def law(*regulations: Regulation) -> dict[str, Regulation]:
    return {found.id: found for found in regulations}


def provision(id: str, **fields: Any) -> Provision:
    owner = id.partition(":")[0]
    return Provision.model_validate(
        {
            "id": id,
            "regulation": owner,
            "locator": "x",
            "text": "teks sekarang",
            "confidence": "teks",
            **fields,
        }
    )


def on(regulations: dict[str, Regulation], id: str, day: str) -> str:
    return standing(regulations, regulations[id], date.fromisoformat(day), RECORDED).value


DISCIPLINE = law(
    regulation(
        "pp-53-2010",
        status="dicabut",
        in_force_since="2010-06-06",
        repealed_by=["pp-94-2021"],
    ),
    regulation("pp-94-2021", in_force_since="2021-08-31", repeals=["pp-53-2010"]),
)


@pytest.mark.parametrize(
    ("id", "day", "status"),
    [
        ("pp-94-2021", "2021-08-30", "belum_berlaku"),
        ("pp-94-2021", "2021-08-31", "berlaku"),
        ("pp-94-2021", "2026-11-22", "berlaku"),
        ("pp-53-2010", "2010-06-05", "belum_berlaku"),
        ("pp-53-2010", "2021-08-30", "berlaku"),
        ("pp-53-2010", "2021-08-31", "dicabut"),
        ("pp-53-2010", "2026-11-22", "dicabut"),
    ],
)
def test_a_law_binds_from_its_day_until_the_day_of_the_law_that_repeals_it(
    id: str, day: str, status: str
) -> None:
    assert on(DISCIPLINE, id, day) == status


@pytest.mark.parametrize("recorded", ["berlaku", "dicabut"])
@pytest.mark.parametrize("named", [True, False])
def test_a_repeal_to_come_leaves_it_in_force_until_its_day(recorded: str, named: bool) -> None:
    coming = regulation("pp-1-2027", status="belum_berlaku", in_force_since="2027-01-01")
    told: dict[str, Any] = {} if named else {"repealed_since": "2027-01-01"}
    old = regulation(
        "pp-94-2021",
        status=recorded,
        in_force_since="2021-08-31",
        repealed_by=["pp-1-2027"],
        **told,
    )
    regulations = law(coming, old) if named else law(old)
    assert on(regulations, "pp-94-2021", "2026-11-22") == "berlaku"
    assert on(regulations, "pp-94-2021", "2026-12-31") == "berlaku"
    assert on(regulations, "pp-94-2021", "2027-01-01") == "dicabut"
    if named:
        assert on(regulations, "pp-1-2027", "2026-12-31") == "belum_berlaku"
        assert on(regulations, "pp-1-2027", "2027-01-01") == "berlaku"


@pytest.mark.parametrize(
    ("recorded", "earlier", "that_day", "later"),
    [
        ("berlaku", "tidak_pasti", "berlaku", "berlaku"),
        ("diubah", "tidak_pasti", "diubah", "diubah"),
        ("dicabut", "tidak_pasti", "dicabut", "dicabut"),
        ("tidak_pasti", "tidak_pasti", "tidak_pasti", "tidak_pasti"),
        ("belum_berlaku", "tidak_pasti", "belum_berlaku", "belum_berlaku"),
    ],
)
def test_without_dates_the_recorded_status_speaks_only_from_its_own_day_on(
    recorded: str, earlier: str, that_day: str, later: str
) -> None:
    regulations = law(regulation("pp-1-2000", status=recorded))
    assert on(regulations, "pp-1-2000", "2026-11-21") == earlier
    assert on(regulations, "pp-1-2000", "2026-11-22") == that_day
    assert on(regulations, "pp-1-2000", "2027-11-22") == later
    assert on(regulations, "pp-1-2000", "1999-12-31") == "belum_berlaku"  # its year is known


def test_what_is_repealed_on_an_unknown_day_is_never_said_to_have_been_in_force() -> None:
    regulations = law(
        regulation(
            "pp-1-2000", status="dicabut", in_force_since="2000-01-01", repealed_by=["pp-9-2010"]
        ),
        regulation("pp-9-2010"),
    )
    assert on(regulations, "pp-1-2000", "2005-01-01") == "tidak_pasti"
    assert on(regulations, "pp-1-2000", "2026-11-22") == "dicabut"


def test_of_several_repealing_laws_the_first_counts() -> None:
    regulations = law(
        regulation(
            "pp-1-2000",
            status="dicabut",
            in_force_since="2000-01-01",
            repealed_by=["pp-2-2010", "pp-3-2012"],
        ),
        regulation("pp-2-2010", in_force_since="2010-01-01"),
        regulation("pp-3-2012"),
    )
    assert on(regulations, "pp-1-2000", "2010-01-01") == "dicabut"
    assert on(regulations, "pp-1-2000", "2009-12-31") == "tidak_pasti"  # the other may be earlier


def test_an_uncertain_standing_stays_so_between_its_known_days() -> None:
    regulations = law(
        regulation(
            "se-1-2022",
            status="tidak_pasti",
            in_force_since="2022-01-01",
            repealed_since="2025-01-01",
        )
    )
    assert on(regulations, "se-1-2022", "2021-12-31") == "belum_berlaku"
    assert on(regulations, "se-1-2022", "2023-01-01") == "tidak_pasti"
    assert on(regulations, "se-1-2022", "2025-01-01") == "dicabut"


AMENDED = law(
    regulation(
        "uu-1-2015",
        status="diubah",
        in_force_since="2015-02-02",
        amended_by=["uu-8-2015", "uu-10-2016"],
    ),
    regulation("uu-8-2015", in_force_since="2015-03-18", amends=["uu-1-2015"]),
    regulation("uu-10-2016", in_force_since="2016-07-01", amends=["uu-1-2015"]),
)


@pytest.mark.parametrize(
    ("day", "status"),
    [("2015-03-17", "berlaku"), ("2015-03-18", "diubah"), ("2026-11-22", "diubah")],
)
def test_a_law_counts_as_amended_from_the_first_amendment_on(day: str, status: str) -> None:
    assert on(AMENDED, "uu-1-2015", day) == status


def test_an_amendment_ends_with_the_law_that_it_amends() -> None:
    base = AMENDED["uu-1-2015"].model_copy(update={"repealed_since": date(2027, 5, 1)})
    regulations = {**AMENDED, base.id: base}
    assert on(regulations, "uu-10-2016", "2027-04-30") == "berlaku"
    assert on(regulations, "uu-10-2016", "2027-05-01") == "dicabut"


def test_laws_that_amend_each_other_come_to_an_end() -> None:
    regulations = law(
        regulation("pp-1-2000", in_force_since="2000-01-01", amends=["pp-2-2000"]),
        regulation("pp-2-2000", in_force_since="2000-01-01", amends=["pp-1-2000"]),
    )
    assert on(regulations, "pp-1-2000", "2001-01-01") == "berlaku"


ARTICLE = provision(
    "uu-1-2015:pasal-71",
    made_by=["uu-1-2015", "uu-8-2015", "uu-10-2016"],
    versions=[
        {"text": "teks pertama", "made_by": "uu-1-2015"},
        {"text": "teks kedua", "made_by": "uu-8-2015", "since": "2015-03-18"},
    ],
)


@pytest.mark.parametrize(
    ("day", "text", "makers"),
    [
        ("2015-02-02", "teks pertama", 1),
        ("2015-03-17", "teks pertama", 1),
        ("2015-03-18", "teks kedua", 2),
        ("2016-06-30", "teks kedua", 2),
        ("2016-07-01", "teks sekarang", 3),
        ("2026-11-22", "teks sekarang", 3),
    ],
)
def test_the_text_is_the_one_valid_on_the_day(day: str, text: str, makers: int) -> None:
    on_day = LawOn(AMENDED, date.fromisoformat(day), RECORDED)
    valid = on_day.text(ARTICLE)
    assert valid is not None
    assert (valid.text, len(on_day.made_by(ARTICLE))) == (text, makers)
    assert on_day.of_provision(ARTICLE).value in {"berlaku", "diubah"}


def test_before_its_law_a_provision_binds_no_one() -> None:
    day = date(2015, 1, 1)
    assert LawOn(AMENDED, day, RECORDED).text(ARTICLE) is None
    assert standing(AMENDED, ARTICLE, day, RECORDED).value == "belum_berlaku"


def test_a_text_of_unknown_days_is_not_quoted() -> None:
    undated = {
        **AMENDED,
        "uu-8-2015": AMENDED["uu-8-2015"].model_copy(update={"in_force_since": None}),
    }
    gap = ARTICLE.model_copy(
        update={
            "versions": (
                ARTICLE.versions[0],
                ARTICLE.versions[1].model_copy(update={"since": None}),
            )
        }
    )
    day = date(2015, 6, 1)
    assert LawOn(undated, day, RECORDED).text(gap) is None
    assert standing(undated, gap, day, RECORDED).value == "tidak_pasti"
    assert LawOn(undated, date(2016, 7, 1), RECORDED).text(gap) is not None


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"made_by": ["uu-10-2016"]}, "belum_berlaku"),  # inserted by the amendment
        ({"made_by": ["uu-1-2015", "uu-10-2016"]}, "tidak_pasti"),  # its first text is not known
        ({}, "diubah"),
    ],
)
def test_what_an_amendment_made_was_not_there_before_it(fields: Any, status: str) -> None:
    made = provision("uu-1-2015:pasal-71a", **fields)
    assert standing(AMENDED, made, date(2016, 6, 30), RECORDED).value == status
    assert standing(AMENDED, made, date(2016, 7, 1), RECORDED).value == "diubah"


def test_a_provision_that_an_amendment_deleted_is_gone_from_that_day() -> None:
    deleted = provision("uu-1-2015:pasal-7", repealed_since="2016-07-01")
    assert standing(AMENDED, deleted, date(2016, 6, 30), RECORDED).value == "diubah"
    assert standing(AMENDED, deleted, date(2016, 7, 1), RECORDED).value == "dicabut"


def test_present_law_is_the_record_when_no_other_day_is_named() -> None:
    undated = regulation("pp-1-2000")
    assert standing({undated.id: undated}, undated, date(2026, 11, 22)).value == "berlaku"


def test_what_applied_in_its_place_is_found_through_the_generations() -> None:
    regulations = law(
        *DISCIPLINE.values(),
        regulation(
            "pp-30-1980",
            status="dicabut",
            in_force_since="1980-08-30",
            repealed_by=["pp-53-2010"],
        ),
    )
    present, oldest = regulations["pp-94-2021"], regulations["pp-30-1980"]

    def ids(found: tuple[Regulation, ...]) -> list[str]:
        return [one.id for one in found]

    def law_on(year: int) -> LawOn:
        return LawOn(regulations, date(year, 1, 1), RECORDED)

    assert ids(predecessors(law_on(2020), present)) == ["pp-53-2010"]
    assert ids(predecessors(law_on(1990), present)) == ["pp-30-1980"]
    assert ids(predecessors(law_on(1970), present)) == []
    assert ids(successors(law_on(2026), oldest)) == ["pp-94-2021"]
