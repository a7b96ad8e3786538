"""Confirming rulings: who read the changed basis says that the ruling holds."""

from __future__ import annotations

import pytest

from ingest.confirm import confirm, pending
from ingest.publish import roll_back
from knowledge.errors import StagingError
from knowledge.reviews import confirmations_file, confirmed
from tests.ingest.admin import DISCIPLINE, Admin
from tests.ingest.parsed import huruf, pasal, regulation
from tests.tiny_edition import settings_for

PASAL_5, PASAL_14 = "pp-94-2021:pasal-5", "pp-94-2021:pasal-14"
OTHER = regulation(
    "pp-94-2021",
    pasal("5", "PNS dilarang:", huruf("a", "memihak calon.")),
    pasal("14", "Hukuman disiplin berat berupa pemberhentian."),
)
"""Another text of Pasal 5; Pasal 14 is the same as in ``DISCIPLINE``."""


def waiting(admin: Admin) -> dict[str, tuple[str, ...]]:
    return {name: review.changed for name, review in pending(admin.settings).reviews.items()}


def test_at_first_nothing_awaits_review(admin: Admin) -> None:
    assert pending(admin.settings).edition == admin.first
    assert waiting(admin) == {}


def test_changed_rulings_await_review_and_say_so(published: Admin) -> None:
    assert waiting(published) == {"suka": (PASAL_5, PASAL_14), "bagikan": (PASAL_5,)}
    assert published.ask().review


def test_what_is_confirmed_awaits_no_longer(published: Admin) -> None:
    done = confirm(published.settings, ["suka"], who="siti", reason="maknanya sama")

    assert done == ("suka",)
    assert waiting(published) == {"bagikan": (PASAL_5,)}
    assert not published.ask().review
    assert published.acts("confirm") == [("confirm", published.serving, "suka", "maknanya sama")]


def test_a_confirmation_writes_no_edition(published: Admin) -> None:
    before = published.folders, published.serving

    confirm(published.settings, ["suka", "bagikan", "suka"], who="siti")

    assert (published.folders, published.serving) == before
    assert published.publish().unchanged
    assert waiting(published) == {}


def test_when_the_text_changes_again_it_is_asked_again(published: Admin) -> None:
    confirm(published.settings, ["suka", "bagikan"], who="siti")
    published.stage(OTHER)
    published.publish()

    assert set(waiting(published)) == {"suka", "bagikan"}


def test_the_same_text_again_is_not_asked_again(published: Admin) -> None:
    confirm(published.settings, ["suka", "bagikan"], who="siti")
    published.stage(OTHER)
    published.publish()
    published.stage(DISCIPLINE)
    published.publish()

    assert waiting(published) == {}


def test_going_back_needs_no_confirmation(published: Admin) -> None:
    roll_back(published.settings, who="siti")

    assert waiting(published) == {}
    assert not published.ask().review


def test_coming_forward_again_keeps_what_was_confirmed(published: Admin) -> None:
    second = published.serving
    confirm(published.settings, ["suka"], who="siti")
    roll_back(published.settings, who="siti")
    roll_back(published.settings, who="siti", edition=second)

    assert set(waiting(published)) == {"bagikan"}


@pytest.mark.parametrize("name", ["tak-ada", "rinci", ""])
def test_with_an_unknown_one_nothing_is_confirmed(published: Admin, name: str) -> None:
    with pytest.raises(StagingError, match=r"no such ruling awaits review.*asn-ingest confirm"):
        confirm(published.settings, ["suka", name], who="siti")

    assert confirmed(published.settings) == {}
    assert published.acts("confirm") == []


def test_one_that_was_confirmed_already(published: Admin) -> None:
    confirm(published.settings, ["suka"], who="siti")

    with pytest.raises(StagingError, match=r"^suka: no such ruling awaits review"):
        confirm(published.settings, ["suka"], who="budi")


def test_damaged_confirmations_are_not_written_over(published: Admin) -> None:
    confirmations_file(published.settings).write_text("{")

    assert set(waiting(published)) == {"suka", "bagikan"}
    with pytest.raises(Exception, match=r"confirmed\.json cannot be read"):
        confirm(published.settings, ["suka"], who="siti")
    assert confirmations_file(published.settings).read_text() == "{"


def test_without_an_edition(admin: Admin) -> None:
    with pytest.raises(StagingError, match="no edition yet"):
        pending(settings_for(admin.folder / "new"))
