"""A training run: what is held back, which epoch is kept, when it stops, and the temperature."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs the extra train")

from tokenizers import Tokenizer  # noqa: E402
from torch import Tensor  # noqa: E402
from torch.nn import functional  # noqa: E402

from knowledge.dataset import load_knowledge  # noqa: E402
from knowledge.training import train  # noqa: E402
from knowledge.training.loop import Material, fit, material_of, read  # noqa: E402
from knowledge.training.recipe import Recipe  # noqa: E402
from knowledge.training.samples import Sample, heads_of, samples_of  # noqa: E402
from knowledge.training.train import (  # noqa: E402
    Epoch,
    Learnt,
    accuracy,
    labels_of_leaves,
    learn,
    material_hash,
    vocabulary_for,
    with_vocabulary,
)
from knowledge.training.vocabulary import SPECIAL, Cut  # noqa: E402
from tests.ingest.tiny import write_tiny  # noqa: E402
from tests.knowledge.training.tiny import (  # noqa: E402
    RECIPE,
    base,
    sample,
    samples,
    tokenizer,
    unwatched,
    whole,
)

SHORT = RECIPE.model_copy(update={"epochs": 2})
ONE = RECIPE.model_copy(update={"epochs": 1})
LAST_OF_EACH = [number % 3 == 2 for number in range(9)]
"""One question of every leaf is held back."""


def learnt_with(
    recipe: Recipe,
    asked: Sequence[Sample] | None = None,
    held_back: Sequence[bool] | None = LAST_OF_EACH,
    told: Callable[[Epoch], None] = lambda epoch: None,
) -> Learnt:
    """What is learnt, whatever was drawn at random before."""
    start = base()
    torch.seed()
    return learn(asked or samples(), start, whole(start), recipe, unwatched, told, held_back)


def held_back_of(learnt: Learnt, every: Sequence[Sample] | None = None) -> Material:
    heads = heads_of(every or samples())
    return material_of(learnt.held_back, heads, Tokenizer.from_str(learnt.tokenizer), 96)


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(torch.equal(one[name], other[name]) for name in one)


class TestWhatIsHeldBack:
    def test_is_told_and_counted(self) -> None:
        learnt = learnt_with(ONE)

        assert [s.text for s in learnt.held_back] == [s.text for s in samples()[2::3]]
        assert learnt.learnt_from == 6

    def test_by_default_it_is_a_twentieth(self) -> None:
        learnt = learnt_with(ONE, samples() * 5, held_back=None)

        assert (learnt.learnt_from, len(learnt.held_back)) == (42, 3)

    def test_is_not_learnt_from(self, monkeypatch: pytest.MonkeyPatch) -> None:
        given: list[Material] = []

        def watched(network: Any, material: Material, *rest: Any) -> None:
            given.append(material)
            fit(network, material, *rest)

        monkeypatch.setattr(train, "fit", watched)
        learnt = learnt_with(ONE)

        (material,) = given
        assert set(material.tokens).isdisjoint(held_back_of(learnt).tokens)
        assert {len(numbers) for numbers in material.targets.values()} == {6}

    def test_changes_no_weight(self) -> None:
        """Neither its words nor its labels: with one epoch there is nothing to choose either."""
        other = [
            sample("suka foto jari", "foto", "dilarang") if held else kept
            for held, kept in zip(LAST_OF_EACH, samples(), strict=True)
        ]
        one, changed = learnt_with(ONE), learnt_with(ONE, other)

        assert heads_of(other) == heads_of(samples())
        assert same(one.network.state_dict(), changed.network.state_dict())

    def test_labels_that_only_it_has_are_known(self) -> None:
        rare = sample("foto akun kpu", "foto", "boleh")
        learnt = learnt_with(ONE, [*samples(), rare], [*LAST_OF_EACH, True])

        assert "foto|boleh" in learnt.heads["leaf"]


class TestTheBestEpoch:
    """With the accuracies of the epochs given, so that the best is not the last."""

    @staticmethod
    def run(
        monkeypatch: pytest.MonkeyPatch, figures: Sequence[float], patience: int
    ) -> tuple[Learnt, list[Tensor], list[Epoch]]:
        """What was learnt, and what the heads said of the held-back questions after each epoch."""
        said: list[Tensor] = []
        told: list[Epoch] = []

        def given(opinions: Mapping[str, Tensor], *rest: Any) -> dict[str, float]:
            said.append(opinions["leaf"].clone())
            return {"verdict": figures[len(said) - 1], "family": 0.5}

        monkeypatch.setattr(train, "accuracy", given)
        recipe = RECIPE.model_copy(update={"epochs": len(figures), "patience": patience})
        return learnt_with(recipe, told=told.append), said, told

    @pytest.mark.parametrize(
        ("figures", "patience", "epochs", "best"),
        [
            ((0.5, 0.7, 0.6, 0.7, 0.9, 0.9), 2, 4, 1),
            ((0.5, 0.7, 0.6, 0.9), 1, 3, 1),
            ((0.5, 0.7, 0.6, 0.8, 0.7, 0.75, 0.9), 2, 6, 3),
            ((0.5, 0.6, 0.7), 1, 3, 2),
            ((0.9, 0.9, 0.9, 0.95), 3, 4, 3),
            ((0.9, 0.1, 0.1, 0.1, 0.1), 3, 4, 0),
        ],
        ids=[
            "two without a gain; as good is no gain",
            "one without a gain",
            "a gain in between",
            "always better",
            "better just in time",
            "never again",
        ],
    )
    def test_is_kept_and_after_so_many_without_a_gain_it_stops(
        self,
        monkeypatch: pytest.MonkeyPatch,
        figures: tuple[float, ...],
        patience: int,
        epochs: int,
        best: int,
    ) -> None:
        learnt, said, told = self.run(monkeypatch, figures, patience)

        assert [epoch.verdict for epoch in learnt.epochs] == list(figures[:epochs])
        assert tuple(told) == learnt.epochs
        assert learnt.best == learnt.epochs[best]
        now = read(learnt.network, held_back_of(learnt))[1]["leaf"]
        same_as = [torch.allclose(now, then, atol=1e-5) for then in said]
        assert same_as == [number == best for number in range(epochs)]

    def test_family_counts_as_much_as_verdict(self) -> None:
        assert Epoch(0.8, 0.7, 0.0).both == pytest.approx(Epoch(0.7, 0.8, 0.0).both)

    def test_its_figures_are_those_of_the_network_that_is_kept(self) -> None:
        learnt = learnt_with(RECIPE.model_copy(update={"epochs": 6}))

        material = held_back_of(learnt)
        found = accuracy(
            read(learnt.network, material)[1],
            material.targets,
            labels_of_leaves(samples(), heads_of(samples())),
        )
        assert found == {"verdict": learnt.best.verdict, "family": learnt.best.family}

    def test_time_goes_on(self) -> None:
        seconds = [epoch.seconds for epoch in learnt_with(SHORT).epochs]

        assert 0 < seconds[0] < seconds[1]


class TestTheRun:
    def test_it_learns_what_the_held_back_questions_ask(self) -> None:
        """Their words are in the questions that it learnt from."""
        learnt = learnt_with(RECIPE.model_copy(update={"patience": 30}))

        assert learnt.best.family == 1.0
        assert learnt.best.verdict == 1.0

    def test_the_same_seed_gives_the_same(self) -> None:
        one, again = learnt_with(SHORT), learnt_with(SHORT)
        other = learnt_with(SHORT.model_copy(update={"seed": 1}))

        assert same(one.network.state_dict(), again.network.state_dict())
        assert one.temperature == again.temperature
        assert [(e.verdict, e.family) for e in one.epochs] == [
            (e.verdict, e.family) for e in again.epochs
        ]
        assert not same(one.network.state_dict(), other.network.state_dict())

    def test_the_base_stays_as_it_is(self) -> None:
        start = base()
        before = {name: value.clone() for name, value in start.model.state_dict().items()}

        learn(samples(), start, whole(start), SHORT, unwatched, held_back=LAST_OF_EACH)

        assert same(before, start.model.state_dict())

    def test_heads_of_facts_are_trained_and_left_behind(self) -> None:
        learnt = learnt_with(ONE)

        assert "fact:objek" in learnt.network.heads
        assert list(learnt.heads) == ["leaf", "ruling", "family", "verdict"]
        assert learnt.heads["leaf"] == ("foto|dilarang", "suka|boleh", "suka|dilarang")

    def test_frozen_layers_stay(self) -> None:
        learnt = learnt_with(SHORT.model_copy(update={"frozen_layers": 1}))
        before = base().model.encoder.layer[0].state_dict()

        assert same(before, learnt.network.bert.encoder.layer[0].state_dict())

    @pytest.mark.parametrize("sharpness", [2.0, 60.0])
    def test_the_temperature_makes_the_held_back_leaves_likeliest(self, sharpness: float) -> None:
        learnt = learnt_with(
            RECIPE.model_copy(update={"epochs": 4, "sharpness": sharpness, "patience": 4})
        )
        material = held_back_of(learnt)
        leaves = read(learnt.network, material)[1]["leaf"]

        def loss(temperature: float) -> float:
            return float(functional.cross_entropy(leaves / temperature, material.targets["leaf"]))

        grid = [0.5 + 0.05 * step for step in range(51)]
        assert any(learnt.temperature == pytest.approx(value) for value in grid)
        assert loss(learnt.temperature) == pytest.approx(min(map(loss, grid)), abs=1e-6)


class TestTheVocabulary:
    def test_the_pieces_that_are_kept_have_their_own_vectors_in_their_new_order(self) -> None:
        start = base(tokenizer(fillers=20))
        size = Tokenizer.from_str(start.tokenizer).get_vocab_size()
        kept = (*range(len(SPECIAL)), *range(6, size, 3))

        model = with_vocabulary(start, Cut(kept, ""))

        ours = model.embeddings.word_embeddings
        assert ours.weight.shape == (len(kept), 32)
        assert torch.equal(ours.weight, start.model.embeddings.word_embeddings.weight[list(kept)])
        assert model.config.vocab_size == len(kept)
        assert ours.padding_idx == 1

    def test_with_a_part_of_the_pieces_a_text_of_those_reads_as_before(self) -> None:
        start = base(tokenizer(fillers=20))
        kept = tuple(n for n in range(len(tokenizer(fillers=20).get_vocab())) if n % 5 != 4)
        text = [0, *[n for n in kept if n > 4][:5], 2]
        fewer = [kept.index(number) for number in text]

        with torch.no_grad():
            before = start.model.eval()(torch.tensor([text])).last_hidden_state
            after = with_vocabulary(start, Cut(kept, "")).eval()(torch.tensor([fewer]))

        assert torch.allclose(after.last_hidden_state, before, atol=1e-6)

    def test_nothing_is_dropped_at_random(self) -> None:
        start = base()
        model = with_vocabulary(start, whole(start)).train()
        text = torch.tensor([[0, 5, 6, 7, 2]])

        with torch.no_grad():
            one, again = model(text).last_hidden_state, model(text).last_hidden_state

        assert torch.equal(one, again)

    def test_it_is_cut_for_the_texts_that_the_bot_reads_and_for_indonesian(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        knowledge = load_knowledge(write_tiny(tmp_path).root)
        given: list[tuple[str, set[str], Sequence[str]]] = []

        def watched(pieces: str, texts: Iterable[str], roots: Sequence[str]) -> Cut:
            given.append((pieces, set(texts), roots))
            return Cut((0,), "cut")

        monkeypatch.setattr(train, "cut_vocabulary", watched)

        found = vocabulary_for(knowledge, samples_of(knowledge), "pieces", RECIPE)
        assert found.tokenizer == "cut"

        ((pieces, texts, roots),) = given
        assert pieces == "pieces"
        assert {"share jadwal TPS", "share jadwal tps"} <= texts  # as asked, and as read
        assert "PNS dilarang memberi dukungan kepada calon." in texts
        assert any("Dilarang, karena tanda suka terbaca sebagai dukungan." in t for t in texts)
        assert {"ajar", "pilih", "netral"} <= set(roots)
        assert len(roots) > 20_000

    def test_or_kept_whole_for_comparison(self, tmp_path: Path) -> None:
        knowledge = load_knowledge(write_tiny(tmp_path).root)
        start = base()
        uncut = RECIPE.model_copy(update={"whole_vocabulary": True})

        found = vocabulary_for(knowledge, samples_of(knowledge), start.tokenizer, uncut)

        size = start.model.config.vocab_size
        assert (found.kept, found.tokenizer) == (tuple(range(size)), start.tokenizer)


class TestAccuracy:
    HEADS: Mapping[str, tuple[str, ...]] = {
        "leaf": ("foto|dilarang", "suka|boleh", "suka|dilarang"),
        "ruling": ("foto", "suka"),
        "family": ("gambar", "medsos"),
        "verdict": ("boleh", "dilarang"),
    }

    def found(self, verdict: str, family: str, said: Mapping[str, list[float]]) -> dict[str, float]:
        """Of one question with these labels; heads of which nothing is given find all labels alike."""
        even = {head: [1 / len(labels)] * len(labels) for head, labels in self.HEADS.items()}
        opinions = {head: torch.tensor([share]).log() for head, share in {**even, **said}.items()}
        targets = {
            "verdict": torch.tensor([self.HEADS["verdict"].index(verdict)]),
            "family": torch.tensor([self.HEADS["family"].index(family)]),
        }
        return accuracy(opinions, targets, labels_of_leaves(samples(), self.HEADS))

    def test_every_leaf_has_its_label_of_every_head(self) -> None:
        found = labels_of_leaves(samples(), self.HEADS)

        assert {head: numbers.tolist() for head, numbers in found.items()} == {
            "leaf": [0, 1, 2],
            "ruling": [0, 1, 1],
            "family": [0, 1, 1],
            "verdict": [1, 0, 1],
        }

    def test_the_leaves_of_a_verdict_are_added_up(self) -> None:
        """The likeliest leaf is suka|boleh, but two others together are likelier."""
        said = {"leaf": [0.3, 0.4, 0.3]}

        assert self.found("dilarang", "medsos", said) == {"verdict": 1.0, "family": 1.0}
        assert self.found("boleh", "gambar", said) == {"verdict": 0.0, "family": 0.0}

    def test_the_heads_are_multiplied(self) -> None:
        """The verdict's head alone says dilarang; leaf and ruling outweigh it."""
        said = {"leaf": [0.05, 0.9, 0.05], "ruling": [0.1, 0.9], "verdict": [0.4, 0.6]}

        assert self.found("boleh", "medsos", said) == {"verdict": 1.0, "family": 1.0}


def test_the_hash_of_the_material_changes_with_words_labels_and_order_alone() -> None:
    one = samples()

    assert material_hash(one) == material_hash(samples())
    assert material_hash(one[::-1]) != material_hash(one)
    assert material_hash(one[:-1]) != material_hash(one)
    for changed in (
        sample("like foto cagub", "suka", "dilarang"),
        sample("like foto calon", "suka", "boleh"),
        sample("like foto calon", "foto", "dilarang"),
    ):
        assert material_hash([changed, *one[1:]]) != material_hash(one)
