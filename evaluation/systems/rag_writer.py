"""The generation of the RAG baseline: a prompt, a chat model, and a parser for what it writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.exceptions import OutputParserException
from langchain_core.language_models import BaseChatModel
from langchain_core.output_parsers import PydanticOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable
from langsmith import tracing_context
from pydantic import BaseModel, Field

from bot.answering.answer import Turn
from knowledge.errors import ChatError
from knowledge.model import Text, Verdict

_PROMPT = ChatPromptTemplate.from_messages(
    [
        (
            "system",
            "You answer questions of Indonesian civil servants on neutrality in elections, in "
            "Indonesian, from the numbered sources below and from nothing else. Where they do not "
            "answer the question, say so.\n\n{form}\n\nSources:\n\n{sources}",
        ),
        ("placeholder", "{history}"),
        ("human", "{question}"),
    ]
)


class Written(BaseModel):
    """What the model is asked to write."""

    verdict: Verdict = Field(
        description="dilarang: forbidden; wajib: required; boleh: allowed; boleh_bersyarat: allowed "
        "under conditions; informasi: the question asks for a fact, not for permission; "
        "perlu_rincian: it cannot be judged without more details; di_luar_cakupan: it is about "
        "something else, or nothing that may be answered"
    )
    answer: Text = Field(description="The answer, in Indonesian")
    sources: list[int] = Field(description="Numbers of the sources that the answer rests on")


async def write(
    model: BaseChatModel, question: str, history: Sequence[Turn], sources: Sequence[str]
) -> Written | None:
    """What the model answers from the sources; None where it keeps to no form that can be read.

    The form is asked for in the prompt, so that any chat model can be used, with tools or without.
    Nothing is traced to services elsewhere.

    Raises:
        ChatError: the model cannot be reached, or refuses.
    """
    parser: PydanticOutputParser[Written] = PydanticOutputParser(pydantic_object=Written)
    chain: Runnable[dict[str, Any], Written] = _PROMPT | model | parser
    given = {
        "form": parser.get_format_instructions(),
        "sources": "\n\n".join(f"[{number}] {text}" for number, text in enumerate(sources, 1)),
        "history": [_message(turn) for turn in history],
        "question": question,
    }
    try:
        with tracing_context(enabled=False):
            return await chain.ainvoke(given)
    except OutputParserException:
        return None
    except Exception as error:
        raise ChatError(
            f"The chat model gave no answer ({type(error).__name__}). "
            "Check its name, its server (CHAT_BASE_URL) and its key."
        ) from None


def _message(turn: Turn) -> tuple[str, str]:
    return ("human" if turn.role == "user" else "ai", turn.text)
