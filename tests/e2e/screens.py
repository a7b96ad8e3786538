"""Screens of the bot's main flows, for docs/telegram.md: real answers of the real program, drawn and photographed.

``python -m tests.e2e.screens`` plays every flow on the edition under DATA_DIR and writes the pictures to
docs/layar; names given as arguments choose some of them. It needs Chromium; the pictures in the docs were made
with the fonts of Debian's fonts-roboto-unhinted and fonts-noto-color-emoji.
"""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, async_playwright

from bot.telegram.messages import load_messages
from evaluation.report.bench import FLAGS
from tests.bot_api import BotApiServer, SentMessage
from tests.bot_api.screen import Scene, page
from tests.bot_api.state import InlineAnswer, UserMessage
from tests.e2e.programs import ROOT, Place
from tests.e2e.serving import serving

FOLDER = ROOT / "docs" / "layar"
WIDTH = 390
"""Of the screen, in CSS pixels."""
SCALE = 2
LARGEST = 150_000
"""Bytes of a picture."""
_COLOURS = (256, 128, 64, 32)
PATIENCE = 30.0
"""Seconds that the bot may take to react."""
LONG = 900.0
"""Seconds that an admin's work may take, on a busy machine."""
QUIET = 0.6
"""Seconds without a call after which the bot is taken to have said all it had to say."""
_ANSWERS = frozenset(
    [
        "sendMessage",
        "sendDocument",
        "sendPhoto",
        "editMessageText",
        "editMessageReplyMarkup",
        "answerCallbackQuery",
        "answerInlineQuery",
    ]
)
PEOPLE = {1: "Budi", 2: "Sari"}
"""Who writes in groups; the phone is the first one's."""


@dataclass(frozen=True)
class Write:
    """A user writes a text."""

    text: str
    user: int = 1
    answering: bool = False
    """Whether it is a reply to what the bot said last."""


@dataclass(frozen=True)
class Change:
    """The user changes the message written last."""

    text: str


@dataclass(frozen=True)
class Tap:
    """The user taps the newest button whose label holds these words, whatever its case."""

    label: str


@dataclass(frozen=True)
class Inline:
    """The user writes the bot's name and some words in any chat."""

    query: str


@dataclass(frozen=True)
class Menu:
    """The user opens the menu of commands."""


@dataclass(frozen=True)
class Send:
    """The user sends a file."""

    path: Path


@dataclass(frozen=True)
class Await:
    """Nothing is done until the bot has said these words, in a new message or an older one; that may take minutes."""

    words: str


Act = Write | Change | Tap | Inline | Menu | Send | Await


@dataclass(frozen=True)
class Flow:
    """A flow and the picture of its end."""

    name: str
    """Of the picture, without ending."""
    acts: tuple[Act, ...]
    last: int | None = None
    """How many messages the picture shows, counted from the last; None for all."""
    group: str | None = None
    user: int | None = None
    """Whose private chat it is, where several flows share one; None for a chat of its own."""


def flow(
    name: str,
    *acts: Act,
    last: int | None = None,
    group: str | None = None,
    user: int | None = None,
) -> Flow:
    """A flow of several acts."""
    return Flow(name, acts, last, group, user)


LIKE = "boleh gak like postingan cabup di IG?"
SEVERAL = "boleh pakai kaos partai waktu olahraga? terus boleh share jadwal TPS dari KPU?"
IN_GROUP = "@netral_bot boleh nggak kami foto bareng calon bupati?"
CHECKED = (Write("/cek"), Tap("PNS"), Tap("Media sosial"), Tap("1"))
FLOWS = (
    flow("01-sapaan", Write("/start")),
    flow("02-perintah", Menu()),
    flow("03-jawaban", Write(LIKE)),
    flow("04-dasar-hukum", Write(LIKE), Tap("Dasar hukum"), last=1),
    flow("05-bunyi-pasal", Write(LIKE), Tap("Bunyi pasal"), last=1),
    flow("06-pdf", Write(LIKE), Tap("Simpan PDF"), last=1),
    flow("07-koreksi", Write(LIKE), Write("bukan, saya PPPK"), last=2),
    flow("08-beberapa-pertanyaan", Write(SEVERAL)),
    flow("09-perlu-rincian", Write("saya boleh gak ikut?")),
    flow("10-topik", Write("/topik")),
    flow("11-isi-topik", Write("/topik media sosial")),
    flow("12-pasal", Write("/pasal 9 UU 20/2023")),
    flow("13-sanksi", Write("/sanksi")),
    flow("14-cek", *CHECKED),
    flow("15-hasil-cek", *CHECKED, Tap("bakal calon"), last=1),
    flow("16-profil", Write("/profil"), Tap("PPPK"), Write(LIKE)),
    flow("17-lapor", Write("/lapor")),
    flow("18-grup", Write(IN_GROUP, user=2), group="Kepegawaian Kabupaten"),
    flow("19-kartu", Inline("like status caleg")),
    flow("20-masukan", Write(LIKE), Tap("Kurang jelas"), Tap("Beri komentar"), last=2),
    flow("21-riwayat", Write(LIKE), Write("share jadwal TPS boleh?"), Write("/riwayat"), last=2),
    flow("22-hapus", Write(LIKE), Write("/hapus"), last=2),
)


