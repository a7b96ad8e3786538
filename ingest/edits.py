"""Entering examples and rulings while the bot runs: checked, then staged like any other change.

What is entered is checked by the rules of ``asn-ingest check`` before it waits, together with all
that serves or waits already. Messages name items (``contoh:<8 hex>``, ``putusan:<id>``), never the
words of a question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.assemble import assemble, load_documents
from ingest.audit import Act, write_act
from ingest.build import serving_inputs
from ingest.check.entered import Records, entered_problems, lacking
from ingest.check.problem import Problem
from ingest.check.questions import question_key
from ingest.check.source import Data, read_data
from ingest.editions import knowledge_of
from ingest.entered import entered_names, example_name, ruling_name
from ingest.publish import data_root, recover
from ingest.staging import (
    Staging,
    applied,
    credited,
    item_of,
    named,
    read_staging,
    with_example,
    with_ruling,
    withdrawn,
    write_staging,
)
from ingest.writer import only_writer
from knowledge.dataset import Knowledge, read_cues
from knowledge.edition import Inputs
from knowledge.errors import DataError, StagingError
from knowledge.model import Example, Ruling
from knowledge.reviews import readings_of
from knowledge.settings import Settings
from knowledge.text import clean, words

AUTHOR = "peninjau"
"""Who wrote an example that an editor entered, as the data files have it."""
LONGEST_EXAMPLE = 500
"""Characters; the longest example of the data files has 456."""


LONGEST_ID = 100
"""Characters of an entered ruling's id; the bot's tables have room for twice as many."""


@dataclass(frozen=True)
class _Ground:
    """What an act stands on, read once under the lock."""

    settings: Settings
    staging: Staging
    serving: str | None
    """The edition that serves, where its manifest can be read."""
    made_of: Inputs
    """What it is made of."""
    data: Data
    law: Knowledge
    """What the next edition would have without the act."""

    @property
    def wanted(self) -> Inputs:
        """What the next edition would be made of without the act."""
        return applied(self.made_of, self.staging)


def _ground(settings: Settings, staging: Staging) -> _Ground:
    """Read what an act stands on.

    Raises:
        DataError: the data files are damaged.
        StagingError: a document is missing.
    """
    manifest, made_of = serving_inputs(settings)
    root = data_root(settings)
    data, faults = read_data(root)
    if faults:
        raise DataError(f"{faults[0]} Nothing was staged.")
    wanted = applied(made_of, staging)
    law = assemble(bundled_of(data, root), load_documents(settings, wanted), wanted).knowledge
    return _Ground(settings, staging, manifest.id if manifest else None, made_of, data, law)


def bundled_of(data: Data, root: Path) -> Knowledge:
    """The knowledge of data files that were read with their places; the lexicon left out."""
    return Knowledge(
        regulations={p.value.id: p.value for p in data.regulations},
        provisions={p.value.id: p.value for p in data.provisions},
        families={p.value.id: p.value for p in data.families},
        rulings={p.value.id: p.value for p in data.rulings},
        classes={p.value.id: p.value for p in data.classes},
        statuses={p.value.id: p.value for p in data.statuses},
        examples=tuple(p.value for p in data.examples),
        lexicon={},
        cues=read_cues(root),
    )


def stage_example(settings: Settings, example: Example, *, who: str) -> str:
    """Stage an example of a ruling or class; returns the name of its item.

    That is the item of its ruling where the ruling itself waits. Staging the same again changes
    nothing.

    Raises:
        StagingError: it breaks a rule of the data, or these words stand somewhere already.
        DataError: the data files are damaged.
        EditionError: another command is writing.
    """
    example = prepared(example)

    def enter(staging: Staging) -> Staging:
        if example in staging.examples:
            return staging
        ground = _ground(settings, staging)
        _require_new(ground, [example])
        entered = with_example(staging, example)
        _require_sound(ground, entered, {example_name(example)})
        return entered

    return _entered(settings, who, enter, lambda staging: item_of(staging, example))


def stage_ruling(
    settings: Settings, ruling: Ruling, examples: Sequence[Example], *, who: str
) -> str:
    """Stage a new ruling with its examples as one item; returns the item's name.

    What its author read under the provisions that it rests on is kept with it: as the edition that
    serves has it, or as it is staged. Staging the same again changes nothing.

    Raises:
        StagingError: it breaks a rule of the data, its id is taken, it has too few examples.
        DataError: the data files are damaged.
        EditionError: another command is writing.
    """
    name = ruling_name(ruling.id)
    own = _distinct([prepared(example) for example in examples], ruling)

    def enter(staging: Staging) -> Staging:
        if ruling in staging.rulings and set(map(_label, own)) <= {
            _label(example) for example in staging.examples
        }:
            return staging
        ground = _ground(settings, staging)
        _require_free(ground, ruling)
        _require_new(ground, own)
        entered = with_ruling(staging, ruling, _read(ground, ruling), own)
        _require_sound(ground, entered, {name, *map(example_name, own)})
        return entered

    return _entered(settings, who, enter, lambda _: name)


def withdraw(settings: Settings, name: str, *, who: str) -> None:
    """Have the next edition leave out an entered example, or a ruling with its entered examples.

    Raises:
        StagingError: no such item serves, or something else would lack it.
        DataError: the data files are damaged.
        EditionError: another command is writing.
    """

    def enter(staging: Staging) -> Staging:
        if name in staging.withdrawn:
            return staging
        ground = _ground(settings, staging)
        serving = entered_names(ground.made_of)
        if name not in serving:
            if name in named(staging):
                raise StagingError(
                    f"{name} is only staged. Take it back: asn-ingest discard {name}"
                )
            raise StagingError(
                f"The edition that serves has no {name} that was entered beside the data files; it "
                f"has: {', '.join(serving) or 'none'}. What stands in the data files is deleted "
                "there."
            )
        left = withdrawn(staging, name)
        records = _records(applied(ground.made_of, left))
        _refuse(lacking(ground.data, ground.law, records), f"{name} is needed")
        return left

    _entered(settings, who, enter, lambda _: name, act="leave out")


def prepared(example: Example) -> Example:
    """An example as it is kept: its words tidied, its author named.

    Raises:
        StagingError: it has no words, or too many.
    """
    question = clean(example.q)
    if len(words(question)) < 2:
        raise StagingError("An example needs at least two words. Write it as people would ask.")
    if len(question) > LONGEST_EXAMPLE:
        raise StagingError(
            f"The example has {len(question):,} characters; shorten it to {LONGEST_EXAMPLE}."
        )
    author = AUTHOR if example.author == "lain" else example.author
    return example.model_copy(update={"q": question, "author": author})


def _entered(
    settings: Settings,
    who: str,
    change: Callable[[Staging], Staging],
    name: Callable[[Staging], str],
    *,
    act: str = "stage",
) -> str:
    """Change the staging area under the lock, with the act in the log; returns the item's name."""
    with only_writer(settings, act):
        recover(settings, who)
        staging = read_staging(settings)
        changed = change(staging)
        item = name(changed)
        if changed != staging:
            write_act(settings, Act(who, act, subject=item))
            write_staging(settings, credited(staging, changed, who))
        return item


