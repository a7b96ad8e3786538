from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from knowledge.dataset import Knowledge, load_knowledge
from knowledge.training.samples import FACT, UNSTATED, heads_of, samples_of, stratified
from tests.ingest.tiny import write_tiny


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    folder: Path = tmp_path_factory.mktemp("tiny")
    return load_knowledge(write_tiny(folder).root)


def test_every_example_is_read_once_in_standard_words(knowledge: Knowledge) -> None:
    samples = samples_of(knowledge)
    texts = [sample.text for sample in samples]
    assert len(set(texts)) == len(texts) <= len(knowledge.examples)
    assert all(text == text.lower() for text in texts)
    assert {sample.example.ruling for sample in samples} == {e.ruling for e in knowledge.examples}


def test_a_sample_has_a_label_for_every_head(knowledge: Knowledge) -> None:
    samples = samples_of(knowledge)
    heads = heads_of(samples)
    assert list(heads)[:4] == ["leaf", "ruling", "family", "verdict"]
    for name, labels in heads.items():
        assert {sample.label(name) for sample in samples} == set(labels)
    first = samples[0]
    assert first.label("leaf") == f"{first.label('ruling')}|{first.label('verdict')}"
    assert first.label("family") == knowledge.family_of(first.example.ruling)
    assert first.label(FACT + "nothing") == UNSTATED


@pytest.mark.parametrize("sizes", [(12, 24, 24), (1, 1, 1, 1, 1), (3, 7, 50, 2)])
def test_every_stratum_is_spread_evenly(sizes: tuple[int, ...]) -> None:
    strata = [str(stratum) for stratum, size in enumerate(sizes) for _ in range(size)]
    folds = stratified(strata, 5)
    assert max(Counter(folds).values()) - min(Counter(folds).values()) <= 1
    for stratum, size in enumerate(sizes):
        share = Counter(f for f, s in zip(folds, strata, strict=True) if s == str(stratum))
        assert set(share.values()) <= {size // 5, size // 5 + 1}
    assert folds == stratified(strata, 5)
