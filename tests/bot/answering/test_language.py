"""Which language a message is in, and when its language stood in the way."""

from __future__ import annotations

import pytest

from bot.answering.language import (
    is_foreign,
    is_in_other_script,
    language_of,
    load_language_texts,
    not_understood,
)
from tests.bot.answering.scripted_edition import ScriptedEdition


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Am I allowed to like a post of my brother?", "inggris"),
        ("Nek aku melu kampanye, oleh ora?", "jawa"),
        ("Abdi kénging teu ngiringan kampanye dina poé minggu?", "sunda"),
        ("Ambo buliah indak pai ka kampanye?", "minang"),
        ("Apakah PNS boleh menghadiri kampanye?", None),
        ("boleh like postingan caleg ga min", None),
        ("share poster di status WA boleh?", None),
        ("", None),
    ],
)
def test_a_language_is_known_by_its_frequent_words(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_a_script_without_latin_letters_is_another() -> None:
    assert is_in_other_script("公務員は?")
    assert not is_in_other_script("公務員 PNS")
    assert not is_in_other_script("123 ?")


def test_a_message_of_unknown_words_is_foreign(edition: ScriptedEdition) -> None:
    assert is_foreign(edition.reader, "Darf ich als Beamter ein Wahlplakat aufhängen?")
    assert not is_foreign(edition.reader, "apakah pegawai boleh hadir di kampanye calon?")
    assert not is_foreign(edition.reader, "Darf ich das")  # too short to tell


@pytest.mark.parametrize(
    ("text", "confidence", "target", "said"),
    [
        ("Am I allowed to do this at the office?", 0.6, "sapaan", "inggris"),
        ("Am I allowed to do this at the office?", 0.9, "sapaan", None),  # understood
        ("Am I allowed to do this at the office?", 0.6, "like", None),  # an unsure ruling says so
        ("Kula badhe tanglet babagan niki, pripun nggih?", 0.3, "sapaan", "jawa"),
        ("Darf ich als Beamter ein Wahlplakat aufhängen?", 0.95, "like", "unknown"),
        ("Darf ich als Beamter ein Wahlplakat aufhängen?", 0.95, "rinci", "unknown"),
        ("公務員は?", 0.99, "sapaan", "unknown"),
        ("apakah boleh begitu saja?", 0.2, "sapaan", None),
    ],
)
def test_a_polite_line_is_said_only_where_the_language_is_in_the_way(
    edition: ScriptedEdition, text: str, confidence: float, target: str, said: str | None
) -> None:
    texts = load_language_texts()
    found = not_understood(
        edition.reader, text, confidence=confidence, target=edition.knowledge.answerable(target)
    )
    if said is None:
        assert found is None
    else:
        assert found is not None
        wanted = texts.unknown if said == "unknown" else texts.languages[said].text
        assert (found.headline, found.text) == (texts.headline, wanted)


def test_every_language_asks_to_repeat_in_indonesian() -> None:
    texts = load_language_texts()
    for text in (texts.unknown, *(one.text for one in texts.languages.values())):
        assert "bahasa Indonesia" in text
