"""``asn-eval check``: whether test sets can be trusted before figures rest on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evaluation.commands.shared import Devset, Json, print_json, show
from evaluation.testsets.named import DEVSET, PROYEK, expand, open_set

if TYPE_CHECKING:
    from evaluation.testsets.checking import Finding, Material

FAULTY = 3
"""Exit code where a set has errors, as for every bad data file."""
CHECK_HELP = """Check test sets before figures rest on them.

SET is dev, proyek, serangan, their halves such as proyek:uji, or a .jsonl, .csv or .xlsx file.
Without SET: proyek.

Errors: what breaks the form (each cell is named), ids and questions that stand twice, regulations,
articles and rulings that do not exist, labels that contradict themselves, questions that the bot has
learnt from its examples. Warnings: what may be right, such as nearly the same question twice or a
citation that the bundled provisions lack. Questions are named by their ids and never printed.

\b
Examples:
  asn-eval check
  asn-eval check own.xlsx
  asn-eval check proyek:uji dev --json | jq '.sets[] | {set, errors, warnings}'

\b
Exit codes: 0 no errors (warnings or not); 2 wrong usage; 3 errors in a set or a bad data file;
7 no such set.
"""


@dataclass(frozen=True)
class _Checked:
    """What came of one set; no counts where its file cannot be read."""

    name: str
    n: int
    counts: Mapping[str, Mapping[str, int]]
    findings: tuple[Finding, ...]

    def number(self, severity: str) -> int:
        return sum(finding.severity == severity for finding in self.findings)

    def to_dict(self) -> dict[str, Any]:
        return {
            "set": self.name,
            "n": self.n,
            "errors": self.number("error"),
            "warnings": self.number("warning"),
            "counts": {name: dict(group) for name, group in self.counts.items()},
            "findings": [asdict(finding) for finding in self.findings],
        }


def check(
    sets: Annotated[list[str] | None, typer.Argument(metavar="SET", show_default=PROYEK)] = None,
    as_json: Json = False,
    devset: Devset = DEVSET,
) -> None:
    """Run the checks and print findings and numbers; see ``CHECK_HELP``."""
    from evaluation.testsets.checking import load_material

    material = load_material()
    checked = [_check(name, devset, material) for name in expand(sets or [PROYEK])]
    if as_json:
        print_json({"sets": [one.to_dict() for one in checked]})
    else:
        for one in checked:
            _show(one)
    if any(one.number("error") for one in checked):
        raise typer.Exit(FAULTY)


def _check(name: str, devset: Path, material: Material) -> _Checked:
    from evaluation.testsets.checking import Finding, Severity, check_set
    from evaluation.testsets.counts import counts
    from evaluation.testsets.faults import faults_of_error, place_of
    from knowledge.errors import RecordError

    try:
        testset = open_set(name, devset)
    except RecordError as error:
        faults = faults_of_error(error)
        findings = [Finding(Severity.ERROR, place_of(f), f.problem, f.remedy) for f in faults]
        return _Checked(name, 0, {}, tuple(findings))
    questions = testset.questions
    return _Checked(name, len(questions), counts(questions), check_set(testset, material))


def _show(checked: _Checked) -> None:
    from rich.table import Table

    for finding in checked.findings:
        typer.echo(f"{finding.severity}: {finding.place}: {finding.problem}. {finding.remedy}")
    if checked.counts:
        table = Table(title=f"{checked.name}: {checked.n} questions", title_justify="left")
        table.add_column("")
        table.add_column("")
        table.add_column("n", justify="right")
        for group, numbers in checked.counts.items():
            _section(table, group, numbers)
        show(table)
    typer.echo(
        f"{checked.name}: {checked.n} questions, {checked.number('error')} errors, "
        f"{checked.number('warning')} warnings\n"
    )


def _section(table: Any, group: str, numbers: Mapping[str, int]) -> None:
    from rich.text import Text

    table.add_section()
    entries: Sequence[tuple[str, int]] = list(numbers.items())
    for position, (name, n) in enumerate(entries):
        table.add_row(group if position == 0 else "", Text(name), str(n))
