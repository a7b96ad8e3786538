"""The judge that asks a chat model, through LangChain, with a form as its reply."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from evaluation.judge.judging import Judgement
from knowledge.chat import Chat
from knowledge.errors import ChatError
from knowledge.model import Frozen, Text
from knowledge.records import Place, Placed, read_mapping, validated


class OneJudgement(BaseModel):
    """The model's word on one statement."""

    model_config = ConfigDict(extra="forbid")

    number: int = Field(description="Number of the statement.")
    supported: bool = Field(description="Whether the sources alone support it.")
    reason: str = Field(description="One short reason, in English.")


class Judgements(BaseModel):
    """The form that the judge model fills in."""

    model_config = ConfigDict(extra="forbid")

    judgements: list[OneJudgement]


@dataclass(frozen=True)
class ModelJudge:
    """A chat model as judge of faithfulness, in the sense of RAGAS (Es et al., 2023)."""

    chat: Chat
    model: str
    task: str
    failures: list[str] = field(default_factory=list)
    """Why requests failed, one entry each: kinds of failure, nothing of what was sent."""

    @property
    def name(self) -> str:
        """How reports call it."""
        return self.model

    async def judge(
        self, statements: Sequence[str], sources: Sequence[str]
    ) -> tuple[Judgement, ...]:
        """One judgement a statement; None where the model gives none.

        Of contradicting judgements on one statement the stricter counts.
        """
        if not statements:
            return ()
        material = {
            "sources": list(sources),
            "statements": [
                {"number": number, "statement": one} for number, one in enumerate(statements, 1)
            ],
        }
        asking = self.chat.start(self.chat.fill_in(Judgements, self.task, material))
        try:
            filled = await asyncio.wrap_future(asking)
        except ChatError as error:
            self.failures.append(str(error))
            return (None,) * len(statements)
        said: dict[int, bool] = {}
        for one in filled.judgements:
            said[one.number] = said.get(one.number, True) and one.supported
        return tuple(said.get(number) for number in range(1, len(statements) + 1))


class JudgeTexts(Frozen):
    """The contents of ``prompt.yaml``."""

    task: Text


def load_task() -> str:
    """What the judge model is told.

    Raises:
        RecordError: the file is missing or breaks the schema.
    """
    root = Path(__file__).parent
    read = read_mapping(root / "prompt.yaml", root)
    return validated(Placed(read, Place("prompt.yaml", 1)), JudgeTexts).value.task
