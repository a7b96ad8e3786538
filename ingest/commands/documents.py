"""The commands that bring documents in: parse, add, pull."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ingest.commands.shared import By, Json, actor, day, print_object
from knowledge.errors import AsnBotError, SourceError
from knowledge.settings import Settings, load_settings

if TYPE_CHECKING:
    from ingest.edition_writer import Progress
    from ingest.intake import Taken
    from ingest.library import Document
    from ingest.sources.model import Fetched
    from ingest.structure.metadata import Overrides

PARSE_HELP = """Read a document and show how it was understood; nothing is kept.

PDF, scanned PDF (with tesseract installed), DOCX, HTML, Markdown or text; a file or a web address.

\b
Examples:
  asn-ingest parse pp-94-2021.pdf
  asn-ingest parse pp-94-2021.pdf --outline
  asn-ingest parse pp-94-2021.pdf --json | jq '.report'
  asn-ingest parse scan.pdf --kind pp --number 94 --year 2021

\b
Exit codes: 0 understood (see the report for warnings); 2 wrong usage; 7 cannot be obtained;
8 cannot be read; 9 is no regulation.
"""
ADD_HELP = """Take official documents in and stage them for the next publish.

Users see nothing of it until asn-ingest publish. A document whose report has errors (articles
missing or doubled) is kept in the library but not staged, unless you say --accept.

\b
Examples:
  asn-ingest add pp-94-2021.pdf
  asn-ingest add folder-of-regulations/
  asn-ingest add https://peraturan.example.go.id/pp-94-2021.pdf
  asn-ingest add skb.pdf --id skb-netralitas-2022 --kind skb --number 2 --year 2022

\b
Exit codes: 0 all taken in; 2 wrong usage; 4 another command is writing; 7 cannot be obtained;
8 cannot be read; 9 is no regulation, or has errors and was not staged. With several documents:
the code of the first that failed; the others are taken in.
"""
PULL_HELP = """Take a law in from the public Pasal.id API and stage it for the next publish.

Name it by its id, by its address there, or by words to search for.

\b
Examples:
  asn-ingest pull uu-20-2023
  asn-ingest pull /akn/id/act/uu/2023/20
  asn-ingest pull "aparatur sipil negara"

\b
Exit codes: 0 taken in; 2 wrong usage; 4 another command is writing; 7 the API cannot be reached,
has no such law, or several laws fit (they are listed); 9 has errors and was not staged.
"""

Kind = Annotated[str | None, typer.Option("--kind", help="Jenis: uu, pp, permendagri, se, ...")]
Number = Annotated[str | None, typer.Option("--number", help="Nomor.")]
Year = Annotated[int | None, typer.Option("--year", help="Tahun.")]
Title = Annotated[str | None, typer.Option("--title", help="What follows 'tentang'.")]
Id = Annotated[str | None, typer.Option("--id", help="The regulation's id, such as pp-94-2021.")]
Enacted = Annotated[str | None, typer.Option("--enacted", metavar="DATE", help="Ditetapkan.")]
Promulgated = Annotated[
    str | None, typer.Option("--promulgated", metavar="DATE", help="Diundangkan.")
]
InForce = Annotated[
    str | None, typer.Option("--in-force", metavar="DATE", help="First day in force.")
]
Accept = Annotated[bool, typer.Option("--accept", help="Stage it although its report has errors.")]
NoStage = Annotated[bool, typer.Option("--no-stage", help="Keep it in the library only.")]


def parse(
    target: Annotated[str, typer.Argument(metavar="FILE", help="A file or a web address.")],
    kind: Kind = None,
    number: Number = None,
    year: Year = None,
    title: Title = None,
    regulation: Id = None,
    enacted: Enacted = None,
    promulgated: Promulgated = None,
    in_force: InForce = None,
    outline: Annotated[bool, typer.Option("--outline", help="Show every unit.")] = False,
    repairs: Annotated[bool, typer.Option("--repairs", help="List every repair.")] = False,
    as_json: Json = False,
) -> None:
    """Read a document and show how it was understood."""
    from ingest.parsing import parse_source
    from ingest.view.parsed import parsed_text

    settings = load_settings()
    overrides = _overrides(kind, number, year, title, regulation, enacted, promulgated, in_force)
    found = list(_fetched(settings, target))
    if len(found) != 1:
        raise SourceError(f"{target} holds {len(found)} documents; parse takes one at a time.")
    with _progress() as progress:
        source, parsed = parse_source(settings, found[0].data, found[0].name, overrides, progress)
    for warning in source.warnings:
        print(f"asn-ingest: {warning}", file=sys.stderr)
    if as_json:
        typer.echo(parsed.model_dump_json())
    else:
        typer.echo(parsed_text(parsed, outline=outline, repairs=repairs))


def add(
    targets: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files, folders or web addresses.")
    ],
    kind: Kind = None,
    number: Number = None,
    year: Year = None,
    title: Title = None,
    regulation: Id = None,
    enacted: Enacted = None,
    promulgated: Promulgated = None,
    in_force: InForce = None,
    accept: Accept = False,
    no_stage: NoStage = False,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Take documents in and stage them."""
    from ingest.intake import parsed_document, take_in, worst_exit_code

    settings = load_settings()
    overrides = _overrides(kind, number, year, title, regulation, enacted, promulgated, in_force)
    who = actor(by)
    results: list[dict[str, Any]] = []
    codes: list[int] = []
    with _progress() as progress:
        for fetched in _each(settings, targets, results, codes):
            try:
                document, parsed = parsed_document(settings, fetched, overrides, who, progress)
                taken = take_in(
                    settings,
                    document,
                    fetched.data,
                    parsed=parsed,
                    who=who,
                    stage=not no_stage,
                    accept=accept,
                )
            except AsnBotError as error:
                codes.append(error.exit_code)
                results.append(_failure(fetched.origin, error))
                continue
            results.append(_told(taken, no_stage))
            codes.append(_code(taken, no_stage))
    _report(results, as_json)
    raise typer.Exit(worst_exit_code(codes))


