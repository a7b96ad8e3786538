"""An editor who sends documents, an asn-ingest that takes them, and what both say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.admin.program import Outcome
from bot.telegram.admin.telling import JobTexts
from bot.telegram.admin.upload_texts import (
    UploadTexts,
)
from bot.texts import load_texts
from knowledge.settings import Settings
from tests.bot_api import USER, BotApiServer
from tests.bot_api.state import SentMessage
from tests.telegram.conftest import make_settings
from tests.telegram.scripted_program import ScriptedProgram

TEXTS = load_texts("upload.yaml", UploadTexts)
JOBS = load_texts("jobs.yaml", JobTexts)
PUBLISHER, OTHER_EDITOR, NOBODY = 1002, 1003, 1004
PDF = b"%PDF-1.7 isi"
READ: dict[str, Any] = {
    "source": "pp-94.pdf",
    "outcome": "staged",
    "regulation": "pp-94-2021",
    "key": "1f0c2d3e4a5b6c7d",
    "kind": "Peraturan Pemerintah",
    "number": "94",
    "year": 2021,
    "title": "Disiplin Pegawai Negeri Sipil",
    "articles": 1_046,
    "complete": True,
    "certainty": 0.973,
    "repairs": 12,
    "replaces": None,
    "warnings": ["Halaman 3 tidak memuat teks"],
    "remarks": ["Halaman 3 tidak memuat teks", "Pasal 7 tidak mempunyai judul"],
    "errors": [],
    "parsed": True,
    "asked_to_stage": True,
}
DIFFERENCE: dict[str, Any] = {
    "serving": "2026-11-21.1",
    "added": [],
    "changed": [
        {
            "id": "pp-94-2021:pasal-5",
            "before": "lama",
            "after": "baru",
            "kind_before": "digest",
            "kind_after": "official",
            "words": [
                {"operation": "removed", "text": "lama"},
                {"operation": "added", "text": "baru"},
            ],
            "marked": "[-lama-] {+baru+}",
        }
    ],
    "removed": [],
    "unconfirmed": [],
    "standings": [],
    "rulings": [
        {
            "id": "medsos-like",
            "title": "Menyukai unggahan calon",
            "provisions": ["pp-94-2021:pasal-5"],
        }
    ],
    "edited": [],
    "questions": [],
    "findings": [],
}
JUDGEMENT: dict[str, Any] = {
    "figures": {"kembang": {"verdict_accuracy": 0.95, "unsafe": 1, "citation_hit": 0.9}},
    "before": {"kembang": {"verdict_accuracy": 0.94, "unsafe": 1, "citation_hit": 0.9}},
    "missed": [],
    "misses": [],
    "incomparable": None,
    "flips": [
        {
            "set": "kembang",
            "id": "S-1",
            "question": "boleh like?",
            "expected": "dilarang",
            "before": "boleh",
            "after": "dilarang",
            "cited_before": [],
            "cited_after": ["pp-94-2021:pasal-5"],
            "unsafe": False,
        }
    ],
}


def staged(**documents: str) -> dict[str, Any]:
    """What ``stage --json`` prints."""
    named = {name.replace("_", "-"): key for name, key in documents.items()}
    return {"serving": "2026-11-21.1", "staged": {"documents": named}, "items": []}


NOW_STAGED = staged(pp_94_2021=READ["key"])


def desk_settings(server: BotApiServer, tmp_path: Path) -> Settings:
    """Settings with two editors and a publisher who is none."""
    return make_settings(
        tmp_path,
        telegram_api_url=server.url,
        admin_editors=f"{USER},{OTHER_EDITOR}",
        admin_publishers=str(PUBLISHER),
        upload_megabytes=1,
    )


def willing_program() -> ScriptedProgram:
    """An asn-ingest that takes a document in and finds nothing to complain of."""
    program = ScriptedProgram()
    program.ends("stage", Outcome(0, staged()), Outcome(0, NOW_STAGED))
    program.succeeds("add", {"documents": [READ]})
    program.succeeds("diff", DIFFERENCE)
    program.succeeds("publish --trial", {"unchanged": False, "judgement": JUDGEMENT})
    program.succeeds("discard", staged())
    return program


async def upload(
    server: BotApiServer, *, name: str = "pp 94.pdf", content: bytes = PDF, **extra: Any
) -> SentMessage:
    """Send a document; return the first message said on it."""
    before = len(server.messages)
    server.user_sends_file(name, content, "application/pdf", **extra)
    return (await server.await_messages(before + 1))[before]


async def result(server: BotApiServer, words: str) -> SentMessage:
    """Wait for the message with the result."""
    await server.until(
        lambda: any(words in m.text for m in server.messages), f"a message with {words!r}"
    )
    return next(m for m in server.messages if words in m.text)


def uploads(settings: Settings) -> list[str]:
    """What lies in the folder of uploads."""
    folder = settings.data_dir / "uploads"
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*")) if folder.exists() else []
