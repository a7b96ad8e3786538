from __future__ import annotations

from evaluation.report.bench import enlarged
from tests.evaluation.report.making import asked, run


def test_a_run_is_repeated_to_a_size_without_what_is_held_back() -> None:
    small = run({"dev": [asked("A"), asked("B")], "uji": [asked("R", split="uji")]})
    (name,) = (large := enlarged(small, 5)).outcomes
    assert [one.question.question for one in large.outcomes[name]] == [
        f"Pertanyaan {id}?" for id in "ABABA"
    ]
    assert len({one.question.id for one in large.outcomes[name]}) == 5
    assert large.info.questions == 5
