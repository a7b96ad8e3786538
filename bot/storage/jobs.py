"""Long work of admins, kept so that a restart finds it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.storage.tables import AdminJob

ANNOUNCED = "announced"
"""Phase of a job that the admin is being told of; it does not run yet."""
WAITING = "waiting"
"""Phase of a job that waits for its turn."""
BEGUN = "begun"
"""First phase of a job that runs; each kind has further ones of its own."""
ENDED = "ended"
"""Phase of a job that is over; it is kept for the buttons below what it said."""
KEPT_DAYS = 7
"""How long a job is remembered."""
_IDLE = (ANNOUNCED, ENDED)
_BROKEN_OFF = "broken_off"
"""In the state of a job that an admin has broken off."""


@dataclass(frozen=True)
class Job:
    """Long work that an admin has begun."""

    id: str
    chat: int
    user: int
    kind: str
    title: str
    """What the admin reads above its progress."""
    phase: str
    state: dict[str, Any]
    """What it works on and has found so far: JSON values."""
    message: int | None = None
    """The message that tells its progress."""


def announce(session: Session, job: Job, on: int, *, now: float) -> Job:
    """Keep a job that is begun on the update ``on``; the one that is kept already when it is handled again."""
    row = session.scalar(select(AdminJob).where(AdminJob.update_id == on))
    if row is None:
        row = AdminJob(
            id=job.id,
            chat_id=job.chat,
            user_id=job.user,
            kind=job.kind,
            title=job.title,
            phase=ANNOUNCED,
            update_id=on,
            state=job.state,
            at=now,
        )
        session.add(row)
    return _job(row)


def line_up(session: Session, job_id: str, message: int) -> None:
    """Let a job that was announced wait for its turn."""
    row = session.get(AdminJob, job_id)
    if row is not None and row.phase == ANNOUNCED:
        row.phase, row.message_id = WAITING, message


def withdraw(session: Session, job_id: str) -> bool:
    """End a job whose turn has not come; False when it has."""
    return _leave_waiting(session, job_id, phase=ENDED, state={})


def take_turn(session: Session, job_id: str) -> bool:
    """Let a job that waits run; False when it was withdrawn."""
    return _leave_waiting(session, job_id, phase=BEGUN)


def _leave_waiting(session: Session, job_id: str, **values: object) -> bool:
    """In one statement, so that of two who change a job that waits only one does."""
    waits = update(AdminJob).where(AdminJob.id == job_id, AdminJob.phase == WAITING)
    return session.scalar(waits.values(**values).returning(AdminJob.id)) is not None


def next_job(session: Session) -> Job | None:
    """The job whose turn it is: the oldest that is not over."""
    oldest = (
        select(AdminJob)
        .where(AdminJob.phase.not_in(_IDLE))
        .order_by(AdminJob.at, AdminJob.update_id)
    )
    row = session.scalar(oldest.limit(1))
    return _job(row) if row is not None else None


def others_open(session: Session, job_id: str) -> int:
    """How many jobs run or wait besides this one."""
    found = select(func.count()).where(AdminJob.phase.not_in(_IDLE), AdminJob.id != job_id)
    return session.scalar(found) or 0


def find_job(session: Session, job_id: str) -> Job | None:
    """A job by its id; None when it was forgotten."""
    row = session.get(AdminJob, job_id)
    return _job(row) if row is not None else None


def reach(session: Session, job_id: str, phase: str, state: dict[str, Any]) -> None:
    """Note how far a job is."""
    session.execute(update(AdminJob).where(AdminJob.id == job_id).values(phase=phase, state=state))


def move_to(session: Session, job_id: str, message: int) -> None:
    """Note which message tells a job's progress."""
    session.execute(update(AdminJob).where(AdminJob.id == job_id).values(message_id=message))


def add_to_state(session: Session, job_id: str, /, **found: object) -> None:
    """Note something more of a job, running or over."""
    row = session.get(AdminJob, job_id)
    if row is not None:
        row.state = {**row.state, **found}


def break_off(session: Session, job_id: str) -> None:
    """Note that a job that runs is not to go on after a restart."""
    add_to_state(session, job_id, **{_BROKEN_OFF: True})


def is_broken_off(job: Job) -> bool:
    """Whether an admin has broken a job off."""
    return bool(job.state.get(_BROKEN_OFF))


def end(session: Session, job_id: str, *, keep: bool) -> None:
    """Note that a job is over; ``keep`` what its buttons still need."""
    row = session.get(AdminJob, job_id)
    if row is not None:
        row.phase, row.state = ENDED, row.state if keep else {}


def erase_old_jobs(session: Session, *, now: float) -> None:
    """Forget the jobs that were begun long ago; one that still waits to be said that it is over stays."""
    old = AdminJob.at <= now - KEPT_DAYS * 86_400
    session.execute(delete(AdminJob).where(old, AdminJob.phase.in_(_IDLE)))


def erase_jobs_of(session: Session, chat_id: int) -> None:
    """Forget a chat's jobs, but not those that run: they could not tell then how they ended."""
    over = AdminJob.phase.in_(_IDLE)
    session.execute(delete(AdminJob).where(AdminJob.chat_id == chat_id, over))


def _job(row: AdminJob) -> Job:
    return Job(
        id=row.id,
        chat=row.chat_id,
        user=row.user_id,
        kind=row.kind,
        title=row.title,
        phase=row.phase,
        state=dict(row.state),
        message=row.message_id,
    )