class Unplayed(Exception):
    """A flow cannot be played to its end; the message says where it stopped."""


@dataclass(eq=False)
class Stage:
    """One chat with the running bot."""

    server: BotApiServer
    flow: Flow
    number: int
    """Tells the chats of several flows apart."""
    note: str | None = None
    typed: str = ""
    offered: InlineAnswer | None = None
    commands: dict[str, str] = field(default_factory=dict)
    before: dict[int, str] = field(default_factory=dict)
    """What stood in the chat when the flow began, by the messages' ids."""

    @property
    def chat(self) -> int:
        """The chat's id."""
        if self.flow.user is not None:
            return self.flow.user
        return -1_002_000_000_000 - self.number if self.flow.group else 30_000 + self.number

    @property
    def said(self) -> list[UserMessage | SentMessage]:
        """What was said, or said anew, since the flow began."""
        chat = self.server.said_in(self.chat)
        return [one for one in chat if one.text != self.before.get(one.message_id)]

    async def play(self) -> Scene:
        """Play the flow, and tell what the phone shows then.

        Raises:
            Unplayed: a button is missing, or the bot is silent or fails.
        """
        chat = self.server.said_in(self.chat)
        self.before = {message.message_id: message.text for message in chat}
        for act in self.flow.acts:
            self.note, self.offered, self.typed, self.commands = None, None, "", {}
            await self._react(act)
        said = self.said
        texts = load_messages()
        apology = texts.apology.split("{")[0]
        if self.note == texts.toasts.failed or any(apology in message.text for message in said):
            raise Unplayed(f"{self.flow.name}: the bot apologised for a fault of its own")
        return Scene(
            said[-self.flow.last :] if self.flow.last else said,
            group=self.flow.group,
            me=self._person(1),
            note=self.note,
            offered=self.offered,
            commands=self.commands,
            typed=self.typed,
        )

    def _person(self, user: int) -> int:
        return 40_000 + self.number * 10 + user if self.flow.group else self.chat

    async def _react(self, act: Act) -> None:
        server = self.server
        before = self._answers()
        match act:
            case Write(text, user, answering):
                person = self._person(user)
                server.names[person] = PEOPLE[user]
                to = self._newest() if answering else None
                server.user_sends(text, chat_id=self.chat, user=person, reply_to=to)
            case Change(text):
                server.user_edits(server.last_message_id, text)
            case Tap(label):
                message, found = self._button(label)
                press = server.user_presses(message, found, user=self._person(1))
                await self._quiet(act, before)
                self.note = server.notes.get(press)
            case Inline(query):
                identity = server.user_asks_inline(query, user=self._person(1))
                await self._quiet(act, before)
                self.offered = server.inline_answers.get(identity)
                self.typed = f"@netral_bot {query}"
            case Send(path):
                server.user_sends_file(path.name, path.read_bytes(), chat_id=self.chat)
            case Await(words):
                await self._long(words)
                return
            case Menu():
                await server.await_calls("setMyCommands")
                self.commands, self.typed = server.introduction.commands, "/"
                return
        await self._quiet(act, before)

    async def _long(self, words: str) -> None:
        """Wait until the bot has said these words since the flow began, and then until it says no more."""
        try:
            async with asyncio.timeout(LONG):
                while not any(words in text for text in self._told()):
                    await self.server.change(QUIET)
        except TimeoutError:
            raise Unplayed(
                f"{self.flow.name}: never said {words!r}, but {self._told()[-3:]}"
            ) from None
        await self._silent()

    def _told(self) -> list[str]:
        return [one.text for one in self.said if isinstance(one, SentMessage)]

    def _newest(self) -> SentMessage:
        for message in reversed(self.said):
            if isinstance(message, SentMessage):
                return message
        raise Unplayed(f"{self.flow.name}: the bot has said nothing yet")

    def _button(self, words: str) -> tuple[SentMessage, str]:
        labels: list[str] = []
        for message in reversed(self.server.said_in(self.chat)):
            if isinstance(message, SentMessage):
                for label in message.labels():
                    if words.casefold() in label.casefold():
                        return message, label
                labels += message.labels()
        raise Unplayed(f"{self.flow.name}: no button {words!r} among {labels}")

    def _answers(self) -> int:
        return sum(call.method in _ANSWERS for call in self.server.calls)

    async def _quiet(self, act: Act, before: int) -> None:
        """Wait for the bot's reaction, and then until it says no more."""
        try:
            await self.server.until(lambda: self._answers() > before, "a reaction")
        except AssertionError:
            raise Unplayed(f"{self.flow.name}: no reaction to {act}") from None
        await self._silent()

    async def _silent(self) -> None:
        """Wait until the bot says no more."""
        seen = -1
        while seen != self._answers():
            seen = self._answers()
            await asyncio.sleep(QUIET)


