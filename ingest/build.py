"""Build an edition from the data files: embed what is new, train the heads, index, verify, publish.

The edition is built beside the current one in a folder of its own and becomes current in one step
at the end; a crash before that leaves the old edition serving.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.check import Severity, check_data
from ingest.indexing import searchable, write_index
from knowledge.classifier.features import Seen
from knowledge.classifier.heads import save, train
from knowledge.clock import today
from knowledge.dataset import BUNDLED, Knowledge, load_knowledge
from knowledge.edition import (
    FORMAT,
    Manifest,
    current_edition,
    dump_knowledge,
    editions_folder,
    file_hash,
    make_current,
    read_manifest,
)
from knowledge.embedding import Embedder, make_embedder
from knowledge.embedding_cache import cached_vectors
from knowledge.errors import AsnBotError, DataError, EditionError
from knowledge.reading import roots_of
from knowledge.settings import Settings
from knowledge.text import Normaliser, vocabulary_of

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total)."""
_KNOWLEDGE_CODE = Path(__file__).parent.parent / "knowledge"
_INGEST_CODE = (Path(__file__), Path(__file__).with_name("indexing.py"))


@dataclass(frozen=True)
class Built:
    """What a build did."""

    edition: str
    unchanged: bool
    embedded: int
    """Texts whose vector had to be computed."""
    counts: dict[str, int]


def input_hash(root: Path, embedder: Embedder) -> str:
    """Hash of everything that an edition depends on: data files, code, embedder, format.

    Raises:
        DataError: a data file cannot be read.
    """
    digest = hashlib.sha256()
    version = importlib.metadata.version("asn-neutrality-bot")
    digest.update(f"{FORMAT}\0{version}\0{embedder.identity}\0".encode())
    for code in (*_INGEST_CODE, *sorted(_KNOWLEDGE_CODE.rglob("*.py"))):
        digest.update(code.read_bytes())
    for path in sorted(p for p in root.rglob("*") if p.suffix in {".yaml", ".jsonl"}):
        relative = path.relative_to(root)
        if relative.parts[0] in {"pairs", "testsets"} or relative.name == "left-out.jsonl":
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


def build(
    settings: Settings,
    *,
    root: Path = BUNDLED,
    force: bool = False,
    progress: Progress = lambda stage, done, total: None,
) -> Built:
    """Build an edition and make it current; do nothing when nothing changed and ``force`` is off.

    Raises:
        DataError: a data file is damaged, or ``asn-ingest check`` finds errors.
        EmbedderError: the embedder cannot be loaded.
        EditionError: another build is running, or what was written cannot be read back.
        AsnBotError: the data folder cannot be written.
    """
    folder = editions_folder(settings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock", timeout=0):
            return _build(settings, root, force, progress)
    except Timeout:
        raise EditionError(
            "Another build is running on this data folder. Wait for it to end, then try again."
        ) from None
    except sqlite3.Error as error:
        raise AsnBotError(
            f"The embeddings kept in {_cache_file(settings)} cannot be used "
            f"({type(error).__name__}). Delete that file, then build again."
        ) from None
    except OSError as error:
        raise AsnBotError(
            f"Cannot write to {settings.data_dir} ({error.strerror or type(error).__name__}). "
            "Check the disk and the folder's permissions, or set DATA_DIR."
        ) from None


def _build(settings: Settings, root: Path, force: bool, progress: Progress) -> Built:
    embedder = make_embedder(settings.embedder)
    inputs = input_hash(root, embedder)
    serving = current_edition(settings)
    if serving and not force and (unchanged := _unchanged(settings, serving, inputs)):
        return Built(serving, True, 0, unchanged.counts)
    progress("read", 0, 1)
    _refuse_faulty(root)
    knowledge = load_knowledge(root)
    progress("read", 1, 1)
    edition = _next_id(settings)
    final = editions_folder(settings) / edition
    final.mkdir(parents=True)
    try:
        embedded, counts = _write(final, edition, knowledge, embedder, settings, progress)
        manifest = Manifest(
            id=edition,
            format=FORMAT,
            built=today(),
            embedder=settings.embedder,
            embedder_identity=embedder.identity,
            inputs=inputs,
            counts=counts,
            files=_hashes(final),
        )
        (final / "manifest.json").write_text(
            json.dumps(manifest.model_dump(mode="json"), indent=1), encoding="utf-8"
        )
        make_current(settings, edition)
    except BaseException:
        shutil.rmtree(final, ignore_errors=True)
        raise
    return Built(edition, False, embedded, counts)


def _hashes(folder: Path) -> dict[str, str]:
    """The hash of every file of ours; Chroma writes into its own even when it is only read."""
    names = [p.relative_to(folder) for p in sorted(folder.rglob("*")) if p.is_file()]
    return {n.as_posix(): file_hash(folder / n) for n in names if n.parts[0] != "chroma"}


def _unchanged(settings: Settings, serving: str, inputs: str) -> Manifest | None:
    try:
        manifest = read_manifest(editions_folder(settings) / serving)
    except EditionError:
        return None
    return manifest if manifest.inputs == inputs else None


def _cache_file(settings: Settings) -> Path:
    return settings.data_dir / "cache" / "embeddings.sqlite3"


def _refuse_faulty(root: Path) -> None:
    """Stop before data that would make an edition which cannot answer."""
    errors = [p for p in check_data(root) if p.severity is Severity.ERROR]
    if errors:
        more = len(errors) - 1
        rest = f" And {more} more: asn-ingest check lists them." if more else ""
        raise DataError(f"{errors[0]}{rest}")


def _next_id(settings: Settings) -> str:
    day = today().isoformat()
    taken = [
        int(path.name.rsplit(".", 1)[1])
        for path in editions_folder(settings).glob(f"{day}.*")
        if path.name.rsplit(".", 1)[1].isdigit()
    ]
    return f"{day}.{max(taken, default=0) + 1}"


def _write(
    folder: Path,
    edition: str,
    knowledge: Knowledge,
    embedder: Embedder,
    settings: Settings,
    progress: Progress,
) -> tuple[int, dict[str, int]]:
    cache = _cache_file(settings)
    normaliser = Normaliser(
        knowledge.lexicon, vocabulary_of([e.q for e in knowledge.examples], knowledge.lexicon)
    )
    questions = [normaliser.normalise(example.q) for example in knowledge.examples]
    vectors, asked = cached_vectors(
        embedder, "query", questions, cache, lambda d, t: progress("embed questions", d, t)
    )
    seen = [Seen(q, roots_of(q), v) for q, v in zip(questions, vectors, strict=True)]
    texts = searchable(knowledge)
    passages, stated = cached_vectors(
        embedder,
        "passage",
        [item.text for items in texts.values() for item in items],
        cache,
        lambda d, t: progress("embed texts", d, t),
    )
    classifier = train(
        seen,
        [(e.ruling, e.verdict.value) for e in knowledge.examples],
        knowledge.family_of,
        lambda d, t: progress("train", d, t),
    )
    save(classifier, folder / "classifier.npz")
    (folder / "knowledge.json").write_text(
        json.dumps(dump_knowledge(knowledge, normaliser), ensure_ascii=False), encoding="utf-8"
    )
    progress("index", 0, 1)
    write_index(folder, edition, knowledge, texts, passages, seen, settings)
    progress("index", 1, 1)
    counts = {
        "regulations": len(knowledge.regulations),
        "provisions": len(knowledge.provisions),
        "families": len(knowledge.families),
        "rulings": len(knowledge.rulings),
        "classes": len(knowledge.classes),
        "examples": len(knowledge.examples),
    }
    return asked + stated, counts
