"""An edition that needs no files: the classifier reads what the test says, the search compares roots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import numpy as np

from bot.answering.answerer import Answerer, answerer_on
from bot.answering.understand import Understood, understand
from knowledge.classifier.features import Seen
from knowledge.classifier.heads import Classifier, Reading
from knowledge.classifier.labels import Labels
from knowledge.dataset import Knowledge
from knowledge.edition import FORMAT, Edition, Manifest
from knowledge.index import REPEALED, Hit
from knowledge.model import RegulationStatus
from knowledge.reading import Reader, roots_of
from knowledge.settings import Settings
from knowledge.text import Normaliser
from tests.knowledge.fakes import embedder

Leaves = Mapping[tuple[str, str], float]
"""(ruling, verdict) -> probability."""


class ExactReading(Reading):
    """A reading whose verdicts are as probable as their leaves say, without calibration."""

    def verdicts(self) -> dict[str, float]:
        """Probability of every verdict, highest first."""
        return self._total(self.labels.verdicts)


@dataclass(frozen=True)
class ScriptedClassifier:
    """Reads a question by the first of its words that stands in the script."""

    script: Mapping[str, Leaves]
    otherwise: Leaves

    def read(self, seen: Seen) -> Reading:
        """The scripted probability of every leaf."""
        found = [leaves for word, leaves in self.script.items() if word in seen.text.split()]
        leaves = found[0] if found else self.otherwise
        labels = Labels(
            tuple(ruling for ruling, _ in leaves),
            tuple(verdict for _, verdict in leaves),
            tuple("" for _ in leaves),
        )
        return ExactReading(labels, np.log(list(leaves.values())), np.zeros(1, np.float32))


class ScriptedEdition(Edition):
    """Finds provisions by the roots that they share with the question, the repealed ones apart."""

    def search(self, name: str, vector: Any, roots: Sequence[str], limit: int) -> list[Hit]:
        """Hits with the share of common roots as score."""
        hits = []
        for provision in self.knowledge.provisions.values():
            regulation = self.knowledge.regulations[provision.regulation]
            common = set(roots) & set(roots_of(provision.text.lower()))
            repealed = regulation.status is RegulationStatus.DICABUT
            if common and repealed is (name == REPEALED):
                hits.append(Hit(provision.id, len(common) / len(roots)))
        return sorted(hits, key=lambda hit: -hit.score)[:limit]


UNSURE: Leaves = {("like", "dilarang"): 0.2, ("bagikan", "boleh"): 0.2} | {
    (f"lain-{number}", verdict): 0.15
    for number, verdict in enumerate(("wajib", "informasi", "di_luar_cakupan", "perlu_rincian"))
}
"""Nothing is close enough."""


def edition_of(
    knowledge: Knowledge, script: Mapping[str, Leaves] | None = None, otherwise: Leaves = UNSURE
) -> ScriptedEdition:
    """An edition of hand-made knowledge; without a script no question is understood."""
    return ScriptedEdition(
        Manifest(
            id="2026-11-21.1",
            format=FORMAT,
            built=date(2026, 11, 21),
            embedder="fake",
            embedder_identity="fake 1 (32)",
            inputs="",
            classifier="",
            counts={},
            files={},
        ),
        knowledge,
        cast(Classifier, ScriptedClassifier(script or {}, otherwise)),
        Reader(Normaliser(knowledge.lexicon, {}), embedder()[0], knowledge.cues.titles),
        None,
        {},
    )


def settings(data_dir: Path, **fields: Any) -> Settings:
    """Settings of nothing but defaults and ``fields``."""
    return Settings(_env_file=None, data_dir=data_dir, **fields)


def answerer_of(edition: Edition, data_dir: Path, **fields: Any) -> Answerer:
    """An answering room on an edition that no file holds; ``data_dir`` names none."""
    return answerer_on(settings(data_dir, **fields), edition)


def asked(edition: Edition, question: str, **facts: str) -> Understood:
    """A question as understood, with further facts."""
    found = understand(edition, question)
    return replace(found, facts={**found.facts, **facts})
