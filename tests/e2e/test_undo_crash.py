"""Undoing a publish that is killed on the way: one edition serves wholly, and nothing that was staged is lost."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import pytest

from ingest.publish import undo
from tests.e2e.test_publish_crash import (
    check_that_it_serves,
    ended,
    leftovers,
    place_of,
    started,
)
from tests.ingest.admin import Admin, admin_of
from tests.ingest.parsed import pasal, regulation
from tests.tiny_edition import TinyEdition

OTHER = regulation("pp-5-2025", pasal("1", "ASN wajib melapor."))


@pytest.fixture
def admin(tiny_copy: TinyEdition, tmp_path: Path) -> Admin:
    """An admin who has published a document, and staged another since."""
    admin = admin_of(tiny_copy, tmp_path)
    admin.stage()
    return admin


def killed(admin: Admin, when: str, where: str) -> None:
    """Begin to undo the publish of the edition that serves, and die there."""
    code, _, err = ended(
        started(
            admin,
            *(sys.executable, "-m", "tests.e2e.killed_publish"),
            *(when, where, str(admin.serving)),
        )
    )
    assert code == -signal.SIGKILL, err


@pytest.mark.parametrize(
    ("when", "where", "undone"),
    [
        ("after", "ingest.publish.write_staging", False),
        ("after", "ingest.editions.make_current", True),
        *(
            pytest.param(*moment, marks=pytest.mark.slow)
            for moment in (
                ("after", "ingest.publish.recover", False),
                ("before", "ingest.publish.write_act", False),
                ("after", "ingest.publish.write_act", False),
                ("before", "ingest.publish.write_staging", False),
                ("before", "ingest.editions.make_current", False),
                ("after", "ingest.publish.switch", True),
            )
        ),
    ],
)
def test_killed(admin: Admin, when: str, where: str, undone: bool) -> None:
    staged = admin.staged
    published = str(json.loads(place_of(admin).ingest("publish", "--json").out)["edition"])
    since = admin.stage(OTHER)

    killed(admin, when, where)

    assert check_that_it_serves(admin) is not undone
    assert admin.staged.documents["pp-5-2025"] == since.key
    if not undone:
        # The next command finds that what waits again serves already; it can be undone anew.
        place_of(admin).ingest("discard", "pp-5-2025", "--json")
        assert not admin.staged
        admin.stage(OTHER)
        assert undo(admin.settings, who="siti", edition=published) == (admin.first, published)
    assert admin.serving == admin.first
    assert {**admin.staged.documents} == {**staged.documents, "pp-5-2025": since.key}
    assert leftovers(admin) == []
    assert published in admin.folders


def test_the_next_publish_goes_on_from_there(admin: Admin) -> None:
    place_of(admin).ingest("publish")
    undone = str(admin.serving)
    killed(admin, "after", "ingest.editions.make_current")
    assert admin.serving == admin.first

    assert place_of(admin).ingest("discard", "--all").code == 0
    admin.stage()
    done = json.loads(place_of(admin).ingest("publish", "--json").out)

    assert (done["previous"], done["switched"]) == (admin.first, True)
    assert done["edition"] not in (admin.first, undone)
    assert check_that_it_serves(admin)
