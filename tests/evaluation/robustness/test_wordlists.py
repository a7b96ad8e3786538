"""The word lists: their schema, and that none of their words adds or takes away meaning."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from evaluation.robustness.wordlists import WORDLISTS, read_wordlists, wordlists
from knowledge.cues import read_facts
from knowledge.dataset import BUNDLED, read_cues, read_lexicon
from knowledge.errors import RecordError
from knowledge.text import Normaliser

NEGATIONS = {"tidak", "bukan", "belum", "jangan", "tanpa"}


def altered(path: Path, **changed: object) -> Path:
    """The project's lists with some of their parts changed."""
    lists = yaml.safe_load(WORDLISTS.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump({**lists, **changed}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"abbreviations": {"yang": []}}, r"abbreviations\.yang"),
        ({"slang": {"Saya": ["gue"]}}, "slang"),
        ({"particles": {}}, "particles"),
        ({"emoji": {"pictures": ["x"], "marks": {"a": ["b"]}}}, r"emoji\.marks"),
        ({"courtesy": {"before": [], "after": ["Trims."]}}, r"courtesy\.before"),
        ({"unknown": []}, "unknown"),
    ],
)
def test_a_faulty_list_is_refused(tmp_path: Path, changed: dict[str, object], says: str) -> None:
    with pytest.raises(RecordError, match=says):
        read_wordlists(altered(tmp_path / "w.yaml", **changed))


def test_no_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "w.yaml"
    path.write_text("slang:\n  a: [b\n", encoding="utf-8")

    with pytest.raises(RecordError, match=r"w\.yaml:3: is no YAML"):
        read_wordlists(path)


def test_what_is_added_states_no_fact() -> None:
    """Courtesy and particles, in the bot's own eyes, say nothing about who asks or what was done."""
    cues, lists = read_cues(BUNDLED), wordlists()
    normaliser = Normaliser(read_lexicon(BUNDLED), {})
    particles = [
        w for r in lists.particles.values() for ways in r.model_dump().values() for w in ways
    ]
    said = [*lists.courtesy.before, *lists.courtesy.after, *particles]

    stated = {text: read_facts(cues, normaliser.normalise(text)) for text in said}

    harmless = {"waktu": "luar_jam_kerja"}  # "selamat malam": stripped before facts are read
    assert {text: facts for text, facts in stated.items() if facts not in ({}, harmless)} == {}


def test_no_way_to_write_a_word_stands_for_two() -> None:
    """An abbreviation that means two different things would change the question."""
    meant: dict[str, set[str]] = {}
    for word, ways in wordlists().abbreviations.items():
        for way in ways:
            meant.setdefault(way, set()).add(word)
    alike = [
        {"tidak", "nggak", "enggak"},
        {"kalau", "kalo"},
        {"sudah", "udah"},
        {"tetapi", "tapi"},
        {"bagaimana", "gimana"},
    ]
    doubtful = {
        way: words
        for way, words in meant.items()
        if len(words) > 1 and not any(words <= group for group in alike)
    }

    assert doubtful == {}


def test_a_negation_stays_a_negation() -> None:
    normaliser = Normaliser(read_lexicon(BUNDLED), {})
    lists = wordlists()
    for words in (lists.abbreviations, lists.slang):
        for word in NEGATIONS & words.keys():
            for way in words[word]:
                assert normaliser.normalise(way) == word
