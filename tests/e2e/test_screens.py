"""The guides to the Telegram bot show what the bot does: their screens exist, and the users' flows still run."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
import yaml
from PIL import Image

from bot.storage.shown import DAYS_SHOWN
from knowledge.settings import Settings
from tests.bot_api import BotApiServer, SentMessage
from tests.bot_api.screen import Scene, page
from tests.e2e.admin_guide import GUIDE as ADMIN_GUIDE
from tests.e2e.admin_screens import FLOWS as ADMIN_FLOWS
from tests.e2e.programs import ROOT, Place
from tests.e2e.screens import (
    FLOWS,
    FOLDER,
    LARGEST,
    PATIENCE,
    SCALE,
    WIDTH,
    Unplayed,
    photograph,
    play,
    started,
)
from tests.e2e.serving import serving

GUIDE = ROOT / "docs" / "telegram.md"
NAMES = [flow.name for flow in FLOWS]
ADMIN_NAMES = sorted(flow.name for flow in ADMIN_FLOWS)
GUIDES = ((GUIDE, NAMES), (ADMIN_GUIDE, ADMIN_NAMES))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def shown_in(guide: Path) -> list[str]:
    """The names of the pictures in a guide."""
    return re.findall(r"layar/([\w-]+)\.png", guide.read_text(encoding="utf-8"))


def test_every_flow_has_a_name_of_its_own() -> None:
    names = NAMES + ADMIN_NAMES
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"\d\d-[a-z-]+", name) for name in names)


@pytest.mark.parametrize(("guide", "names"), GUIDES, ids=["users", "admins"])
def test_a_guide_shows_its_screens_in_order(guide: Path, names: list[str]) -> None:
    assert shown_in(guide) == names


def test_there_are_pictures_of_all_screens_and_of_nothing_else() -> None:
    found = {path.name for path in FOLDER.iterdir()}
    assert found == {f"{name}.png" for name in NAMES + ADMIN_NAMES}


@pytest.mark.parametrize("name", NAMES + ADMIN_NAMES)
def test_a_picture_is_small_and_as_wide_as_a_phone(name: str) -> None:
    path = FOLDER / f"{name}.png"
    assert path.stat().st_size <= LARGEST
    with Image.open(path) as picture:
        assert (picture.format, picture.width) == ("PNG", WIDTH * SCALE)


@pytest.mark.parametrize(("guide", "names"), GUIDES, ids=["users", "admins"])
def test_every_picture_says_what_it_shows(guide: Path, names: list[str]) -> None:
    described = re.findall(r"<img src=\"layar/[^>]* alt=\"([^\"]+)\"", guide.read_text("utf-8"))
    assert len(described) == len(names)
    assert all(len(told) > 10 for told in described)


def test_the_guide_tells_every_command_of_the_menu() -> None:
    menu = yaml.safe_load((ROOT / "bot" / "data" / "messages.yaml").read_text(encoding="utf-8"))
    told = set(re.findall(r"^\| `/(\w+)", GUIDE.read_text(encoding="utf-8"), re.MULTILINE))
    assert told == {command["name"] for command in menu["commands"]}


def test_the_guide_tells_the_limits_that_are_set_by_default() -> None:
    guide = " ".join(GUIDE.read_text(encoding="utf-8").split())
    fields = Settings.model_fields
    for words in (
        f"bawaannya {fields['history_minutes'].default} menit",
        f"tetap berfungsi {DAYS_SHOWN} hari",
        f"paling lama {fields['feedback_days'].default} hari (bawaan)",
        f"{fields['questions_per_minute'].default} pertanyaan dalam satu menit dan "
        f"{fields['questions_per_day'].default} dalam 24 jam",
        f"satu grup {fields['group_questions_per_minute'].default} pertanyaan",
    ):
        assert words in guide


@pytest.mark.slow
async def test_every_flow_runs_to_its_end(place: Place) -> None:
    server = BotApiServer(patience=PATIENCE)
    await server.start()
    stopped = []
    try:
        async with serving(place, server):
            for flow in FLOWS:
                try:
                    scene = await play(server, flow)
                except Unplayed as reason:
                    stopped.append(str(reason))
                    continue
                answered = scene.offered or scene.commands or any_of_the_bot(scene)
                assert answered, flow.name
                assert "{" not in page(scene).split("<main>")[1], flow.name
    finally:
        await server.stop()
    assert not stopped


def any_of_the_bot(scene: Scene) -> bool:
    """Whether the bot says something on the screen."""
    return any(isinstance(message, SentMessage) for message in scene.said)


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
async def test_a_screen_is_photographed() -> None:
    async with started() as browser:
        empty = await photograph(browser, Scene([]))
        menu = await photograph(browser, Scene([], commands={"topik": "Jelajahi topik"}))
    with Image.open(io.BytesIO(empty)) as first, Image.open(io.BytesIO(menu)) as second:
        assert first.width == second.width == WIDTH * SCALE
        colours = first.convert("RGB").getcolors(100_000)
        assert colours is not None
        assert len(colours) > 2
        assert first.convert("RGB").tobytes() != second.convert("RGB").tobytes()
