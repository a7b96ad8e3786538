"""Settings of training as they are typed."""

from __future__ import annotations

import pytest

from knowledge.training.recipe import Recipe, recipe_of


def test_unchanged_it_is_the_usual_one() -> None:
    assert recipe_of(()) == Recipe()


def test_settings_are_changed_by_name_and_the_others_stay() -> None:
    given = ("seed=3", "learning_rate=1e-4", "whole_vocabulary=true", "precision=auto")
    assert recipe_of(given, epochs=2) == Recipe(
        seed=3, learning_rate=1e-4, whole_vocabulary=True, precision="auto", epochs=2
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("luck=1", "'luck=1' is no setting"),
        ("seed", "Give NAME=VALUE"),
        ("seed=often", "seed: "),
        ("batch=1", "batch: "),
        ("precision=int8", "precision: "),
    ],
)
def test_what_it_does_not_have_is_refused_by_name(given: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        recipe_of((given,))
