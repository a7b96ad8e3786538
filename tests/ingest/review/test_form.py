"""The form of a new ruling: the id that is proposed for it."""

from __future__ import annotations

import pytest

from ingest.review.form import proposed_id
from knowledge.dataset import Knowledge, load_knowledge
from tests.ingest.tiny import Folder

LONG = "kampanyedi" * 6
"""A word of as many characters as a proposed id has at most."""


@pytest.fixture
def knowledge(folder: Folder) -> Knowledge:
    return load_knowledge(folder.root)


@pytest.mark.parametrize(
    ("title", "proposed"),
    [
        (
            "Bolehkah menerbangkan drone dinas di atas kampanye calon?",
            "menerbangkan-drone-dinas-atas-kampanye",
        ),
        ("Suka", "suka-2"),
        ("Bolehkah saya?", "putusan-baru"),
        ("", "putusan-baru"),
        (f"{LONG[:59]} yz", LONG[:59]),
        (LONG * 100, LONG),
    ],
)
def test_made_of_the_telling_words_free_and_short(
    knowledge: Knowledge, title: str, proposed: str
) -> None:
    assert knowledge.answerable("suka")
    assert proposed_id(title, knowledge) == proposed
