"""The library keeps documents as they were taken in, each with its source, whole or not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest import library
from ingest.library import Document, documents, find, keep, key_of, library_folder, load, sweep
from ingest.structure.parse import Overrides
from knowledge.errors import StagingError
from knowledge.settings import Settings
from tests.ingest.parsed import ayat, document, pasal, regulation, shelved
from tests.tiny_edition import settings_for

PARSED = regulation("pp-1-2024", pasal("1", "", ayat("1", "Isi pasal.")))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path / "var")


def files(settings: Settings) -> set[str]:
    return {p.relative_to(library_folder(settings)).as_posix() for p in paths(settings)}


def paths(settings: Settings) -> list[Path]:
    return [p for p in library_folder(settings).rglob("*") if p.is_file()]


def test_what_was_kept_is_read_back(settings: Settings) -> None:
    kept = document(PARSED, url="https://contoh.go.id/pp-1-2024", warnings=("Halaman 2 kosong.",))

    keep(settings, kept, b"%PDF-1.7 bytes")

    assert load(settings, "pp-1-2024", kept.key) == kept
    assert find(settings, kept.key) == kept
    source = library_folder(settings) / "pp-1-2024" / f"{kept.key}.source"
    assert source.read_bytes() == b"%PDF-1.7 bytes"
    assert files(settings) == {f"pp-1-2024/{kept.key}.{end}" for end in ("json", "source")}


def test_nothing_is_found_in_an_empty_library(settings: Settings) -> None:
    assert documents(settings) == []
    assert find(settings, "0" * 16) is None
    assert sweep(settings, ()) == 0


def test_documents_by_regulation_the_latest_first(settings: Settings) -> None:
    def at(hour: int) -> datetime:
        return datetime(2026, 11, 21, hour, tzinfo=UTC)

    old = shelved(settings, PARSED, added=at(8))
    new = shelved(settings, regulation("pp-1-2024", pasal("1", "Isi lain.")), added=at(9))
    other = shelved(settings, regulation("pp-1-2010", pasal("1", "Isi.")), added=at(7))

    assert documents(settings) == [other, new, old]


@pytest.mark.parametrize(
    ("data", "options"),
    [(b"other bytes", Overrides()), (b"bytes", Overrides(year=2024))],
)
def test_the_key_is_of_the_bytes_and_the_options(data: bytes, options: Overrides) -> None:
    assert key_of(b"bytes", Overrides()) == key_of(b"bytes", Overrides()) != key_of(data, options)


def test_the_key_is_of_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser that reads otherwise makes another document of the same file."""
    before = key_of(b"bytes", Overrides())

    monkeypatch.setattr(library, "_parser_identity", lambda: b"another parser")

    assert key_of(b"bytes", Overrides()) != before


def test_a_document_that_is_not_there(settings: Settings) -> None:
    with pytest.raises(
        StagingError, match=r"document 00ff of pp-1-2024 is not in .*asn-ingest add"
    ):
        load(settings, "pp-1-2024", "00ff")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"key": "x"}', b"\xff"])
def test_a_document_that_was_damaged(settings: Settings, content: bytes) -> None:
    kept = shelved(settings, PARSED)
    path = library_folder(settings) / kept.id / f"{kept.key}.json"
    path.write_bytes(content)

    with pytest.raises(
        StagingError, match=rf"{kept.key}\.json cannot be read .*backup.*again"
    ) as e:
        load(settings, kept.id, kept.key)
    assert "\n" not in str(e.value)


def test_a_disk_that_is_full_leaves_nothing_half_written(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, data: bytes) -> int:
        self.touch()
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(Path, "write_bytes", full)
        with pytest.raises(OSError, match="No space"):
            shelved(settings, PARSED)

    assert files(settings) == set()
    assert documents(settings) == []


class TestSweeping:
    def kept(self, settings: Settings) -> Document:
        return shelved(settings, PARSED)

    def test_what_a_crash_left_goes(self, settings: Settings) -> None:
        kept = self.kept(settings)
        before = files(settings)
        folder = library_folder(settings) / kept.id
        (folder / f".{kept.key}.json-4711").write_text('{"key": ')
        (folder / "0123456789abcdef.source").write_bytes(b"its document was never written")

        assert sweep(settings, ()) == 2
        assert files(settings) == before

    def test_whole_documents_stay_used_or_not(self, settings: Settings) -> None:
        kept = self.kept(settings)

        assert sweep(settings, ()) == 0
        assert documents(settings) == [kept]

    def test_the_source_of_a_document_in_use_stays(self, settings: Settings) -> None:
        """Somebody may restore the document from a backup."""
        kept = self.kept(settings)
        (library_folder(settings) / kept.id / f"{kept.key}.json").unlink()

        assert sweep(settings, [(kept.id, kept.key)]) == 0
        assert files(settings) == {f"{kept.id}/{kept.key}.source"}
