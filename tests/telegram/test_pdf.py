"""The PDF of an answer."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.answering.answer import Answer, Clarify, ClarifyOption
from bot.pdf.document import write_pdf
from bot.pdf.layout import MARGIN
from bot.pdf.letters import printable, register_faces
from bot.telegram.messages import load_messages
from bot.telegram.printing import print_answer
from knowledge.model import Verdict
from tests.bot_api import BotApiServer, SentMessage
from tests.bot_api.users import GROUP
from tests.telegram.conftest import Running
from tests.telegram.scripted import EDITION, ScriptedAnswering, answer, citation

MESSAGES = load_messages()


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def words(content: bytes) -> str:
    """All that is read in a document, its lines joined."""
    return " ".join(" ".join(page.extract_text().split()) for page in read(content).pages)


def full(**fields: Any) -> Answer:
    return answer(
        **{
            "verdict": Verdict.BOLEH_BERSYARAT,
            "text": "Paragraf satu.\n\nParagraf dua.",
            "conditions": ("Di luar jam kerja", "Tanpa atribut"),
            "sanctions": ("Disiplin sedang bila melanggar.",),
            "next_steps": ("Minta izin", "Lapor"),
            "strength": "eksplisit",
            "conflicts": "BKN dan Bawaslu berbeda.",
            "citations": (
                citation(),
                citation(
                    "uu-5-2014:pasal-2",
                    label="UU 5/2014 Pasal 2",
                    status="dicabut",
                    text="Ayat satu.\n\nAyat dua.",
                    kind="official",
                    url="https://contoh.go.id/uu?a=1&b=<2>",
                ),
            ),
            **fields,
        }
    )


async def saved(server: BotApiServer, message: SentMessage, count: int) -> SentMessage:
    """Press the button that makes a file; return the message that brings it."""
    server.user_presses(message, "Simpan PDF")
    return (await server.await_messages(count))[-1]


async def test_the_file_comes_with_its_name_and_the_question(
    bot: Running, server: BotApiServer, answering: ScriptedAnswering
) -> None:
    answering.script.append(full())
    server.user_sends("boleh hadir kampanye?")
    [message] = await server.await_messages(1)
    file = (await saved(server, message, 2)).document
    assert file is not None
    assert file.name == "netralitas-medsos-like-2026-11-21.pdf"
    assert "Pertanyaan boleh hadir kampanye? Putusan BOLEH DENGAN SYARAT" in words(file.content)
    assert message.text.startswith("⚠️ BOLEH DENGAN SYARAT")


async def test_the_question_is_left_out_once_it_is_erased(
    running: Running, server: BotApiServer
) -> None:
    async with running():
        server.user_sends("boleh like?")
        [message] = await server.await_messages(1)
        running.clock.now += 61 * 60
        file = (await saved(server, message, 2)).document
    assert file is not None
    assert "Pertanyaan" not in words(file.content)


async def test_in_a_group_the_question_is_left_out(bot: Running, server: BotApiServer) -> None:
    server.user_sends("@netral_bot boleh like?", chat_id=GROUP, chat_type="supergroup")
    [message] = await server.await_messages(1)
    file = (await saved(server, message, 2)).document
    assert file is not None
    assert "boleh like" not in words(file.content)


def test_everything_of_the_answer_is_in_it() -> None:
    told = words(write_pdf(full(review=True), None, MESSAGES))
    for part in (
        "Putusan BOLEH DENGAN SYARAT Tidak boleh. Paragraf satu. Paragraf dua.",
        "Syarat dan batasnya • Di luar jam kerja • Tanpa atribut",
        "Sanksi • Disiplin sedang bila melanggar.",
        "Langkah berikutnya 1. Minta izin 2. Lapor",
        "Kekuatan dasar kuat \N{EN DASH} tertulis tegas dalam peraturan",
        "Perbedaan pendapat antarlembaga BKN dan Bawaslu berbeda.",
        "[1] PP 94/2021 Pasal 5 huruf n Keberlakuan: berlaku PNS dilarang memberi dukungan kepada calon.",
        "[2] UU 5/2014 Pasal 2 Keberlakuan: DICABUT \N{EN DASH} tidak berlaku Ayat satu. Ayat dua.",
        "Kutipan dari dokumen resmi. Sumber: https://contoh.go.id/uu?a=1&b=<2>",
        "Sedang ditinjau ulang",
        f"Menurut pengetahuan edisi {EDITION} dan keadaan hukum per 21 November 2026.",
        "bukan nasihat hukum",
        "Halaman 1 dari",
    ):
        assert part in told
    assert "diganti dengan" not in told


def test_its_properties_tell_what_it_is() -> None:
    reader = read(write_pdf(full(), None, MESSAGES))
    found = reader.metadata
    assert found is not None
    assert found.title == "Jawaban tentang netralitas ASN: Tidak boleh."
    assert found.author == "Bot Netralitas ASN"
    assert all(round(float(page.mediabox.height)) == 842 for page in reader.pages)


def test_the_same_answer_gives_the_same_bytes_from_any_thread() -> None:
    one = write_pdf(full(), "q", MESSAGES)
    with ThreadPoolExecutor(4) as pool:
        others = [*pool.map(lambda _: write_pdf(full(), "q", MESSAGES), range(8))]
    assert {*others} == {one}
    assert write_pdf(full(headline="Lain."), "q", MESSAGES) != one


def test_pages_are_numbered_and_long_texts_go_on() -> None:
    pages = read(
        write_pdf(
            full(
                text="kalimat panjang sekali. " * 900,
                headline="judul " * 600,
                citations=(citation(text="t" * 9000), citation(label="l" * 900)) * 3,
            ),
            "tanya " * 2000,
            MESSAGES,
        )
    ).pages
    assert len(pages) > 8
    for number, page in enumerate(pages, 1):
        assert f"Halaman {number} dari {len(pages)}" in page.extract_text()


def test_nothing_is_written_beyond_the_margins() -> None:
    long = citation(label="l" * 300, url="https://contoh.go.id/" + "x" * 400)
    content = write_pdf(
        full(headline="h" * 300, text="t" * 900, citations=(long,)), "q" * 300, MESSAGES
    )
    for page in pdfium.PdfDocument(content):
        text = page.get_textpage()
        boxes = [text.get_charbox(place) for place in range(text.count_chars())]
        assert min(left for left, *_ in boxes) >= MARGIN
        assert max(right for _, _, right, _ in boxes) <= page.get_width() - MARGIN
    assert words(content).replace(" ", "").count("t" * 900) == 1


def test_a_question_back_has_its_choices() -> None:
    options = (
        ClarifyOption(text="Jadwal KPU", ruling="a"),
        ClarifyOption(text="Poster", ruling="b"),
    )
    told = words(
        write_pdf(
            answer(clarify=Clarify(question="Apa yang dibagikan?", options=options)), None, MESSAGES
        )
    )
    assert "Apa yang dibagikan? Pilih yang paling sesuai: 1. Jadwal KPU 2. Poster" in told


@pytest.mark.parametrize(
    ("text", "shown", "faithful"),
    [
        ("Pasal 5 – “kutipan” ½ é", "Pasal 5 – “kutipan” ½ é", True),
        ("e\u0301 Ⅷ １２ 𝐓𝐞𝐛𝐚𝐥", "é VIII 12 Tebal", True),
        ("a\u200bb\u2009c\xa0d", "ab c\xa0d", True),
        ("A → B ḥadīṡ", "A -> B hadis", False),
        ("ꦲꦏ 😀😀", "[?] [?]", False),
        ("👨\u200d👩\u200d👧", "[?]", False),
    ],
)
def test_letters_that_the_typeface_lacks_are_replaced_openly(
    text: str, shown: str, faithful: bool
) -> None:
    found = printable(text, register_faces())
    assert (found.text, found.faithful) == (shown, faithful)
    told = words(write_pdf(full(), text, MESSAGES))
    assert ("diganti dengan huruf terdekatnya" in told) is not faithful


@settings(deadline=None, max_examples=25, database=None)
@given(st.text(max_size=300), st.text(max_size=80))
def test_any_text_can_be_written(text: str, label: str) -> None:
    found = full(
        headline=text, text=text, conditions=(text,), citations=(citation(label=label, text=text),)
    )
    assert words(write_pdf(found, text, MESSAGES))


def test_the_name_of_an_answer_without_ruling() -> None:
    assert (
        print_answer(answer(ruling=None), None, MESSAGES).name
        == "netralitas-jawaban-2026-11-21.pdf"
    )