async def play(server: BotApiServer, flow: Flow) -> Scene:
    """Play one flow; the number that its name begins with tells its chat apart."""
    return await Stage(server, flow, int(flow.name.partition("-")[0])).play()


@asynccontextmanager
async def started() -> AsyncIterator[Browser]:
    """A browser, as tests start it.

    Raises:
        FileNotFoundError: there is no Chromium on this machine.
    """
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise FileNotFoundError("There is no Chromium on this machine.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        try:
            yield browser
        finally:
            await browser.close()


async def photograph(browser: Browser, scene: Scene) -> bytes:
    """A picture of a scene as PNG, its colours chosen so that it stays below ``LARGEST``.

    Raises:
        ValueError: even with the fewest colours it is larger.
    """
    context = await browser.new_context(
        viewport={"width": WIDTH, "height": 500}, device_scale_factor=SCALE, offline=True
    )
    try:
        tab = await context.new_page()
        await tab.set_content(page(scene))
        taken = await tab.screenshot(full_page=True)
    finally:
        await context.close()
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    for colours in _COLOURS:
        written = io.BytesIO()
        # The other ways to choose colours lose the few red points of a badge, or the green of the ground.
        reduced = picture.quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        reduced.save(written, "PNG", optimize=True)
        if len(written.getvalue()) <= LARGEST:
            return written.getvalue()
    raise ValueError(f"the picture is of {len(written.getvalue())} bytes, over {LARGEST}")


async def photograph_all(place: Place, chosen: Sequence[Flow], folder: Path) -> list[str]:
    """Play flows and write their pictures; return what went wrong, a line each."""
    server = BotApiServer(patience=PATIENCE)
    await server.start()
    wrong = []
    try:
        async with serving(place, server), started() as browser:
            for one in chosen:
                try:
                    picture = await photograph(browser, await play(server, one))
                except (Unplayed, ValueError) as error:
                    wrong.append(f"{one.name}: {error}")
                else:
                    (folder / f"{one.name}.png").write_bytes(picture)
    finally:
        await server.stop()
    return wrong


def main(names: Sequence[str]) -> int:
    """Photograph the flows whose names begin with one of ``names``, or all."""
    chosen = [one for one in FLOWS if not names or one.name.startswith(tuple(names))]
    data_dir = Path(os.environ.get("DATA_DIR", "var")).resolve()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        database = f"sqlite:///{Path(scratch) / 'bot.sqlite3'}"
        place = Place(Path(scratch), {"DATA_DIR": str(data_dir), "DATABASE_URL": database})
        wrong = asyncio.run(photograph_all(place, chosen, FOLDER))
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
