"""/admin and the roles: who sees and may use what is for admins, and what becomes of attempts of others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.admin.roles import Role
from bot.storage.audit import Wanted, find_acts
from bot.storage.store import open_store
from bot.telegram.admin import ways
from bot.telegram.admin.commands import admin_texts, commands_for
from bot.telegram.admin.trail import ADMIN, TRAIL
from bot.telegram.denials import LINES_OF_ONE, WINDOW
from bot.telegram.messages import load_messages
from bot.telegram.press import Press
from knowledge.settings import Settings
from tests.bot_api import USER, BotApiServer, SentMessage
from tests.bot_api.faults import Fault
from tests.telegram.conftest import Running, make_settings
from tests.telegram.scripted import ScriptedAnswering
from tests.telegram.scripted_program import ScriptedProgram
from tests.telegram.test_menu import features
from tests.telegram.user import ask, say

EDITOR, PUBLISHER, STRANGER = USER, 2002, 3003
GROUP = -100500
NOTHING: dict[str, Any] = {
    "serving": "2026-11-21.1",
    "undo": None,
    "writing": None,
    "staged": {},
    "items": [],
}
MESSAGES = load_messages()
EXPIRED = MESSAGES.toasts.expired
WORDS = "bocoran rahasia"


def item(name: str, *by: str) -> dict[str, Any]:
    """Something that waits, as ``asn-ingest stage --json`` tells it."""
    return {"name": name, "by": list(by), "without": True, "statuses": [], "document": None}


@pytest.fixture
def program() -> ScriptedProgram:
    program = ScriptedProgram()
    program.succeeds("stage", NOTHING)
    program.succeeds("audit", {"acts": [], "total": 0, "page": 1, "pages": 1})
    return program


@pytest.fixture
def settings(server: BotApiServer, tmp_path: Any) -> Settings:
    return make_settings(
        tmp_path,
        telegram_api_url=server.url,
        admin_editors=frozenset({EDITOR}),
        admin_publishers=frozenset({PUBLISHER}),
    )


@pytest.fixture
def running(settings: Settings, answering: ScriptedAnswering, program: ScriptedProgram) -> Running:
    return Running(settings, answering, program=program)


async def say_as(server: BotApiServer, user: int, text: str) -> SentMessage:
    """Let somebody write in their private chat; return what the bot says on it at last."""
    before = len(server.messages)
    server.user_sends(text, chat_id=user)
    await server.await_messages(before + 1)
    return server.messages[-1]


async def opened(server: BotApiServer, user: int, command: str) -> SentMessage:
    """Open a panel that is read in a moment."""
    message = await say_as(server, user, command)
    await server.until(lambda: message.edits > 0, f"{command} shown")
    return message


def denied(settings: Settings) -> list[tuple[str, str | None]]:
    """Who was denied what, the first first."""
    store = open_store(settings.database)
    try:
        found = store.run_sync(find_acts, Wanted(act="denied"))
    finally:
        store.close()
    return [(act.who, act.subject) for act in reversed(found.lines)]


class TestMenu:
    async def test_an_editor_sees_what_editors_may_do(
        self, bot: Running, server: BotApiServer
    ) -> None:
        shown = await opened(server, EDITOR, "/admin")

        assert shown.text.startswith("Pengelola\n\nPeran Anda: penyunting.")
        assert "Edisi yang melayani: 2026-11-21.1." in shown.text
        assert "Tidak ada perubahan yang menunggu penerbitan." in shown.text
        assert "/unggah –" in shown.text
        assert "/kembalikan" not in shown.text
        assert shown.labels() == ["Lihat perubahan", "Riwayat tindakan", "Perbarui"]

    async def test_a_publisher_sees_what_publishers_may_do(
        self, bot: Running, server: BotApiServer, program: ScriptedProgram
    ) -> None:
        undo = {"edition": "2026-11-21.1", "previous": "2026-11-20.1"}
        program.succeeds(
            "stage",
            NOTHING
            | {
                "items": [item("pp-94-2021", "telegram:1001"), item("uu-1-2015")],
                "undo": undo | {"until": "2026-11-21T14:05:00+07:00"},
            },
        )
        server.user_sends("/start", chat_id=PUBLISHER)
        await server.await_messages(1)

        shown = await opened(server, PUBLISHER, "/admin")

        assert "Peran Anda: penerbit." in shown.text
        assert "Menunggu penerbitan: 2 perubahan." in shown.text
        assert "dibatalkan sampai pukul 14.05 WIB" in shown.text
        assert "/kembalikan –" in shown.text
        assert "/unggah" not in shown.text
        assert {"Terbitkan", "Kembalikan edisi", "Tinjau putusan"} <= {*shown.labels()}

    async def test_who_has_both_roles_sees_both(
        self, running: Running, server: BotApiServer, program: ScriptedProgram
    ) -> None:
        """With four eyes it is told what another publisher has to publish."""
        everything = {"admin_publishers": frozenset({EDITOR}), "four_eyes": True}
        running.settings = running.settings.model_copy(update=everything)
        items = [item("pp-94-2021", "telegram:1001"), item("uu-1-2015", "budi")]
        program.succeeds("stage", NOTHING | {"items": items})
        async with running():
            shown = await opened(server, EDITOR, "/admin")

        assert "Peran Anda: penyunting, penerbit." in shown.text
        assert "1 di antaranya Anda ajukan sendiri" in shown.text
        assert all(f"/{one.name} –" in shown.text for one in admin_texts().commands)

    async def test_it_is_brought_up_to_date_in_place(
        self, bot: Running, server: BotApiServer, program: ScriptedProgram
    ) -> None:
        shown = await opened(server, EDITOR, "/admin")
        program.succeeds("stage", NOTHING | {"items": [item("pp-94-2021")]})

        server.user_presses(shown, "Perbarui")

        await server.until(lambda: "1 perubahan" in shown.text, "brought up to date")
        assert len(server.messages) == 1

    async def test_what_cannot_be_read_leaves_the_commands(
        self, bot: Running, server: BotApiServer, program: ScriptedProgram
    ) -> None:
        program.fails("stage", 10, "The staging area cannot be read.")

        shown = await opened(server, EDITOR, "/admin")

        assert "The staging area cannot be read." in shown.text
        assert "/perubahan –" in shown.text


class TestOthers:
    """To everybody else what is for admins does not exist; their attempts are noted."""

    @pytest.mark.parametrize("command", [one.name for one in admin_texts().commands])
    async def test_a_strangers_command_is_an_unknown_one(
        self,
        bot: Running,
        server: BotApiServer,
        program: ScriptedProgram,
        settings: Settings,
        command: str,
    ) -> None:
        unknown = await say_as(server, STRANGER, "/entahapa")
        answered = await say_as(server, STRANGER, f"/{command} {WORDS}")

        assert (answered.text, answered.labels()) == (unknown.text, unknown.labels())
        assert answered.text == MESSAGES.unknown_command
        await server.until(lambda: len(denied(settings)) == 1, "noted")
        assert denied(settings) == [(f"telegram:{STRANGER}", f"/{command}")]
        assert program.ran == []

    async def test_a_role_is_not_the_other(
        self, bot: Running, server: BotApiServer, settings: Settings, program: ScriptedProgram
    ) -> None:
        for user, command in ((EDITOR, "kembalikan"), (PUBLISHER, "unggah")):
            said = await say_as(server, user, f"/{command}")
            assert said.text == MESSAGES.unknown_command
        await server.until(lambda: len(denied(settings)) == 2, "noted")
        assert denied(settings) == [
            (f"telegram:{EDITOR}", "/kembalikan"),
            (f"telegram:{PUBLISHER}", "/unggah"),
        ]
        assert program.ran == []

    async def test_a_strangers_press_is_an_expired_one(
        self, bot: Running, server: BotApiServer, settings: Settings, program: ScriptedProgram
    ) -> None:
        """Anybody may send what a button of an admin's carries."""
        answer = await say_as(server, STRANGER, "boleh like?")
        sent = len(server.messages)
        for code in (ADMIN, TRAIL, ways.PUBLISH):
            data = Press(code, "x", 1).encode()
            note = await server.await_note(server.user_presses(answer, "", data=data))
            assert note == EXPIRED
        await server.until(lambda: len(denied(settings)) == 3, "noted")
        assert denied(settings) == [
            (f"telegram:{STRANGER}", f"button {code}") for code in (ADMIN, TRAIL, ways.PUBLISH)
        ]
        assert (len(server.messages), program.ran) == (sent, [])

    async def test_a_role_withdrawn_while_its_buttons_are_on_the_screen(
        self, running: Running, server: BotApiServer, settings: Settings, program: ScriptedProgram
    ) -> None:
        async with running():
            shown = await opened(server, EDITOR, "/admin")
        running.settings = settings.model_copy(update={"admin_editors": frozenset()})
        ran, text = len(program.ran), shown.text
        async with running():
            note = await server.await_note(server.user_presses(shown, "Perbarui"))
            assert note == EXPIRED
            assert (await say(server, "/admin")).text == MESSAGES.unknown_command

        assert (len(program.ran), shown.text) == (ran, text)
        assert denied(settings) == [
            (f"telegram:{EDITOR}", f"button {ADMIN}"),
            (f"telegram:{EDITOR}", "/admin"),
        ]

    async def test_in_a_group_they_exist_for_nobody(
        self, bot: Running, server: BotApiServer, settings: Settings, program: ScriptedProgram
    ) -> None:
        """Of a stranger's, those are noted that name the bot: others may be meant for another one."""
        for user in (EDITOR, STRANGER):
            for said in ("/admin", f"/admin@netral_bot {WORDS}"):
                server.user_sends(said, chat_id=GROUP, user=user)
        await ask(server)

        assert [message.chat_id for message in server.messages] == [USER]
        assert program.ran == []
        assert denied(settings) == [(f"telegram:{STRANGER}", "/admin")]

    async def test_an_admins_button_does_nothing_in_a_group(
        self, bot: Running, server: BotApiServer, settings: Settings, program: ScriptedProgram
    ) -> None:
        server.user_sends("@netral_bot boleh like?", chat_id=GROUP, user=EDITOR)
        answer = (await server.await_messages(1))[0]
        data = Press(ADMIN).encode()

        note = await server.await_note(server.user_presses(answer, "", data=data, user=EDITOR))

        assert (note, program.ran, denied(settings)) == (EXPIRED, [], [])

    async def test_an_ordinary_unknown_command_is_not_noted(
        self, bot: Running, server: BotApiServer, settings: Settings
    ) -> None:
        await say(server, "/entahapa")
        await ask(server)

        assert denied(settings) == []

    async def test_a_flood_fills_a_few_lines_an_hour(
        self, bot: Running, server: BotApiServer, settings: Settings
    ) -> None:
        for user in (STRANGER, STRANGER + 1):
            for _ in range(LINES_OF_ONE + 3):
                assert (await say_as(server, user, "/admin")).text == MESSAGES.unknown_command
        await ask(server)  # by now the last one is dealt with
        assert len(denied(settings)) == 2 * LINES_OF_ONE

        bot.clock.now += WINDOW
        await say_as(server, STRANGER, "/audit")
        await ask(server)

        assert denied(settings)[-1] == (f"telegram:{STRANGER}", "/audit")
        assert len(denied(settings)) == 2 * LINES_OF_ONE + 1

    async def test_a_log_that_cannot_be_written_is_the_operators_business(
        self,
        log: Callable[[], str],
        bot: Running,
        server: BotApiServer,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("bot.telegram.denials.add_act", full)

        assert (await say_as(server, STRANGER, f"/admin {WORDS}")).text == MESSAGES.unknown_command
        await ask(server)
        told = log()
        assert "denied attempt not noted" in told
        assert "update failed" not in told
        assert WORDS not in told


class TestMenusOfTelegram:
    def menu(self, server: BotApiServer, chat: int) -> list[str] | None:
        """The commands in the menu of a private chat; None where it has everybody's."""
        found = server.introduction.menus.get((f"chat {chat}", ""))
        return None if found is None else [one["command"] for one in found]

    async def offered(self, server: BotApiServer, chat: int) -> list[str]:
        await server.until(lambda: self.menu(server, chat) is not None, f"menu of {chat}")
        return self.menu(server, chat) or []

    def commands(self, *roles: Role) -> list[str]:
        return [one.name for one in (*commands_for(roles), *MESSAGES.commands)]

    async def test_each_admin_is_offered_what_their_roles_allow(
        self, running: Running, server: BotApiServer
    ) -> None:
        server.user_sends("/start", chat_id=PUBLISHER)
        async with running():
            assert await self.offered(server, EDITOR) == self.commands(Role.EDITOR)
            assert await self.offered(server, PUBLISHER) == self.commands(Role.PUBLISHER)

        everybodys = {one.name for one in MESSAGES.commands}
        assert {*server.introduction.commands} == everybodys
        assert everybodys.isdisjoint(one.name for one in admin_texts().commands)

    async def test_an_admin_who_never_wrote_gets_it_with_their_first_admin_command(
        self, bot: Running, server: BotApiServer
    ) -> None:
        await self.offered(server, EDITOR)
        await server.await_calls("setMyCommands", 4)
        assert self.menu(server, PUBLISHER) is None

        await opened(server, PUBLISHER, "/admin")

        assert self.menu(server, PUBLISHER) == self.commands(Role.PUBLISHER)

    async def test_who_is_no_admin_any_more_gets_everybodys_back(
        self, running: Running, server: BotApiServer
    ) -> None:
        async with running():
            await self.offered(server, EDITOR)
            await ask(server)
        running.settings = running.settings.model_copy(update={"admin_editors": frozenset()})
        async with running():
            await server.until(lambda: self.menu(server, EDITOR) is None, "taken back")
            await ask(server)
        async with running():
            await ask(server)

        assert len(server.called("deleteMyCommands")) == 1

    async def test_what_could_not_be_taken_back_is_at_the_next_start(
        self, running: Running, server: BotApiServer
    ) -> None:
        async with running():
            await self.offered(server, EDITOR)
            await ask(server)
        running.settings = running.settings.model_copy(update={"admin_editors": frozenset()})
        server.fail("deleteMyCommands", fault=Fault.flood(30))
        async with running():
            await server.await_calls("deleteMyCommands")
            await ask(server)
        assert self.menu(server, EDITOR) is not None
        async with running():
            await server.until(lambda: self.menu(server, EDITOR) is None, "taken back")


def test_every_command_of_admins_stands_in_a_menu_with_its_roles(
    settings: Settings, answering: ScriptedAnswering
) -> None:
    listed = {one.name: one.roles for one in admin_texts().commands}

    assert dict(features(settings, answering).command_roles) == listed
