"""Texts, blocks and the log's format, each by itself."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.blocks import Block, Span, clean, heading, item, pack, paragraph, units
from bot.telegram.logs import configure_logging
from bot.telegram.messages import Messages, load_messages
from bot.telegram.press import Press, decode
from knowledge.errors import DataError
from tests.bot_api.markup import check_text

SOURCE = Path(__file__).parents[2] / "bot" / "data" / "messages.yaml"


def test_the_bundled_texts_are_complete() -> None:
    assert isinstance(load_messages(), Messages)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda texts: texts["verdicts"].pop("wajib"), "verdicts lacks wajib"),
        (lambda texts: texts.update(footer="{oops}"), "unknown placeholder"),
        (lambda texts: texts.update(apology="{"), "apology"),
        (lambda texts: texts.update(extra="x"), "extra"),
        (lambda texts: texts.pop("help"), "help"),
        (lambda texts: texts["examples"].append(texts["examples"][0]), "same id"),
        (lambda texts: texts["commands"][0].update(name="Ä"), "commands.0.name"),
    ],
)
def test_broken_texts_are_named(
    tmp_path: Path, change: Callable[[dict[str, object]], object], says: str
) -> None:
    texts = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    change(texts)
    path = tmp_path / "messages.yaml"
    path.write_text(yaml.safe_dump(texts), encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_messages(path)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a: [", b"", b"- 1"])
def test_unreadable_texts_are_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "messages.yaml"
    path.write_bytes(content)
    with pytest.raises(DataError) as error:
        load_messages(path)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


words = st.text(st.characters(codec="utf-8"), max_size=200) | st.sampled_from(
    ["kata " * 100, "<b>" * 50, "😀" * 90, "a. b? " * 60, "e\u0301" * 80, "x\n\ny" * 50]
)
spans = st.builds(
    Span,
    words,
    st.sampled_from(["plain", "bold", "italic"]),
    st.none() | st.just("https://a.id/?<"),
)
blocks = st.lists(
    st.builds(
        Block, st.lists(spans, min_size=1, max_size=4).map(tuple), st.booleans(), st.booleans()
    ),
    max_size=12,
)


# On a busy machine an example may take its time; nothing is written to the project's folder.
calm = settings(deadline=None, max_examples=60, database=None)


@calm
@given(blocks, st.integers(40, 400))
def test_any_blocks_become_messages_that_telegram_takes(some: list[Block], limit: int) -> None:
    messages = pack(some, limit)
    for message in messages:
        assert units(message.html) >= 1
        styled = check_text(message.html, "HTML") if "".join(message.plain.split()) else None
        assert styled is None or units(styled.text) <= limit
        assert styled is None or styled.entities <= 100
    # No letter is lost, and none doubled.
    before = "".join(clean("".join(block.text for block in some)).split())
    after = "".join(
        "".join(check_text(message.html, "HTML").text.split())
        for message in messages
        if "".join(message.plain.split())
    )
    assert after == before


def test_messages_part_between_blocks_and_headings_stay_with_their_items() -> None:
    some = [paragraph("a" * 60), heading("Judul"), item("•", Span("b" * 40)), paragraph("c" * 30)]
    assert [message.plain for message in pack(some, 80)] == [
        "a" * 60,
        "Judul\n• " + "b" * 40 + "\n\n" + "c" * 30,
    ]


def test_an_emoji_is_not_cut_in_two() -> None:
    family = "👨\u200d👩\u200d👧"
    messages = pack([paragraph(family * 30)], 50)
    assert all(message.plain.count("👨") == message.plain.count("👧") for message in messages)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x", "", "tg://user?id=1"])
def test_only_web_addresses_become_links(url: str) -> None:
    [message] = pack([Block((Span("x", url=url),))])
    assert message.html == "x"


@calm
@given(st.sampled_from(["c", "vt", "zzz"]), st.integers(0, 99))
def test_presses_survive_their_bytes(action: str, number: int) -> None:
    press = Press(action, "abc_-123456", number)
    assert decode(press.encode()) == press
    assert len(press.encode().encode()) <= 64


@calm
@given(st.text(max_size=80) | st.none())
def test_no_data_breaks_the_decoder(data: str | None) -> None:
    decode(data)


def test_foreign_records_lose_their_arguments_and_the_token() -> None:
    stream = io.StringIO()
    handler = configure_logging("DEBUG", secrets=("12:secret",), stream=stream)
    try:
        logging.getLogger("telegram.x").warning("Update %s failed", "kata rahasia")
        logging.getLogger("httpx").info("HTTP Request: POST https://x/bot12:secret/getMe")
        logging.getLogger("bot.x").info("token 12:secret\nsecond line")
        try:
            raise ValueError("kata rahasia")
        except ValueError:
            logging.getLogger("bot.x").exception("failed")
    finally:
        logging.getLogger().removeHandler(handler)
    lines = stream.getvalue().splitlines()
    assert len(lines) == 3
    assert '"Update %s failed"' in lines[0]
    assert "<token>\\nsecond line" in lines[1]
    assert "error=ValueError" in lines[2]
    assert "rahasia" not in stream.getvalue()