def pull(
    law: Annotated[str, typer.Argument(metavar="LAW", help="An id, an address or words.")],
    regulation: Id = None,
    accept: Accept = False,
    no_stage: NoStage = False,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Take a law in from the Pasal.id API and stage it."""
    from ingest.intake import take_in
    from ingest.pulling import pull_document
    from ingest.sources.pasal_id import AmbiguousLaw

    settings = load_settings()
    overrides = _overrides(regulation=regulation)
    who = actor(by)
    try:
        with _progress() as progress:
            found = pull_document(settings, law, overrides, who, progress)
    except AmbiguousLaw as several:
        if as_json:
            print_object({"candidates": [asdict(candidate) for candidate in several.candidates]})
        raise
    taken = take_in(
        settings,
        found.document,
        found.data,
        parsed=found.parsed,
        who=who,
        stage=not no_stage,
        accept=accept,
    )
    told = {**_told(taken, no_stage), "relations": list(found.relations)}
    _report([told], as_json)
    raise typer.Exit(_code(taken, no_stage))


def _overrides(
    kind: str | None = None,
    number: str | None = None,
    year: int | None = None,
    title: str | None = None,
    regulation: str | None = None,
    enacted: str | None = None,
    promulgated: str | None = None,
    in_force: str | None = None,
) -> Overrides:
    from ingest.structure.metadata import Overrides

    return Overrides(
        kind=kind,
        number=number,
        year=year,
        title=title,
        id=regulation,
        enacted=day(enacted, "--enacted"),
        promulgated=day(promulgated, "--promulgated"),
        in_force_since=day(in_force, "--in-force"),
    )


def _fetched(settings: Settings, target: str) -> Iterator[Fetched]:
    from ingest.parsing import source_limits
    from ingest.sources.source import fetch

    def skipped(name: str, reason: str) -> None:
        print(f"asn-ingest: {name} is left out: {reason}", file=sys.stderr)

    return fetch(target, limits=source_limits(settings), skipped=skipped)


def _each(
    settings: Settings, targets: list[str], results: list[dict[str, Any]], codes: list[int]
) -> Iterator[Fetched]:
    """The documents of all targets; one that cannot be obtained is noted, the others go on."""
    for target in targets:
        try:
            yield from _fetched(settings, target)
        except AsnBotError as error:
            codes.append(error.exit_code)
            results.append(_failure(target, error))


@contextmanager
def _progress() -> Iterator[Progress]:
    from rich.console import Console

    from ingest.progress import watched

    with watched(Console(stderr=True)) as progress:
        yield progress


def _failure(origin: str, error: AsnBotError) -> dict[str, Any]:
    return {
        "source": Path(origin).name if "://" not in origin else origin,
        "outcome": "failed",
        "error": " ".join(str(error).split()),
    }


def _told(taken: Taken, no_stage: bool) -> dict[str, Any]:
    from ingest.intake import errors_of
    from ingest.structure.document import Severity

    document: Document = taken.document
    said, report = document.regulation.metadata, document.regulation.report
    return {
        "source": document.name,
        "outcome": taken.outcome.value,
        "regulation": document.id,
        "key": document.key,
        **{name: getattr(said, name) for name in ("kind", "number", "year", "title")},
        "articles": report.articles,
        "complete": report.complete,
        "certainty": round(report.certainty, 3),
        "repairs": len(document.regulation.repairs),
        "replaces": taken.replaces,
        "warnings": list(document.warnings),
        "errors": errors_of(document),
        "remarks": [f.message for f in report.findings if f.severity is Severity.WARNING],
        "parsed": taken.parsed,
        "asked_to_stage": not no_stage,
    }


def _code(taken: Taken, no_stage: bool) -> int:
    from ingest.intake import Outcome

    return 9 if taken.outcome is Outcome.KEPT and not no_stage else 0


def _report(results: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print_object({"documents": results})
        return
    for result in results:
        if result["outcome"] == "failed":
            print(f"asn-ingest: {result['source']}: {result['error']}", file=sys.stderr)
        else:
            typer.echo(_line(result))
            for warning in result["warnings"]:
                typer.echo(f"  {warning}")
            for error in result["errors"]:
                typer.echo(f"  error: {error}")
    if any(result["outcome"] == "staged" for result in results):
        typer.echo("Nothing changes for users yet. Look: asn-ingest diff; then: asn-ingest publish")


def _line(result: dict[str, Any]) -> str:
    found = (
        f"{result['regulation']}: {result['articles']:,} articles, certainty "
        f"{result['certainty']:.0%}, {result['repairs']:,} repairs"
        f"{'' if result['complete'] else ', INCOMPLETE'}"
    )
    match result["outcome"]:
        case "unchanged":
            return f"{found}. Unchanged: the edition that serves has this very document."
        case "already staged":
            return f"{found}. Already staged."
        case "staged":
            other = result["replaces"]
            tail = f" It takes the place of document {other} with other content." if other else ""
            return f"{found}. Staged as {result['key']}.{tail}"
        case _:
            why = (
                f"its report has errors; to stage it all the same: "
                f"asn-ingest stage {result['regulation']}@{result['key']} --accept"
                if result["errors"] and result["asked_to_stage"]
                else f"to stage it: asn-ingest stage {result['regulation']}@{result['key']}"
            )
            return f"{found}. Kept in the library as {result['key']}, not staged: {why}"
