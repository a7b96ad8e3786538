"""The optional chat model, through LangChain: opened from the settings, asked within a time limit.

A model only ever words or judges what the knowledge says; answering does without one. The packages
are imported when a model is opened, never before.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Coroutine, Mapping
from concurrent.futures import Future
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from knowledge.errors import ChatError, SettingsError
from knowledge.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Form = TypeVar("Form", bound=BaseModel)
Result = TypeVar("Result")
_EXTRA = 'pip install "asn-neutrality-bot[chat]"'
_NO_KEY = "none"
"""Sent where a server has no key: the client refuses to send nothing."""
_QUIET = ("openai", "httpx", "httpx2", "httpcore", "httpcore2", "langchain", "langsmith")
"""Loggers that at DEBUG would write out what is sent, and with it a user's words."""
_RETRIES = 1
_PATIENCE = 5.0
"""Seconds that closing waits for what is being broken off."""


def open_chat_model(name: str, settings: Settings) -> BaseChatModel:
    """The model that ``<provider>:<model>`` names, at ``CHAT_BASE_URL`` where that is set.

    Nothing is sent yet. With an address of one's own only ``CHAT_API_KEY`` goes there, never the
    key in the provider's own variable.

    Raises:
        SettingsError: malformed name, unknown provider, missing package or key; tells the remedy.
    """
    provider, _, model = (part.strip() for part in name.partition(":"))
    if not provider or not model:
        raise SettingsError(
            f"The chat model {name!r} is not written as <provider>:<model>. "
            "Example: openai:gpt-4o-mini"
        )
    if find_spec("langchain") is None:
        raise SettingsError(f"A chat model needs the extra chat. Run: {_EXTRA}")
    from langchain.chat_models import init_chat_model

    for logger in _QUIET:
        logging.getLogger(logger).setLevel(logging.WARNING)
    options: dict[str, Any] = {
        "temperature": 0,
        "timeout": settings.chat_seconds,
        "max_retries": _RETRIES,
    }
    if settings.chat_base_url is not None:
        options |= {"base_url": settings.chat_base_url, "api_key": _NO_KEY}
    if settings.chat_api_key is not None:
        options["api_key"] = settings.chat_api_key.get_secret_value()
    try:
        opened: BaseChatModel = init_chat_model(model, model_provider=provider, **options)
    except ImportError as error:
        raise SettingsError(
            f"The provider {provider!r} needs a package that is not installed. "
            f"Run: {_install(error)}"
        ) from None
    except ValueError as error:
        if "provider" not in str(error):
            raise _unopened(name, error) from None
        raise SettingsError(
            f"LangChain knows no provider {provider!r} of chat models. Write openai, ollama, "
            "anthropic or another of its providers; CHAT_BASE_URL with openai reaches any server "
            "with OpenAI's protocol."
        ) from None
    except Exception as error:
        raise _unopened(name, error) from None
    return opened


def _install(error: ImportError) -> str:
    """The command for the package whose import failed."""
    missing = getattr(error.__cause__, "name", None)
    package = missing.partition(".")[0].replace("_", "-") if missing else None
    return f"pip install {package}" if package and package != "langchain-openai" else _EXTRA


def _unopened(name: str, error: Exception) -> SettingsError:
    """Never the error's own words: they may hold the key."""
    return SettingsError(
        f"The chat model {name!r} cannot be opened ({type(error).__name__}). "
        "Set CHAT_API_KEY, or the provider's own variable, and check the name."
    )


class Chat:
    """A chat model that fills in forms; whoever asks, from any thread or event loop.

    Requests run on a loop of its own, so that connections stay usable from one question to the
    next, and a request that takes too long is broken off rather than left waiting.
    """

    def __init__(self, model: BaseChatModel, seconds: float) -> None:
        """Ask ``model``, at most ``seconds`` for one form, retries included."""
        self._model = model
        self._seconds = seconds
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="chat", daemon=True)
        self._thread.start()
        self.closed = False
        """Whether it cannot be asked any more."""

    async def fill_in(self, form: type[Form], task: str, material: Mapping[str, Any]) -> Form:
        """The form as the model fills it in. ``task`` instructs; ``material`` is data, sent as JSON.

        Must run on the chat's own loop: see ``start``. Nothing is traced to services elsewhere.

        Raises:
            ChatError: no answer in time, or none of this form; names the kind of failure only.
        """
        from langchain_core.messages import HumanMessage, SystemMessage
        from langsmith import tracing_context

        said = [
            SystemMessage(task),
            HumanMessage(json.dumps(material, ensure_ascii=False, indent=1)),
        ]
        try:
            with tracing_context(enabled=False):
                async with asyncio.timeout(self._seconds):
                    found = await self._model.with_structured_output(form).ainvoke(said)
            return found if isinstance(found, form) else form.model_validate(found)
        except Exception as error:
            raise ChatError(f"The chat model gave no answer ({_kind(error)}).") from None

    def start(self, work: Coroutine[Any, Any, Result]) -> Future[Result]:
        """Begin work that uses ``fill_in``; the future is done when the work is."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def close(self) -> None:
        """Break off what is running and end the thread; may be repeated."""
        if not self.closed:
            self.closed = True
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE)

    def _run(self) -> None:
        try:
            self._loop.run_forever()
            self._loop.run_until_complete(_break_off())
        finally:
            self._loop.close()


async def _break_off() -> None:
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


def _kind(error: Exception) -> str:
    """What kind of failure it was, in words that hold nothing of what was sent."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    status = getattr(error, "status_code", None)
    return f"{type(error).__name__} {status}" if isinstance(status, int) else type(error).__name__


def open_chat(name: str, settings: Settings) -> Chat:
    """The model of this name, ready to be asked.

    Raises:
        SettingsError: see ``open_chat_model``.
    """
    return Chat(open_chat_model(name, settings), settings.chat_seconds)
