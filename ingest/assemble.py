"""The knowledge of an edition: the data files, the official documents over them, the standings.

Official text takes the place of the digest of the same provision. A digest of which the official
document has nothing stays, and is marked so. Rulings whose basis is thereby no longer what their
authors read are listed for review.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.amended_laws import consolidated_provisions
from ingest.entered import kept_readings, require_grounds, with_entered
from ingest.library import Document, load
from ingest.official import provisions_of
from ingest.standings import with_changes, with_documents
from ingest.structure.document import Finding
from knowledge.amended import canonical
from knowledge.clock import today
from knowledge.dataset import Knowledge
from knowledge.edition import FORMAT, Inputs
from knowledge.embedding import Embedder
from knowledge.errors import DataError
from knowledge.model import Provision, Regulation
from knowledge.reviews import find_reviews
from knowledge.settings import Settings

_CODE = Path(__file__).parent
_KNOWLEDGE_CODE = _CODE.parent / "knowledge"
_TRAINING_CODE = _KNOWLEDGE_CODE / "training"
"""Makes encoders, which an edition knows by their content."""
_SHAPING = (
    "amended_laws.py",
    "assemble.py",
    "edition_writer.py",
    "entered.py",
    "indexing.py",
    "official.py",
    "standings.py",
)
"""The modules here that shape what an edition holds."""
_UNREAD = ("pairs", "testsets")
"""Data that an edition does not hold."""


@dataclass(frozen=True)
class Assembled:
    """The knowledge of an edition to be."""

    knowledge: Knowledge
    made_of: Inputs
    """Without what editors entered that the data files have by now."""
    findings: tuple[Finding, ...] = ()
    """What consolidating amended laws had to say, and what contradicts the data files."""


def load_documents(settings: Settings, made_of: Inputs) -> tuple[Document, ...]:
    """The documents that an edition is made of.

    Raises:
        StagingError: one is missing or damaged.
    """
    return tuple(load(settings, r, key) for r, key in sorted(made_of.documents.items()))


def assemble(bundled: Knowledge, documents: tuple[Document, ...], made_of: Inputs) -> Assembled:
    """The data files with what editors entered, the documents and the changes of standing.

    Raises:
        StagingError: a change of standing names an unknown regulation, or an entered ruling a
            family or provision that is not there any more.
    """
    entered = with_entered(bundled, made_of)
    readings = kept_readings(made_of, entered.knowledge.rulings)
    made_of = entered.made_of.model_copy(update={"readings": readings})
    laws, found = _with_law(entered.knowledge, documents, made_of)
    require_grounds(laws, made_of.rulings)
    laws = replace(laws, reviews=find_reviews(bundled, laws, readings))
    return Assembled(laws, made_of, (*entered.findings, *found))


def _with_law(
    bundled: Knowledge, documents: tuple[Document, ...], made_of: Inputs
) -> tuple[Knowledge, tuple[Finding, ...]]:
    """The knowledge with the documents and the changes of standing; what consolidating had to say."""
    if not documents and not made_of.statuses:
        return bundled, ()
    day = today()
    regulations = with_documents(bundled.regulations, documents, day)
    regulations = with_changes(regulations, made_of.statuses, day)
    laws = consolidated_provisions(documents, regulations)
    official = dict(laws.provisions)
    for document in documents:
        if document.id not in laws.consolidated:
            for provision in provisions_of(document.regulation):
                official.setdefault(provision.id, provision)
    knowledge = replace(
        bundled,
        regulations=regulations,
        provisions=_merged(bundled.provisions, official, documents, regulations),
    )
    return knowledge, laws.findings


def _merged(
    digests: Mapping[str, Provision],
    official: Mapping[str, Provision],
    documents: tuple[Document, ...],
    regulations: Mapping[str, Regulation],
) -> dict[str, Provision]:
    """Official provisions in place of their digests; what the documents lack, marked.

    A document that breaks off says nothing of what would follow.
    """
    whole = {d.id for d in documents if d.regulation.report.complete}
    merged: dict[str, Provision] = {}
    for digest in digests.values():
        found = canonical(digest.id, regulations, official.__contains__)
        if found is not None:
            merged[found] = _enriched(official[found], digest)
        elif digest.regulation in whole:
            merged[digest.id] = digest.model_copy(update={"unconfirmed": True})
        else:
            merged[digest.id] = digest
    for provision in official.values():
        merged.setdefault(provision.id, provision)
    return merged


def _enriched(official: Provision, digest: Provision) -> Provision:
    """What the digest knows beyond the words: whom the provision binds, and its regime."""
    return official.model_copy(
        update={"subjects": digest.subjects, "kind": digest.kind, "regime": digest.regime}
    )


def input_hash(root: Path, embedder: Embedder, made_of: Inputs) -> str:
    """Hash of everything that an edition depends on: data files, documents, code, embedder.

    Raises:
        DataError: a data file cannot be read.
    """
    digest = hashlib.sha256()
    version = importlib.metadata.version("asn-neutrality-bot")
    digest.update(f"{FORMAT}\0{version}\0{embedder.identity}\0".encode())
    digest.update(json.dumps(made_of.model_dump(mode="json"), sort_keys=True).encode())
    own = [*(_CODE / name for name in _SHAPING), *_CODE.glob("amendment/*.py")]
    knowledge = (p for p in _KNOWLEDGE_CODE.rglob("*.py") if p.parent != _TRAINING_CODE)
    for code in (*sorted(own), *sorted(knowledge)):
        digest.update(code.read_bytes())
    for path in sorted(p for p in root.rglob("*") if p.suffix in {".yaml", ".jsonl"}):
        relative = path.relative_to(root)
        if relative.parts[0] in _UNREAD or relative.name == "left-out.jsonl":
            continue
        digest.update(f"{relative.as_posix()}\0".encode())
        try:
            digest.update(path.read_bytes())
        except OSError as error:
            raise DataError(
                f"{relative.as_posix()}:1: cannot be read ({type(error).__name__}). "
                "Restore the file."
            ) from None
    return digest.hexdigest()
