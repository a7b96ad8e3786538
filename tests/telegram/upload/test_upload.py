"""Documents that editors send: fetched, read, compared, tested; and what is said of the result."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.admin.program import Outcome, Step
from bot.telegram.admin.difference import difference_texts
from bot.telegram.admin.judgement import judgement_texts
from bot.telegram.admin.running import BUSY, is_busy, refusal
from bot.telegram.admin.ways import way_texts
from ingest import writer
from knowledge.settings import Settings
from tests.bot_api import USER, BotApiServer
from tests.bot_api.state import SentMessage
from tests.telegram.conftest import Running
from tests.telegram.scripted import ScriptedAnswering
from tests.telegram.scripted_program import ScriptedProgram
from tests.telegram.upload.desk import (
    JOBS,
    JUDGEMENT,
    PDF,
    PUBLISHER,
    READ,
    TEXTS,
    result,
    staged,
    upload,
    uploads,
)
from tests.telegram.user import answer_below


async def test_a_document_is_read_compared_tested_and_waits_for_a_publisher(
    bot: Running, server: BotApiServer, program: ScriptedProgram, settings: Settings
) -> None:
    server.user_sends("/start", chat_id=PUBLISHER)
    await server.await_messages(1)
    program.steps["add"] = [Step("membaca", 3, 12)]
    gate = program.hold("add")
    progress = await upload(server)
    await server.until(lambda: "Membaca halaman … 3 dari 12 (25%)" in progress.text, "step told")
    assert progress.text.startswith("Memasukkan pp 94.pdf")
    [added] = await program.await_ran("add")
    file = Path(added.arguments[-1])
    assert (file.name, file.read_bytes(), added.by) == ("pp-94.pdf", PDF, USER)
    gate.set()
    told = await result(server, TEXTS.staged)
    assert progress.text.endswith(JOBS.done)
    for expected in (
        "Peraturan Pemerintah Nomor 94 Tahun 2021 tentang Disiplin Pegawai Negeri Sipil",
        "pp-94-2021",
        "1.046",
        "97%",
        "Peringatan (2)",
        "Pasal 7 tidak mempunyai judul",
        "Menyukai unggahan calon",
        judgement_texts().title_compared,
    ):
        assert expected in told.text
    # An editor publishes nothing; the publisher is told, with buttons of their own.
    assert told.labels() == [TEXTS.details, TEXTS.drop]
    assert TEXTS.publisher_needed.format(count="1") in told.text
    await server.until(
        lambda: server.messages[-1].chat_id == PUBLISHER and len(server.messages) > 3, "told"
    )
    notice = server.messages[-1]
    assert "Menyukai unggahan calon" in notice.text
    assert notice.labels() == [way_texts().publish, TEXTS.details, way_texts().overview]
    [difference] = [m for m in server.messages if m.document]
    assert difference.document is not None
    assert difference.document.name == difference_texts().file_name
    assert [ran.arguments[0] for ran in program.ran] == ["stage", "add", "diff", "publish"]
    assert program.ran[-1].arguments == ("publish", "--trial")
    await server.until(lambda: uploads(settings) == [], "file removed")


async def test_details_tell_all_that_was_found(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    many = [f"Peringatan nomor {n}" for n in range(1, 10)]
    program.succeeds("add", {"documents": [{**READ, "warnings": many, "remarks": many}]})
    await upload(server)
    told = await result(server, TEXTS.staged)
    assert "Peringatan nomor 4" in told.text
    assert "Peringatan nomor 5" not in told.text
    file = (await answer_below(server, told, TEXTS.details)).document
    assert file is not None
    text = file.content.decode()
    assert "Peringatan nomor 9" in text
    assert "boleh like?" in text
    assert "Disiplin Pegawai Negeri Sipil" in text


async def test_an_editor_takes_a_document_back(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    await upload(server)
    told = await result(server, TEXTS.staged)
    said = await answer_below(server, told, TEXTS.drop)
    assert said.text == TEXTS.discarded.format(name="PP 94/2021")
    [ran] = program.calls("discard")
    assert (ran.arguments, ran.by) == (("discard", "pp-94-2021"), USER)
    await server.until(lambda: told.labels() == [], "buttons gone")


async def test_what_somebody_else_has_replaced_is_not_taken_back(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    await upload(server)
    told = await result(server, TEXTS.staged)
    program.succeeds("stage", staged(pp_94_2021="ffffffffffffffff"))
    said = await answer_below(server, told, TEXTS.drop)
    assert said.text == TEXTS.not_staged.format(name="PP 94/2021")
    assert program.calls("discard") == []


async def test_with_four_eyes_another_publisher_has_to_publish(
    server: BotApiServer, settings: Settings, answering: ScriptedAnswering, program: ScriptedProgram
) -> None:
    both = settings.model_copy(
        update={"admin_publishers": frozenset({USER}), "four_eyes": True, "upload_megabytes": 1}
    )
    async with Running(both, answering, program=program)():
        await upload(server)
        told = await result(server, TEXTS.staged)
        assert way_texts().publish not in told.labels()
        assert TEXTS.publisher_lacking in told.text
    free = both.model_copy(update={"four_eyes": False})
    async with Running(free, answering, program=program)():
        program.ends("stage", Outcome(0, staged()))
        await upload(server)
        await server.until(lambda: way_texts().publish in server.messages[-1].labels(), "offered")


async def test_missed_thresholds_are_told_before_anybody_publishes(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    miss = {"set": "kembang", "figure": "unsafe", "value": 3, "limit": 1, "at_least": False}
    judgement = {**JUDGEMENT, "missed": ["kembang: unsafe"], "misses": [miss]}
    program.succeeds("publish --trial", {"unchanged": False, "judgement": judgement})
    await upload(server)
    assert TEXTS.missed in (await result(server, TEXTS.staged)).text


async def test_a_document_that_changes_nothing_is_not_tested(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    program.succeeds("publish --trial", {"unchanged": True, "judgement": None})
    await upload(server)
    assert TEXTS.no_change in (await result(server, TEXTS.no_change)).text


async def test_a_document_with_errors_waits_only_when_an_editor_says_so(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    kept = {**READ, "outcome": "kept", "errors": ["Pasal 8 tidak ditemukan dalam naskah"]}
    program.ends("add", Outcome(9, {"documents": [kept]}))
    await upload(server)
    told = await result(server, TEXTS.kept)
    assert "Pasal 8 tidak ditemukan dalam naskah" in told.text
    assert told.labels() == [TEXTS.accept, TEXTS.drop, TEXTS.details]
    assert program.calls("diff") == []
    progress = await answer_below(server, told, TEXTS.accept)
    assert progress.text.startswith(TEXTS.job_accepted.format(name="PP 94/2021"))
    await result(server, TEXTS.staged)
    ran = program.calls("stage")[-1]
    assert ran.arguments == ("stage", "pp-94-2021@1f0c2d3e4a5b6c7d", "--accept")
    assert ran.by == USER
    # Pressed again, from a screen that still shows it, it does nothing.
    data = f"wa:{_key(told, server)}:0"
    assert await server.await_note(server.user_presses(told, "", data=data)) == TEXTS.expired


def _key(told: SentMessage, server: BotApiServer) -> str:
    """The job that the first keyboard of a message was about."""
    for call in server.called("sendMessage"):
        markup = call.params.get("reply_markup", "")
        if '"wa:' in markup:
            return markup.split('"wa:')[1].split(":")[0]
    raise AssertionError(f"no such button was ever below {told.text!r}")


async def test_a_document_with_errors_is_left(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    kept = {**READ, "outcome": "kept", "errors": ["Pasal 8 tidak ditemukan dalam naskah"]}
    program.ends("add", Outcome(9, {"documents": [kept]}))
    await upload(server)
    told = await result(server, TEXTS.kept)
    assert (await answer_below(server, told, TEXTS.drop)).text == TEXTS.dropped
    assert program.calls("discard") == []


@pytest.mark.parametrize(
    ("outcome", "words"), [("unchanged", TEXTS.unchanged), ("already staged", TEXTS.waiting)]
)
async def test_a_document_that_is_known_is_not_tested_again(
    bot: Running, server: BotApiServer, program: ScriptedProgram, outcome: str, words: str
) -> None:
    program.succeeds("add", {"documents": [{**READ, "outcome": outcome}]})
    await upload(server)
    await result(server, words)
    assert program.calls("publish") == []


@pytest.mark.parametrize(
    ("code", "error", "words"),
    [
        (9, "the number of this PP is not found in the text; give it with --number", "nomor=94"),
        (9, "the type of regulation is not known from the text; give it with --kind", "jenis=pp"),
        (8, "pp-94.pdf: the PDF is encrypted and needs a password: save a copy", "kata sandi"),
        (8, "pp-94.pdf: it is a scanned PDF (3 of 3) and needs OCR, but x", "pindaian"),
        (8, "pp-94.pdf: something new", JOBS.codes[8]),
        (6, "The audit log cannot be written.", JOBS.codes[6]),
    ],
)
async def test_a_refusal_is_told_with_what_to_do(
    bot: Running,
    server: BotApiServer,
    program: ScriptedProgram,
    code: int,
    error: str,
    words: str,
) -> None:
    failed = {"source": "pp-94.pdf", "outcome": "failed", "error": error}
    program.ends("add", Outcome(code, {"documents": [failed]}))
    progress = await upload(server)
    told = await result(server, words)
    assert error in told.text
    await server.until(lambda: progress.text.endswith(JOBS.failed), "failed")
    assert program.calls("publish") == []


async def test_a_command_that_dies_is_told(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    program.ends("add", Outcome(-9))
    await upload(server)
    await result(server, JOBS.other_code)


async def test_a_failing_test_leaves_the_document_waiting_and_says_so(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    program.fails("publish --trial", 7, "The test set is absent.")
    await upload(server)
    told = await result(server, TEXTS.stays_staged)
    assert JOBS.codes[7] in told.text
    assert TEXTS.drop in told.labels()


async def test_the_lock_of_another_command_is_waited_for(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    busy = Outcome(4, {"documents": [{"outcome": "failed", "error": f"{BUSY} (siti: publish)."}]})
    program.ends("add", busy, busy, Outcome(0, {"documents": [READ]}))
    await upload(server)
    await result(server, TEXTS.staged)
    assert len(program.calls("add")) == 3


async def test_who_holds_the_lock_for_long_is_named(
    bot: Running, server: BotApiServer, program: ScriptedProgram
) -> None:
    busy = Outcome(4, {"documents": [{"outcome": "failed", "error": f"{BUSY} (siti: publish)."}]})
    program.ends("add", busy)
    await upload(server)
    told = await result(server, JOBS.lock)
    assert "siti: publish" in told.text


def test_a_busy_lock_is_known_by_what_the_command_says() -> None:
    assert writer._BUSY.startswith(BUSY)
    assert is_busy(Outcome(4, None, writer._BUSY))
    assert not is_busy(Outcome(4, None, "The edition is damaged."))


def test_every_better_reason_is_one_that_the_command_gives() -> None:
    root = Path(writer.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.py")))
    joined = " ".join(source.replace('"\n', "").replace('f"', "").replace('"', "").split())
    missing = [one.says for one in TEXTS.reasons if one.says not in joined]
    assert missing == []


def test_nobody_reads_in_a_chat_what_is_for_programmers() -> None:
    words = (
        "Halaman 3 kosong.\nTraceback (most recent call last):\n  File x.py\nKeyError: 'rahasia'"
    )
    told = refusal(JOBS, Outcome(1, None, words))
    assert [block.text for block in told] == [
        JOBS.codes[1],
        JOBS.said.format(message="Halaman 3 kosong."),
    ]


def test_nobody_reads_in_a_chat_where_things_lie_on_the_machine() -> None:
    words = "/srv/asn/uploads/ab/pp-94.pdf cannot be read. See https://a.go.id/x/pp-94.pdf or jenis/nomor."
    told = refusal(JOBS, Outcome(7, None, words))[-1].text
    assert "/srv" not in told
    assert "pp-94.pdf cannot be read. See https://a.go.id/x/pp-94.pdf or jenis/nomor." in told
