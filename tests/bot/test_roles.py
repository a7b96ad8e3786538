"""Who may do what."""

from __future__ import annotations

import pytest

from bot.admin.roles import ANY_ADMIN, Admins, Role

EDITOR, PUBLISHER, BOTH, STRANGER = 11, 12, 13, 14
ADMINS = Admins(frozenset({EDITOR, BOTH}), frozenset({PUBLISHER, BOTH}))


@pytest.mark.parametrize(
    ("user", "roles"),
    [
        (EDITOR, {Role.EDITOR}),
        (PUBLISHER, {Role.PUBLISHER}),
        (BOTH, {Role.EDITOR, Role.PUBLISHER}),
        (STRANGER, set()),
    ],
)
def test_a_user_has_the_roles_of_the_lists_he_stands_in(user: int, roles: set[Role]) -> None:
    assert ADMINS.roles(user) == roles
    assert (user in ADMINS.all) is bool(roles)


def test_a_publisher_is_no_editor_by_that() -> None:
    assert not ADMINS.may(PUBLISHER, {Role.EDITOR})
    assert not ADMINS.may(EDITOR, {Role.PUBLISHER})


def test_what_any_admin_may_a_stranger_may_not() -> None:
    assert ADMINS.may(EDITOR, ANY_ADMIN)
    assert ADMINS.may(PUBLISHER, ANY_ADMIN)
    assert not ADMINS.may(STRANGER, ANY_ADMIN)


def test_what_needs_no_role_everybody_may() -> None:
    assert ADMINS.may(STRANGER, frozenset())
