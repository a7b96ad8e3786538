"""All rules over one data folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from ingest.check import cues, law, questions, references, tree, wording
from ingest.check.problem import Problem
from ingest.check.source import Data, read_data

Rule = Callable[[Data], Iterable[Problem]]

RULES: tuple[Rule, ...] = (
    references.duplicate_ids,
    references.duplicate_branch_ids,
    references.misplaced_provisions,
    references.unknown_regulations,
    references.unknown_provisions,
    references.unknown_sanctions,
    references.unknown_families,
    references.unknown_rulings,
    law.article_numbers,
    law.regulation_dates,
    law.regulation_states,
    law.mutual_relations,
    law.repealed_basis,
    law.sanctions_that_do_not_bind,
    tree.one_default,
    tree.facts_in_vocabulary,
    tree.contradicting_branches,
    tree.shadowed_branches,
    tree.unreachable_branches,
    tree.useless_branches,
    questions.repeated_examples,
    questions.leaked_examples,
    questions.foreign_verdicts,
    questions.disputed_pairs,
    questions.unexampled_answers,
    cues.cue_patterns,
    cues.cue_facts,
    wording.editor_marks,
    wording.inside_words,
    wording.dead_advice,
    wording.unfinished_texts,
    wording.long_summaries,
)


def check_data(root: Path) -> list[Problem]:
    """Everything wrong in a data folder, sorted by file and line; writes nothing.

    Faults of form and schema are listed all, not only the first; a broken record is left out of the
    other rules, but what refers to it is not called dangling.
    """
    data, problems = read_data(root)
    problems.extend(problem for rule in RULES for problem in rule(data))
    return sorted(set(problems))
