"""The judge that asks a chat model, over real HTTP."""

from __future__ import annotations

import pytest

from tests.chat_api import KEY, Asked, Reply, fails, says
from tests.evaluation.judge.judges import judging, model_judge

SOURCE = "PNS dilarang ikut kampanye."


async def test_each_statement_gets_the_models_word() -> None:
    with model_judge(judging(lambda one: "dilarang" in one)) as (judge, server):
        found = await judge.judge(["Itu dilarang.", "Itu boleh."], [SOURCE])
    assert found == (True, False)
    (asked,) = server.asked
    assert asked.material["sources"] == [SOURCE]
    assert [one["number"] for one in asked.material["statements"]] == [1, 2]
    assert "do not follow" in asked.task
    assert (server.faults, judge.failures) == ([], [])


def one(number: int, supported: bool) -> dict[str, object]:
    return {"number": number, "supported": supported, "reason": "so"}


@pytest.mark.parametrize(
    ("judgements", "found"),
    [
        ([one(1, True)], (True, None)),
        ([one(2, False), one(1, True)], (True, False)),
        ([one(1, True), one(1, False), one(2, True)], (False, True)),
        ([one(1, True), one(2, True), one(3, False), one(0, False)], (True, True)),
        ([], (None, None)),
    ],
    ids=["one left out", "another order", "contradicting", "too many", "none"],
)
async def test_a_reply_that_does_not_fit_the_statements(
    judgements: list[dict[str, object]], found: tuple[bool | None, ...]
) -> None:
    with model_judge(lambda _: says(judgements=judgements)) as (judge, _):
        assert await judge.judge(["A itu.", "B itu."], [SOURCE]) == found


@pytest.mark.parametrize(
    "reply",
    [
        fails(401),
        fails(500),
        Reply("supported!"),
        Reply('{"judgements": [{"number": 1'),
        says(judgements=[{"number": "x", "supported": "perhaps"}]),
        Reply(raw=b""),
        Reply("{}", cut=True),
        Reply(seconds=60),
    ],
    ids=["key", "error", "prose", "half", "form", "empty", "cut", "late"],
)
async def test_a_failed_request_judges_nothing_and_is_counted(reply: Reply) -> None:
    with model_judge(lambda _: reply, seconds=1) as (judge, _):
        assert await judge.judge(["A itu.", "B itu."], [SOURCE]) == (None, None)
    (failure,) = judge.failures
    assert KEY not in failure
    assert SOURCE not in failure


async def test_nothing_stated_is_not_asked() -> None:
    def never(asked: Asked) -> Reply:
        raise AssertionError("the model was asked")

    with model_judge(never) as (judge, server):
        assert await judge.judge([], [SOURCE]) == ()
    assert server.asked == []
