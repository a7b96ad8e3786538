"""Inline mode of the tests' own server refuses what Telegram refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.bot_api import USER, BotApiServer
from tests.bot_api.calling import call, refusal, updates


def article(identity: str = "medsos-like", **fields: Any) -> dict[str, Any]:
    """A result that Telegram takes."""
    return {
        "type": "article",
        "id": identity,
        "title": "Menyukai unggahan calon",
        "input_message_content": {"message_text": "<b>Dilarang</b>", "parse_mode": "HTML"},
        **fields,
    }


async def test_results_reach_the_user(server: BotApiServer) -> None:
    query = server.user_asks_inline("like", offset="10")
    [update] = await updates(server)
    assert update["inline_query"] == {
        "id": query,
        "from": {"id": USER, "is_bot": False, "first_name": "Ani"},
        "query": "like",
        "offset": "10",
        "chat_type": "sender",
    }
    results = [article(description="DILARANG"), article("dua")]
    answer: dict[str, Any] = {
        "inline_query_id": query,
        "results": json.dumps(results),
        "cache_time": 60,
        "is_personal": False,
        "button": json.dumps({"text": "Tanya langsung", "start_parameter": "inline"}),
    }
    assert (await call(server, "answerInlineQuery", **answer))[0] == 200
    assert await server.await_inline(query) == results
    assert server.inline_answers[query].cache_time == 60
    assert not server.inline_answers[query].is_personal
    assert "query is too old" in await refusal(server, "answerInlineQuery", **answer)
    server.user_chooses(results[0], "like")
    assert (await updates(server))[-1]["chosen_inline_result"]["result_id"] == "medsos-like"


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"results": "nope"}, "can't parse"),
        ({"results": [article(str(n)) for n in range(51)]}, "RESULTS_TOO_MUCH"),
        ({"results": [article(), article()]}, "RESULT_ID_DUPLICATE"),
        ({"results": [article("x" * 65)]}, "RESULT_ID_INVALID"),
        ({"results": [article("")]}, "RESULT_ID_INVALID"),
        ({"results": [article(title=" ")]}, "ARTICLE_TITLE_EMPTY"),
        ({"results": [article(hide_url=True)]}, "no hide_url"),
        ({"results": [article(type="photo")]}, "RESULT_TYPE_INVALID"),
        ({"results": [article(input_message_content=None)]}, "CONTENT_INVALID"),
        ({"results": [article(input_message_content={"message_text": ""})]}, "text is empty"),
        (
            {"results": [article(input_message_content={"message_text": "x" * 4097})]},
            "message is too long",
        ),
        ({"results": [article(reply_markup={"force_reply": True})]}, "object expected"),
        (
            {"results": [article(reply_markup={"inline_keyboard": [[{"text": "a"}]]})]},
            "Text buttons",
        ),
        ({"results": [], "cache_time": -1}, "CACHE_TIME_INVALID"),
        ({"results": [], "next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ({"results": [], "button": '{"text": "Buka"}'}, "BUTTON_INVALID"),
        ({"results": [], "button": '{"text": "B", "start_parameter": "a b"}'}, "START_PARAM"),
        ({"results": [], "switch_pm_text": "x"}, "no parameter switch_pm_text"),
    ],
)
async def test_refuses_results(server: BotApiServer, params: dict[str, Any], reason: str) -> None:
    query = server.user_asks_inline("like")
    results = params["results"]
    given = {**params, "results": results if isinstance(results, str) else json.dumps(results)}
    assert reason in await refusal(server, "answerInlineQuery", inline_query_id=query, **given)
    assert query not in server.inline_answers
