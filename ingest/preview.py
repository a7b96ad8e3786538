"""What a publish would change, without building anything."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.assemble import assemble, load_documents
from ingest.build import checked_knowledge, serving_inputs
from ingest.difference import Difference, compare, entered_examples
from ingest.editions import knowledge_of
from ingest.gate import cited_questions, open_gate
from ingest.publish import data_root
from ingest.staging import applied, read_staging
from ingest.structure.document import Finding
from knowledge.edition import current_edition
from knowledge.errors import AsnBotError
from knowledge.settings import Settings

__all__ = ["Preview", "knowledge_of", "preview"]


@dataclass(frozen=True)
class Preview:
    """The difference to the edition that serves, and what consolidation had to say."""

    serving: str | None
    difference: Difference
    findings: tuple[Finding, ...]


def preview(settings: Settings) -> Preview:
    """Compare what is staged with the edition that serves, or with the data files without one.

    Raises:
        DataError: the data files have errors.
        StagingError: a staged document is missing.
        EditionCorrupt: the edition that serves cannot be read.
    """
    bundled = checked_knowledge(data_root(settings))
    manifest, made_of = serving_inputs(settings)
    wanted = applied(made_of, read_staging(settings))
    assembled = assemble(bundled, load_documents(settings, wanted), wanted)
    before = bundled if manifest is None else knowledge_of(settings, manifest.id)
    try:
        questions = cited_questions(open_gate(settings))
    except AsnBotError:  # the sets are the gate's matter; a difference can do without
        questions = ()
    examples = entered_examples(made_of, assembled.made_of, assembled.knowledge)
    difference = compare(before, assembled.knowledge, questions, examples)
    return Preview(current_edition(settings), difference, assembled.findings)
