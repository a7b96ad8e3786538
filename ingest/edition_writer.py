"""Writing an edition's folder: embed what is new, train the heads or take them over, index, hash."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.indexing import searchable, write_index
from knowledge.classifier.features import Seen
from knowledge.classifier.heads import save, train
from knowledge.classifier.labels import leaf_name
from knowledge.clock import today
from knowledge.dataset import Knowledge
from knowledge.edition import (
    FORMAT,
    Inputs,
    Manifest,
    current_edition,
    dump_knowledge,
    editions_folder,
    file_hash,
    read_manifest,
)
from knowledge.embedding import Embedder
from knowledge.embedding_cache import cached_vectors
from knowledge.errors import EditionError
from knowledge.reading import roots_of
from knowledge.settings import Settings
from knowledge.text import Normaliser, vocabulary_of

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total)."""
_CLASSIFIER = "classifier.npz"
_KNOWLEDGE_CODE = Path(__file__).parent.parent / "knowledge"
_READING_CODE = ("text.py", "reading.py", "cues.py")


@dataclass(frozen=True)
class Written:
    """What writing an edition took."""

    manifest: Manifest
    embedded: int
    """Texts whose vector had to be computed."""


def cache_file(settings: Settings) -> Path:
    """Where the vectors of all texts ever embedded are kept."""
    return settings.data_dir / "cache" / "embeddings.sqlite3"


def write_edition(
    settings: Settings,
    edition: str,
    knowledge: Knowledge,
    *,
    inputs: str,
    made_of: Inputs,
    embedder: Embedder,
    progress: Progress,
) -> Written:
    """Write a new edition beside those that are there; its manifest comes last.

    Raises:
        EditionCorrupt: what was written is not found again.
        OSError, sqlite3.Error: there is no room, or the folder cannot be written.
    """
    folder = editions_folder(settings) / edition
    folder.mkdir(parents=True)
    try:
        return _write(settings, folder, knowledge, inputs, made_of, embedder, progress)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _write(
    settings: Settings,
    folder: Path,
    knowledge: Knowledge,
    inputs: str,
    made_of: Inputs,
    embedder: Embedder,
    progress: Progress,
) -> Written:
    cache = cache_file(settings)
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
        [item.embedded for items in texts.values() for item in items],
        cache,
        lambda d, t: progress("embed texts", d, t),
    )
    learnt = _classifier_hash(knowledge, questions, embedder)
    with_vectors = embedder.opine is None
    _put_classifier(settings, folder, knowledge, seen, learnt, with_vectors, progress)
    (folder / "knowledge.json").write_text(
        json.dumps(dump_knowledge(knowledge, normaliser), ensure_ascii=False), encoding="utf-8"
    )
    progress("index", 0, 1)
    write_index(folder, folder.name, knowledge, texts, passages, seen, settings)
    progress("index", 1, 1)
    manifest = Manifest(
        id=folder.name,
        format=FORMAT,
        built=today(),
        embedder=settings.embedder,
        embedder_identity=embedder.identity,
        inputs=inputs,
        made_of=made_of,
        classifier=learnt,
        counts=_counts(knowledge) | _unlearnt(knowledge, embedder),
        files=_hashes(folder),
    )
    (folder / "manifest.json").write_text(
        json.dumps(manifest.model_dump(mode="json"), indent=1), encoding="utf-8"
    )
    return Written(manifest, asked + stated)


def _put_classifier(
    settings: Settings,
    folder: Path,
    knowledge: Knowledge,
    seen: list[Seen],
    learnt: str,
    with_vectors: bool,
    progress: Progress,
) -> None:
    """The heads of the edition that serves, when they learnt from the same; else trained anew."""
    serving = current_edition(settings)
    if serving is not None:
        source = editions_folder(settings) / serving
        try:
            manifest = read_manifest(source)
            if (
                manifest.classifier == learnt
                and file_hash(source / _CLASSIFIER) == manifest.files[_CLASSIFIER]
            ):
                shutil.copyfile(source / _CLASSIFIER, folder / _CLASSIFIER)
                return
        except (EditionError, OSError, KeyError):
            pass  # nothing to take over from a damaged edition
    classifier = train(
        seen,
        [(e.ruling, e.verdict.value) for e in knowledge.examples],
        knowledge.family_of,
        lambda d, t: progress("train", d, t),
        vectors=with_vectors,
    )
    save(classifier, folder / _CLASSIFIER)


def _classifier_hash(knowledge: Knowledge, questions: Sequence[str], embedder: Embedder) -> str:
    """Hash of all that the heads learn from: questions as read, labels, embedder, code."""
    digest = hashlib.sha256(embedder.identity.encode())
    code = [_KNOWLEDGE_CODE / name for name in _READING_CODE]
    for path in (*code, *sorted((_KNOWLEDGE_CODE / "classifier").glob("*.py"))):
        digest.update(path.read_bytes())
    for question, example in zip(questions, knowledge.examples, strict=True):
        family = knowledge.family_of(example.ruling)
        digest.update(f"{question}\0{example.ruling}\0{example.verdict}\0{family}\0".encode())
    return digest.hexdigest()


def _counts(knowledge: Knowledge) -> dict[str, int]:
    official = sum(p.text_kind == "official" for p in knowledge.provisions.values())
    return {
        "regulations": len(knowledge.regulations),
        "provisions": len(knowledge.provisions),
        "official provisions": official,
        "families": len(knowledge.families),
        "rulings": len(knowledge.rulings),
        "classes": len(knowledge.classes),
        "examples": len(knowledge.examples),
        "rulings to be reviewed": len(knowledge.reviews),
    }


def _unlearnt(knowledge: Knowledge, embedder: Embedder) -> dict[str, int]:
    """How many branches came after the embedder's heads were trained; without heads, nothing."""
    if embedder.opine is None:
        return {}
    _, opinion = embedder.opine("")
    leaves = {leaf_name(example.ruling, example.verdict.value) for example in knowledge.examples}
    return {"branches not learnt by the encoder": len(leaves - set(opinion.heads["leaf"]))}


def _hashes(folder: Path) -> dict[str, str]:
    """The hash of every file of ours; Chroma writes into its own even when it is only read."""
    names = [p.relative_to(folder) for p in sorted(folder.rglob("*")) if p.is_file()]
    return {n.as_posix(): file_hash(folder / n) for n in names if n.parts[0] != "chroma"}
