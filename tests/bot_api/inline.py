"""Inline mode: what the bot may offer on a query."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tests.bot_api.faults import bad_request
from tests.bot_api.keyboards import check_keyboard
from tests.bot_api.markup import check_text
from tests.bot_api.state import InlineAnswer, Json

_RESULTS = 50
_CACHE = 300
"""Seconds, when the bot tells none."""
_OFFSET = 64
_START = 64
_ARTICLE = frozenset(
    [
        "type",
        "id",
        "title",
        "input_message_content",
        "reply_markup",
        "url",
        "description",
        "thumbnail_url",
        "thumbnail_width",
        "thumbnail_height",
    ]
)
_CONTENT = frozenset(["message_text", "parse_mode", "entities", "link_preview_options"])


def read_answer(params: Mapping[str, str]) -> InlineAnswer:
    """Read an answer to an inline query.

    Raises:
        Refused: it is malformed, or one of its results breaks a rule.
    """
    try:
        results = json.loads(params["results"])
        button = json.loads(params.get("button") or "null")
        cache_time = int(params.get("cache_time") or _CACHE)
    except (KeyError, ValueError):
        raise bad_request("can't parse inline query results") from None
    if len(results) > _RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    identities = [result.get("id") for result in results]
    if not all(isinstance(one, str) and 1 <= len(one.encode()) <= 64 for one in identities):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(identities)) < len(identities):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        _check_article(result)
    next_offset = params.get("next_offset", "")
    if len(next_offset.encode()) > _OFFSET:
        raise bad_request("NEXT_OFFSET_INVALID")
    if cache_time < 0:
        raise bad_request("CACHE_TIME_INVALID")
    if button is not None:
        _check_button(button)
    personal = params.get("is_personal", "").lower() == "true"
    return InlineAnswer(results, cache_time, personal, next_offset, button)


def _check_article(result: Json) -> None:
    if result.get("type") != "article":
        raise bad_request("RESULT_TYPE_INVALID")
    if unknown := sorted(result.keys() - _ARTICLE):
        raise bad_request(f"an article has no {', '.join(unknown)}")
    if not str(result.get("title") or "").strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content")
    if not isinstance(content, dict) or content.keys() - _CONTENT:
        raise bad_request("INPUT_MESSAGE_CONTENT_INVALID")
    check_text(content.get("message_text", ""), content.get("parse_mode"))
    markup = result.get("reply_markup")
    if markup is not None:
        check_keyboard(json.dumps(markup), only_inline=True)


def _check_button(button: Json) -> None:
    start = button.get("start_parameter")
    if not str(button.get("text") or "").strip() or start is None:
        raise bad_request("INLINE_BUTTON_INVALID")
    allowed = start.replace("_", "").replace("-", "")
    if not 1 <= len(start) <= _START or not (allowed.isascii() and allowed.isalnum()):
        raise bad_request("START_PARAM_INVALID")
