"""Opening a chat model from the settings, and asking it over real HTTP."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from langsmith.utils import get_env_var
from pydantic import BaseModel, SecretStr

from knowledge.chat import open_chat, open_chat_model
from knowledge.errors import ChatError, SettingsError
from knowledge.settings import Settings
from tests.chat_api import KEY, MODEL, Reply, chat_server, fails, says


class Form(BaseModel):
    word: str


def settings(**fields: Any) -> Settings:
    return Settings(_env_file=None, **{"chat_seconds": 5, **fields})


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have a key; it is not used."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "CHAT_API_KEY", "CHAT_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("gpt-4o-mini", "<provider>:<model>"),
        ("openai:", "<provider>:<model>"),
        (":x", "<provider>:<model>"),
        ("nobody:x", "LangChain knows no provider 'nobody'"),
        ("upstage:x", "pip install langchain-upstage"),
        ("openai:x", "Set CHAT_API_KEY"),
    ],
)
def test_what_cannot_be_opened_is_refused_with_the_remedy(name: str, remedy: str) -> None:
    with pytest.raises(SettingsError) as refused:
        open_chat_model(name, settings())
    assert remedy in str(refused.value)
    assert "\n" not in str(refused.value)


def test_without_the_extra_the_command_that_installs_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("knowledge.chat.find_spec", lambda _: None)
    with pytest.raises(SettingsError, match=r"pip install \"asn-neutrality-bot\[chat\]\""):
        open_chat_model("openai:x", settings())


def test_no_key_shows_in_what_is_printed() -> None:
    chosen = settings(chat_api_key=SecretStr(KEY), chat_base_url="http://127.0.0.1:1/v1")
    with closing(open_chat("openai:x", chosen)) as chat:
        assert KEY not in f"{chosen!r} {chat!r} {open_chat_model('openai:x', chosen)!r}"


def test_the_providers_own_key_is_not_sent_to_an_address_of_ones_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with chat_server(lambda _: says(word="ya")) as server:
        chosen = settings(chat_base_url=server.url)
        with closing(open_chat(f"openai:{MODEL}", chosen)) as chat:
            assert chat.start(chat.fill_in(Form, "tugas", {})).result().word == "ya"
    assert KEY not in server.asked[0].headers["Authorization"]


def test_the_task_instructs_and_the_material_is_data() -> None:
    material = {"kata": 'kutip " dan \n baris', "daftar": [1, 2]}
    with chat_server(lambda _: says(word="ya")) as server:
        chosen = settings(chat_base_url=server.url, chat_api_key=SecretStr(KEY))
        with closing(open_chat(f"openai:{MODEL}", chosen)) as chat:
            chat.start(chat.fill_in(Form, "tugas", material)).result()
    (asked,) = server.asked
    assert (asked.task, asked.material) == ("tugas", material)
    assert asked.body["temperature"] == 0
    assert asked.headers["Authorization"] == f"Bearer {KEY}"


def test_one_chat_serves_several_event_loops() -> None:
    async def ask() -> str:
        form = await asyncio.wrap_future(chat.start(chat.fill_in(Form, "tugas", {})))
        return form.word

    with (
        chat_server(lambda _: says(word="ya")) as server,
        closing(open_chat(f"openai:{MODEL}", settings(chat_base_url=server.url))) as chat,
    ):
        assert [asyncio.run(ask()) for _ in range(3)] == ["ya"] * 3
    assert len(server.asked) == 3, "no connection of a closed loop was tried first"


def test_a_server_that_recovers_is_asked_once_more() -> None:
    replies = iter([fails(503), says(word="ya")])
    with (
        chat_server(lambda _: next(replies)) as server,
        closing(open_chat(f"openai:{MODEL}", settings(chat_base_url=server.url))) as chat,
    ):
        assert chat.start(chat.fill_in(Form, "tugas", {})).result().word == "ya"


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (fails(401), "401"),
        (Reply("prosa"), "ValidationError"),
        (says(kata="ya"), "ValidationError"),
        (Reply(seconds=60), "no answer in time"),
    ],
)
def test_failures_are_told_by_their_kind_alone(
    reply: Reply, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with chat_server(lambda _: reply) as server:
        chosen = settings(chat_base_url=server.url, chat_api_key=SecretStr(KEY), chat_seconds=0.5)
        with closing(open_chat(f"openai:{MODEL}", chosen)) as chat:
            asking = chat.start(chat.fill_in(Form, "tugas", {"kata": "rahasia"}))
            with pytest.raises(ChatError, match=kind) as failed:
                asking.result()
    assert failed.value.__cause__ is None
    told = f"{failed.value} {caplog.text}"
    assert KEY not in told
    assert "rahasia" not in told


def test_closing_may_be_repeated() -> None:
    chat = open_chat("openai:x", settings(chat_base_url="http://127.0.0.1:1/v1"))
    chat.close()
    chat.close()
    assert chat.closed


@pytest.fixture
def traced(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """An environment that asks for tracing to LangSmith, as developers' machines have it."""
    seen: list[object] = []
    for name, value in (("TRACING", "true"), ("API_KEY", KEY), ("ENDPOINT", "http://127.0.0.1:1")):
        monkeypatch.setenv(f"LANGSMITH_{name}", value)
    monkeypatch.setattr(
        "langchain_core.tracers.langchain.LangChainTracer.on_chat_model_start",
        lambda *given, **named: seen.append(given),
    )
    get_env_var.cache_clear()  # type: ignore[attr-defined]
    yield seen
    get_env_var.cache_clear()  # type: ignore[attr-defined]


def test_nothing_is_traced_to_a_service_elsewhere(traced: list[object]) -> None:
    with (
        chat_server(lambda _: says(word="ya")) as server,
        closing(open_chat(f"openai:{MODEL}", settings(chat_base_url=server.url))) as chat,
    ):
        chat.start(chat.fill_in(Form, "tugas", {})).result()
    assert traced == []
