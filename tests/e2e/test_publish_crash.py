"""Publishing with real processes: at once, killed at any moment, and with a disk that is full.

Whatever happens, the edition that serves answers, what is staged stays staged until it serves, and
the next command puts everything right.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer, answerer_on
from knowledge.edition import editions_folder, open_edition
from tests.e2e.programs import PATIENCE, ROOT, Place, program
from tests.ingest.admin import DISCIPLINE, LIKING, NEW_TEXTS, Admin, admin_of
from tests.ingest.parsed import pasal, regulation
from tests.tiny_edition import TinyEdition, settings_for

PASAL_5 = "pp-94-2021:pasal-5"
MOMENTS = (0.2, 0.4, 0.6, 0.8, 1.0)
"""Shares of the time that a publish takes."""


@pytest.fixture
def admin(tiny_copy: TinyEdition, tmp_path: Path) -> Admin:
    """An admin who has staged a document."""
    admin = admin_of(tiny_copy, tmp_path)
    admin.stage()
    return admin


def place_of(admin: Admin) -> Place:
    return Place(admin.folder, admin.environment)


def started(
    admin: Admin, *command: str, limit: Callable[[], None] | None = None
) -> subprocess.Popen[str]:
    """A program that works in the admin's place."""
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=place_of(admin).environment(),
        start_new_session=True,
        preexec_fn=limit,
    )


def heed_interrupts() -> None:
    """A test run started in the background ignores interrupts; its children would inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Its exit code and what it wrote."""
    try:
        out, err = process.communicate(timeout=PATIENCE)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    return process.returncode, out, err


def leftovers(admin: Admin) -> list[str]:
    """Files and folders that no whole edition, nor anything else that is kept, accounts for."""
    data = admin.settings.data_dir
    drafts = [p for p in data.rglob(".*") if re.search(r"-\d+$", p.name)]
    halves = [
        p
        for p in editions_folder(admin.settings).iterdir()
        if p.is_dir() and not ((p / "manifest.json").exists() and (p / "published").exists())
    ]
    return sorted(str(p.relative_to(data)) for p in (*drafts, *halves))


def check_that_it_serves(admin: Admin) -> bool:
    """The edition that serves answers, wholly from itself; whether it is the new one."""
    edition = open_edition(admin.settings)
    try:
        new = edition.id != admin.first
        kind = edition.knowledge.provisions[PASAL_5].text_kind
        assert kind == ("official" if new else "digest")
        assert edition.id == admin.serving
    finally:
        edition.close()
    answer = admin.ask()
    assert (answer.verdict, answer.edition) == ("dilarang", admin.serving)
    assert {c.kind for c in answer.citations if c.id == PASAL_5} == {kind}
    return new


def check_that_the_next_publish_puts_it_right(admin: Admin) -> None:
    """The next command sweeps what was left and ends what was begun."""
    done = place_of(admin).ingest("publish", "--json")

    assert done.code == 0, done.err
    published = json.loads(done.out)
    assert published["edition"] == admin.serving != admin.first
    assert admin.folders == sorted([admin.first, published["edition"]])
    assert leftovers(admin) == []
    assert not admin.staged
    assert admin.serving in {edition for _, edition, _, _ in admin.acts("publish")}
    assert check_that_it_serves(admin)


def check_after_a_kill(admin: Admin) -> bool:
    """All that must hold after ``kill -9``, and after the next command; whether the new one served."""
    staged = admin.staged
    switched = check_that_it_serves(admin)
    if not switched:
        assert set(staged.documents) == {"pp-94-2021"}
    check_that_the_next_publish_puts_it_right(admin)
    return switched


