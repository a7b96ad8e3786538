"""What is said of publishing, trying and undoing."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text

_EDITION = frozenset({"edition"})
_COUNT = frozenset({"count"})


class PublishingTexts(CheckedTexts):
    """The contents of ``publishing.yaml``."""

    checking: Text
    no_edition: Text
    ask: Text
    ask_data_files: Text
    ask_more: Text
    ask_serving: Text
    go: Text
    leave: Text
    dropped: Text
    nothing: Text
    already: Text
    changed: Text
    four_eyes: Text
    four_eyes_others: Text
    four_eyes_nobody: Text
    publish_job: Text
    trial_job: Text
    published: Text
    replaced: Text
    holds: Text
    pending: Text
    undo_until: Text
    unchanged: Text
    refused: Text
    refused_advice: Text
    stays: Text
    tried: Text
    tried_kept: Text
    tried_missed: Text
    broken_published: Text
    broken_not: Text
    broken_unknown: Text
    crashed_published: Text
    cancelled_published: Text
    cancelled_not: Text
    undoing: Text
    undone: Text
    too_late: Text
    other_serves: Text
    told_published: Text
    told_undone: Text
    details: Text
    preparing: Text
    forgotten: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        **dict.fromkeys(
            (
                *("ask_serving", "nothing", "already", "published", "replaced", "unchanged"),
                *("refused", "stays", "broken_published", "cancelled_published", "too_late"),
                "crashed_published",
            ),
            _EDITION,
        ),
        **dict.fromkeys(("ask", "ask_more", "pending"), _COUNT),
        "holds": frozenset({"provisions", "official", "rulings"}),
        "four_eyes": frozenset({"items"}),
        "four_eyes_others": frozenset({"people"}),
        "undo_until": frozenset({"time"}),
        "broken_not": _EDITION | _COUNT,
        "cancelled_not": _EDITION | _COUNT,
        "undone": frozenset({"edition", "previous"}),
        "other_serves": frozenset({"edition", "serving"}),
        "told_published": frozenset({"edition", "person", "previous"}),
        "told_undone": frozenset({"edition", "person", "previous"}),
    }


@cache
def publishing_texts() -> PublishingTexts:
    """The texts of ``bot/data/publishing.yaml``.

    Raises:
        DataError: the file is unreadable or breaks the schema.
    """
    return load_texts("publishing.yaml", PublishingTexts)
