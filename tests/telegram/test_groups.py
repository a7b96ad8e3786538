"""In groups the bot answers whom it is asked by, tells nobody another's business, and keeps no talk among people."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import create_engine, text

from bot.telegram.groups import PRIVATE_COMMANDS
from knowledge.settings import Settings
from tests.bot_api import TOKEN, USER, BotApiServer, Fault, SentMessage
from tests.bot_api.users import BOT_NAME, GROUP
from tests.telegram.conftest import Running
from tests.telegram.scripted import ScriptedAnswering, answer

BOT = int(TOKEN.split(":")[0])
BUDI = 2002
NAME = f"@{BOT_NAME}"


def rows(settings: Settings, table: str, chat: int = GROUP) -> int:
    """How much a table holds of a chat."""
    engine = create_engine(settings.database)
    with engine.connect() as connection:
        count = connection.execute(
            text(f"SELECT count(*) FROM {table} WHERE chat_id = :chat"), {"chat": chat}
        ).scalar_one()
    engine.dispose()
    return int(count)


async def ask(server: BotApiServer, question: str, *, user: int = USER) -> SentMessage:
    """Ask in the group, and return the answer."""
    before = len(server.messages)
    server.user_sends(f"{NAME} {question}", chat_id=GROUP, user=user)
    return (await server.await_messages(before + 1))[-1]


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_who_names_the_bot_is_answered_below_the_question(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering, kind: str
) -> None:
    server.user_sends(f"{NAME}, bolehkah like?", chat_id=GROUP, chat_type=kind)
    asked = server.last_message_id
    [message] = await server.await_messages(1)
    assert message.chat_id == GROUP
    assert message.answers == asked
    assert [one.question for one in answering.asked] == ["bolehkah like?"]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (f"bolehkah like? {NAME}", "bolehkah like?"),
        (f"menurut {NAME} bolehkah like?", "menurut bolehkah like?"),
        (f"{NAME.upper()}: bolehkah like?", "bolehkah like?"),
        (f"😀😀 {NAME} bolehkah like?", "😀😀 bolehkah like?"),
        (f"{NAME} bolehkah like @calon_kita?", "bolehkah like @calon_kita?"),
        (f"{NAME} {NAME} halo\nbolehkah?", "halo\nbolehkah?"),
    ],
)
async def test_its_name_is_no_part_of_the_question(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering, said: str, asked: str
) -> None:
    server.user_sends(said, chat_id=GROUP)
    await server.await_messages(1)
    assert [one.question for one in answering.asked] == [asked]


async def test_a_name_in_words_and_one_below_a_picture_count_too(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    named = {"type": "text_mention", "offset": 0, "length": 6}
    me = {"id": BOT, "is_bot": True, "first_name": "Netral"}
    other = {"id": BUDI, "is_bot": False, "first_name": "Budi"}
    server.user_sends("Netral boleh like?", chat_id=GROUP, entities=[{**named, "user": me}])
    server.user_sends("Teman, boleh like?", chat_id=GROUP, entities=[{**named, "user": other}])
    server.user_sends_message(
        photo=[{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}],
        caption=f"{NAME} boleh pasang ini?",
        chat_id=GROUP,
    )
    await server.await_messages(2)
    assert [one.question for one in answering.asked] == ["boleh like?", "boleh pasang ini?"]


async def test_a_reply_to_the_bot_is_a_question_one_to_anybody_else_is_not(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    first = await ask(server, "boleh like?")
    theirs = server.last_message_id
    server.user_sends("boleh juga kok", chat_id=GROUP, user=BUDI, reply_to=theirs)
    server.user_sends("kalau PPPK?", chat_id=GROUP, reply_to=first)
    await server.await_messages(2)
    assert [one.question for one in answering.asked] == ["boleh like?", "kalau PPPK?"]


async def test_in_a_topic_only_a_true_reply_counts(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    opened = {
        "message_id": 3,
        "date": 1_790_000_000,
        "chat": {"id": GROUP, "type": "supergroup", "title": "Grup"},
        "from": {"id": BOT, "is_bot": True, "first_name": "Netral"},
        "forum_topic_created": {"name": "Netralitas", "icon_color": 7322096},
    }
    server.user_sends("sesama kita saja", chat_id=GROUP, reply_to_message=opened)
    await ask(server, "boleh like?")
    assert [one.question for one in answering.asked] == ["boleh like?"]


@pytest.mark.parametrize(
    "said",
    [
        "bolehkah PNS like?",
        "tanya @orang_lain bolehkah like?",
        "/topik@bot_lainnya",
        "/perintahkelompok",
        "/perintahkelompok@netral_bot",
        f"surat ke saya@{BOT_NAME}.id",
    ],
)
async def test_what_is_not_said_to_the_bot_is_passed_over(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering, said: str
) -> None:
    server.user_sends(said, chat_id=GROUP)
    server.user_sends_message(
        chat_id=GROUP, sticker={"file_id": "s", "file_unique_id": "s", "type": "regular"} | SIZE
    )
    server.user_sends_message(chat_id=GROUP, new_chat_title="Baru")
    await ask(server, "akhir")
    assert [one.question for one in answering.asked] == ["akhir"]
    assert len(server.messages) == 1


SIZE = {"width": 1, "height": 1, "is_animated": False, "is_video": False}


async def test_talk_among_people_is_not_stored_for_a_moment(
    bot: Running, server: BotApiServer
) -> None:
    server.user_sends("urusan kita sendiri", chat_id=GROUP)
    server.user_sends("/perintah@bot_lainnya", chat_id=GROUP)
    await ask(server, "boleh like?")
    assert rows(bot.settings, "received_updates") == 1


@pytest.mark.parametrize("said", ["/topik", f"/topik@{BOT_NAME}", f"{NAME} /topik"])
async def test_commands_work_in_groups(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering, said: str
) -> None:
    server.user_sends(said, chat_id=GROUP)
    asked = server.last_message_id
    [message] = await server.await_messages(1)
    assert message.answers == asked
    assert message.buttons
    assert not answering.asked


@pytest.mark.parametrize("command", sorted(PRIVATE_COMMANDS))
async def test_what_is_personal_is_sent_to_the_private_chat(
    bot: Running, server: BotApiServer, command: str
) -> None:
    await ask(server, "boleh like?")
    server.user_sends(f"/{command}", chat_id=GROUP)
    _, message = await server.await_messages(2)
    assert f"/{command}" in message.text
    address, _, payload = message.button("Buka obrolan pribadi")["url"].partition("?start=")
    assert address == f"https://t.me/{BOT_NAME}"
    assert rows(bot.settings, "chat_turns") == 2
    server.user_sends(f"/start {payload}")
    server.user_sends(f"/{command}")
    *_, sent_on, typed = await server.await_messages(4)
    assert (sent_on.chat_id, sent_on.text) == (USER, typed.text)


@pytest.mark.parametrize(
    "data",
    ["my::0", "mb::0", "hp::0", "hs:{token}:0", "kn::0", "us:pppk:0", "ux::0", "vc:{token}:0"],
)
async def test_who_makes_up_a_button_reaches_nothing_personal(
    bot: Running, server: BotApiServer, data: str
) -> None:
    answer = await ask(server, "boleh like?")
    shown, kept = answer.text, rows(bot.settings, "shown_answers")
    token = answer.data("👍").split(":")[1]
    note = await server.await_note(server.user_presses(answer, "👍", data=data.format(token=token)))
    assert "kedaluwarsa" in (note or "")
    await ask(server, "boleh hadir?")
    assert len(server.messages) == 2
    assert answer.text == shown
    assert rows(bot.settings, "shown_answers") == kept + 1


async def test_the_menu_for_groups_lacks_what_is_personal(
    bot: Running, server: BotApiServer
) -> None:
    await server.await_calls("setMyCommands", 2)
    menu = {one["command"] for one in server.introduction.menus["all_group_chats", ""]}
    assert menu == server.introduction.commands.keys() - PRIVATE_COMMANDS


async def test_the_profile_of_a_private_chat_is_not_used(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    """A group has no profile either, should one have been kept under its id."""
    await server.await_calls("getUpdates")
    engine = create_engine(bot.settings.database)
    with engine.begin() as connection:
        for chat in (USER, GROUP):
            connection.execute(
                text("INSERT INTO profiles (chat_id, status, at) VALUES (:chat, 'pppk', 0)"),
                {"chat": chat},
            )
    engine.dispose()
    await ask(server, "boleh like?")
    server.user_sends("boleh like?")
    await server.await_messages(2)
    assert [one.assumed for one in answering.asked] == [{}, {"status": "pppk"}]


async def test_everybody_has_a_conversation_of_their_own(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    await ask(server, "boleh like?")
    await ask(server, "boleh pasang stiker?", user=BUDI)
    await ask(server, "kalau PPPK?")
    server.user_sends("sendirian", user=USER)
    await server.await_messages(4)
    heard = [[turn.text for turn in one.history if turn.role == "user"] for one in answering.asked]
    assert heard == [[], [], ["boleh like?"], []]


async def test_who_answers_the_bots_words_to_another_takes_up_that_exchange(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    first = await ask(server, "boleh like?")
    await ask(server, "boleh pasang stiker?", user=BUDI)
    server.user_sends("kalau PPPK?", chat_id=GROUP, user=BUDI, reply_to=first)
    await server.await_messages(3)
    await ask(server, "lalu CPNS?")
    *_, taken_up, own = answering.asked
    assert [turn.text for turn in taken_up.history if turn.role == "user"] == ["boleh like?"]
    assert [turn.text for turn in own.history if turn.role == "user"] == ["boleh like?"]


async def test_a_button_works_for_everybody_below_the_answer_that_it_stands_at(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.append(answer(follow_ups=("Kalau saya PPPK?",)))
    first = await ask(server, "boleh like?")
    server.user_presses(first, "Kalau saya", user=BUDI)
    _, second = await server.await_messages(2)
    assert second.answers == first.message_id
    assert answering.asked[1].question == "Kalau saya PPPK?"
    heard = [turn.text for turn in answering.asked[1].history if turn.role == "user"]
    assert heard == ["boleh like?"]


async def test_everybody_votes_for_themselves(bot: Running, server: BotApiServer) -> None:
    message = await ask(server, "boleh like?")
    for user in (USER, BUDI, BUDI):
        await server.await_note(server.user_presses(message, "", user=user, data=vote(message)))
    engine = create_engine(bot.settings.database)
    with engine.connect() as connection:
        voters = connection.execute(text("SELECT voter FROM feedback ORDER BY voter")).scalars()
        assert [*voters] == [USER, BUDI]
    engine.dispose()


def vote(message: SentMessage) -> str:
    """The data of the button that praises an answer."""
    for button in message.buttons:
        if "Berguna" in button["text"]:
            return str(button["callback_data"])
    raise AssertionError(f"no vote among {message.labels()}")


async def test_the_bare_name_gets_a_hint(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    server.user_sends(NAME, chat_id=GROUP)
    [message] = await server.await_messages(1)
    assert NAME in message.text
    assert not answering.asked


async def test_a_voice_message_to_the_bot_gets_its_hint_others_do_not(
    bot: Running, server: BotApiServer
) -> None:
    voice = {"file_id": "v", "file_unique_id": "v", "duration": 2}
    first = await ask(server, "boleh like?")
    server.user_sends_message(chat_id=GROUP, voice=voice)
    server.user_sends_message(chat_id=GROUP, voice=voice, reply_to=first)
    _, hint = await server.await_messages(2)
    assert "pesan suara" in hint.text
    assert hint.answers == server.last_message_id


async def test_it_greets_a_group_once_and_shortly(bot: Running, server: BotApiServer) -> None:
    server.bot_is_added(GROUP)
    [message] = await server.await_messages(1)
    assert NAME in message.text
    assert len(message.text) < 600
    assert message.button("Buka")["url"] == f"https://t.me/{BOT_NAME}"
    server.deliver({"my_chat_member": change("member", "administrator")})
    server.deliver({"my_chat_member": change("administrator", "member")})
    await ask(server, "boleh like?")
    assert len(server.messages) == 2


async def test_start_greets_as_in_a_group(bot: Running, server: BotApiServer) -> None:
    server.user_sends("/start", chat_id=GROUP)
    [message] = await server.await_messages(1)
    assert NAME in message.text


def change(before: str, after: str, chat: int = GROUP, kind: str = "supergroup") -> object:
    """A change of what the bot is in a chat."""
    me = {"id": BOT, "is_bot": True, "first_name": "Netral", "username": BOT_NAME}
    rights = dict.fromkeys(
        [
            "can_be_edited",
            "is_anonymous",
            "can_manage_chat",
            "can_delete_messages",
            "can_manage_video_chats",
            "can_restrict_members",
            "can_promote_members",
            "can_change_info",
            "can_invite_users",
            "can_post_stories",
            "can_edit_stories",
            "can_delete_stories",
        ],
        False,
    )

    def member(status: str) -> dict[str, object]:
        fields: dict[str, object] = {"user": me, "status": status}
        if status == "administrator":
            fields |= rights
        if status == "kicked":
            fields["until_date"] = 0
        return fields

    return {
        "chat": {"id": chat, "type": kind, "title": "Grup"},
        "from": {"id": USER, "is_bot": False, "first_name": "Ani"},
        "date": 1_790_000_000,
        "old_chat_member": member(before),
        "new_chat_member": member(after),
    }


@pytest.mark.parametrize("how", ["left", "kicked"])
async def test_a_group_that_it_is_taken_out_of_is_forgotten(
    bot: Running, server: BotApiServer, how: str
) -> None:
    await ask(server, "boleh like?")
    server.deliver({"my_chat_member": change("member", how)})
    async with asyncio.timeout(5):
        while rows(bot.settings, "chat_turns") or rows(bot.settings, "shown_answers"):
            await asyncio.sleep(0.02)
    assert len(server.messages) == 1


async def test_channels_and_blocking_users_are_passed_over(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    server.deliver({"my_chat_member": change("left", "administrator", -100_777, "channel")})
    server.deliver({"my_chat_member": change("member", "kicked", USER, "private")})
    server.deliver({"my_chat_member": change("kicked", "member", USER, "private")})
    server.user_sends_message(
        chat_id=-100_777, chat_type="channel", kind="channel_post", text=f"{NAME} halo"
    )
    server.user_sends(f"{NAME} halo", chat_id=GROUP, is_automatic_forward=True)
    await ask(server, "akhir")
    assert [one.question for one in answering.asked] == ["akhir"]


async def test_a_group_made_a_supergroup_keeps_its_conversations_and_buttons(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    old = -4711
    server.user_sends(f"{NAME} boleh like?", chat_id=old, chat_type="group")
    await server.await_messages(1)
    server.user_sends_message(chat_id=old, migrate_to_chat_id=GROUP)
    server.user_sends_message(chat_id=GROUP, migrate_from_chat_id=old)
    await server.until(lambda: not server.pending, "all received")
    async with asyncio.timeout(5):
        while rows(bot.settings, "chat_turns", old):
            await asyncio.sleep(0.02)
    await ask(server, "kalau PPPK?")
    assert [turn.role for turn in answering.asked[1].history] == ["user", "assistant"]
    assert rows(bot.settings, "shown_answers", old) == 0
    assert rows(bot.settings, "shown_answers") == 2


async def test_an_answer_follows_a_group_that_moves_meanwhile(
    bot: Running, server: BotApiServer
) -> None:
    old = -4711
    await ask(server, "boleh like?")
    upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
    server.fail("sendMessage", 1, Fault(400, upgraded, migrate_to=GROUP))
    server.user_sends(f"{NAME} boleh komentar?", chat_id=old, chat_type="group")
    _, message = await server.await_messages(2)
    assert message.chat_id == GROUP
    assert message.text.startswith("⛔ DILARANG")


async def test_who_writes_in_the_groups_name_is_nobody_elses(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    """All anonymous admins of all groups come as one and the same user."""
    everyone = 1087968824
    for group in (GROUP, GROUP - 1):
        server.user_sends(
            f"{NAME} boleh like?",
            chat_id=group,
            user=everyone,
            sender_chat={"id": group, "type": "supergroup", "title": "Grup"},
        )
    await server.await_messages(2)
    assert answering.asked[1].history == ()


async def test_a_failure_in_a_group_is_apologised_for(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.append(RuntimeError())
    message = await ask(server, "boleh like?")
    assert message.text.startswith("Maaf")
    assert message.answers == server.last_message_id


async def test_a_group_that_muted_the_bot_is_left_in_peace(
    bot: Running, server: BotApiServer
) -> None:
    muted = Fault(400, "Bad Request: not enough rights to send text messages to the chat")
    server.fail("sendMessage", 1, muted)
    server.user_sends(f"{NAME} boleh like?", chat_id=GROUP)
    await server.await_calls("sendMessage", 1)
    await ask(server, "sudah boleh?")
    assert len(server.called("sendMessage")) == 2
