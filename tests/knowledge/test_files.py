"""Files that are replaced in one step."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.files import sweep_drafts, write_whole


def test_old_content_until_the_new_one_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new" / "staging.json"
    write_whole(path, b"old")
    seen: list[bytes] = []
    replace = Path.replace

    def watched(self: Path, target: Path) -> Path:
        seen.append(path.read_bytes())
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    write_whole(path, b"new")

    assert (seen, path.read_bytes()) == ([b"old"], b"new")
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_a_failure_leaves_the_old_one_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "staging.json"
    write_whole(path, b"old")

    def full(self: Path, *_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, step, full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")

    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"old", [path])


def test_only_drafts_of_this_file_are_swept(tmp_path: Path) -> None:
    path = tmp_path / "staging.json"
    write_whole(path, b"old")
    for name in (".staging.json-4711", ".staging.json-4712", ".other.json-4711", ".lock"):
        (tmp_path / name).touch()

    assert sweep_drafts(path) == 2
    assert {p.name for p in tmp_path.iterdir()} == {"staging.json", ".other.json-4711", ".lock"}