class TestKilled:
    """At named moments, by a publish that kills itself."""

    def killed(self, admin: Admin, when: str, where: str) -> bool:
        code, _, err = ended(
            started(admin, sys.executable, "-m", "tests.e2e.killed_publish", when, where)
        )
        assert code == -signal.SIGKILL, err
        return check_after_a_kill(admin)

    @pytest.mark.parametrize(
        ("when", "where", "switched"),
        [
            ("before", "ingest.publish.switch", False),
            ("after", "ingest.editions.make_current", True),
        ],
    )
    def test_around_the_switch(self, admin: Admin, when: str, where: str, switched: bool) -> None:
        """The log told of it before; then it also tells how it ended."""
        assert self.killed(admin, when, where) is switched

        told = {(act, subject) for act, _, subject, _ in admin.acts("sweep", "publish")}
        swept = ("sweep", "left by a crash, never served: removed")
        noted = ("publish", "noted after a crash")
        assert (swept in told, noted in told) == (not switched, switched)

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("when", "where", "switched"),
        [
            ("stage", "read", False),
            ("stage", "embed texts", False),
            ("stage", "index", False),
            ("before", "ingest.edition_writer.write_index", False),
            ("after", "ingest.edition_writer.write_index", False),
            ("after", "ingest.publish.write_edition", False),
            ("stage", "test", False),
            ("stage", "test before", False),
            ("before", "ingest.publish.write_act", False),
            ("after", "ingest.publish.write_act", False),
            ("before", "ingest.editions.make_current", False),
            ("after", "ingest.publish.switch", True),
            ("before", "ingest.publish.write_staging", True),
            ("after", "ingest.publish.write_staging", True),
            ("before", "ingest.publish.prune", True),
        ],
    )
    def test_at_each_step(self, admin: Admin, when: str, where: str, switched: bool) -> None:
        assert self.killed(admin, when, where) is switched

    @pytest.mark.slow
    def test_twice_in_a_row(self, admin: Admin) -> None:
        for stage in ("index", "test"):
            code, _, _ = ended(
                started(admin, sys.executable, "-m", "tests.e2e.killed_publish", "stage", stage)
            )
            assert code == -signal.SIGKILL

        assert not check_after_a_kill(admin)

    @pytest.mark.slow
    def test_while_old_editions_are_removed(self, tiny_copy: TinyEdition, tmp_path: Path) -> None:
        admin = admin_of(tiny_copy, tmp_path, keep_editions=2)
        admin.stage()
        second = admin.publish().edition
        admin.stage(regulation("pp-5-2025", pasal("1", "ASN wajib melapor.")))
        code, _, _ = ended(
            started(
                admin,
                *(sys.executable, "-m", "tests.e2e.killed_publish"),
                *("before", "shutil.rmtree"),
            )
        )
        assert code == -signal.SIGKILL
        third = admin.serving
        assert check_that_it_serves(admin)
        assert leftovers(admin) == [f"editions/{admin.first}"]

        done = place_of(admin).ingest("publish", "--json")

        assert json.loads(done.out)["unchanged"]
        assert admin.folders == [second, third]
        assert leftovers(admin) == []


@pytest.fixture(scope="module")
def duration(tiny_edition: TinyEdition, tmp_path_factory: pytest.TempPathFactory) -> float:
    """Seconds that ``asn-ingest publish`` takes here and now, from its start to its end."""
    folder = tmp_path_factory.mktemp("measured")
    admin = admin_of(tiny_edition.copy(folder), folder)
    admin.stage()
    started_at = time.monotonic()
    assert place_of(admin).ingest("publish").code == 0
    return time.monotonic() - started_at


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_any_moment(admin: Admin, duration: float, moment: float) -> None:
    process = started(admin, program("asn-ingest"), "publish")
    try:
        process.wait(moment * duration)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    code, _, err = ended(process)
    assert code in (0, -signal.SIGKILL), err

    check_after_a_kill(admin)


@pytest.mark.slow
@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM])
def test_interrupted(admin: Admin, signal_: signal.Signals) -> None:
    """An admin who changes their mind leaves nothing behind, or what the next command sweeps."""
    staged = admin.staged
    process = started(admin, program("asn-ingest"), "publish", limit=heed_interrupts)
    assert process.stderr is not None
    assert process.stderr.readline() == "Reading the data files ...\n"
    process.send_signal(signal_)
    code, out, err = ended(process)

    assert code != 0
    assert "Traceback" not in out + err
    assert (admin.serving, admin.staged) == (admin.first, staged)
    if signal_ is signal.SIGINT:
        assert leftovers(admin) == []
    check_after_a_kill(admin)


