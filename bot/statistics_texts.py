"""The words for statistics, in a message as in a picture."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import ClassVar, Self

from pydantic import model_validator

from bot.answering.browse_texts import load_library_texts
from bot.judgement import Judgement
from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text, Verdict


class StatisticsTexts(CheckedTexts):
    """The contents of ``statistics.yaml``."""

    title: Text
    none: Text
    few: Text
    held: Text
    held_note: Text
    questions: Text
    busiest: Text
    not_found: Text
    verdicts_title: Text
    topics_title: Text
    more_topics: Text
    judgements_title: Text
    useful: Text
    latency: Text
    seconds: Text
    subscribers: Text
    line: Text
    share: Text
    period: Text
    chosen: Text
    reading: Text
    failed: Text
    verdicts: dict[Verdict, Text]
    not_found_name: Text
    no_topic: Text
    other_topics: Mapping[str, Text]
    """Topics that users do not browse."""
    judgements: dict[Judgement, Text]
    months: tuple[Text, ...]
    chart_daily: Text
    chart_verdicts: Text
    chart_topics: Text
    chart_latency: Text
    chart_seconds: Text
    chart_median: Text
    chart_p95: Text
    chart_none: Text
    chart_held: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "title": frozenset({"days", "first", "last"}),
        "few": frozenset({"minimum"}),
        "held_note": frozenset({"held", "minimum"}),
        "questions": frozenset({"number", "average"}),
        "busiest": frozenset({"day", "number"}),
        "not_found": frozenset({"number", "share"}),
        "more_topics": frozenset({"count"}),
        "useful": frozenset({"share"}),
        "latency": frozenset({"median", "p95"}),
        "seconds": frozenset({"number"}),
        "subscribers": frozenset({"number"}),
        "line": frozenset({"name", "number"}),
        "share": frozenset({"number", "share"}),
        "period": frozenset({"days"}),
        "chosen": frozenset({"days"}),
        "chart_held": frozenset({"minimum"}),
    }

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for name, table, kind in (
            ("verdicts", self.verdicts, Verdict),
            ("judgements", self.judgements, Judgement),
        ):
            if missing := sorted(set(kind) - set(table)):
                raise ValueError(f"{name} lacks {', '.join(missing)}")
        if len(self.months) != 12:
            raise ValueError("months are not twelve")
        return self

    def topic(self, topic: str) -> str:
        """The title of a topic, as users browse it."""
        return self.other_topics.get(topic) or load_library_texts().topic(topic)


@cache
def statistics_texts() -> StatisticsTexts:
    """The texts of ``bot/data/statistics.yaml``.

    Raises:
        DataError: the file is unreadable or breaks the schema.
    """
    return load_texts("statistics.yaml", StatisticsTexts)
