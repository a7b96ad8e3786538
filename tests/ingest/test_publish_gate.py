"""The gate of a publish: what it asks, what it refuses, and how it is overridden or tried."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.errors import (
    AsnBotError,
    PublishRefused,
    StagingError,
)
from tests.ingest.admin import LIKING, Admin


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

    def test_a_reason_is_kept_where_none_was_needed_too(self, admin: Admin) -> None:
        admin.stage()

        admin.publish(reason="naskah resmi PP 94/2021")

        ((_, _, _, reason),) = admin.acts("publish")
        assert reason == "naskah resmi PP 94/2021"

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
