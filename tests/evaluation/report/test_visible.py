from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from evaluation.report.visible import marked, shortened, visible


def test_markup_is_escaped() -> None:
    assert visible("<b a=\"x\" b='y'>&") == "&lt;b a=&#34;x&#34; b=&#39;y&#39;&gt;&amp;"


@pytest.mark.parametrize(
    ("hidden", "code"),
    [("\u200b", "U+200B"), ("\u202e", "U+202E"), ("\x00", "U+0000"), ("\ufeff", "U+FEFF")],
)
def test_a_hidden_character_is_shown_by_its_code(hidden: str, code: str) -> None:
    assert f">{code}</span>" in visible(f"a{hidden}b")
    assert hidden not in visible(f"a{hidden}b")
    assert marked(f"a{hidden}b") == f"a<{code}>b"


def test_lines_and_emoji_stay_as_they_are() -> None:
    family = "👩\u200d👧 baris\nkedua"
    assert visible(family) == family
    assert "U+200D" in visible("a\u200db"), "a joiner between letters hides something"


@given(st.text())
def test_nothing_that_is_shown_acts_or_hides(text: str) -> None:
    shown = visible(text)
    tree = LexborHTMLParser(f"<p>{shown}</p>")
    tags = {node.tag for node in tree.css("p *")}
    assert tags <= {"span"}
    assert all(unicodedata.category(one) not in ("Cc", "Cs") or one in "\n\t" for one in shown)


@given(st.text(max_size=60), st.integers(min_value=1, max_value=50))
def test_a_shortened_text_keeps_its_limit(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert len(short) <= limit
    assert short == text or short.endswith("…")


def test_a_text_is_cut_between_words() -> None:
    assert shortened("satu dua tiga empat lima enam", 25) == "satu dua tiga empat lima…"
