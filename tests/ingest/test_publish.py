"""Publishing what is staged: the old edition serves, or the new one, wholly."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ingest.build import build
from ingest.shelf import enter_status, leave_out
from ingest.staging import with_document, write_staging
from knowledge.clock import today
from knowledge.edition import current_edition, editions_folder, open_edition
from knowledge.errors import (
    AsnBotError,
    EditionError,
    StagingError,
    StoreError,
)
from knowledge.index import PROVISIONS
from knowledge.model import RegulationStatus
from tests.ingest.admin import DISCIPLINE, NEW_TEXTS, Admin, admin_of
from tests.ingest.parsed import pasal, regulation
from tests.tiny_edition import TinyEdition, settings_for

PASAL_5 = "pp-94-2021:pasal-5"
LAIN = "examples/lain.jsonl"


def hashed(admin: Admin, edition: str, name: str) -> str:
    path = editions_folder(admin.settings) / edition / name
    return hashlib.sha256(path.read_bytes()).hexdigest()


class TestNothingNew:
    def test_nothing_staged(self, admin: Admin, embedded: list[str]) -> None:
        started = time.process_time()
        done = admin.publish()

        assert time.process_time() - started < 2
        assert (done.edition, done.unchanged, done.switched) == (admin.first, True, False)
        assert (done.embedded, embedded) == (0, [])
        assert admin.folders == [admin.first]
        assert admin.acts() == []

    def test_the_same_document_again(self, admin: Admin, embedded: list[str]) -> None:
        admin.stage()
        first = admin.publish()
        embedded.clear()
        admin.stage()

        again = admin.publish()

        assert (again.edition, again.unchanged) == (first.edition, True)
        assert embedded == []
        assert not admin.staged

    def test_it_needs_neither_sets_nor_thresholds(self, admin: Admin) -> None:
        settings = admin.settings.model_copy(update={"publish_sets": "nowhere.jsonl"})

        assert replace(admin, settings=settings).publish().unchanged


class TestPublishing:
    def test_official_text_serves(self, admin: Admin) -> None:
        kept = admin.stage()

        done = admin.publish()

        assert (done.previous, done.switched, done.unchanged) == (admin.first, True, False)
        assert admin.serving == done.edition != admin.first
        edition = open_edition(admin.settings)
        assert edition.manifest.made_of.documents == {"pp-94-2021": kept.key}
        assert edition.knowledge.provisions[PASAL_5].text_kind == "official"
        assert edition.manifest.counts["official provisions"] == NEW_TEXTS
        seen = edition.reader.see("menyalahgunakan wewenang")
        found = edition.search(PROVISIONS, seen.vector, seen.roots, 1)
        assert found[0].target == f"{PASAL_5}:huruf-a"
        edition.close()

    def test_answers_quote_it(self, admin: Admin) -> None:
        before = admin.ask()
        admin.stage()
        admin.publish()
        after = admin.ask()

        assert before.verdict == after.verdict == "dilarang"
        assert {c.kind for c in before.citations} == {"digest"}
        quoted = {c.id: c.text for c in after.citations if c.kind == "official"}
        assert "memberi dukungan kepada calon." in quoted[PASAL_5]
        assert (before.edition, after.edition) == (admin.first, admin.serving)

    def test_what_was_staged_waits_no_longer(self, admin: Admin) -> None:
        admin.stage()
        admin.publish()

        assert not admin.staged
        assert admin.publish().unchanged

    def test_the_log_tells_it(self, admin: Admin) -> None:
        kept = admin.stage()
        done = admin.publish()

        assert admin.acts() == [
            ("publish", done.edition, "pp-94-2021", None),
            ("stage", None, f"pp-94-2021@{kept.key}", None),
        ]

    def test_only_new_texts_are_embedded(self, admin: Admin, embedded: list[str]) -> None:
        admin.stage()

        done = admin.publish()

        assert done.embedded == NEW_TEXTS == len(embedded)
        assert "Hukuman disiplin berat berupa pemberhentian." in embedded

    def test_of_a_changed_document_only_what_changed_is_embedded(
        self, admin: Admin, embedded: list[str]
    ) -> None:
        admin.stage()
        admin.publish()
        embedded.clear()
        unit = DISCIPLINE.units[1].model_copy(update={"text": "Hukuman disiplin ringan."})
        admin.stage(DISCIPLINE.model_copy(update={"units": (DISCIPLINE.units[0], unit)}))

        done = admin.publish()

        assert (done.embedded, embedded) == (1, ["Hukuman disiplin ringan."])

    def test_the_heads_are_taken_over_when_the_examples_are_the_same(
        self, admin: Admin, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def never(*_: Any, **__: Any) -> None:
            pytest.fail("trained anew")

        monkeypatch.setattr("ingest.edition_writer.train", never)
        admin.stage()

        done = admin.publish()

        name = "classifier.npz"
        assert hashed(admin, done.edition, name) == hashed(admin, admin.first, name)

    def test_the_heads_learn_anew_when_the_examples_changed(
        self, admin: Admin, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        admin.data.replace(LAIN, "melanggar nggak", "melanggar aturan nggak")

        done = admin.publish()

        name = "classifier.npz"
        assert done.switched
        assert hashed(admin, done.edition, name) != hashed(admin, admin.first, name)
        assert admin.acts("publish") == [("publish", done.edition, "data files", None)]

    def test_a_damaged_classifier_is_not_taken_over(self, admin: Admin) -> None:
        path = editions_folder(admin.settings) / admin.first / "classifier.npz"
        right = path.read_bytes()
        path.write_bytes(right[:-1] + bytes([right[-1] ^ 1]))
        admin.stage()

        done = admin.publish()

        assert open_edition(admin.settings).id == done.edition
        assert path.read_bytes() != right

    def test_several_changes_at_once(self, admin: Admin) -> None:
        tomorrow = today() + timedelta(days=1)
        admin.stage()
        admin.stage(regulation("pp-5-2025", pasal("1", "ASN wajib melapor.")))
        enter_status(
            admin.settings,
            "pp-94-2021",
            RegulationStatus.DICABUT,
            since=tomorrow,
            by="pp-5-2025",
            note=None,
            who="siti",
        )

        done = admin.publish()

        regulations = open_edition(admin.settings).knowledge.regulations
        assert regulations["pp-94-2021"].repealed_since == tomorrow
        assert done.counts["regulations"] == 5
        assert not admin.staged

    def test_taking_a_document_back_brings_the_digests_back(self, admin: Admin) -> None:
        admin.stage()
        admin.publish()
        leave_out(admin.settings, "pp-94-2021", who="siti")

        done = admin.publish()

        edition = open_edition(admin.settings)
        assert edition.manifest.made_of.documents == {}
        assert edition.knowledge.provisions[PASAL_5].text_kind == "digest"
        assert edition.knowledge.reviews == {}
        assert done.embedded == 0

    def test_stages_are_told_in_order_and_to_their_end(self, admin: Admin) -> None:
        told: list[tuple[str, int, int]] = []
        admin.stage()

        admin.publish(progress=lambda stage, done, total: told.append((stage, done, total)))

        stages = list(dict.fromkeys(stage for stage, _, _ in told))
        assert stages == ["read", "embed questions", "embed texts", "index", "test", "test before"]
        for stage in stages:
            _, done, total = [step for step in told if step[0] == stage][-1]
            assert done == total

    def test_without_an_edition_that_serves(
        self, tiny_edition: TinyEdition, tmp_path: Path
    ) -> None:
        fresh = replace(tiny_edition.copy(tmp_path), settings=settings_for(tmp_path / "new"))

        done = admin_of(fresh, tmp_path).publish()

        assert (done.previous, done.switched) == (None, True)
        assert current_edition(fresh.settings) == done.edition

    def test_a_build_keeps_the_documents_that_serve(self, admin: Admin) -> None:
        kept = admin.stage()
        admin.publish()
        admin.data.replace(LAIN, "melanggar nggak", "melanggar aturan nggak")

        build(admin.settings, root=admin.data.root)

        made_of = open_edition(admin.settings).manifest.made_of
        assert made_of.documents == {"pp-94-2021": kept.key}

    def test_a_damaged_edition_does_not_lose_them(self, admin: Admin) -> None:
        """Building anew is what its message tells to do."""
        kept = admin.stage()
        admin.publish()
        admin.stage(regulation("pp-5-2025", pasal("1", "ASN wajib melapor.")))
        last = admin.publish()
        (editions_folder(admin.settings) / last.edition / "manifest.json").write_text("{")

        build(admin.settings, root=admin.data.root, force=True)

        made_of = open_edition(admin.settings).manifest.made_of
        assert made_of.documents == {"pp-94-2021": kept.key}


def _fail(*_: Any, **__: Any) -> None:
    raise RuntimeError("the machine is on fire")


def _full(*_: Any, **__: Any) -> None:
    raise OSError(28, "No space left on device")


def _interrupt(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("place", "failure", "error"),
    [
        ("ingest.publish.assemble", _fail, RuntimeError),
        ("ingest.indexing.write_vectors", _interrupt, KeyboardInterrupt),
        ("ingest.indexing.write_bm25", _full, AsnBotError),
        ("ingest.publish.judge", _fail, RuntimeError),
        ("ingest.publish.judge", _interrupt, KeyboardInterrupt),
        ("ingest.publish.switch", _full, AsnBotError),
    ],
)
def test_a_failure_in_the_middle_leaves_the_old_edition_serving(
    admin: Admin,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    failure: Callable[..., None],
    error: type[BaseException],
) -> None:
    admin.stage()
    staged = admin.staged
    with monkeypatch.context() as broken:
        broken.setattr(place, failure)
        with pytest.raises(error):
            admin.publish()

    assert (admin.serving, admin.folders) == (admin.first, [admin.first])
    assert admin.staged == staged
    assert admin.publish().switched


def test_a_log_that_cannot_be_written_stops_it_before_the_work(
    admin: Admin, embedded: list[str]
) -> None:
    admin.stage()
    settings = admin.settings.model_copy(update={"database_url": "sqlite:////proc/none/db"})

    with pytest.raises(StoreError, match="audit log cannot be used"):
        replace(admin, settings=settings).publish()
    assert (embedded, admin.folders) == ([], [admin.first])


def test_a_staged_document_that_is_gone(admin: Admin) -> None:
    write_staging(admin.settings, with_document(admin.staged, "pp-94-2021", "00ff"))

    with pytest.raises(StagingError, match="document 00ff of pp-94-2021 is not in"):
        admin.publish()
    assert admin.folders == [admin.first]


def test_a_publish_while_another_command_writes(admin: Admin) -> None:
    from ingest.writer import only_writer

    admin.stage()
    with (
        only_writer(admin.settings, "add"),
        pytest.raises(EditionError, match=r"Another command .*: add, since .*Wait"),
    ):
        admin.publish()
    assert admin.publish().switched
