from __future__ import annotations

import pytest

from bot.answering.answer import Answer
from evaluation.errors import EvaluationError
from evaluation.pairs import evaluate_pairs
from knowledge.model import Pair
from tests.evaluation.made import Scripted, answer


def pair(name: str, a: str, b: str) -> Pair:
    """A pair whose sides are asked as "<name> a" and "<name> b"."""
    return Pair.model_validate(
        {
            "id": name,
            "a": {"q": f"{name} a", "ruling": f"r-{name}", "verdict": a},
            "b": {"q": f"{name} b", "ruling": "lain", "verdict": b},
            "flip": "satu fakta",
        }
    )


PAIRS = (
    pair("p1", "boleh", "dilarang"),
    pair("p2", "boleh", "dilarang"),
    pair("p3", "wajib", "boleh"),
)
TOPICS = {"r-p1": "medsos", "r-p2": "medsos", "r-p3": "sanksi"}
GIVEN = {
    "p1 a": "boleh",
    "p1 b": "dilarang",
    "p2 a": "boleh",
    "p2 b": "boleh",
    "p3 a": "boleh_bersyarat",
    "p3 b": "dilarang",
}


async def test_shares_of_pairs_whole_and_by_topic() -> None:
    seen: list[tuple[int, int]] = []
    report = await evaluate_pairs(
        Scripted(lambda q: answer(GIVEN[q])),
        PAIRS,
        TOPICS.__getitem__,
        lambda done, total: seen.append((done, total)),
    )
    assert report.overall.pairs == 3
    assert report.overall.both == pytest.approx(1 / 3)
    assert report.overall.at_least_one == pytest.approx(2 / 3)
    assert report.overall.unsafe == 2
    assert list(report.by_topic) == ["medsos", "sanksi"]
    medsos, sanksi = report.by_topic.values()
    assert (medsos.pairs, medsos.both, medsos.at_least_one, medsos.unsafe) == (2, 0.5, 1.0, 1)
    assert (sanksi.pairs, sanksi.both, sanksi.at_least_one, sanksi.unsafe) == (1, 0.0, 0.0, 1)
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert report.to_dict()["overall"]["both"] == 0.3333


async def test_a_question_that_breaks_the_bot_is_named_by_its_pair() -> None:
    known: dict[str, Answer] = {}
    with pytest.raises(EvaluationError, match="question p1"):
        await evaluate_pairs(Scripted(known.__getitem__), PAIRS, TOPICS.__getitem__)
