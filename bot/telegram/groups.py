"""What the bot does in groups besides answering: it greets, points to the private chat, moves along, and forgets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from telegram import ChatMember, ChatMemberUpdated, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.storage.groups import move_group
from bot.storage.housekeeping import erase
from bot.storage.store import Store
from bot.telegram.addressing import GROUPS, Identity
from bot.telegram.blocks import paragraph
from bot.telegram.reply import Reply
from bot.texts import CheckedTexts, load_texts
from knowledge.model import Text

PRIVATE_COMMANDS = frozenset({"cek", "profil", "langganan", "riwayat", "hapus", "lupakan"})
"""Commands about the user; what they show is nobody else's business."""
_GREETINGS = frozenset({"start", "mulai"})
_PRESENT = frozenset({ChatMember.MEMBER, ChatMember.ADMINISTRATOR})
_GONE = frozenset({ChatMember.LEFT, ChatMember.BANNED})
_COMMAND_PAYLOAD = "c_"
"""What a link begins with that opens the private chat at one of these commands."""


class GroupTexts(CheckedTexts):
    """The texts for groups."""

    greeting: tuple[Text, ...]
    named_only: Text
    private_only: Text
    private_chat: Text

    PLACEHOLDERS: ClassVar[dict[str, frozenset[str]]] = {
        "greeting": frozenset({"username"}),
        "named_only": frozenset({"username"}),
        "private_only": frozenset({"command"}),
    }


@dataclass(frozen=True)
class Groups:
    """The bot as a member of groups."""

    store: Store
    texts: GroupTexts = field(default_factory=lambda: load_texts("groups.yaml", GroupTexts))

    async def command(self, reply: Reply, name: str, me: Identity) -> bool:
        """See to a command that means something else in a group; False for one that means the same."""
        if name in _GREETINGS:
            await self.greet(reply, me)
        elif name in PRIVATE_COMMANDS:
            await reply.say(
                [paragraph(self.texts.private_only.format(command=name))],
                self._private_chat(me, f"?start={_COMMAND_PAYLOAD}{name}"),
            )
        else:
            return False
        return True

    async def greet(self, reply: Reply, me: Identity) -> None:
        """Say in short what the bot is for, and how it is asked here."""
        texts = [text.format(username=me.username) for text in self.texts.greeting]
        await reply.say([paragraph(text) for text in texts], self._private_chat(me))

    async def named_only(self, reply: Reply, me: Identity) -> None:
        """Say how to ask, to who has only named the bot."""
        await reply.say([paragraph(self.texts.named_only.format(username=me.username))])

    async def membership(self, reply: Reply, change: ChatMemberUpdated, me: Identity) -> None:
        """Greet a group that the bot has come into, and forget one that it has left."""
        if change.chat.type not in GROUPS:
            return
        before, now = change.old_chat_member.status, change.new_chat_member.status
        if now in _GONE:
            await self.store.run(erase, change.chat.id)
        elif before in _GONE and now in _PRESENT:
            await self.greet(reply, me)

    async def moved(self, old: int, new: int) -> None:
        """Go on in a group that Telegram has made a supergroup."""
        await self.store.run(move_group, old, new)

    def _private_chat(self, me: Identity, start: str = "") -> InlineKeyboardMarkup:
        url = f"https://t.me/{me.username}{start}"
        return InlineKeyboardMarkup([[InlineKeyboardButton(self.texts.private_chat, url=url)]])


def sent_on_to(name: str, typed: str) -> str | None:
    """The command that ``/start`` stands for when a group has sent its user to the private chat; None for none."""
    wanted = typed.removeprefix(_COMMAND_PAYLOAD)
    return wanted if name == "start" and wanted != typed and wanted in PRIVATE_COMMANDS else None


def may_not_speak(error: TelegramError) -> bool:
    """Whether a chat does not let the bot write: blocked, removed, or muted by its admins."""
    said = error.message.lower()
    return isinstance(error, Forbidden) or (
        isinstance(error, BadRequest) and ("not enough rights" in said or "have no rights" in said)
    )
