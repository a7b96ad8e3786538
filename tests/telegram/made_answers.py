"""Answers made at random, with everything that can go wrong in a text: markup, long words, odd characters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random
from typing import TypeVar

from bot.answering.answer import Answer, Citation, Clarify, ClarifyOption
from knowledge.model import QuestionKind, RegulationStatus, Strength, Verdict

T = TypeVar("T")

PIECES = (
    *(
        "calon",
        "Pasal 5 huruf n",
        "tidak boleh.",
        "PP 94/2021",
        "dan/atau",
        "(1)",
        "Rp12.000.000,00",
    ),
    *(
        "<b>",
        "</b>",
        "<a href='x'>",
        "&amp;",
        "&",
        "<",
        ">",
        '"',
        "'",
        "<!--",
        "&#0;",
        "</blockquote>",
    ),
    *("*tebal*", "_miring_", "`kode`", "[x](http://a)", "\\", "```", "||", "~"),
    *(
        "\U0001f44d\U0001f3fd",
        "👨‍👩‍👧‍👦",
        "🇮🇩",
        "e\u0301\u0323",
        "\u202e",
        "\u200b",
        "\u2028",
        "\xa0",
        "\ufeff",
    ),
    *("ꦗꦮ", "ᮞᮥᮔ᮪ᮓ", "عربي", "中文", "𝔅𝔬𝔩𝔡", "ﷺ", "\x07", "\t"),
)
LONG = ("kata" * 40, "x" * 5000, "https://peraturan.go.id/" + "a" * 90, "😀" * 300, "<b>" * 1500)
"""More than fits into a button, a line, or a message."""
STATUSES = tuple(status.value for status in RegulationStatus)


def made_answer(random: Random) -> Answer:
    """An answer: mostly a single one, now and then one of several parts."""
    if random.random() < 0.1:
        parts = tuple(_single(random) for _ in range(random.randint(2, 6)))
        return parts[0].model_copy(update={"parts": parts})
    return _single(random)


def _single(random: Random) -> Answer:
    verdict = random.choice(list(Verdict))
    asks = verdict is Verdict.PERLU_RINCIAN and random.random() < 0.8
    return Answer(
        verdict=verdict,
        family="reaksi",
        ruling=random.choice(["medsos-like", "medsos-komentar", None, "x" * 60]),
        kind=random.choice([None, *(kind.value for kind in QuestionKind)]),
        headline=_line(random, 12),
        text="\n\n".join(_line(random, 40) for _ in range(random.choice([1, 1, 2, 5]))),
        conditions=_many(random, lambda: _line(random, 15)),
        sanctions=_many(random, lambda: _line(random, 15)),
        citations=_many(random, lambda: _citation(random)),
        next_steps=_many(random, lambda: _line(random, 15)),
        strength=random.choice([None, *(strength.value for strength in Strength)]),
        conflicts=random.choice([None, "", " ", _line(random, 60)]),
        follow_ups=tuple(_line(random, 8) for _ in range(random.choice([0, 1, 3, 9]))),
        clarify=_clarify(random) if asks else None,
        confidence=random.random(),
        edition="2026-11-21.1",
        as_of=random.choice([date.today(), date(2010, 1, 1)]),
        review=random.random() < 0.2,
    )


def _line(random: Random, most: int) -> str:
    """A line that says something: a word, and what comes around it."""
    pieces = [random.choice(PIECES) for _ in range(random.randint(0, most))]
    if random.random() < 0.05:
        pieces.append(random.choice(LONG))
    pieces.insert(random.randint(0, len(pieces)), "netral")
    return random.choice([" ", " ", ""]).join(pieces)


def _many(random: Random, make: Callable[[], T]) -> tuple[T, ...]:
    """None, a few, or far more than fit into one message."""
    return tuple(make() for _ in range(random.choice([0, 0, 1, 1, 2, 2, 5, 30])))


def _citation(random: Random) -> Citation:
    pasal = random.randint(1, 500)
    return Citation(
        id=f"pp-94-2021:pasal-{pasal}",
        regulation="pp-94-2021",
        label=f"PP 94/2021 Pasal {pasal} {_line(random, 2)}",
        status=random.choice(STATUSES),
        text="\n".join(_line(random, 30) for _ in range(random.choice([1, 1, 1, 3, 20]))),
        kind=random.choice(["digest", "official"]),
        url=random.choice([None, None, "https://peraturan.bpk.go.id/Details/1?a=b&c=<d>"]),
    )


def _clarify(random: Random) -> Clarify:
    count = random.choice([1, 2, 4, 30])
    options = tuple(
        ClarifyOption(text=_line(random, 20), ruling="medsos-like") for _ in range(count)
    )
    return Clarify(question=_line(random, 15), options=options)
