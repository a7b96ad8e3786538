"""What the tests of the answering room share."""

from __future__ import annotations

import pytest

from bot.answering.compose import Composer
from bot.answering.wording import load_wording
from knowledge.dataset import Knowledge
from tests.bot.answering.law import small_law
from tests.bot.answering.scripted_edition import ScriptedEdition, edition_of

SCRIPT = {
    "like": {("like", "dilarang"): 0.9, ("bagikan", "boleh"): 0.1},
    "hadir": {("hadir", "boleh_bersyarat"): 0.9, ("hadir", "dilarang"): 0.1},
    "membagikan": {("bagikan", "boleh"): 0.95, ("like", "dilarang"): 0.05},
    "halo": {("sapaan", "di_luar_cakupan"): 1.0},
    "netral": {("subjek", "wajib"): 1.0},
}


@pytest.fixture(scope="session")
def law() -> Knowledge:
    return small_law()


@pytest.fixture(scope="session")
def edition(law: Knowledge) -> ScriptedEdition:
    """The small law, with a classifier that goes by one word."""
    return edition_of(law, SCRIPT)


@pytest.fixture
def composer(edition: ScriptedEdition) -> Composer:
    return Composer(edition, load_wording())
