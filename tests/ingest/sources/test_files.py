"""Files and folders: regular files only, in order, and nothing is left out in silence."""

from __future__ import annotations

import os
import sys
import threading
from datetime import UTC
from pathlib import Path

import pytest

from ingest.sources.model import Fetched, Limits
from ingest.sources.source import fetch
from knowledge.errors import SourceError


def one(path: Path | str, limits: Limits | None = None) -> Fetched:
    (document,) = fetch(path, limits=limits)
    return document


def several(folder: Path, limits: Limits | None = None) -> tuple[list[str], dict[str, str]]:
    """The origins, relative to the folder, and what was skipped with its reason."""
    skipped: dict[str, str] = {}
    found = [
        str(Path(document.origin).relative_to(folder))
        for document in fetch(folder, limits=limits, skipped=skipped.__setitem__)
    ]
    return found, {str(Path(name).relative_to(folder)): why for name, why in skipped.items()}


class TestFile:
    def test_its_bytes_name_type_origin_and_time(self, tmp_path: Path) -> None:
        path = tmp_path / "PP 94.PDF"
        path.write_bytes(b"%PDF\x00\xff")

        document = one(path)

        assert document.data == b"%PDF\x00\xff"
        assert (document.name, document.media_type) == ("PP 94.PDF", "application/pdf")
        assert document.origin == str(path)
        assert document.fetched_at.tzinfo is UTC

    def test_a_path_in_words(self, tmp_path: Path) -> None:
        (tmp_path / "uu.md").write_text("Pasal 1")

        assert one(str(tmp_path / "uu.md")).media_type == "text/markdown"

    def test_an_unknown_ending_is_left_to_the_reader(self, tmp_path: Path) -> None:
        (tmp_path / "naskah").write_bytes(b"%PDF")

        assert one(tmp_path / "naskah").media_type is None

    def test_a_link_that_is_named_is_followed(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("isi")
        (tmp_path / "b.txt").symlink_to("a.txt")

        assert one(tmp_path / "b.txt").data == b"isi"

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("tidak-ada.pdf", "does not exist"),
            ("a.txt/b.pdf", "does not exist"),
            ("x" * 300, "too long a name"),
            ("null\x00.pdf", "malformed path"),
            ("putus.txt", "does not exist"),
            ("lingkar.txt", "leads nowhere"),
            ("pipa.pdf", "no regular file"),
        ],
    )
    def test_what_cannot_be_read(self, tmp_path: Path, name: str, message: str) -> None:
        (tmp_path / "a.txt").write_text("isi")
        (tmp_path / "putus.txt").symlink_to("hilang.txt")
        (tmp_path / "lingkar.txt").symlink_to("lingkar.txt")
        os.mkfifo(tmp_path / "pipa.pdf")

        with pytest.raises(SourceError, match=message):
            one(tmp_path / name)

    def test_a_device_is_not_read(self) -> None:
        with pytest.raises(SourceError, match="no regular file"):
            one(Path("/dev/zero"))

    @pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
    def test_a_file_without_permission(self, tmp_path: Path) -> None:
        path = tmp_path / "a.pdf"
        path.write_bytes(b"%PDF")
        path.chmod(0)

        with pytest.raises(SourceError, match="may not be read"):
            one(path)

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows locks a file that is read")
    def test_a_file_that_grows_while_it_is_read_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(b"x" * 5_000_000)
        stop = threading.Event()

        def grow() -> None:
            with path.open("ab", buffering=0) as file:
                while not stop.is_set():
                    file.write(b"y" * 1000)

        def read_often() -> None:
            for _ in range(100):
                one(path, Limits(max_bytes=60_000_000))

        writer = threading.Thread(target=grow)
        writer.start()
        try:
            with pytest.raises(SourceError, match=r"changed while it was read|larger than"):
                read_often()
        finally:
            stop.set()
            writer.join()

    def test_the_size_is_limited(self, tmp_path: Path) -> None:
        path = tmp_path / "a.pdf"
        path.write_bytes(b"x" * 1000)

        assert len(one(path, Limits(max_bytes=1000)).data) == 1000
        with pytest.raises(SourceError, match="larger than"):
            one(path, Limits(max_bytes=999))

    def test_a_file_with_holes_counts_with_its_full_size(self, tmp_path: Path) -> None:
        path = tmp_path / "a.pdf"
        path.touch()
        os.truncate(path, 10**12)

        with pytest.raises(SourceError, match="larger than 50 MB"):
            one(path)

    @pytest.mark.parametrize("nothing", ["", "  "])
    def test_nothing_is_not_the_present_folder(self, nothing: str) -> None:
        with pytest.raises(SourceError, match="Nothing to fetch"):
            one(nothing)

    @pytest.mark.parametrize("address", ["ftp://jdih.example/a.pdf", "file:///etc/passwd"])
    def test_other_addresses_are_not_taken_for_paths(self, address: str) -> None:
        with pytest.raises(SourceError, match="http and https only"):
            one(address)


