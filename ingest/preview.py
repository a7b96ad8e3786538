"""What a publish would change, without building anything."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ingest.assemble import assemble, load_documents
from ingest.build import checked_knowledge, serving_inputs
from ingest.difference import Difference, compare
from ingest.gate import cited_questions, open_gate
from ingest.publish import data_root
from ingest.staging import applied, read_staging
from ingest.structure.document import Finding
from knowledge.dataset import Knowledge
from knowledge.edition import current_edition, editions_folder, restore_knowledge
from knowledge.errors import AsnBotError, EditionCorrupt
from knowledge.settings import Settings


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
    difference = compare(before, assembled.knowledge, questions)
    return Preview(current_edition(settings), difference, assembled.findings)


def knowledge_of(settings: Settings, edition: str) -> Knowledge:
    """The knowledge of an edition, without opening its index.

    Raises:
        EditionCorrupt: it cannot be read.
    """
    path = editions_folder(settings) / edition / "knowledge.json"
    try:
        knowledge, _ = restore_knowledge(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError) as error:
        raise EditionCorrupt(
            f"The knowledge of edition {edition} cannot be read ({type(error).__name__}). "
            "Go back to another one: asn-ingest rollback"
        ) from None
    return knowledge