def _distinct(examples: Sequence[Example], ruling: Ruling) -> tuple[Example, ...]:
    """The examples of a ruling, those with the same words once.

    Raises:
        StagingError: one is of another ruling, or one question has two verdicts.
    """
    found: dict[str, Example] = {}
    for example in examples:
        if example.ruling != ruling.id:
            raise StagingError(
                f"An example of {example.ruling} came with the ruling {ruling.id}. Enter it by "
                "itself."
            )
        first = found.setdefault(question_key(example.q), example)
        if first.verdict is not example.verdict:
            raise StagingError(
                f"One question is given as an example of {first.verdict} and of "
                f"{example.verdict}. Keep one of them."
            )
    return tuple(found.values())


def _label(example: Example) -> tuple[str, str, str]:
    return question_key(example.q), example.ruling, example.verdict.value


def _require_free(ground: _Ground, ruling: Ruling) -> None:
    """Make sure that a ruling's id is new, and no longer than it may be.

    Raises:
        StagingError: it is taken, the message says by what; or it is too long.
    """
    name = ruling_name(ruling.id)
    if len(ruling.id) > LONGEST_ID:
        raise StagingError(
            f"The id has {len(ruling.id):,} characters; shorten it to {LONGEST_ID} at most."
        )
    if ruling.id in ground.data.ids("rulings", "classes"):
        raise StagingError(
            f"The id {ruling.id} is taken: the data files have a ruling or class of that name. "
            "Choose another id."
        )
    if any(staged.id == ruling.id for staged in ground.staging.rulings):
        raise StagingError(
            f"{name} is staged already, with other content. Discard that first: "
            f"asn-ingest discard {name}; or choose another id."
        )
    if any(own.id == ruling.id for own in ground.wanted.rulings):
        raise StagingError(
            f"The edition that serves has {name}. To replace it: asn-ingest stage {name} "
            "--without, then enter it anew; or choose another id."
        )


def _require_new(ground: _Ground, examples: Sequence[Example]) -> None:
    """Make sure that no words stand elsewhere already.

    Raises:
        StagingError: they do; the message names the ruling that has them.
    """
    staging = ground.staging
    serving = {question_key(example.q): example for example in ground.wanted.examples}
    staged = {question_key(example.q): example for example in staging.examples}
    bundled = {question_key(placed.value.q): placed for placed in ground.data.examples}
    for example in examples:
        key, name = question_key(example.q), example_name(example)
        if key in bundled:
            own, place = bundled[key].value, f" ({bundled[key].place})"
            remedy = "Correct it there, or word this one otherwise."
        elif key in staged:
            own, place = staged[key], ", which is staged"
            remedy = f"Discard that first: asn-ingest discard {item_of(staging, staged[key])}"
        elif key in serving:
            own, place = serving[key], f" ({name}), which serves"
            remedy = f"Take that out first: asn-ingest stage {name} --without"
        else:
            continue
        told = f"The same question is an example of {own.ruling}, {own.verdict.value}, already"
        if _label(own) == _label(example):
            remedy = "There is nothing to add."
        raise StagingError(f"{told}{place}. {remedy}")


def _read(ground: _Ground, ruling: Ruling) -> dict[str, str]:
    """What a ruling's author read: what serves, and of what does not serve yet what is staged."""
    staged = readings_of(ground.law, ruling)
    if ground.serving is None:
        return staged
    serving = knowledge_of(ground.settings, ground.serving)
    served = readings_of(serving, ruling)
    return {
        name: staged[name] if serving.provision(name) is None else served[name] for name in staged
    }


def _records(made_of: Inputs) -> Records:
    return Records(
        [(ruling_name(ruling.id), ruling) for ruling in made_of.rulings],
        [(example_name(example), example) for example in made_of.examples],
    )


def _require_sound(ground: _Ground, entered: Staging, names: set[str]) -> None:
    """Make sure that nothing is wrong with the items of these names once they are entered."""
    records = _records(applied(ground.made_of, entered))
    problems = entered_problems(ground.data, ground.law, records)
    _refuse([problem for problem in problems if problem.file in names], "Not staged")


def _refuse(problems: Sequence[Problem], what: str) -> None:
    if not problems:
        return
    first, *more = problems
    rest = f" (And {len(more)} more.)" if more else ""
    raise StagingError(f"{what}: {first.message}. {first.remedy}{rest}")
