"""Official and digested provisions as they are written out, and under which names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.answering.answer import Answer
from bot.answering.citations import citation_of
from bot.answering.compose import Composer
from bot.answering.decide import Decision
from bot.answering.lookup import look_up
from bot.answering.quote import LONGEST
from bot.answering.understand import understand
from bot.answering.verify import problems
from bot.answering.wording import load_wording
from bot.telegram.blocks import MESSAGE_LIMIT, pack, units
from bot.telegram.messages import load_messages
from bot.telegram.render import answer_blocks
from knowledge.dataset import Knowledge
from knowledge.model import Provision, Regulation, Version
from tests.bot.answering.scripted_edition import asked, edition_of

WORDS = load_wording()
ARTICLE = "pp-94-2021:pasal-5"


def changed(law: Knowledge, *ids: str, **fields: Any) -> Knowledge:
    """The small law with these provisions changed."""
    new = {i: law.provisions[i].model_copy(update=fields) for i in ids}
    return replace(law, provisions={**law.provisions, **new})


def official(law: Knowledge, **fields: Any) -> Knowledge:
    """The small law with the official text of its article 5."""
    ids = [i for i in law.provisions if i.startswith(ARTICLE)]
    found = changed(law, *ids, text_kind="official", **fields)
    return changed(found, *ids[1:], lead="PNS dilarang:")


def looked_up(knowledge: Knowledge, question: str) -> Answer:
    composer = Composer(edition_of(knowledge), WORDS)
    found = look_up(composer, understand(composer.edition, question))
    assert problems(composer.edition, found) == []
    return found


def test_a_quotation_carries_the_words_that_open_it(law: Knowledge) -> None:
    found = citation_of(official(law), f"{ARTICLE}:huruf-a")
    assert found is not None
    assert (found.text, found.kind) == ("PNS dilarang: menyalahgunakan wewenang;", "official")


def test_a_digest_that_the_official_text_lacks_is_marked(law: Knowledge) -> None:
    found = citation_of(changed(law, ARTICLE, unconfirmed=True), ARTICLE)
    assert found is not None
    assert found.kind == "digest"
    assert found.text == "PNS dilarang: (ringkasan; tidak ditemukan dalam teks resmi yang dimuat)"


def test_an_official_article_is_written_as_the_law_writes_it(law: Knowledge) -> None:
    found = looked_up(official(law), "apa isi pasal 5 PP 94/2021?")
    assert found.text == (
        "Bunyinya menurut naskah resmi:\n\n"
        "PP 94/2021 Pasal 5: PNS dilarang:\n"
        "a. menyalahgunakan wewenang;\n"
        "n. memberi dukungan kepada calon dengan cara:\n"
        "1. ikut kampanye;\n"
        "2. memakai atribut partai;"
    )
    assert "ringkasan" not in found.text


def whole(law: Knowledge) -> Knowledge:
    """The small law with an official article whose text holds that of the units below it."""
    texts = {
        ARTICLE: "PNS dilarang:\na. menyalahgunakan wewenang;\nn. mendukung calon.",
        f"{ARTICLE}:huruf-a": "menyalahgunakan wewenang;",
        f"{ARTICLE}:huruf-n": "mendukung calon.",
    }
    found = law
    for name, text in texts.items():
        found = changed(found, name, text=text, text_kind="official")
    for name in (f"{ARTICLE}:huruf-n:angka-1", f"{ARTICLE}:huruf-n:angka-2"):
        found = changed(found, name, unconfirmed=True)
    return found


def test_words_that_stand_in_the_article_are_not_repeated(law: Knowledge) -> None:
    found = looked_up(whole(law), "apa isi pasal 5 PP 94/2021?")
    assert found.text.count("menyalahgunakan wewenang;") == 1
    assert [citation.id for citation in found.citations] == [
        ARTICLE,
        f"{ARTICLE}:huruf-n:angka-1",  # a digest that the official text lacks
        f"{ARTICLE}:huruf-n:angka-2",
    ]


def test_the_nearest_provisions_do_not_repeat_each_other(law: Knowledge) -> None:
    edition = edition_of(whole(law))
    found = Composer(edition, WORDS).nearest(asked(edition, "menyalahgunakan wewenang"))
    assert [c.id for c in found if c.id.startswith(ARTICLE)] in (
        [ARTICLE],
        [f"{ARTICLE}:huruf-a"],
    )


def test_what_was_inserted_later_does_not_stand_below_the_earlier_text(law: Knowledge) -> None:
    day = date(2022, 1, 1)
    earlier = Version(
        text="PNS dilarang:\na. menyalahgunakan wewenang;",
        made_by="pp-94-2021",
        since=date(2021, 8, 31),
    )
    later: dict[str, Any] = {"since": date(2024, 1, 1)}
    found = changed(whole(law), ARTICLE, versions=(earlier,), **later)
    found = changed(found, f"{ARTICLE}:huruf-n", made_by=("pp-1-2024",), **later)
    pp = found.regulations["pp-94-2021"].model_copy(update={"in_force_since": date(2021, 8, 31)})
    found = replace(found, regulations={**found.regulations, pp.id: pp})
    composer = Composer(edition_of(found), WORDS, day)
    answer = look_up(composer, understand(composer.edition, "apa isi pasal 5 PP 94/2021?"))
    assert problems(composer.edition, answer) == []
    assert answer.citations[0].text == earlier.text
    assert "mendukung calon" not in answer.text
    assert "mendukung calon" in looked_up(found, "apa isi pasal 5 PP 94/2021?").text


def test_a_unit_alone_is_written_with_its_opening(law: Knowledge) -> None:
    found = looked_up(official(law), "apa isi pasal 5 huruf n angka 2 PP 94/2021?")
    assert "angka 2: PNS dilarang: memakai atribut partai;" in found.text


def test_whose_words_they_are_is_told_where_both_stand(law: Knowledge) -> None:
    mixed = changed(official(law), f"{ARTICLE}:huruf-a", text_kind="digest", lead=None)
    found = looked_up(mixed, "apa isi pasal 5 PP 94/2021?")
    assert found.text.startswith(WORDS.lookup.mixed)
    assert "Pasal 5 huruf a (ringkasan): menyalahgunakan wewenang;" in found.text
    digest = looked_up(law, "apa isi pasal 5 PP 94/2021?")
    assert digest.text.startswith(WORDS.lookup.digest)


def long_article(law: Knowledge, paragraphs: int, length: int) -> Knowledge:
    more = {
        f"uu-6-2014:pasal-1:ayat-{n}": Provision.model_validate(
            {
                "id": f"uu-6-2014:pasal-1:ayat-{n}",
                "regulation": "uu-6-2014",
                "locator": f"Pasal 1 ayat ({n})",
                "text": f"Bunyi {n} " + "kata " * (length // 5),
                "text_kind": "official",
                "confidence": "teks",
            }
        )
        for n in range(1, paragraphs + 1)
    }
    return replace(law, provisions={**law.provisions, **more})


def test_a_long_article_is_shown_whole_and_fits_telegram(law: Knowledge) -> None:
    found = looked_up(long_article(law, 20, 400), "apa isi pasal 1 UU 6/2014?")
    assert all(f"Bunyi {n} " in found.text for n in range(1, 21))
    assert len(found.citations) == 8
    messages = pack(answer_blocks(found, load_messages()))
    assert len(messages) > 1
    assert all(units(message.plain) <= MESSAGE_LIMIT for message in messages)


def test_a_very_long_article_ends_with_a_word_on_it(law: Knowledge) -> None:
    found = looked_up(long_article(law, 60, 400), "apa isi pasal 1 UU 6/2014?")
    assert found.text.endswith(WORDS.lookup.cut)
    assert LONGEST <= len(found.text) + 500 <= LONGEST + 1500


# Names of amended law


@pytest.fixture
def consolidated(law: Knowledge) -> Knowledge:
    """UU 1/2015 with UU 10/2016 worked in; a ruling names it by the amending law."""
    laws: dict[str, dict[str, Any]] = {
        "uu-1-2015": {"status": "diubah", "amended_by": ["uu-8-2015", "uu-10-2016"]},
        "uu-8-2015": {"amends": ["uu-1-2015"]},
        "uu-10-2016": {"amends": ["uu-1-2015"]},
    }
    regulations = {
        name: Regulation.model_validate(
            {
                "id": name,
                "kind": "Undang-Undang",
                "number": name.split("-")[1],
                "year": int(name.split("-")[2]),
                "title": name,
                "status": "berlaku",
                "confidence": "teks",
                **fields,
            }
        )
        for name, fields in laws.items()
    }
    article = Provision(
        id="uu-1-2015:pasal-71:ayat-1",
        regulation="uu-1-2015",
        locator="Pasal 71 ayat (1)",
        text="Pejabat dilarang membuat keputusan.",
        text_kind="official",
        made_by=("uu-1-2015", "uu-10-2016"),
        confidence="teks",
    )
    like = law.rulings["like"].model_copy(
        update={"basis": ("uu-10-2016:pasal-71:ayat-1", "uu-20-2023:pasal-24")}
    )
    return replace(
        law,
        regulations={**law.regulations, **regulations},
        provisions={**law.provisions, article.id: article},
        rulings={**law.rulings, "like": like},
    )


LABEL = "UU 1/2015 Pasal 71 ayat (1) sebagaimana diubah dengan UU 10/2016"


def test_a_ruling_keeps_its_name_for_a_consolidated_provision(consolidated: Knowledge) -> None:
    composer = Composer(edition_of(consolidated), WORDS)
    like = consolidated.rulings["like"]
    found = composer.compose(Decision(like.verdict, like, None, 1.0), asked(composer.edition, "x"))
    assert problems(composer.edition, found) == []
    first = found.citations[0]
    assert (first.id, first.regulation) == ("uu-10-2016:pasal-71:ayat-1", "uu-1-2015")
    assert first.label == LABEL


def test_two_names_of_one_provision_are_one_citation(consolidated: Knowledge) -> None:
    composer = Composer(edition_of(consolidated), WORDS)
    names = ["uu-10-2016:pasal-71:ayat-1", "uu-1-2015:pasal-71:ayat-1", "uu-20-2023:pasal-24"]
    assert [c.id for c in composer.cite(names)] == [names[0], names[2]]


@pytest.mark.parametrize(
    "reference",
    [
        "UU 10/2016",
        "UU 1/2015",
        "UU 8/2015",
        "uu pilkada",
        "UU 1/2015 sebagaimana diubah UU 10/2016",
    ],
)
def test_every_name_leads_to_the_same_provision(consolidated: Knowledge, reference: str) -> None:
    found = looked_up(consolidated, f"apa isi pasal 71 ayat (1) {reference}?")
    assert [(c.id, c.label) for c in found.citations] == [("uu-1-2015:pasal-71:ayat-1", LABEL)]
    assert found.headline.startswith(LABEL)


def test_an_amended_article_in_digests_shows_the_latest_text_first(consolidated: Knowledge) -> None:
    def digest(name: str, text: str) -> Provision:
        regulation, _, units = name.partition(":")
        return Provision(
            id=name, regulation=regulation, locator=units, text=text, confidence="teks"
        )

    pieces = [
        digest("uu-1-2015:pasal-9:ayat-1", "Lama satu."),
        digest("uu-1-2015:pasal-9:ayat-2", "Lama dua."),
        digest("uu-8-2015:pasal-9:ayat-2", "Baru dua."),
    ]
    more = replace(
        consolidated, provisions={**consolidated.provisions, **{p.id: p for p in pieces}}
    )
    found = looked_up(more, "apa isi pasal 9 UU 1/2015?")
    assert [c.id for c in found.citations] == [
        "uu-8-2015:pasal-9:ayat-2",
        "uu-1-2015:pasal-9:ayat-1",
    ]
    assert "Lama dua." not in found.text
