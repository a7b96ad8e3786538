"""Writing what editors entered while the bot runs into the data files, to be reviewed and merged in git.

Text is appended to the files, nothing that stands there is touched. All of it is checked on a copy
first, by the rules of ``asn-ingest check``; the files are written all or none.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from ingest.assemble import assemble, load_documents
from ingest.audit import Act, write_act
from ingest.build import serving_inputs
from ingest.check import Problem, Severity, check_data
from ingest.check.source import Data, read_data
from ingest.data_text import (
    example_line,
    items_added,
    lines_added,
    provision_text,
    ruling_text,
)
from ingest.entered import Entered, entered_names, ruling_name, with_entered
from ingest.publish import data_root
from ingest.staging import applied, read_staging
from ingest.structure.document import Finding
from ingest.structure.document import Severity as Weight
from ingest.writer import only_writer
from knowledge.dataset import Knowledge, load_knowledge
from knowledge.edition import Inputs
from knowledge.errors import AsnBotError, DataError, StagingError
from knowledge.files import write_whole
from knowledge.model import Example, Provision, Ruling
from knowledge.reviews import grounds_of
from knowledge.settings import Settings

_READ = ("*.yaml", "*.jsonl")
"""Files that a check reads."""
_UNENDED = "\\ No newline at end of file"
"""As git and patch mark a last line without its end."""


@dataclass(frozen=True)
class Exported:
    """What an export writes."""

    root: Path
    items: tuple[str, ...]
    """The names of what was entered and is new to the data files."""
    rulings: int
    examples: int
    provisions: tuple[str, ...]
    """Provisions that only official documents had and that the rulings rest on."""
    files: Mapping[str, tuple[str, str]]
    """By name below the root: the text before and after."""
    findings: tuple[Finding, ...]
    """What is left out, and why."""

    @property
    def difference(self) -> str:
        """The unified diff of all files."""
        return "".join(
            line if line.endswith("\n") else f"{line}\n{_UNENDED}\n"
            for name, (before, after) in sorted(self.files.items())
            for line in unified_diff(
                before.splitlines(keepends=True),
                after.splitlines(keepends=True),
                f"a/{name}" if before else "/dev/null",
                f"b/{name}",
            )
        )


def export(
    settings: Settings,
    *,
    who: str,
    to: Path | None = None,
    staged: bool = False,
    write: bool = True,
) -> Exported:
    """Write what editors entered into the data files.

    Args:
        settings: where everything is kept.
        who: for the audit log.
        to: the data folder to write; by default the one in use.
        staged: also what still waits for a publish.
        write: false to only see what would be written.

    Raises:
        DataError: the folder holds no sound data files, or would not with what is added.
        StagingError: there is no edition to export from.
        EditionError: another command is writing.
        AsnBotError: the files cannot be written; then they are as before.
    """
    root = to or data_root(settings)
    made_of = _entered_of(settings, staged)
    if not write:
        return _prepared(settings, made_of, root)
    with only_writer(settings, "export"):
        exported = _prepared(settings, made_of, root)
        if exported.files:
            write_act(settings, Act(who, "export", subject=", ".join(exported.items)))
            _write(exported)
        return exported


def _entered_of(settings: Settings, staged: bool) -> Inputs:
    manifest, made_of = serving_inputs(settings)
    if staged:
        return applied(made_of, read_staging(settings))
    if manifest is None and not entered_names(made_of):
        raise StagingError("There is no edition yet. Build one: asn-ingest build")
    return made_of


def _prepared(settings: Settings, made_of: Inputs, root: Path) -> Exported:
    if not (root / "families.yaml").is_file():
        raise DataError(
            f"{root} is no folder of data files (it has no families.yaml). Name one: --to DIR"
        )
    bundled = load_knowledge(root)
    entered = with_entered(bundled, made_of)
    official, left = _official_grounds(settings, made_of, entered, bundled)
    gone = {finding.unit for finding in left}
    rulings = [r for r in entered.made_of.rulings if ruling_name(r.id) not in gone]
    known = {*bundled.rulings, *bundled.classes, *(ruling.id for ruling in rulings)}
    examples = [e for e in entered.made_of.examples if e.ruling in known]
    files = _texts(root, bundled, rulings, examples, official)
    exported = Exported(
        root,
        entered_names(Inputs(rulings=tuple(rulings), examples=tuple(examples))),
        len(rulings),
        len(examples),
        tuple(provision.id for provision in official),
        files,
        (*entered.findings, *left),
    )
    if files:
        _check_copy(exported)
    return exported


def _official_grounds(
    settings: Settings, made_of: Inputs, entered: Entered, bundled: Knowledge
) -> tuple[list[Provision], list[Finding]]:
    """Provisions that rulings rest on and the data files lack; and rulings that must stay behind."""
    lacking = {
        ruling.id: [n for n in grounds_of(ruling) if bundled.provision(n) is None]
        for ruling in entered.made_of.rulings
    }
    if not any(lacking.values()):
        return [], []
    law = assemble(
        bundled,
        load_documents(settings, made_of),
        made_of,
    ).knowledge
    found: dict[str, Provision] = {}
    left = []
    for ruling, names in lacking.items():
        provisions = [p for name in names if (p := law.provision(name)) is not None]
        unknown = sorted({p.regulation for p in provisions} - {*bundled.regulations})
        if unknown:
            left.append(
                Finding(
                    severity=Weight.WARNING,
                    code="unknown_regulation",
                    unit=ruling_name(ruling),
                    message=f"{ruling_name(ruling)} dan contohnya tidak ikut: dasarnya "
                    f"{', '.join(unknown)} belum ada di regulations.yaml. Tambahkan di sana, lalu "
                    "ekspor lagi.",
                )
            )
            continue
        # Under the name that the ruling uses: the official document may file it under another law.
        named = zip(names, provisions, strict=True)
        found.update({n: p.model_copy(update=_filed(n)) for n, p in named})
    return list(found.values()), left


def _filed(name: str) -> dict[str, str]:
    return {"id": name, "regulation": name.partition(":")[0]}


def _texts(
    root: Path,
    bundled: Knowledge,
    rulings: Iterable[Ruling],
    examples: Iterable[Example],
    provisions: Iterable[Provision],
) -> dict[str, tuple[str, str]]:
    """The files that change: their text before and after, by name."""
    data, _ = read_data(root)
    items: dict[str, list[str]] = {}
    lines: dict[str, list[str]] = {}
    topics = {placed.value.id: Path(placed.place.file).stem for placed in data.rulings}
    for ruling in rulings:
        name = _ruling_file(data, bundled, ruling)
        topics[ruling.id] = Path(name).stem
        items.setdefault(name, []).append(ruling_text(ruling))
    for provision in provisions:
        name = f"provisions/{provision.regulation}.yaml"
        items.setdefault(name, []).append(provision_text(provision))
    homes = _example_files(data)
    for example in examples:
        name = (
            homes.get(example.ruling) or f"examples/{topics.get(example.ruling, 'tambahan')}.jsonl"
        )
        lines.setdefault(name, []).append(example_line(example))
    files = {}
    for name, added in items.items():
        before = _text(root / name)
        files[name] = (before, items_added(before or _heading(name), added))
    for name, added in lines.items():
        before = _text(root / name)
        files[name] = (before, lines_added(before, added))
    return files


def _ruling_file(data: Data, bundled: Knowledge, ruling: Ruling) -> str:
    """The file with the other rulings of the family; else the one of its topic."""
    places = Counter(p.place.file for p in data.rulings if p.value.family == ruling.family)
    if places:
        return places.most_common(1)[0][0]
    return f"rulings/{bundled.families[ruling.family].topic}.yaml"


def _example_files(data: Data) -> dict[str, str]:
    """By ruling or class, the file with most of its examples."""
    count: dict[str, Counter[str]] = {}
    for placed in data.examples:
        count.setdefault(placed.value.ruling, Counter())[placed.place.file] += 1
    return {target: files.most_common(1)[0][0] for target, files in count.items()}


def _heading(name: str) -> str:
    kind, _, stem = name.removesuffix(".yaml").partition("/")
    return (
        f"# Rulings on the topic {stem}.\n" if kind == "rulings" else f"# Provisions of {stem}.\n"
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _errors(root: Path) -> list[Problem]:
    return [problem for problem in check_data(root) if problem.severity is Severity.ERROR]


def _check_copy(exported: Exported) -> None:
    """Make sure that the data files will be sound, whatever an interrupted export left in them.

    Raises:
        DataError: they would not be; nothing was written.
    """
    with tempfile.TemporaryDirectory(prefix="asn-ingest-") as folder:
        copy = Path(folder) / "data"
        for pattern in _READ:
            for path in exported.root.rglob(pattern):
                target = copy / path.relative_to(exported.root)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        for name, (_, after) in exported.files.items():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_text(after, encoding="utf-8")
        errors = _errors(copy)
    if not errors:
        return
    known = _errors(exported.root)
    if fresh := [error for error in errors if error not in known]:
        told = f"With what was entered the data files would have errors: {fresh[0]}"
    else:
        told = f"The data files have errors already: {errors[0]}"
    raise DataError(f"{told} (asn-ingest check lists all.) Nothing was written.")


def _write(exported: Exported) -> None:
    """Write all files; when one cannot be written, those before it get their old text back.

    Raises:
        AsnBotError: a file cannot be written.
    """
    done: list[str] = []
    try:
        for name, (_, after) in exported.files.items():
            write_whole(exported.root / name, after.encode())
            done.append(name)
    except OSError as error:
        for name in done:
            _put_back(exported.root / name, exported.files[name][0])
        raise AsnBotError(
            f"Cannot write to {exported.root} ({error.strerror or type(error).__name__}); the "
            "files there are as before. Check its permissions, or name another folder: --to DIR"
        ) from None


def _put_back(path: Path, before: str) -> None:
    if before:
        write_whole(path, before.encode())
    else:
        path.unlink(missing_ok=True)
