"""What an encoder makes of questions that it has not seen: one is trained for every fold, on the others.

Training takes long, so what each encoder said is kept in a file of its own: a run that was interrupted goes on
with the next fold.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.learning.crossval import Sample
from evaluation.learning.folds import Folds
from knowledge.dataset import Knowledge
from knowledge.encoder import Floats, Opinion
from knowledge.files import write_whole
from knowledge.training import missing_extra
from knowledge.training.recipe import Recipe
from knowledge.training.samples import Sample as Labelled

Watcher = Callable[[str, int, int], None]
"""Called with (stage, done, total)."""
Tell = Callable[[str], None]
"""Called with a remark for people."""
_HEAD, _SAID = "head_", "said_"


@dataclass(frozen=True, eq=False)
class Heard:
    """What an encoder made of some questions, a row each."""

    vectors: Floats
    heads: Mapping[str, tuple[str, ...]]
    """The labels of each head."""
    log_probability: Mapping[str, Floats]
    """For each head a value a label."""

    def opinions(self) -> list[Opinion]:
        """The opinion on each question."""
        return [
            Opinion(self.heads, {head: said[row] for head, said in self.log_probability.items()})
            for row in range(len(self.vectors))
        ]


Trainer = Callable[[Sequence[Labelled], Sequence[str], Watcher, Tell], Heard]
"""Trains an encoder on examples and lets it read questions that are not among them."""


@dataclass(frozen=True)
class Training:
    """How encoders are trained, and where what they say is kept."""

    base: str
    recipe: Recipe
    folder: Path
    start: Callable[[], Trainer]
    """Loads what training needs; not called where everything is kept already."""
    without: frozenset[str] = frozenset()
    """Rulings that are kept from training, as if they came later."""


def with_opinions(
    samples: Sequence[Sample],
    folds: Folds,
    training: Training,
    progress: Watcher,
    tell: Tell,
) -> list[Sample]:
    """The samples, those of the asked folds with the opinion of an encoder trained on the other folds.

    Raises:
        TrainingError: an encoder has to be trained, and cannot be.
    """
    found = list(samples)
    train: Trainer | None = None
    for fold in folds.asked:
        name = f"fold {fold + 1} of {folds.number}"
        asked = folds.inside(fold)
        path = training.folder / _file_name(samples, folds, fold, training)
        heard = load(path, len(asked))
        if heard is None:
            train = train or training.start()
            others = [
                _labelled(samples[i])
                for i in folds.outside(fold)
                if samples[i].example.ruling not in training.without
            ]
            tell(f"{name}: training an encoder on {len(others):,} questions of the other folds")
            texts = [samples[i].seen.text for i in asked]
            heard = train(others, texts, _watching(name, progress), _telling(name, tell))
            _keep(heard, path, name, tell)
        else:
            tell(f"{name}: the encoder was trained before")
        for i, opinion in zip(asked, heard.opinions(), strict=True):
            found[i] = replace(samples[i], seen=replace(samples[i].seen, opinion=opinion))
    return found


def trainer(knowledge: Knowledge, base: str, recipe: Recipe) -> Trainer:
    """What trains encoders from a base, with the knowledge's texts in its vocabulary.

    Raises:
        TrainingError: the extra ``train`` is not installed, or the base cannot be had.
    """
    try:
        from evaluation.learning.training import make_trainer
    except ModuleNotFoundError as error:
        raise missing_extra(error) from None
    return make_trainer(knowledge, base, recipe)


def key(samples: Sequence[Sample], folds: Folds, fold: int, training: Training) -> str:
    """Hash of what decides what the encoder of a fold says, but for the training's code and the law's texts."""
    without = sorted(training.without)
    about = (training.base, training.recipe.model_dump(), folds.by, folds.number, fold, without)
    digest = hashlib.sha256(json.dumps(about, sort_keys=True).encode())
    for of, sample in zip(folds.of, samples, strict=True):
        read = _labelled(sample)
        facts = sorted(sample.example.facts.items())
        row = (of == fold, read.text, sample.example.q, read.label("leaf"), read.family, facts)
        digest.update(json.dumps(row).encode())
    return digest.hexdigest()[:16]


def save(heard: Heard, path: Path) -> None:
    """Write what was heard into one compressed file.

    Raises:
        OSError: it cannot be written.
    """
    arrays: dict[str, Any] = {"vectors": heard.vectors}
    for head, labels in heard.heads.items():
        arrays[_HEAD + head] = np.array(labels)
        arrays[_SAID + head] = heard.log_probability[head]
    written = io.BytesIO()
    np.savez_compressed(written, **arrays)
    write_whole(path, written.getvalue())


def load(path: Path, questions: int) -> Heard | None:
    """What ``save`` wrote about so many questions; None: there is no such file, or it is damaged."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            heads = {
                name.removeprefix(_HEAD): tuple(map(str, stored[name]))
                for name in stored.files
                if name.startswith(_HEAD)
            }
            said = {head: stored[_SAID + head] for head in heads}
            heard = Heard(stored["vectors"], heads, said)
    except Exception:  # damage shows in many ways: archive, compression, array, names
        return None
    whole = all(heard.log_probability[h].shape == (questions, len(heads[h])) for h in heads)
    return heard if whole and len(heard.vectors) == questions else None


def _keep(heard: Heard, path: Path, name: str, tell: Tell) -> None:
    """Save, but let the result of hours not be lost to a full disk."""
    try:
        save(heard, path)
    except OSError as error:
        tell(
            f"{name}: what the encoder said cannot be kept in {path.parent} "
            f"({type(error).__name__}); it would have to be trained again"
        )


def _file_name(samples: Sequence[Sample], folds: Folds, fold: int, training: Training) -> str:
    about = f"{folds.by}-{fold + 1}-of-{folds.number}"
    return f"crossval-{about}-{key(samples, folds, fold, training)}.npz"


def _labelled(sample: Sample) -> Labelled:
    return Labelled(sample.seen.text, sample.example, sample.family)


def _telling(name: str, tell: Tell) -> Tell:
    return lambda remark: tell(f"{name}: {remark}")


def _watching(name: str, progress: Watcher) -> Watcher:
    return lambda stage, done, total: progress(f"{name}: {stage}", done, total)
