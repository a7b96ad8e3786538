"""From a decision to an answer: the words of the ruling, the branch and the asker's status."""

from __future__ import annotations

import pytest

from bot.answering.answer import Answer
from bot.answering.compose import Composer
from bot.answering.decide import Decision, settle
from bot.answering.grounds import basis_ids, sanction_ids
from bot.answering.parts import in_parts
from bot.answering.sentences import first_sentence
from bot.answering.verify import problems
from bot.answering.wording import load_wording
from knowledge.clock import today
from knowledge.model import Branch, Ruling, Verdict
from tests.bot.answering.law import branch
from tests.bot.answering.scripted_edition import asked

WORDS = load_wording()


def ruled(
    composer: Composer,
    ruling: str,
    question: str = "pertanyaan",
    *,
    verdict: Verdict | None = None,
    **facts: str,
) -> Answer:
    """The answer of a ruling, by default with its own verdict, to a question with these facts."""
    knowledge = composer.edition.knowledge
    target = knowledge.rulings[ruling]
    understood = asked(composer.edition, question, **facts)
    decision = settle(knowledge, target, verdict or target.verdict, understood, 0.8765)
    found = composer.compose(decision, understood)
    assert problems(composer.edition, found) == []
    return found


def cited(answer: Answer) -> list[str]:
    return [citation.id for citation in answer.citations]


# Words


@pytest.mark.parametrize(
    ("text", "head", "rest"),
    [
        ("Dilarang bagi semua pegawai. Titik.", "Dilarang bagi semua pegawai.", "Titik."),
        ("Menurut PP No. 94 Tahun 2021 dilarang. Titik.", "Menurut PP No. 94 Tahun 2021 d", "Tit"),
        ("Di grup, status, dll. Tidak boleh juga.", "Di grup, status, dll. Tidak boleh juga.", ""),
        ("Boleh hadir tanpa atribut? Ya. Lalu?", "Boleh hadir tanpa atribut?", "Ya. Lalu?"),
        ("Satu kalimat saja yang utuh", "Satu kalimat saja yang utuh", ""),
        ("", "", ""),
    ],
)
def test_a_headline_ends_with_its_sentence(text: str, head: str, rest: str) -> None:
    found = first_sentence(text)
    assert found[0].startswith(head)
    assert found[1].startswith(rest)
    assert " ".join(filter(None, found)) == text


def test_a_short_verdict_word_is_no_headline() -> None:
    assert first_sentence("Dilarang. Ini dukungan terbuka. Titik.")[0].startswith("Dilarang. Ini")


def test_the_answer_says_what_the_ruling_says(composer: Composer) -> None:
    found = ruled(composer, "like")
    assert found.verdict is Verdict.DILARANG
    assert (found.family, found.ruling, found.kind) == ("reaksi", "like", "boleh_tidak")
    assert found.headline.startswith("Tidak boleh.")
    assert found.conditions == ("Pengecualian: akun penyelenggara pemilu",)
    assert found.next_steps == ("Batalkan tanda suka.",)
    assert found.strength == "eksplisit"
    assert found.confidence == 0.876
    assert found.edition == composer.edition.id
    assert found.as_of == today()
    assert found.written_by == "composer"


def test_a_summary_of_one_sentence_is_explained_by_the_strength_of_its_basis(
    composer: Composer,
) -> None:
    found = ruled(composer, "lapor-hubungan")
    assert found.headline == "Wajib lapor."
    assert found.text in WORDS.strengths.values()


def test_sanctions_are_told_in_words_and_cited(composer: Composer) -> None:
    found = ruled(composer, "like")
    assert found.sanctions == (
        "PP 94/2021 Pasal 14 huruf i: Hukuman disiplin berat bagi pemberi dukungan.",
        "Hukuman disiplin menurut PP 94/2021.",
    )
    assert cited(found)[-1] == "pp-94-2021:pasal-14:huruf-i"


def test_who_asks_for_the_sanction_sees_its_provision_before_the_further_grounds(
    composer: Composer,
) -> None:
    found = ruled(composer, "like", "apa sanksinya like foto calon?")
    assert found.kind == "akibat_sanksi"
    assert cited(found).index("pp-94-2021:pasal-14:huruf-i") <= 2
    assert WORDS.follow_ups.sanctions not in found.follow_ups


