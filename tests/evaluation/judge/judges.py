"""Judges whose word is known, and settings that name a model's server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from pydantic import SecretStr

from evaluation.judge.judging import Judgement
from evaluation.judge.model import ModelJudge, load_task
from knowledge.chat import open_chat
from knowledge.settings import Settings
from tests.chat_api import KEY, MODEL, Asked, ChatServer, Reply, chat_server, says


@dataclass(frozen=True)
class Knowing:
    """A judge that has made up its mind; of what it does not know it says nothing."""

    mind: Mapping[str, bool]
    asked: list[tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)
    name: str = "knowing"

    async def judge(
        self, statements: Sequence[str], sources: Sequence[str]
    ) -> tuple[Judgement, ...]:
        self.asked.append((tuple(statements), tuple(sources)))
        return tuple(self.mind.get(one) for one in statements)


def judging(mind: Callable[[str], bool]) -> Callable[[Asked], Reply]:
    """A script of a model's server that judges each statement by a function."""

    def script(asked: Asked) -> Reply:
        return says(
            judgements=[
                {"number": one["number"], "supported": mind(one["statement"]), "reason": "so"}
                for one in asked.material["statements"]
            ]
        )

    return script


@contextmanager
def model_judge(
    script: Callable[[Asked], Reply], seconds: float = 5
) -> Iterator[tuple[ModelJudge, ChatServer]]:
    """A judge that asks a model over HTTP, and the model's server."""
    with chat_server(script) as server:
        settings = Settings(
            _env_file=None,
            chat_base_url=server.url,
            chat_api_key=SecretStr(KEY),
            chat_seconds=seconds,
        )
        with closing(open_chat(f"openai:{MODEL}", settings)) as chat:
            yield ModelJudge(chat, f"openai:{MODEL}", load_task()), server
