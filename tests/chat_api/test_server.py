"""The tests' own server refuses what a real one refuses: or the other tests would prove nothing."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.chat_api import chat_server, says

MESSAGES = [{"role": "system", "content": "a"}, {"role": "user", "content": "{}"}]
FORM = {"type": "json_schema", "json_schema": {"name": "f", "schema": {"type": "object"}}}
RIGHT: dict[str, Any] = {"model": "m", "messages": MESSAGES, "response_format": FORM}


def post(body: dict[str, Any]) -> tuple[int, Any]:
    with chat_server(lambda _: says(word="ya")) as server:
        got = httpx.post(f"{server.url}/chat/completions", json=body)
    return got.status_code, got.json()


def test_a_request_in_order_is_completed() -> None:
    status, body = post(RIGHT)
    assert status == 200
    assert body["choices"][0]["message"]["content"] == '{"word": "ya"}'


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"model": None}, "model is missing"),
        ({"messages": MESSAGES[:1]}, "one of the user"),
        ({"response_format": {"type": "text"}}, "must be a JSON schema"),
        ({"stream": True}, "streaming"),
    ],
)
def test_a_request_out_of_order_is_refused(changed: dict[str, Any], fault: str) -> None:
    status, body = post(RIGHT | changed)
    assert status == 400
    assert fault in body["error"]["message"]