def test_suggested_questions_fit_the_answer(composer: Composer) -> None:
    assert ruled(composer, "like").follow_ups == (
        WORDS.follow_ups.sanctions,
        WORDS.follow_ups.late,
        WORDS.follow_ups.pppk,
    )
    assert ruled(composer, "hadir").follow_ups == (WORDS.follow_ups.pppk,)
    assert ruled(composer, "hadir", status="pns").follow_ups == ()


# Branches


def test_a_branch_speaks_for_itself(composer: Composer) -> None:
    found = ruled(composer, "hadir", atribut="ya")
    assert found.verdict is Verdict.DILARANG
    assert "Atribut adalah dukungan" in found.headline + found.text
    assert cited(found)[0] == "pp-94-2021:pasal-5:huruf-n:angka-2"
    assert found.conditions == ()
    assert [s.split(":")[0] for s in found.sanctions] == ["PP 94/2021 Pasal 14 huruf i"]


def test_a_branch_that_allows_does_not_threaten_with_the_rulings_sanctions(
    composer: Composer,
) -> None:
    found = ruled(composer, "like", verdict=Verdict.BOLEH, objek="penyelenggara_resmi")
    assert found.verdict is Verdict.BOLEH
    assert found.sanctions == ()
    assert cited(found)[0] == "uu-20-2023:pasal-24"


def test_a_branch_with_the_same_verdict_keeps_conditions_and_sanctions(composer: Composer) -> None:
    like = composer.edition.knowledge.rulings["like"]
    same = Branch(id="sama", when="Sama", verdict=like.verdict, summary="Tetap dilarang.")
    found = composer.compose(
        Decision(like.verdict, like, same, 1.0), asked(composer.edition, "pertanyaan")
    )
    assert found.headline == "Tetap dilarang."
    assert found.conditions == ruled(composer, "like").conditions
    assert found.sanctions == ruled(composer, "like").sanctions


# Who asks


@pytest.mark.parametrize(
    ("status", "note", "sanction"),
    [
        ("pppk", "PPPK juga wajib netral.", "PP 49/2018 Pasal 53"),
        ("kades", "Kepala desa bukan ASN.", "UU 6/2014 Pasal 30"),
        ("ppnpn", "PPNPN diminta netral.", "SE MenPANRB 1/2023 sanksi"),
    ],
)
@pytest.mark.parametrize("ruling", ["like", "hadir"])
def test_who_is_no_pns_is_not_threatened_with_the_discipline_of_pns(
    composer: Composer, ruling: str, status: str, note: str, sanction: str
) -> None:
    found = ruled(composer, ruling, status=status, atribut="ya")
    assert note in found.text
    assert [s.split(":")[0] for s in found.sanctions] == [sanction]
    assert not any("PP 94/2021" in s for s in found.sanctions)
    assert "pp-94-2021:pasal-14:huruf-i" not in cited(found)
    modifier = composer.edition.knowledge.statuses[status]
    assert set(modifier.basis) <= set(cited(found))


def test_a_pns_sees_the_discipline_of_pns(composer: Composer) -> None:
    assert any("PP 94/2021" in s for s in ruled(composer, "like", status="pns").sanctions)


def test_what_is_allowed_gets_no_sanction_from_the_status(composer: Composer) -> None:
    assert ruled(composer, "bagikan", status="pppk").sanctions == ()


def test_grounds_and_sanctions_are_named_once(composer: Composer) -> None:
    ruling: Ruling = composer.edition.knowledge.rulings["like"]
    kpu = branch(composer.edition.knowledge, "like", "akun-kpu")
    assert basis_ids(ruling, kpu, None) == ["uu-20-2023:pasal-24", "pp-94-2021:pasal-5:huruf-n"]
    assert len(sanction_ids(ruling, None, None)) == len(ruling.sanctions)


# Rules that the question invokes


