"""The command of civil servants and operators: ``asn-bot``.

Only the command line is read here, so that ``--help`` is quick; `bot.commands` does the work.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.ending import USAGE, complain, exit_code

if TYPE_CHECKING:
    from bot.commands import Tools
    from knowledge.settings import Settings

_EXAMPLE = 'asn-bot ask "Bolehkah PNS menyukai postingan calon?"'

_ASK_HELP = f"""Menjawab satu pertanyaan, atau banyak sekaligus.

\b
Contoh:
  {_EXAMPLE}
  asn-bot ask --full "Apa sanksi PNS yang ikut kampanye?"
  asn-bot ask --json "Istri saya calon bupati, bolehkah saya menemani?"
  asn-bot ask --as-of 2020-06-01 "Apa sanksi PNS yang ikut kampanye?"
  asn-bot ask --batch < pertanyaan.jsonl > jawaban.jsonl

\b
Kode keluar: 0 terjawab; 1 sebagian baris --batch gagal; 2 pertanyaan atau
pengaturan salah; 3 data rusak; 4 edisi tidak ada atau rusak; 5 model
embedding gagal dimuat; 6 basis data tak terjangkau; 70 kesalahan tak
terduga; 130 dihentikan.
"""
_CHAT_HELP = """Membuka percakapan di terminal.

Ketik nomor untuk membaca isi dasar hukum atau memilih, huruf untuk pertanyaan lanjutan,
/bantuan untuk petunjuk, /keluar untuk selesai. Percakapan hanya diingat selama program
berjalan.

\b
Contoh:
  asn-bot chat
"""
_RUN_HELP = """Menjalankan bot Telegram; tanpa TELEGRAM_BOT_TOKEN, percakapan di terminal.

\b
Contoh:
  TELEGRAM_BOT_TOKEN=123456789:AAE... asn-bot run
"""
_VERSION_HELP = """Menampilkan versi program, edisi pengetahuan, dan model embedding.

\b
Contoh:
  asn-bot version --json
"""
_BATCH_HELP = (
    'Baca satu {"id", "question", "history", "as_of"} per baris dari masukan standar; '
    "tulis satu jawaban JSON per baris dengan urutan yang sama."
)
_HISTORY_HELP = (
    'Percakapan sebelumnya: berkas JSON [{"role": "user" atau "assistant", "text": "..."}].'
)

_AS_OF_HELP = (
    'Jawab menurut hukum pada tanggal ini: 2020-06-01 atau "1 Juni 2020". '
    "Bawaan: tanggal yang disebut pertanyaan (per tanggal ...), atau hari ini."
)

app = typer.Typer(
    name="asn-bot",
    help="Tanya jawab netralitas ASN dalam pemilu dan pilkada: putusan, syarat, sanksi, dan pasal.",
    epilog=f"Mulai dengan: asn-bot chat, atau {_EXAMPLE}",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main(tools: Tools | None = None) -> None:
    """Run the command line; ``tools`` replaces what the commands work with."""
    app(obj=tools)


@app.command(help=_ASK_HELP)
def ask(
    context: typer.Context,
    question: Annotated[
        list[str] | None,
        typer.Argument(metavar="[QUESTION]", help="Pertanyaannya.", show_default=False),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Tulis jawaban sebagai satu baris JSON.")
    ] = False,
    batch: Annotated[bool, typer.Option("--batch", help=_BATCH_HELP)] = False,
    history: Annotated[
        Path | None,
        typer.Option("--history", metavar="FILE", help=_HISTORY_HELP, show_default=False),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Tampilkan juga isi setiap dasar hukum.")
    ] = False,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="TANGGAL", help=_AS_OF_HELP, show_default=False),
    ] = None,
) -> None:
    """Answer one question, or the lines of standard input."""
    # Without quotes, a question comes word by word.
    asked = " ".join(question or ())

    def work(tools: Tools, settings: Settings) -> int:
        from bot import commands

        if batch:
            return commands.batch(tools, settings)
        return commands.ask(
            tools, settings, asked, history, as_of=as_of, as_json=as_json, full=full
        )

    if batch and (asked or history or full or as_of is not None):
        complain(
            "--batch membaca semuanya dari masukan standar. "
            "Hapus QUESTION, --history, --full, --as-of."
        )
        raise typer.Exit(USAGE)
    if not batch and not asked.strip():
        complain(f"Pertanyaan kosong. Tulis pertanyaannya, misalnya: {_EXAMPLE}")
        raise typer.Exit(USAGE)
    _end(context, work)


@app.command(help=_CHAT_HELP)
def chat(context: typer.Context) -> None:
    """Converse in the terminal."""

    def work(tools: Tools, settings: Settings) -> int:
        from bot import commands

        return commands.chat(tools, settings)

    _end(context, work)


@app.command(help=_RUN_HELP)
def run(context: typer.Context) -> None:
    """Serve Telegram, or without a token the terminal."""

    def work(tools: Tools, settings: Settings) -> int:
        from bot import commands

        return commands.run(tools, settings)

    _end(context, work)


@app.command(help=_VERSION_HELP)
def version(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Tulis sebagai satu baris JSON.")] = False,
) -> None:
    """Show the versions of program, edition and embedder."""

    def work(_: Tools, settings: Settings) -> int:
        from bot import commands

        return commands.version(settings, as_json=as_json)

    _end(context, work)


def _end(context: typer.Context, work: Callable[[Tools, Settings], int]) -> NoReturn:
    """Do a command's work and end the program with its exit code."""
    levels = [os.environ.get("LOG_LEVEL", "")]

    def whole() -> int:
        from bot.commands import Tools

        for stream in (sys.stdin, sys.stdout, sys.stderr):
            # An old terminal may not know every character of an answer.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        tools = context.ensure_object(Tools)
        settings = tools.settings()
        levels.append(settings.log_level)
        return work(tools, settings)

    raise typer.Exit(exit_code(whole, debug=lambda: levels[-1] == "DEBUG"))
