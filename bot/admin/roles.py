"""Who may do what: editors prepare changes, publishers let them serve."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from knowledge.settings import Settings


class Role(StrEnum):
    """What an admin is trusted with."""

    EDITOR = "editor"
    """Takes documents in, stages, discards, reviews questions."""
    PUBLISHER = "publisher"
    """Publishes, rolls back, confirms rulings."""


ANY_ADMIN = frozenset(Role)


@dataclass(frozen=True)
class Admins:
    """The users of Telegram that have a role."""

    editors: frozenset[int] = frozenset()
    publishers: frozenset[int] = frozenset()

    @property
    def all(self) -> frozenset[int]:
        """Everybody with a role."""
        return self.editors | self.publishers

    def roles(self, user: int) -> frozenset[Role]:
        """The roles of a user; none for everybody else."""
        held = {Role.EDITOR: self.editors, Role.PUBLISHER: self.publishers}
        return frozenset(role for role, users in held.items() if user in users)

    def may(self, user: int, wanted: Collection[Role]) -> bool:
        """Whether a user has one of these roles; what no role is needed for, everybody may."""
        return not wanted or not self.roles(user).isdisjoint(wanted)


def admins_of(settings: Settings) -> Admins:
    """The admins whom the settings name."""
    return Admins(settings.admin_editors, settings.admin_publishers)


def actor(user: int) -> str:
    """A user's name in the audit log."""
    return f"telegram:{user}"
