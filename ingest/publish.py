"""Publish what is staged: build beside, test, switch in one step, note it, prune; and go back.

At any moment of it the old edition serves, or the new one, wholly. What a crash leaves is swept by
the next command.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ingest import library
from ingest.assemble import assemble, input_hash, load_documents
from ingest.audit import Act, require_log, write_act
from ingest.build import checked_knowledge, serving_inputs, usable_cache
from ingest.edition_writer import Progress, write_edition
from ingest.editions import (
    Swept,
    kept_editions,
    next_id,
    previous_edition,
    prune,
    remove_edition,
    sweep,
    switch,
)
from ingest.gate import Judgement, judge, open_gate
from ingest.news import settle_news
from ingest.staging import (
    Staging,
    applied,
    named,
    put_back,
    read_staging,
    staging_file,
    without_applied,
    write_staging,
)
from ingest.structure.document import Finding
from ingest.undo import UNDO_MINUTES, Taken, keep_taken, read_taken
from ingest.writer import only_writer
from knowledge.clock import now
from knowledge.dataset import BUNDLED
from knowledge.edition import Manifest, current_edition, open_edition
from knowledge.embedding import make_embedder
from knowledge.errors import FourEyes, PublishRefused, StagingError
from knowledge.files import sweep_drafts
from knowledge.reviews import confirmations_file
from knowledge.settings import Settings


@dataclass(frozen=True)
class Published:
    """What a publish did."""

    edition: str
    previous: str | None
    switched: bool
    """False for a trial, and when nothing was new."""
    unchanged: bool
    embedded: int
    counts: dict[str, int]
    judgement: Judgement | None = None
    findings: tuple[Finding, ...] = ()
    pruned: tuple[str, ...] = ()
    forced: bool = False
    undo_until: datetime | None = None
    """Until when it can be undone; None where nothing is to be undone."""


class GateRefused(PublishRefused):
    """The gate says no; ``judgement`` is all that it found."""

    def __init__(self, message: str, judgement: Judgement) -> None:
        super().__init__(message)
        self.judgement = judgement


def data_root(settings: Settings) -> Path:
    """The folder with the data files."""
    return settings.knowledge_dir or BUNDLED


def recover(settings: Settings, who: str) -> Swept:
    """Put right what a crash left; to be called by the only writer."""
    swept = sweep(settings)
    manifest, made_of = serving_inputs(settings)
    staging = read_staging(settings)
    if manifest is not None and (left := without_applied(made_of, staging)) != staging:
        write_staging(settings, left)
    library.sweep(settings, [*made_of.documents.items(), *staging.documents.items()])
    for file in (staging_file(settings), confirmations_file(settings)):
        sweep_drafts(file)
    for edition in swept.removed:
        write_act(settings, Act(who, "sweep", edition, "left by a crash, never served: removed"))
    if swept.finished:
        write_act(settings, Act(who, "publish", swept.finished, "noted after a crash"))
    settle_news(settings)
    return swept


def publish(
    settings: Settings,
    *,
    who: str,
    force: bool = False,
    reason: str | None = None,
    trial: bool = False,
    progress: Progress = lambda stage, done, total: None,
) -> Published:
    """Let the staged changes serve, if the test sets keep their thresholds.

    Args:
        settings: where everything is kept.
        who: for the audit log.
        force: publish although thresholds are missed; needs a reason.
        reason: kept in the audit log.
        trial: build and test, but do not switch.
        progress: called with (stage, done, total).

    Raises:
        PublishRefused: a threshold is missed; the message names it.
        FourEyes: somebody else has to publish what this one staged.
        StagingError: a staged document or regulation is missing.
        EditionError: another command is writing.
        DataError, EmbedderError, StoreError, EvaluationError: see their messages.
    """
    if force and not (reason and reason.strip()):
        raise StagingError("--force needs --reason: say why, it is kept in the audit log.")
    with only_writer(settings, "publish"), usable_cache(settings):
        require_log(settings)
        recover(settings, who)
        if settings.four_eyes and not trial:
            _check_four_eyes(read_staging(settings), who)
        return _publish(settings, who, force, reason, trial, progress)


def _check_four_eyes(staging: Staging, who: str) -> None:
    own = [name for name in named(staging) if who in staging.by.get(name, ())]
    if own:
        raise FourEyes(
            f"Not published: {who} has staged {', '.join(own)}, and with FOUR_EYES nobody "
            "publishes what they have staged. Ask another publisher to publish it."
        )


def _publish(
    settings: Settings, who: str, force: bool, reason: str | None, trial: bool, progress: Progress
) -> Published:
    staging = read_staging(settings)
    serving, made_of = serving_inputs(settings)
    wanted = applied(made_of, staging)
    embedder = make_embedder(settings.embedder)
    root = data_root(settings)
    inputs = input_hash(root, embedder, wanted)
    if serving is not None and serving.inputs == inputs:
        return Published(serving.id, None, False, True, 0, serving.counts)
    gate = open_gate(settings)
    progress("read", 0, 1)
    assembled = assemble(checked_knowledge(root), load_documents(settings, wanted), wanted)
    progress("read", 1, 1)
    if assembled.made_of != wanted:  # the data files have some of it by now
        inputs = input_hash(root, embedder, assembled.made_of)
    written = write_edition(
        settings,
        next_id(settings),
        assembled.knowledge,
        inputs=inputs,
        made_of=assembled.made_of,
        embedder=embedder,
        progress=progress,
    )
    edition = written.manifest.id
    undo_until = None
    try:
        judgement = judge(settings, gate, edition, progress)
        if judgement.missed and not force and not trial:
            write_act(settings, Act(who, "refused", edition, "; ".join(judgement.missed)))
            raise GateRefused(
                f"Not published, {current_edition(settings) or 'no edition'} goes on serving: "
                f"{'; '.join(judgement.missed)}. See what changed with asn-ingest publish --trial, "
                "mend it, or override with --force --reason TEXT.",
                judgement,
            )
        if trial:
            remove_edition(settings, edition)
        else:
            undo_until = _switch(settings, who, written.manifest, staging, judgement, reason)
    except BaseException:
        if current_edition(settings) != edition:
            remove_edition(settings, edition)
        raise
    return Published(
        edition,
        serving.id if serving else None,
        not trial,
        False,
        written.embedded,
        written.manifest.counts,
        judgement,
        assembled.findings,
        tuple(prune(settings)) if not trial else (),
        bool(force and judgement.missed),
        undo_until,
    )


def _switch(
    settings: Settings,
    who: str,
    manifest: Manifest,
    staging: Staging,
    judgement: Judgement,
    reason: str | None,
) -> datetime | None:
    """Let the new edition serve; returns until when that can be undone."""
    subject = ", ".join(named(staging)) or "data files"
    if judgement.missed:
        subject += f"; forced over: {'; '.join(judgement.missed)}"
    # The log first: a switch is never without its line. After a crash between them, the next
    # command notes that the edition never served.
    write_act(settings, Act(who, "publish", manifest.id, subject, reason))
    previous = current_edition(settings)
    taken = Taken(at=now(), previous=previous, staging=staging) if previous else None
    if taken:
        keep_taken(settings, manifest.id, taken)
    switch(settings, manifest.id)
    # Also what the data files have by now, so that the edition itself need not keep it.
    taken_up = applied(manifest.made_of, staging)
    write_staging(settings, without_applied(taken_up, read_staging(settings)))
    settle_news(settings)
    return taken.until if taken else None


def roll_back(
    settings: Settings, *, who: str, edition: str | None = None, reason: str | None = None
) -> tuple[str, str | None]:
    """Let an earlier edition serve again; returns it and the one that served.

    Raises:
        StagingError: no such edition is kept, or it already serves.
        EditionError: it cannot be opened (damaged, of another embedder), or another command is
            writing.
    """
    with only_writer(settings, "rollback"):
        recover(settings, who)
        serving = current_edition(settings)
        wanted = edition or previous_edition(settings)
        if wanted not in {kept.id for kept in kept_editions(settings)}:
            raise StagingError(
                f"Edition {wanted} is not kept. asn-ingest list shows those that are."
            )
        if wanted == serving:
            raise StagingError(f"Edition {wanted} serves already.")
        open_edition(settings, wanted).close()  # a bot could not serve what cannot be opened
        write_act(settings, Act(who, "rollback", wanted, f"from {serving}", reason))
        switch(settings, wanted)
        settle_news(settings)
        return wanted, serving


def undo(
    settings: Settings, *, who: str, edition: str, reason: str | None = None
) -> tuple[str, str]:
    """Take back a publish of a moment ago; returns the edition that serves again, and the other.

    What had been staged waits again, beside what was staged since. It does so before the switch:
    should a crash come between, the edition goes on serving, the next command finds that all of it
    serves already, and the publish can be undone anew.

    Raises:
        StagingError: the edition does not serve, no publish made it, or it is too late.
        EditionError: the one before cannot be opened, or another command is writing.
    """
    with only_writer(settings, "rollback"):
        recover(settings, who)
        taken = _undoable(settings, edition)
        open_edition(settings, taken.previous).close()
        write_act(settings, Act(who, "undo", taken.previous, f"from {edition}", reason))
        write_staging(settings, put_back(taken.staging, read_staging(settings)))
        switch(settings, taken.previous)
        settle_news(settings)
        return taken.previous, edition


def _undoable(settings: Settings, edition: str) -> Taken:
    """What a publish took up that can still be undone.

    Raises:
        StagingError: it cannot; the message says why, and what can be done instead.
    """
    serving = current_edition(settings)
    if edition != serving:
        raise StagingError(
            f"Edition {edition} does not serve, {serving or 'none'} does: there is nothing to undo."
        )
    taken = read_taken(settings, edition)
    if taken is None:
        raise StagingError(
            f"Edition {edition} was not published in place of another one, so that cannot be "
            "undone. To go to an edition that is kept: asn-ingest rollback EDITION"
        )
    if now() > taken.until:
        raise StagingError(
            f"Edition {edition} was published more than {UNDO_MINUTES} minutes ago, at "
            f"{taken.at:%Y-%m-%d %H:%M}: too late to undo. To go back to {taken.previous}: "
            "asn-ingest rollback (what had been staged has to be staged again)."
        )
    if taken.previous not in {kept.id for kept in kept_editions(settings)}:
        raise StagingError(
            f"Edition {taken.previous}, which served before, is not kept any more. "
            "asn-ingest list shows those that are."
        )
    return taken
