"""Statistics: what is told of the counts, what is held back, and the picture of it."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from bot.judgement import Judgement
from bot.storage.statistics import AnswersOfDay, Counts
from ingest.chart import draw
from ingest.statistics import NO_TOPIC, NOT_FOUND, Cell, Latency, Report, report_of

LAST = date(2026, 11, 22)
TOPICS = {"reaksi": "medsos", "hadir": "kampanye", "sapaan": "di-luar-putusan"}


def rows(*found: tuple[str, str, int], day: date = LAST) -> tuple[AnswersOfDay, ...]:
    """Answers of a day: family, verdict and number; without a verdict, none was found."""
    return tuple(
        AnswersOfDay(day.isoformat(), family, verdict or "perlu_rincian", bool(verdict), number)
        for family, verdict, number in found
    )


def told(
    *answers: tuple[str, str, int], days: int = 7, minimum: int = 5, **counts: object
) -> Report:
    """The report on these answers of the last day."""
    return _report(Counts(rows(*answers), **counts), days, minimum)  # type: ignore[arg-type]


def _report(counts: Counts, days: int = 7, minimum: int = 5) -> Report:
    return report_of(counts, TOPICS, LAST - timedelta(days=days - 1), LAST, minimum)


def test_questions_by_day_verdict_and_topic() -> None:
    found = told(("reaksi", "dilarang", 20), ("hadir", "boleh", 10), ("", "", 6))

    assert found.questions == 36
    assert found.daily[-1] == Cell("2026-11-22", 36)
    assert [cell.number for cell in found.daily[:-1]] == [0] * 6
    assert found.verdicts == (Cell("dilarang", 20), Cell("boleh", 10), Cell(NOT_FOUND, 6))
    assert found.topics == (Cell("medsos", 20), Cell("kampanye", 10), Cell(NOT_FOUND, 6))
    assert found.not_found == 6
    assert found.not_found_share == 6 / 36


def test_a_family_that_is_gone_has_no_topic() -> None:
    found = told(("lama", "dilarang", 20), ("", "perlu_rincian", 10))
    assert found.topics == (Cell(NO_TOPIC, 30),)


def test_without_questions_zero_is_told() -> None:
    found = told()
    assert (found.questions, found.not_found, found.latency) == (0, 0, None)
    assert found.not_found_share is None


def test_of_few_questions_nothing_is_told() -> None:
    found = told(("reaksi", "dilarang", 4), latencies={"2026-11-22": {100: 4}}, subscribers=3)

    assert found.questions is None
    assert {cell.number for cell in found.daily} == {None}
    assert (found.verdicts, found.topics, found.latency) == ((), (), None)
    assert (found.not_found, found.not_found_share, found.subscribers) == (None, None, None)


def test_a_small_number_and_the_one_that_would_tell_it_are_held_back() -> None:
    found = told(("reaksi", "dilarang", 20), ("reaksi", "boleh", 9), ("hadir", "wajib", 2))

    assert found.questions == 31
    assert found.verdicts == (Cell("dilarang", 20), Cell("boleh", None), Cell("wajib", None))
    assert {cell.name: cell.number for cell in found.topics} == {"medsos": None, "kampanye": None}


def test_what_was_not_found_is_held_back_in_both_tables_or_in_neither() -> None:
    """Else the difference of the two tables would tell it, and from it what is held back with it."""
    found = told(
        ("reaksi", "dilarang", 20), ("reaksi", "boleh", 3), ("hadir", "dilarang", 30), ("", "", 6)
    )

    assert Cell(NOT_FOUND, None) in found.verdicts  # it hides the three
    assert Cell(NOT_FOUND, None) in found.topics
    assert found.not_found is None
    assert found.not_found_share is None


def test_a_quiet_day_is_held_back_with_another() -> None:
    counts = Counts(
        rows(("reaksi", "dilarang", 30))
        + rows(("reaksi", "dilarang", 2), day=LAST - timedelta(days=1))
        + rows(("reaksi", "dilarang", 12), day=LAST - timedelta(days=3))
    )
    assert [cell.number for cell in _report(counts).daily] == [0, 0, 0, None, 0, None, 30]


def test_judgements_and_the_share_of_the_useful() -> None:
    judgements = {Judgement.USEFUL: 30, Judgement.WRONG: 7, Judgement.UNCLEAR: 3}
    found = told(judgements=judgements)

    assert found.judged == 40
    assert found.judgements == (
        Cell("berguna", 30),
        Cell("keliru", None),
        Cell("kurang_jelas", None),
    )
    assert found.useful_share == 0.75


def test_of_few_judgements_nothing_is_told() -> None:
    found = told(judgements={Judgement.USEFUL: 4})
    assert (found.judged, found.judgements, found.useful_share) == (None, (), None)


def test_latencies_are_told_by_the_end_of_their_range() -> None:
    latencies = {"2026-11-22": {100: 60, 200: 30, 1000: 10}, "2026-11-21": {50: 4}}
    found = told(("reaksi", "dilarang", 104), latencies=latencies)

    assert found.latency == Latency(median=100, p95=1000)
    assert found.daily_latency[-1] == ("2026-11-22", Latency(median=100, p95=1000))
    assert found.daily_latency[-2] == ("2026-11-21", None)


class TestPicture:
    @staticmethod
    def busy(days: int) -> Report:
        counts = Counts(
            tuple(
                row
                for back in range(days)
                for row in rows(
                    ("reaksi", "dilarang", 20 + back % 7),
                    ("hadir", "boleh_bersyarat", 8),
                    ("sapaan", "di_luar_cakupan", 7),
                    ("", "", 6),
                    day=LAST - timedelta(days=back),
                )
            ),
            latencies={
                (LAST - timedelta(days=back)).isoformat(): {100: 20, 200: 10, 3000: 3}
                for back in range(days)
                if back % 5
            },
        )
        return _report(counts, days)

    @pytest.mark.parametrize("days", [1, 7, 30, 90, 366])
    def test_it_is_a_small_png_that_can_be_read_on_a_telephone(self, days: int) -> None:
        drawn = draw(self.busy(days))

        with Image.open(BytesIO(drawn)) as picture:
            picture.load()
            assert picture.format == "PNG"
            assert picture.size == (900, 1050)
            assert len(picture.convert("RGB").getcolors(1 << 20) or ()) > 50
        assert len(drawn) <= 150_000

    def test_the_same_report_gives_the_same_bytes(self) -> None:
        assert draw(self.busy(30)) == draw(self.busy(30))
        assert draw(self.busy(30)) != draw(self.busy(29))

    @pytest.mark.parametrize(
        "answers", [(), (("reaksi", "dilarang", 2),), (("reaksi", "boleh", 9),)]
    )
    def test_with_little_or_nothing_to_show_it_is_drawn_too(
        self, answers: tuple[tuple[str, str, int], ...]
    ) -> None:
        assert draw(told(*answers)).startswith(b"\x89PNG")