@pytest.mark.parametrize(
    ("invoked", "note"),
    [
        ("PP 99/2030", "saya tidak menemukan PP 99/2030"),
        ("pasal 7 PP 99/2030", "saya tidak menemukan PP 99/2030 Pasal 7"),
        ("Perbawaslu 77/2030", "saya tidak menemukan Perbawaslu 77/2030"),
        ("PP 53/2010", "PP 53/2010 sudah dicabut oleh PP 94/2021"),
        ("pasal 999 UU 5/2014", "UU 5/2014 sudah dicabut oleh UU 20/2023"),
        ("pasal 99 PP 94/2021", "PP 94/2021 tidak memiliki Pasal 99: pasal terakhirnya Pasal 46"),
    ],
)
def test_an_unknown_or_repealed_rule_beside_a_conduct_gives_a_warning(
    composer: Composer, invoked: str, note: str
) -> None:
    found = ruled(composer, "bagikan", f"kata {invoked} boleh membagikan jadwal, benar?")
    assert note in found.text
    assert found.text.count(note) == 1


def test_a_rule_in_force_gives_none(composer: Composer) -> None:
    found = ruled(composer, "bagikan", "menurut pasal 5 PP 94/2021 boleh membagikan jadwal?")
    assert found.text == ruled(composer, "bagikan").text


# Answers without a ruling


def test_rivals_become_a_question_back(composer: Composer) -> None:
    rivals = (("bagikan", Verdict.BOLEH), ("like", Verdict.DILARANG))
    like = composer.edition.knowledge.rulings["like"]
    decision = Decision(Verdict.PERLU_RINCIAN, like, None, 0.5, rivals=rivals)
    found = composer.compose(decision, asked(composer.edition, "pertanyaan"))
    assert (found.verdict, found.ruling) == (Verdict.PERLU_RINCIAN, None)
    assert found.clarify is not None
    assert [(o.text, o.ruling) for o in found.clarify.options] == [
        ("Membagikan pengumuman penyelenggara", "bagikan"),
        ("Menyukai unggahan calon", "like"),
    ]
    assert "uu-20-2023:pasal-24" in cited(found)
    assert "lebih ketat" in found.text
    assert problems(composer.edition, found) == []


def test_a_class_answers_and_may_ask(composer: Composer) -> None:
    understood = asked(composer.edition, "boleh gak?")
    knowledge = composer.edition.knowledge
    found = composer.compose(
        Decision(Verdict.PERLU_RINCIAN, knowledge.classes["rinci"], None, 0.9), understood
    )
    assert found.headline == "Sebutkan perbuatannya."
    assert found.clarify is not None
    assert [option.ruling for option in found.clarify.options] == ["like", "hadir"]
    found = composer.compose(
        Decision(Verdict.DI_LUAR_CAKUPAN, knowledge.classes["sapaan"], None, 0.9), understood
    )
    assert (found.verdict, found.clarify) == (Verdict.DI_LUAR_CAKUPAN, None)


def test_not_found_is_honest_and_shows_the_nearest_provisions(composer: Composer) -> None:
    understood = asked(composer.edition, "bolehkah memakai atribut aneh?")
    found = composer.compose(Decision(Verdict.PERLU_RINCIAN, None, None, 0.1), understood)
    assert (found.verdict, found.ruling) == (Verdict.PERLU_RINCIAN, None)
    assert found.headline == WORDS.not_found.headline
    assert found.next_steps
    assert cited(found) == ["pp-94-2021:pasal-5:huruf-n:angka-2"]


# Several answers


@pytest.mark.parametrize(
    ("rulings", "verdict"),
    [
        (("bagikan", "like"), Verdict.DILARANG),
        (("hadir", "bagikan"), Verdict.BOLEH_BERSYARAT),
        (("bagikan", "lapor-hubungan", "hadir"), Verdict.WAJIB),
    ],
)
def test_the_strictest_verdict_stands_on_top(
    composer: Composer, rulings: tuple[str, ...], verdict: Verdict
) -> None:
    parts = tuple(ruled(composer, ruling) for ruling in rulings)
    found = in_parts(composer.wording, parts, asked(composer.edition, "dua hal", status="pns"))
    assert found.verdict is verdict
    assert found.parts == parts
    assert found.headline == WORDS.parts.headline.format(count=len(parts))
    assert [line.split(": ")[0] for line in found.text.split("\n\n")] == [
        f"{number}. {WORDS.badges[part.verdict]}" for number, part in enumerate(parts, 1)
    ]
    assert {c for part in parts for c in cited(part)} == set(cited(found))
    assert found.facts == {"status": "pns"}
    assert problems(composer.edition, found) == []
