"""Building editions: only what changed is embedded, a failure leaves the old edition serving."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from ingest.build import Built, build
from knowledge.edition import current_edition, open_edition
from knowledge.errors import AsnBotError, DataError, EditionError
from knowledge.index import RULINGS
from tests.tiny_edition import EXAMPLES, TinyEdition, settings_for

LAIN = "examples/lain.jsonl"


def rebuild(tiny: TinyEdition, **options: Any) -> Built:
    """Build again from the folder of a tiny edition."""
    return build(tiny.settings, root=tiny.data.root, **options)


def folders(tiny: TinyEdition) -> list[str]:
    """The editions that lie there, whole or not."""
    return sorted(p.name for p in (tiny.settings.data_dir / "editions").iterdir() if p.is_dir())


def next_id(edition: str) -> str:
    """The id of the edition built next on the same day."""
    day, number = edition.rsplit(".", 1)
    return f"{day}.{int(number) + 1}"


@pytest.fixture
def same_day(monkeypatch: pytest.MonkeyPatch, tiny_edition: TinyEdition) -> None:
    """Midnight does not pass between two builds."""
    from datetime import date

    day = date.fromisoformat(tiny_edition.id.rsplit(".", 1)[0])
    monkeypatch.setattr("ingest.editions.today", lambda: day)


def test_unchanged_data_keep_the_edition(tiny_copy: TinyEdition, embedded: list[str]) -> None:
    built = rebuild(tiny_copy)

    assert built == Built(tiny_copy.id, True, 0, tiny_copy.built.counts)
    assert embedded == []
    assert folders(tiny_copy) == [tiny_copy.id]


@pytest.mark.usefixtures("same_day")
def test_a_changed_example_alone_is_embedded_again(
    tiny_copy: TinyEdition, embedded: list[str]
) -> None:
    tiny_copy.data.replace(LAIN, "melanggar nggak", "melanggar aturan nggak")

    built = rebuild(tiny_copy)

    assert (built.edition, built.unchanged, built.embedded) == (next_id(tiny_copy.id), False, 1)
    assert embedded == ["melanggar aturan nggak"]
    assert current_edition(tiny_copy.settings) == built.edition
    assert folders(tiny_copy) == [tiny_copy.id, built.edition]


def test_a_changed_text_changes_what_is_answered_and_found(tiny_copy: TinyEdition) -> None:
    tiny_copy.data.replace("rulings/medsos.yaml", "terbaca sebagai dukungan", "tampak memihak")

    built = rebuild(tiny_copy)

    assert built.embedded == 1
    edition = open_edition(tiny_copy.settings)
    assert "memihak" in edition.knowledge.rulings["suka"].summary
    seen = edition.reader.see("memihak")
    assert edition.bm25[RULINGS].search(seen.roots, 3) == ["suka"]


@pytest.mark.parametrize("file", ["pairs/pairs.jsonl", "testsets/proyek.jsonl"])
def test_what_is_never_learnt_from_changes_nothing(tiny_copy: TinyEdition, file: str) -> None:
    tiny_copy.data.append(file, "\n")

    assert rebuild(tiny_copy).unchanged


@pytest.mark.usefixtures("same_day")
def test_force_builds_anew_and_embeds_nothing(tiny_copy: TinyEdition) -> None:
    built = rebuild(tiny_copy, force=True)

    assert built == Built(next_id(tiny_copy.id), False, 0, tiny_copy.built.counts)
    assert open_edition(tiny_copy.settings).id == built.edition


def test_an_edition_without_its_manifest_is_built_anew(tiny_copy: TinyEdition) -> None:
    (tiny_copy.folder / "manifest.json").unlink()

    built = rebuild(tiny_copy)

    assert not built.unchanged
    assert open_edition(tiny_copy.settings).id == built.edition != tiny_copy.id


def test_an_edition_of_another_embedder_is_built_anew(tiny_copy: TinyEdition) -> None:
    path = tiny_copy.folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "inputs": "of another embedder"}), encoding="utf-8")

    assert not rebuild(tiny_copy).unchanged


def _fail(*_: Any, **__: Any) -> None:
    raise RuntimeError("the machine is on fire")


def _interrupt(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "place",
    [
        "ingest.edition_writer.train",
        "ingest.indexing.write_vectors",
        "ingest.indexing.write_bm25",
        "ingest.editions.make_current",
    ],
)
@pytest.mark.parametrize(
    ("failure", "error"), [(_fail, RuntimeError), (_interrupt, KeyboardInterrupt)]
)
def test_a_failure_in_the_middle_leaves_the_old_edition_serving(
    tiny_copy: TinyEdition,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    failure: Callable[..., None],
    error: type[BaseException],
) -> None:
    tiny_copy.data.replace(LAIN, "melanggar nggak", "melanggar aturan nggak")
    monkeypatch.setattr(place, failure)

    with pytest.raises(error):
        rebuild(tiny_copy)

    assert current_edition(tiny_copy.settings) == tiny_copy.id
    assert folders(tiny_copy) == [tiny_copy.id]
    assert open_edition(tiny_copy.settings).id == tiny_copy.id


def test_after_a_failure_only_what_is_left_is_embedded(
    tiny_copy: TinyEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny_copy.data.replace(LAIN, "melanggar nggak", "melanggar aturan nggak")
    with monkeypatch.context() as broken:
        broken.setattr("ingest.editions.make_current", _fail)
        with pytest.raises(RuntimeError):
            rebuild(tiny_copy)

    built = rebuild(tiny_copy)

    assert built.embedded == 0
    assert open_edition(tiny_copy.settings).id == built.edition


def test_two_builds_at_once(tiny_copy: TinyEdition) -> None:
    lock = FileLock(tiny_copy.settings.data_dir / "editions" / ".lock")

    with (
        lock,
        pytest.raises(EditionError, match=r"Another command is changing.*try again") as error,
    ):
        rebuild(tiny_copy)

    assert "\n" not in str(error.value)
    assert rebuild(tiny_copy).unchanged


def test_a_data_folder_that_cannot_be_written(tiny_edition: TinyEdition, tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where the folder should be")

    with pytest.raises(AsnBotError, match=r"Cannot write to .*var .*set DATA_DIR"):
        build(settings_for(tmp_path / "var"), root=tiny_edition.data.root)


def test_a_cache_that_is_damaged(tiny_copy: TinyEdition) -> None:
    cache = tiny_copy.settings.data_dir / "cache" / "embeddings.sqlite3"
    cache.write_bytes(b"no database " * 500)

    with pytest.raises(AsnBotError, match=r"embeddings\.sqlite3 cannot be used.*delete that file"):
        rebuild(tiny_copy, force=True)
    assert current_edition(tiny_copy.settings) == tiny_copy.id
    cache.unlink()
    assert rebuild(tiny_copy, force=True).embedded == tiny_copy.built.embedded


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (LAIN, '"melanggar nggak"', '"melanggar', rf"^{LAIN}:2: "),
        (LAIN, '"melanggar nggak", "ruling": "rinci"', '"x", "ruling": "tak-ada"', rf"^{LAIN}:2: "),
        ("families.yaml", "topic: lain", "topik: lain", r"^families\.yaml:7: .*And 1 more"),
        ("provisions/all.yaml", "regulation: uu-5-2014", "regulation: uu-6", "uu-6"),
    ],
)
def test_faulty_data_are_refused(
    tiny_copy: TinyEdition, file: str, old: str, new: str, says: str
) -> None:
    tiny_copy.data.replace(file, old, new)

    with pytest.raises(DataError, match=says):
        rebuild(tiny_copy)
    assert folders(tiny_copy) == [tiny_copy.id]


def test_a_data_file_that_is_a_folder(tiny_copy: TinyEdition) -> None:
    (tiny_copy.data.root / "rulings" / "lain.yaml").mkdir()

    with pytest.raises(DataError, match=r"^rulings/lain\.yaml:1: cannot be read"):
        rebuild(tiny_copy)


def test_stages_are_told_in_order_and_to_their_end(
    tiny_copy: TinyEdition, embedded: list[str]
) -> None:
    told: list[tuple[str, int, int]] = []
    tiny_copy.data.replace(LAIN, "melanggar nggak", "melanggar aturan nggak")

    rebuild(
        tiny_copy,
        progress=lambda stage, done, total: told.append((stage, done, total)),
    )

    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages == ["read", "embed questions", "embed texts", "train", "index"]
    for stage in stages:
        _, done, total = [step for step in told if step[0] == stage][-1]
        assert done == total
    assert embedded == ["melanggar aturan nggak"]


def test_the_same_examples_are_not_learnt_again(
    tiny_copy: TinyEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.edition_writer.train", _fail)

    built = rebuild(tiny_copy, force=True)

    edition = open_edition(tiny_copy.settings)
    reading = edition.classifier.read(edition.reader.see("like foto cagub boleh?"))
    assert (edition.id, next(iter(reading.rulings()))) == (built.edition, "suka")


def test_counts(tiny_edition: TinyEdition) -> None:
    assert tiny_edition.built.counts == {
        "regulations": 4,
        "provisions": 4,
        "official provisions": 0,
        "families": 2,
        "rulings": 2,
        "classes": 1,
        "examples": EXAMPLES,
        "rulings to be reviewed": 0,
    }
