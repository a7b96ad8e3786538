"""What people type for a topic or an article, and what links carry."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.library import RegulationCard, Topic
from bot.telegram.features.topics import topic_named
from bot.telegram.links import deep_link, ruling_of_payload
from bot.telegram.menu import KEY_LENGTH, key_of, named, page_of
from bot.telegram.typed_article import read_typed, regulations_named

TOPICS = tuple(
    Topic(name, title, 1)
    for name, title in (
        ("medsos", "Media sosial dan pesan daring"),
        ("kampanye", "Kampanye dan acara yang melibatkan calon"),
        ("keluarga", "Pasangan dan keluarga calon"),
        ("sanksi-prosedur", "Sanksi dan prosedur"),
    )
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("medsos", "medsos"),
        ("Media Sosial", "medsos"),
        ("media", "medsos"),
        ("daring", "medsos"),
        ("kampanje", "kampanye"),
        ("kampan", "kampanye"),
        ("sangsi", "sanksi-prosedur"),
        ("  keluarga! ", "keluarga"),
        ("calon", None),  # two topics have that word
        ("dan", None),
        ("umroh", None),
        ("🙂", None),
    ],
)
def test_topics_are_known_by_what_people_call_them(typed: str, meant: str | None) -> None:
    found = topic_named(typed, TOPICS)
    assert (found.id if found else None) == meant


def test_links_carry_only_what_telegram_takes() -> None:
    assert deep_link("netral_bot", "a" * 62).endswith("?start=r_" + "a" * 62)
    assert deep_link("netral_bot", "a" * 63) == "https://t.me/netral_bot"
    assert deep_link("netral_bot", "../x") == "https://t.me/netral_bot"
    assert ruling_of_payload("r_medsos-like") == "medsos-like"
    assert ruling_of_payload("c_cek") is None


LAWS = tuple(
    RegulationCard(identity, label, title, "berlaku", None, 1)
    for identity, label, title in (
        ("pp-94-2021", "PP 94/2021", "Disiplin Pegawai Negeri Sipil"),
        ("pp-53-2010", "PP 53/2010", "Disiplin Pegawai Negeri Sipil"),
        ("uu-7-2017", "UU 7/2017", "Pemilihan Umum"),
        ("skb-netralitas-2022", "SKB Netralitas ASN 2022", "Pedoman Pembinaan"),
    )
)


@pytest.mark.parametrize(
    ("typed", "asked", "regulation"),
    [
        ("5 PP 94/2021", "Pasal 5 PP 94/2021", "pp-94-2021"),
        ("5 huruf n pp 94 2021", "Pasal 5 huruf n pp 94 2021", "pp-94-2021"),
        ("pasal 5 huruf n pp 94 tahun 2021", "pasal 5 huruf n pp 94 tahun 2021", "pp-94-2021"),
        ("PP 94/2021 Pasal 5", "PP 94/2021 Pasal 5", "pp-94-2021"),
        ("pp 94/2021 5 ayat 2", "Pasal 5 ayat 2 pp 94/2021", "pp-94-2021"),
        ("Ps. 5  pp 94/2021", "Pasal 5 pp 94/2021", "pp-94-2021"),
        # Which law goes by that name is for the edition to say.
        ("280 uu pemilu", "Pasal 280 uu pemilu", None),
        ("uu pemilu 280", "Pasal 280 uu pemilu", None),
        ("5 pp 1/1999", "Pasal 5 pp 1/1999", "pp-1-1999"),
        ("5, 6 dan 7 pp 94/2021", "Pasal 5, 6 dan 7 pp 94/2021", "pp-94-2021"),
    ],
)
def test_an_article_of_a_regulation(typed: str, asked: str, regulation: str | None) -> None:
    meant = read_typed(typed, LAWS)
    assert (meant.words, meant.regulation, meant.alone) == (asked, regulation, False)
    assert meant.units


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("5", "Pasal 5"),
        ("Pasal 187a", "Pasal 187A"),
        ("5 ayat 2 huruf a", "Pasal 5 ayat (2) huruf a"),
        ("5 ayat (2), huruf a angka 1", "Pasal 5 ayat (2) huruf a angka 1"),
    ],
)
def test_an_article_alone(typed: str, label: str) -> None:
    meant = read_typed(typed, LAWS)
    assert (meant.alone, meant.regulation, meant.label) == (True, None, label)


@pytest.mark.parametrize(
    ("typed", "regulations"),
    [
        ("pp 94/2021", ["pp-94-2021"]),
        ("PP No. 94 Tahun 2021", ["pp-94-2021"]),
        ("94/2021", ["pp-94-2021"]),
        ("skb 2022", ["skb-netralitas-2022"]),
        ("SKB netralitas", ["skb-netralitas-2022"]),
        ("disiplin pegawai", ["pp-94-2021", "pp-53-2010"]),
        ("pp 1/1999", ["pp-1-1999"]),
        ("boleh like?", []),
        ("1000", []),
        ("...", []),
    ],
)
def test_a_regulation_without_an_article(typed: str, regulations: list[str]) -> None:
    meant = read_typed(typed, LAWS)
    assert not meant.units
    known = [card.id for card in regulations_named(meant.words, LAWS)]
    assert ([meant.regulation] if meant.regulation else known) == regulations


calm = settings(deadline=None, max_examples=200, database=None)
typing = st.text(max_size=40) | st.lists(
    st.sampled_from(
        ["5", "94/2021", "pasal", "Ps.", "pp", "uu", "ayat", "(2)", "huruf", "n", "280A"]
    ),
    max_size=8,
).map(" ".join)


@calm
@given(typing)
def test_whatever_is_typed_is_read(typed: str) -> None:
    meant = read_typed(typed, LAWS)
    assert not meant.alone or meant.units
    # Nothing that was typed is lost on the way to the question.
    typed_words = re.findall(r"[^\W_]+", typed.lower())
    assert {word for word in typed_words if word != "ps"} <= set(
        re.findall(r"[^\W_]+", meant.words.lower())
    )


@calm
@given(st.lists(st.integers(), max_size=60), st.integers(0, 999_999), st.integers(1, 24))
def test_any_page_number_shows_a_page(entries: list[int], number: int, size: int) -> None:
    page = page_of(entries, number, size)
    assert 0 <= page.number < page.count
    assert list(page.entries) == entries[page.first : page.first + size]
    assert bool(page.entries) == bool(entries)


def test_long_ids_keep_apart_in_buttons() -> None:
    long = ["a" * 90 + "-1", "a" * 90 + "-2", "a" * KEY_LENGTH]
    keys = [key_of(identity) for identity in long]
    assert len(set(keys)) == len(long)
    assert max(map(len, keys)) <= KEY_LENGTH
    assert [named(key, long, str) for key in keys] == long
    assert named("b", long, str) is None
