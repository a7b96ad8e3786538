"""Taking documents in with real processes: killed at any moment, and with a disk that is full."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.library import documents
from tests.e2e.programs import PATIENCE, Place, program
from tests.ingest.admin import Admin, admin_of
from tests.ingest.regulation_text import regulation_text
from tests.tiny_edition import TinyEdition

pytestmark = pytest.mark.slow

TEXT = regulation_text("94", "2021", "Disiplin Pegawai Negeri Sipil")


@pytest.fixture
def admin(tiny_copy: TinyEdition, tmp_path: Path) -> Admin:
    (tmp_path / "pp.md").write_text(TEXT, encoding="utf-8")
    return admin_of(tiny_copy, tmp_path)


def started(admin: Admin, limit: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    """``asn-ingest add`` on the document."""
    return subprocess.Popen(
        [program("asn-ingest"), "add", "pp.md"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=admin.folder,
        env=Place(admin.folder, admin.environment).environment(),
        start_new_session=True,
        preexec_fn=limit,
    )


def check_that_it_can_be_added(admin: Admin) -> None:
    """Whatever was left, the next command puts it right."""
    place = Place(admin.folder, admin.environment)
    done = place.ingest("add", "pp.md", "--json")

    assert done.code == 0, done.err
    (told,) = json.loads(done.out)["documents"]
    assert told["outcome"] in ("staged", "already staged")
    (kept,) = documents(admin.settings)
    assert dict(admin.staged.documents) == {"pp-94-2021": kept.key}
    folder = admin.settings.data_dir / "library" / "pp-94-2021"
    assert {p.name for p in folder.iterdir()} == {f"{kept.key}.json", f"{kept.key}.source"}
    assert not list(admin.settings.data_dir.glob(".*-*"))


def alive(group: int) -> bool:
    """Whether any process of a group still runs."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = path.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(its_group) == group and state != "Z":
            return True
    return False


@pytest.mark.parametrize("moment", [0.3, 0.5, 0.7, 0.9, 1.0])
def test_killed_at_any_moment(admin: Admin, moment: float) -> None:
    """Only the command itself is killed, not its reading processes: they end by themselves."""
    begun = time.monotonic()
    assert Place(admin.folder, admin.environment).ingest("parse", "pp.md").code == 0
    duration = time.monotonic() - begun

    process = started(admin)
    try:
        process.wait(moment * duration)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=PATIENCE)

    assert process.returncode in (0, -signal.SIGKILL)
    assert set(admin.staged.documents) <= {"pp-94-2021"}
    assert (admin.serving, admin.folders) == (admin.first, [admin.first])
    check_that_it_can_be_added(admin)
    assert not alive(process.pid)


@pytest.mark.parametrize("bytes_", [0, 100, 3000])
def test_no_room_for_a_file(admin: Admin, bytes_: int) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, bytes_))

    process = started(admin, limit)
    out, err = process.communicate(timeout=PATIENCE)

    assert process.returncode in (1, 6), out + err
    assert "Traceback" not in out + err
    (told,) = (line for line in err.splitlines() if line.startswith("asn-ingest: "))
    assert "disk" in told
    assert not admin.staged
    check_that_it_can_be_added(admin)
