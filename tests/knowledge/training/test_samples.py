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


def test_folds_share_every_stratum_evenly_and_always_the_same() -> None:
    strata = ["a"] * 50 + ["b"] * 7 + ["c"]
    fold = stratified(strata, 5)
    assert Counter(fold[:50]) == dict.fromkeys(range(5), 10)
    assert max(Counter(fold[50:57]).values()) == 2
    assert max(Counter(fold).values()) - min(Counter(fold).values()) <= 1
    assert fold == stratified(strata, 5)
