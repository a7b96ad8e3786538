"""An admin with a tiny edition that serves, a set of test questions and thresholds for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.answering.answer import Answer
from bot.answering.answerer import answerer_on
from ingest.audit import read_acts
from ingest.library import Document
from ingest.publish import Published, publish
from ingest.shelf import stage_document
from ingest.staging import Staging, read_staging
from ingest.structure.document import ParsedRegulation
from knowledge.edition import current_edition, editions_folder, open_edition
from knowledge.settings import Settings
from tests.ingest.parsed import huruf, pasal, regulation, shelved
from tests.ingest.tiny import Folder
from tests.tiny_edition import TinyEdition, settings_for

LIKING = "like foto cagub boleh?"
"""A question that the tiny edition answers with ``dilarang`` from PP 94/2021 Pasal 5."""
DISCIPLINE = regulation(
    "pp-94-2021",
    pasal(
        "5",
        "PNS dilarang:",
        huruf("a", "menyalahgunakan wewenang;"),
        huruf("n", "memberi dukungan kepada calon."),
    ),
    pasal("14", "Hukuman disiplin berat berupa pemberhentian."),
    title="Disiplin Pegawai Negeri Sipil",
)
"""Official text of both digests of PP 94/2021, on which both rulings rest."""
NEW_TEXTS = 4
"""How many texts of it have to be embedded: two articles and two items."""
_QUESTIONS = ("kasih jempol ke cabup?", LIKING, "love foto caleg, aman?")


@dataclass(frozen=True)
class Admin:
    """Who changes the knowledge in a folder of one test."""

    folder: Path
    settings: Settings
    data: Folder
    first: str
    """The edition that serves at first."""

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which a program works in this place."""
        return {
            "DATA_DIR": str(self.settings.data_dir),
            "KNOWLEDGE_DIR": str(self.data.root),
            "EMBEDDER": self.settings.embedder,
            "CHROMA_URL": self.settings.chroma_url or "",
            "DATABASE_URL": "",
            "PUBLISH_SETS": self.settings.publish_sets,
            "PUBLISH_THRESHOLDS": str(self.settings.publish_thresholds),
            "KEEP_EDITIONS": str(self.settings.keep_editions),
        }

    @property
    def serving(self) -> str | None:
        """The edition that serves."""
        return current_edition(self.settings)

    @property
    def folders(self) -> list[str]:
        """The editions that lie there, whole or not."""
        found = editions_folder(self.settings).iterdir()
        return sorted(p.name for p in found if p.is_dir())

    @property
    def staged(self) -> Staging:
        """What is staged."""
        return read_staging(self.settings)

    def acts(self, *named: str) -> list[tuple[str, str | None, str | None, str | None]]:
        """The log, the latest first: act, edition, subject, reason; of the acts named, if any."""
        return [
            (a.act, a.edition, a.subject, a.reason)
            for a in read_acts(self.settings)
            if not named or a.act in named
        ]

    def shelve(self, parsed: ParsedRegulation) -> Document:
        """Keep a document in the library only."""
        return shelved(self.settings, parsed)

    def stage(self, parsed: ParsedRegulation = DISCIPLINE) -> Document:
        """Keep a document and stage it."""
        kept = self.shelve(parsed)
        stage_document(self.settings, f"{kept.id}@{kept.key}", who="siti")
        return kept

    def publish(self, **options: Any) -> Published:
        """Publish what is staged."""
        return publish(self.settings, who="siti", **options)

    def limit(self, **limits: Mapping[str, float]) -> None:
        """Set the thresholds of the test set: ``min={...}``, ``max={...}``."""
        path = self.settings.publish_thresholds
        assert path is not None
        path.write_text(yaml.safe_dump({self.settings.publish_sets: limits}), encoding="utf-8")

    def ask(self, question: str = LIKING) -> Answer:
        """What a bot that starts now answers."""
        with_edition = open_edition(self.settings)
        try:
            return answerer_on(self.settings, with_edition).answer_now(question)
        finally:
            with_edition.close()


def admin_of(tiny: TinyEdition, folder: Path, **settings: Any) -> Admin:
    """An admin of this copy of the tiny edition."""
    questions = folder / "soal.jsonl"
    questions.write_text(
        "".join(
            json.dumps(
                {
                    "id": f"S-{number}",
                    "question": question,
                    "style": "santai",
                    "category": "medsos",
                    "expected_verdict": "dilarang",
                    "gold_citations": [["pp-94-2021 pasal 5"]],
                }
            )
            + "\n"
            for number, question in enumerate(_QUESTIONS, start=1)
        ),
        encoding="utf-8",
    )
    wanted = {
        "knowledge_dir": tiny.data.root,
        "publish_sets": str(questions),
        "publish_thresholds": folder / "ambang.yaml",
        "database_url": None,
        **settings,
    }
    admin = Admin(
        folder,
        settings_for(tiny.settings.data_dir, **wanted),
        tiny.data,
        tiny.id,
    )
    admin.limit(min={"citation_existence": 1.0, "citation_hit": 1.0}, max={"unsafe": 0})
    return admin
