"""What the bot's admins do through the real command: four eyes, the log, and undoing a publish."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.admin.program import Process
from bot.telegram.admin.waiting import read_waiting
from tests.ingest.admin import DISCIPLINE, Admin, admin_of
from tests.tiny_edition import TinyEdition

pytestmark = pytest.mark.slow
ANI, BUDI = 1001, 2002


@pytest.fixture
def admin(tiny_copy: TinyEdition, tmp_path: Path) -> Admin:
    """A place with four eyes, and a document that is kept and not staged."""
    return admin_of(tiny_copy, tmp_path, four_eyes=True)


async def test_who_staged_it_does_not_publish_it_but_may_try_and_another_may(admin: Admin) -> None:
    run = Process(admin.settings)
    kept = admin.shelve(DISCIPLINE)

    staged = await run("stage", f"{kept.id}@{kept.key}", by=ANI)
    waiting = read_waiting(staged.result)
    assert [(one.name, one.by) for one in waiting.items] == [(kept.id, (f"telegram:{ANI}",))]
    assert (len(waiting.of(ANI)), len(waiting.of(BUDI))) == (1, 0)

    refused = await run("publish", by=ANI)
    assert (refused.code, refused.result, admin.serving) == (12, None, admin.first)
    assert f"telegram:{ANI} has staged pp-94-2021" in refused.message

    tried = await run("publish", "--trial", by=ANI)
    assert (tried.code, tried.result["switched"], admin.serving) == (0, False, admin.first)

    published = await run("publish", by=BUDI)
    assert (published.code, published.result["edition"]) == (0, admin.serving)
    assert published.result["undo_until"] is not None

    undone = await run("rollback", "--undo", published.result["edition"], by=ANI)
    assert (undone.code, undone.result["edition"]) == (0, admin.first)
    assert admin.staged.by == {kept.id: (f"telegram:{ANI}",)}

    log = await run("audit", "--limit", "3")
    assert [(act["who"], act["act"]) for act in log.result["acts"]] == [
        (f"telegram:{ANI}", "undo"),
        (f"telegram:{BUDI}", "publish"),
        (f"telegram:{ANI}", "stage"),
    ]
