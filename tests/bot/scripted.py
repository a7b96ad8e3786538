"""An answering room that says what the test tells it to, and tools to run commands on it."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.answering.answer import Answer, Citation, Clarify, ClarifyOption, Turn
from bot.answering.case import Case
from bot.commands import Tools
from bot.telegram.messages import load_messages
from bot.terminal_texts import load_terminal_texts
from bot.text_view import Wording
from knowledge.model import Facts, Verdict
from knowledge.settings import Settings
from tests.telegram.scripted_library import ScriptedLibrary

EDITION = "2026-11-21.1"
WORDING = Wording(load_messages(), load_terminal_texts())


def citation(number: int = 5, **fields: Any) -> Citation:
    """A citation of an article; by default of law in force."""
    return Citation(
        **{
            "id": f"pp-94-2021:pasal-{number}",
            "regulation": "pp-94-2021",
            "label": f"PP 94/2021 Pasal {number}",
            "status": "berlaku",
            "text": f"Isi pasal {number}.",
            "kind": "digest",
            **fields,
        }
    )


def answer(headline: str = "Tidak boleh.", **fields: Any) -> Answer:
    """An answer; by default a prohibition that cites one article."""
    return Answer(
        **{
            "verdict": Verdict.DILARANG,
            "ruling": "medsos-like",
            "headline": headline,
            "text": "Menyukai unggahan calon adalah dukungan.",
            "citations": (citation(),),
            "confidence": 0.9,
            "edition": EDITION,
            "as_of": date(2026, 11, 21),
            **fields,
        }
    )


def question_back(*options: tuple[str, str], **fields: Any) -> Answer:
    """An answer that asks back with options of text and ruling."""
    return answer(
        "Perlu rincian.",
        **{
            "verdict": Verdict.PERLU_RINCIAN,
            "text": "Bergantung pada acaranya.",
            "citations": (),
            "clarify": Clarify(
                question="Acara apa?",
                options=tuple(ClarifyOption(text=text, ruling=ruling) for text, ruling in options),
            ),
            **fields,
        },
    )


@dataclass(frozen=True)
class Asked:
    """One question as the answering room got it."""

    question: str
    history: tuple[Turn, ...] = ()
    ruling: str | None = None
    as_of: date | None = None


class ScriptedAnswering:
    """Answers from a queue; with an empty queue always the same."""

    edition = EDITION

    def __init__(self, *script: Answer | BaseException) -> None:
        self.script = deque(script)
        self.asked: list[Asked] = []
        self.library = ScriptedLibrary()

    async def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        ruling: str | None = None,
        as_of: date | None = None,
        assumed: Facts | None = None,
        case: Case | None = None,
    ) -> Answer:
        """Answer with what comes next in the script."""
        self.asked.append(Asked(question, tuple(history), ruling, as_of))
        said = self.script.popleft() if self.script else answer()
        if isinstance(said, BaseException):
            raise said
        return said

    def citation(self, provision_id: str, as_of: date | None = None) -> Citation | None:
        """Nothing more than what the answers hold."""
        return None


def settings(tmp_path: Path = Path("var"), **fields: Any) -> Settings:
    """Settings of nothing but defaults and ``fields``."""
    return Settings.model_validate({"data_dir": tmp_path, **fields})


def tools(answering: ScriptedAnswering, **fields: Any) -> Tools:
    """The commands' tools with a scripted answering room."""
    return Tools(settings=lambda: settings(**fields), answering=lambda _: answering)