def more_questions(admin: Admin, times: int) -> None:
    """Make the gate ask longer."""
    path = Path(admin.settings.publish_sets)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text(
        "".join(
            json.dumps({**row, "id": f"{row['id']}-{n}"}) + "\n"
            for n in range(times)
            for row in rows
        ),
        encoding="utf-8",
    )


def test_two_at_once_have_one_winner(admin: Admin) -> None:
    more_questions(admin, 30)

    both = [started(admin, program("asn-ingest"), "publish") for _ in range(2)]
    results = sorted((ended(process) for process in both), key=lambda result: result[0])

    (won, out, _), (lost, nothing, told) = results
    assert (won, lost, nothing) == (0, 4, "")
    assert out.startswith(f"Published edition {admin.serving} ")
    assert re.fullmatch(
        r"asn-ingest: Another command is changing the knowledge in this data folder "
        r"\(\S.*: publish, since \d\d:\d\d:\d\d, process \d+\)\. "
        r"Wait for it to end, then try again\.\n",
        told,
    )
    assert admin.folders == sorted([admin.first, str(admin.serving)])
    assert len(admin.acts("publish")) == 1
    assert check_that_it_serves(admin)


def check_that_a_full_disk_is_told(admin: Admin, limit: Callable[[], None] | None = None) -> None:
    """A publish that must fail in one line and change nothing."""
    staged = admin.staged
    code, out, err = ended(started(admin, program("asn-ingest"), "publish", limit=limit))

    assert "Traceback" not in out + err
    assert code in (1, 4, 6), out + err
    (told,) = (line for line in err.splitlines() if line.startswith("asn-ingest: "))
    assert re.search(r"\bdisk\b", told)
    assert (admin.serving, admin.folders) == (admin.first, [admin.first])
    assert admin.staged == staged
    assert leftovers(admin) == []


@pytest.mark.slow
@pytest.mark.parametrize("kilobytes", [2, 20, 120])
def test_no_room_for_a_file(admin: Admin, kilobytes: int) -> None:
    """The system lets no file grow beyond a size, as a full disk would not."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))

    check_that_a_full_disk_is_told(admin, limit)

    assert not check_that_it_serves(admin)
    check_that_the_next_publish_puts_it_right(admin)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a file system needs root and is not allowed here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


@contextmanager
def answering(admin: Admin) -> Iterator[Answerer]:
    """A bot that runs on what serves now."""
    edition = open_edition(admin.settings)
    try:
        yield answerer_on(admin.settings, edition)
    finally:
        edition.close()


@pytest.mark.slow
@pytest.mark.parametrize("free", [0, 64, 512])
def test_a_disk_that_is_full(
    tiny_edition: TinyEdition, tmp_path: Path, small_disk: Path, free: int
) -> None:
    """``free`` kilobytes are left."""
    tiny = tiny_edition.copy(tmp_path)
    shutil.copytree(tiny.settings.data_dir, small_disk / "var")
    admin = admin_of(TinyEdition(settings_for(small_disk / "var"), tiny.data, tiny.built), tmp_path)
    admin.stage()
    filler = small_disk / "filler"
    with answering(admin) as bot:  # it cannot be started on a full disk: Chroma writes as it opens
        filler.write_bytes(b"\0" * (shutil.disk_usage(small_disk).free - free * 1024))
        check_that_a_full_disk_is_told(admin)

        answer = bot.answer_now(LIKING)
        assert (answer.verdict, answer.edition) == ("dilarang", admin.first)

    filler.unlink()
    assert not check_that_it_serves(admin)
    check_that_the_next_publish_puts_it_right(admin)


def test_what_the_tests_stage_is_what_they_count() -> None:
    assert sum(1 for unit in DISCIPLINE.units for _ in (unit, *unit.units)) == NEW_TEXTS