class TestFolder:
    def test_documents_come_sorted_from_all_depths(self, tmp_path: Path) -> None:
        for name in ("c.txt", "a.pdf", "b/d.docx", "b/a/e.html", "B.md"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text("isi")

        assert several(tmp_path) == (["B.md", "a.pdf", "b/a/e.html", "b/d.docx", "c.txt"], {})

    def test_what_is_left_out_is_named_with_its_reason(self, tmp_path: Path) -> None:
        inside = tmp_path / "masuk"
        (inside / ".git").mkdir(parents=True)
        for name in ("a.txt", ".b.txt", "c.xlsx", ".git/d.txt"):
            (inside / name).write_text("isi")
        (inside / "besar.pdf").write_bytes(b"x" * 200)
        os.mkfifo(inside / "pipa.txt")

        found, skipped = several(inside, Limits(max_bytes=100))

        assert found == ["a.txt"]
        assert skipped.keys() == {".b.txt", "c.xlsx", ".git", "besar.pdf", "pipa.txt"}
        assert skipped[".b.txt"] == skipped[".git"] == "hidden"
        assert "not a kind of file" in skipped["c.xlsx"]
        assert "larger than" in skipped["besar.pdf"]
        assert "no regular file" in skipped["pipa.txt"]

    def test_links_are_followed_inside_and_refused_outside(self, tmp_path: Path) -> None:
        inside = tmp_path / "masuk"
        (inside / "b").mkdir(parents=True)
        (tmp_path / "rahasia.txt").write_text("rahasia")
        (inside / "a.txt").write_text("isi")
        (inside / "b" / "c.txt").symlink_to("../a.txt")
        (inside / "keluar.txt").symlink_to("../rahasia.txt")
        (inside / "putus.txt").symlink_to("hilang.txt")
        (inside / "lingkar").symlink_to("b")
        (inside / "b" / "naik").symlink_to("..")

        found, skipped = several(inside)

        assert found == ["a.txt", "b/c.txt"]
        assert "leads out of the folder" in skipped["keluar.txt"]
        assert "does not exist" in skipped["putus.txt"]
        assert skipped["lingkar"] == skipped["b/naik"] == "a link to a folder"

    def test_a_folder_that_is_itself_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "a").mkdir()
        (tmp_path / "a" / "b.txt").write_text("isi")
        (tmp_path / "c").symlink_to("a")

        assert several(tmp_path / "c") == (["b.txt"], {})

    def test_a_folder_without_documents(self, tmp_path: Path) -> None:
        (tmp_path / "a.xlsx").write_text("isi")

        with pytest.raises(SourceError, match=r"holds no document.*\.pdf"):
            list(fetch(tmp_path))

    def test_too_many_documents(self, tmp_path: Path) -> None:
        for number in range(4):
            (tmp_path / f"{number}.txt").write_text("isi")

        with pytest.raises(SourceError, match="more than 3 documents"):
            list(fetch(tmp_path, limits=Limits(max_files=3)))

    def test_progress_counts_the_documents(self, tmp_path: Path) -> None:
        for number in range(3):
            (tmp_path / f"{number}.txt").write_text("isi")
        seen: list[tuple[str, int, int]] = []

        list(fetch(tmp_path, progress=lambda *step: seen.append(step)))

        assert seen == [("folder", done, 3) for done in range(4)]

    def test_one_document_is_read_at_a_time(self, tmp_path: Path) -> None:
        for number in range(2):
            (tmp_path / f"{number}.txt").write_text("isi")
        documents = fetch(tmp_path)

        assert next(documents).name == "0.txt"
        (tmp_path / "1.txt").write_text("lain")
        assert next(documents).data == b"lain"
