"""The network learns: losses fall, like questions come together, and the same seed gives the same."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

torch = pytest.importorskip("torch", reason="needs the extra train")

from tokenizers import Tokenizer  # noqa: E402
from tokenizers.models import WordLevel  # noqa: E402
from torch import Tensor  # noqa: E402

from knowledge.errors import TrainingError  # noqa: E402
from knowledge.training import loop, pace  # noqa: E402
from knowledge.training.loop import (  # noqa: E402
    Material,
    batches,
    fit,
    lowered,
    material_of,
    pad_of,
    read,
)
from knowledge.training.losses import contrast, heads_loss, weights_of  # noqa: E402
from knowledge.training.network import Network, batch_of  # noqa: E402
from knowledge.training.recipe import Recipe  # noqa: E402
from knowledge.training.samples import heads_of  # noqa: E402
from tests.knowledge.training.tiny import (  # noqa: E402
    RECIPE,
    network,
    samples,
    tokenizer,
    unwatched,
)

HEADS = heads_of(samples())
SHORT = RECIPE.model_copy(update={"epochs": 2})


def material(longest: int = RECIPE.longest) -> Material:
    return material_of(samples(), HEADS, tokenizer(), longest)


def trained(recipe: Recipe, frozen: int = 0) -> Network:
    """The network after training, whatever was drawn at random before."""
    made = network(HEADS, frozen)
    torch.seed()
    fit(made, material(), recipe, lambda epoch: True, unwatched)
    return made


def weights(made: Network) -> Mapping[str, Tensor]:
    return {name: value.clone() for name, value in made.state_dict().items()}


def test_it_learns_what_the_questions_are_labelled_with() -> None:
    vectors, opinions = read(trained(RECIPE), material())

    assert vectors.norm(dim=1).numpy() == pytest.approx(1.0, abs=1e-5)
    for name in ("leaf", "ruling", "family", "verdict", "fact:objek"):
        said = [HEADS[name][i] for i in opinions[name].argmax(dim=1)]
        assert said == [sample.label(name) for sample in samples()]
        assert opinions[name].exp().sum(dim=1).numpy() == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("frozen", [0, 1, 2])
def test_word_embeddings_and_the_lowest_layers_stay_as_they_are(frozen: int) -> None:
    before = weights(network(HEADS, frozen))
    made = trained(SHORT, frozen)
    after = weights(made)

    for number, part in enumerate(made.bert.encoder.layer):
        assert {p.requires_grad for p in part.parameters()} == {number >= frozen}
    for name, value in after.items():
        layer = name.removeprefix("bert.encoder.layer.")
        stays = name.startswith("bert.embeddings.") or (layer != name and int(layer[0]) < frozen)
        if stays:
            assert torch.equal(value, before[name]), name
        elif name.endswith("weight"):
            assert not torch.equal(value, before[name]), name


def test_the_same_seed_gives_the_same_network_and_another_seed_another() -> None:
    one, same = weights(trained(SHORT)), weights(trained(SHORT))
    other = weights(trained(SHORT.model_copy(update={"seed": 1})))

    assert all(torch.equal(one[name], same[name]) for name in one)
    assert not torch.equal(one["heads.leaf.weight"], other["heads.leaf.weight"])


def test_with_hidden_tokens_too_the_same_seed_gives_the_same() -> None:
    recipe = SHORT.model_copy(update={"hidden_tokens": 0.4})
    one, same = weights(trained(recipe)), weights(trained(recipe))

    assert all(torch.equal(one[name], same[name]) for name in one)


def test_it_stops_when_it_is_told_to() -> None:
    seen: list[int] = []

    def stop_after_two(epoch: int) -> bool:
        seen.append(epoch)
        return epoch < 1

    fit(network(HEADS), material(), RECIPE, stop_after_two, unwatched)
    assert seen == [0, 1]


def test_progress_tells_how_much_is_read_and_every_step_once() -> None:
    told: list[tuple[str, int, int]] = []

    fit(
        network(HEADS),
        material(),
        SHORT,
        lambda epoch: True,
        lambda *step: told.append(step),
    )

    steps = 6  # two rounds of three batches
    assert told == [("lower", 9, 9), *(("learn", done, steps) for done in range(1, steps + 1))]


class TestTheFrozenPart:
    @pytest.mark.parametrize("frozen", [0, 1, 2])
    def test_computed_once_it_gives_the_vectors_of_the_whole(self, frozen: int) -> None:
        made = network(HEADS, frozen).eval()
        whole, _ = read(made, material())
        lower = lowered(made, material(), unwatched)

        for chosen in ([0], [7, 2, 5], list(range(9))):
            with torch.no_grad():
                vectors = made.upper(*lower.batch(chosen))
            assert torch.allclose(vectors, whole[chosen], atol=1e-5)

    def test_texts_of_unlike_length_stand_side_by_side(self) -> None:
        mixed = Material(((0, 4, 2), (0, 4, 5, 6, 2)), {}, pad=1)
        made = network(HEADS, frozen=1).eval()

        hidden, mask = lowered(made, mixed, unwatched).batch([0, 1])

        assert mask.tolist() == [[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]]
        with torch.no_grad():
            assert torch.allclose(made.upper(hidden, mask), read(made, mixed)[0], atol=1e-5)


class TestHiddenTokens:
    def test_some_are_not_seen_but_always_the_first_and_never_the_padding(self) -> None:
        masks = self._masks(0.3)

        share = [float(mask.sum()) / mask.numel() for mask in masks]
        assert sum(share) / len(share) == pytest.approx(1 - 0.3 * 4 / 5, abs=0.06)
        assert all(bool((mask[:, 0] == 1).all()) for mask in masks)
        assert all(set(mask.flatten().tolist()) <= {0, 1} for mask in masks)
        assert len({tuple(mask.flatten().tolist()) for mask in masks}) > len(masks) / 2

    def test_none_is_hidden_where_the_recipe_says_so(self) -> None:
        assert all(bool((mask == 1).all()) for mask in self._masks(0.0))

    def test_the_padding_of_a_batch_stays_padding(self) -> None:
        mixed = Material(
            tuple((0, 4, *range(5, 5 + i), 2) for i in range(4)),
            {"leaf": torch.zeros(4, dtype=torch.long)},
            pad=1,
        )
        masks = self._masks(0.2, mixed)

        assert {mask.shape for mask in masks} == {torch.Size([4, 6])}
        for mask in masks:
            seen = sorted(mask.sum(dim=1).tolist())
            assert all(few <= real for few, real in zip(seen, [3, 4, 5, 6], strict=True))

    def test_with_only_the_first_token_in_sight_nothing_can_be_learnt_and_nothing_breaks(
        self,
    ) -> None:
        made = trained(RECIPE.model_copy(update={"hidden_tokens": 0.999}))
        vectors, opinions = read(made, material())

        assert bool(torch.isfinite(vectors).all())
        said = [HEADS["leaf"][i] for i in opinions["leaf"].argmax(dim=1)]
        assert said != [sample.label("leaf") for sample in samples()]

    @staticmethod
    def _masks(part: float, given: Material | None = None) -> list[Tensor]:
        """What the trained part is shown in each step."""
        heads = HEADS if given is None else {"leaf": ("a", "b")}
        made, masks = network(heads), []
        upper = made.upper

        def watched(hidden: Tensor, mask: Tensor) -> Tensor:
            if torch.is_grad_enabled():
                masks.append(mask)
            return upper(hidden, mask)

        recipe = RECIPE.model_copy(update={"hidden_tokens": part, "epochs": 12})
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(made, "upper", watched)
            fit(made, given or material(), recipe, lambda epoch: True, unwatched)
        return masks


class TestTheCentre:
    def test_is_the_mean_of_the_questions_as_the_base_reads_them(self) -> None:
        before, _ = read(network(HEADS), material())

        made = trained(SHORT)

        assert torch.allclose(made.centre, before.mean(dim=0), atol=1e-5)

    def test_of_many_questions_some_are_enough(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(loop, "_CENTRE_OF", 4)
        before, _ = read(network(HEADS), material())

        centre = trained(SHORT).centre

        assert not torch.allclose(centre, before.mean(dim=0), atol=1e-5)
        assert float(torch.nn.functional.cosine_similarity(centre, before.mean(dim=0), dim=0)) > 0.9

    def test_heads_see_only_the_direction_from_it(self) -> None:
        made = network(HEADS)
        made.centre.copy_(torch.randn(32))
        away = torch.randn(3, 32)

        near, far = made.scores(made.centre + away), made.scores(made.centre + 5 * away)

        for name in HEADS:
            assert torch.allclose(near[name], far[name], atol=1e-4)
            assert not torch.allclose(near[name], made.scores(away)[name], atol=1e-2)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of torch's compiler
@pytest.mark.skipif(not pace.can_compile(), reason="needs g++")
def test_compiled_it_learns_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = read(trained(SHORT), material())[0]
    monkeypatch.undo()

    assert torch.allclose(read(trained(SHORT), material())[0], plain, atol=1e-3)


def test_what_is_padded_does_not_change_a_vector() -> None:
    made = network({"leaf": ("a", "b")}).eval()
    alone = batch_of([[2, 3, 4]], pad=1)
    beside = batch_of([[2, 3, 4], [2, 3, 4, 5, 6, 7]], pad=1)
    with torch.no_grad():
        first = made.vectors(alone.ids, alone.mask)[0]
        second = made.vectors(beside.ids, beside.mask)[0]
    assert torch.allclose(first, second, atol=1e-6)


def test_no_more_tokens_are_read_than_the_recipe_says() -> None:
    assert {len(tokens) for tokens in material().tokens} == {5}
    assert [tokens[:3] for tokens in material().tokens] == list(material(longest=3).tokens)


def test_batches_hold_every_question_once_and_like_lengths_together() -> None:
    lengths = [random.Random(1).randint(3, 60) for _ in range(1000)]
    found = batches(lengths, 16, random.Random(2))
    assert sorted(i for batch in found for i in batch) == list(range(1000))
    spread = [max(lengths[i] for i in batch) - min(lengths[i] for i in batch) for batch in found]
    assert sum(spread) / len(spread) < 5
    assert batches(lengths, 16, None) == batches(lengths, 16, None)


def test_contrast_is_less_when_questions_of_one_leaf_are_close() -> None:
    leaves = torch.tensor([0, 0, 1, 1])
    together = torch.tensor([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    crossed = together[[0, 2, 1, 3]]
    assert contrast(together, leaves, 0.07) < contrast(crossed, leaves, 0.07)
    assert contrast(together, torch.tensor([0, 1, 2, 3]), 0.07) == 0


def test_contrast_pulls_the_questions_of_a_leaf_together_while_it_learns() -> None:
    def spread(weight: float) -> float:
        recipe = RECIPE.model_copy(update={"contrast_weight": weight, "batch": 9, "epochs": 10})
        vectors, _ = read(trained(recipe), material())
        leaves = material().targets["leaf"]
        return float(contrast(vectors, leaves, 0.07))

    assert spread(1.0) < spread(0.0)


def test_the_facts_share_one_weight() -> None:
    weights = weights_of(Recipe(), {"leaf": 0, "verdict": 0, "fact:objek": 0, "fact:status": 0})
    assert weights["fact:objek"] + weights["fact:status"] == pytest.approx(Recipe().fact_weight)
    scores = {name: torch.zeros(1, 2) for name in weights}
    targets = {name: torch.zeros(1, dtype=torch.long) for name in weights}
    even = torch.tensor(2.0).log().item()
    assert heads_loss(scores, targets, weights).item() == pytest.approx(
        sum(weights.values()) * even
    )


def test_a_tokenizer_that_cannot_pad_is_refused() -> None:
    with pytest.raises(TrainingError, match="no <pad>"):
        pad_of(Tokenizer(WordLevel({"<unk>": 0}, unk_token="<unk>")))
