"""The parameters that each method knows; a misspelt one would be ignored by Telegram without a word."""

from __future__ import annotations

from collections.abc import Iterable

from tests.bot_api.faults import Refused, bad_request

_SENDING = frozenset(
    [
        "business_connection_id",
        "chat_id",
        "message_thread_id",
        "direct_messages_topic_id",
        "disable_notification",
        "protect_content",
        "allow_paid_broadcast",
        "message_effect_id",
        "suggested_post_parameters",
        "reply_parameters",
        "reply_markup",
    ]
)
_EDITING = frozenset(
    ["business_connection_id", "chat_id", "message_id", "inline_message_id", "reply_markup"]
)
_TEXT = frozenset(["text", "parse_mode", "entities", "link_preview_options"])
_CAPTION = frozenset(["caption", "parse_mode", "caption_entities"])

KNOWN: dict[str, frozenset[str]] = {
    "getMe": frozenset(),
    "getUpdates": frozenset(["offset", "limit", "timeout", "allowed_updates"]),
    "deleteWebhook": frozenset(["drop_pending_updates"]),
    "setMyCommands": frozenset(["commands", "scope", "language_code"]),
    "getMyCommands": frozenset(["scope", "language_code"]),
    "deleteMyCommands": frozenset(["scope", "language_code"]),
    "setMyName": frozenset(["name", "language_code"]),
    "setMyDescription": frozenset(["description", "language_code"]),
    "setMyShortDescription": frozenset(["short_description", "language_code"]),
    "sendChatAction": frozenset(
        ["business_connection_id", "chat_id", "message_thread_id", "action"]
    ),
    "sendMessage": _SENDING | _TEXT,
    "sendDocument": _SENDING
    | _CAPTION
    | {"document", "thumbnail", "disable_content_type_detection"},
    "sendPhoto": _SENDING | _CAPTION | {"photo", "show_caption_above_media", "has_spoiler"},
    "editMessageText": _EDITING | _TEXT,
    "editMessageReplyMarkup": _EDITING,
    "deleteMessage": frozenset(["chat_id", "message_id"]),
    "answerCallbackQuery": frozenset(
        ["callback_query_id", "text", "show_alert", "url", "cache_time"]
    ),
    "answerInlineQuery": frozenset(
        ["inline_query_id", "results", "cache_time", "is_personal", "next_offset", "button"]
    ),
    "getFile": frozenset(["file_id"]),
}
"""All methods that the server carries out."""


def check_parameters(method: str, given: Iterable[str]) -> None:
    """Refuse what Telegram would not understand.

    Raises:
        Refused: there is no such method, or it has no such parameter.
    """
    if method not in KNOWN:
        raise Refused(404, "Not Found")
    if unknown := sorted(set(given) - KNOWN[method]):
        raise bad_request(f"{method} has no parameter {', '.join(unknown)}")
