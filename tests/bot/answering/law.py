"""A small body of law made by hand, on which every answer can be told in advance."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar

from knowledge.cues import Cues
from knowledge.dataset import BUNDLED, Knowledge, read_cues, read_lexicon
from knowledge.model import (
    Branch,
    Family,
    Frozen,
    Provision,
    QuestionClass,
    Regulation,
    Ruling,
    StatusModifier,
)

_Record = TypeVar("_Record", bound=Frozen)
_KINDS = {"uu": "Undang-Undang", "pp": "Peraturan Pemerintah", "se": "Surat Edaran"}

REGULATIONS: tuple[dict[str, Any], ...] = (
    {"id": "uu-20-2023", "repeals": ["uu-5-2014"], "articles": 77},
    {"id": "uu-5-2014", "status": "dicabut", "repealed_by": ["uu-20-2023"]},
    {"id": "uu-6-2014"},
    {"id": "pp-94-2021", "status": "diubah", "amended_by": ["pp-1-2024"], "articles": 46},
    {"id": "pp-1-2024", "amends": ["pp-94-2021"]},
    {"id": "pp-53-2010", "status": "dicabut", "repealed_by": ["pp-94-2021"]},
    {"id": "pp-49-2018"},
    {"id": "se-menpanrb-1-2023"},
    {"id": "se-menpanrb-18-2023", "status": "tidak_pasti"},
)

PROVISIONS = {
    "uu-20-2023:pasal-24": "Pegawai ASN wajib menjaga netralitas.",
    "uu-5-2014:pasal-9": "Pegawai ASN wajib menjaga netralitas dari partai politik.",
    "uu-6-2014:pasal-29": "Kepala desa dilarang ikut kampanye.",
    "uu-6-2014:pasal-30": "Kepala desa yang melanggar ditegur.",
    "pp-94-2021:pasal-5": "PNS dilarang:",
    "pp-94-2021:pasal-5:huruf-a": "menyalahgunakan wewenang;",
    "pp-94-2021:pasal-5:huruf-n": "memberi dukungan kepada calon dengan cara:",
    "pp-94-2021:pasal-5:huruf-n:angka-1": "ikut kampanye;",
    "pp-94-2021:pasal-5:huruf-n:angka-2": "memakai atribut partai;",
    "pp-94-2021:penjelasan:pasal-5:huruf-n": "Dukungan termasuk tanda suka di media sosial.",
    "pp-94-2021:pasal-14:huruf-i": "Hukuman disiplin berat bagi pemberi dukungan.",
    "pp-1-2024:pasal-8": "Pejabat yang tidak menghukum dijatuhi hukuman yang lebih berat.",
    "pp-53-2010:pasal-4": "PNS dilarang memberi dukungan kepada calon presiden.",
    "pp-49-2018:pasal-51": "PPPK wajib mematuhi disiplin PPPK.",
    "pp-49-2018:pasal-53": "PPPK yang melanggar diputus perjanjian kerjanya.",
    "se-menpanrb-1-2023:sanksi": "PPNPN dikenai sanksi menurut kontrak kerjanya.",
    "se-menpanrb-18-2023:pasal-1": "ASN diminta tidak berfoto bersama calon.",
}

FAMILIES: tuple[dict[str, Any], ...] = (
    {"id": "reaksi", "topic": "medsos", "title": "Menyukai atau membagikan konten"},
    {"id": "kampanye", "topic": "kampanye", "title": "Hadir dalam kampanye"},
    {"id": "siapa", "topic": "subjek", "title": "Siapa yang terikat", "modifier": "status"},
    {"id": "lain", "topic": "lain", "title": "Bukan perbuatan"},
)

RULINGS: tuple[dict[str, Any], ...] = (
    {
        "id": "like",
        "family": "reaksi",
        "title": "Bolehkah menyukai unggahan calon?",
        "verdict": "dilarang",
        "when": "Menyukai unggahan calon",
        "summary": "Tidak boleh. Tanda suka terbaca sebagai dukungan.",
        "exceptions": ["akun penyelenggara pemilu"],
        "basis": ["pp-94-2021:pasal-5:huruf-n", "uu-20-2023:pasal-24"],
        "sanctions": ["pp-94-2021:pasal-14:huruf-i", "Hukuman disiplin menurut PP 94/2021."],
        "next_steps": ["Batalkan tanda suka."],
        "branches": [
            {
                "id": "akun-kpu",
                "when": "Akunnya milik penyelenggara pemilu",
                "facts": {"objek": ["penyelenggara_resmi"]},
                "verdict": "boleh",
                "summary": "Boleh. Penyelenggara bukan peserta.",
                "basis": ["uu-20-2023:pasal-24"],
            },
        ],
    },
    {
        "id": "hadir",
        "family": "kampanye",
        "title": "Bolehkah hadir dalam kampanye?",
        "verdict": "boleh_bersyarat",
        "when": "Hadir menyimak kampanye",
        "summary": "Boleh dengan syarat. Hanya menyimak.",
        "conditions": ["di luar jam kerja", "tanpa atribut"],
        "basis": ["pp-94-2021:pasal-5:huruf-n:angka-1"],
        "branches": [
            {
                "id": "beratribut",
                "when": "Memakai atribut partai",
                "facts": {"atribut": ["ya"]},
                "verdict": "dilarang",
                "summary": "Dilarang. Atribut adalah dukungan.",
                "basis": ["pp-94-2021:pasal-5:huruf-n:angka-2"],
                "sanctions": ["pp-94-2021:pasal-14:huruf-i"],
            },
            {
                "id": "pejabat",
                "when": "Penanya pejabat",
                "facts": {"status": ["pejabat"]},
                "verdict": "dilarang",
                "summary": "Dilarang bagi pejabat.",
            },
            {
                "id": "cltn",
                "when": "Sedang cuti di luar tanggungan negara",
                "facts": {"waktu": ["cltn"]},
                "verdict": "boleh",
                "summary": "Boleh selama CLTN.",
            },
        ],
    },
    {
        "id": "bagikan",
        "family": "reaksi",
        "title": "Bolehkah membagikan info resmi?",
        "verdict": "boleh",
        "when": "Membagikan pengumuman penyelenggara",
        "summary": "Boleh, selama isinya utuh.",
        "basis": ["uu-20-2023:pasal-24"],
        "branches": [
            {
                "id": "dipotong",
                "when": "Pengumuman dipotong sehingga menonjolkan satu calon",
                "verdict": "dilarang",
                "summary": "Dilarang, karena menonjolkan satu calon.",
                "basis": ["pp-94-2021:pasal-5:huruf-n"],
            },
            {
                "id": "pakai-anggaran",
                "when": "Dicetak dengan anggaran kantor",
                "verdict": "dilarang",
                "summary": "Dilarang, karena memakai fasilitas negara.",
                "basis": ["pp-94-2021:pasal-5:huruf-a"],
            },
        ],
    },
    {
        "id": "lapor-hubungan",
        "family": "kampanye",
        "title": "Wajibkah melapor kalau istri mencalonkan diri?",
        "verdict": "wajib",
        "when": "Pasangan mencalonkan diri",
        "summary": "Wajib lapor.",
        "basis": ["uu-20-2023:pasal-24"],
    },
    {
        "id": "subjek",
        "family": "siapa",
        "title": "Apakah PPPK wajib netral?",
        "verdict": "wajib",
        "when": "Menanyakan siapa yang terikat",
        "summary": "Wajib netral.",
        "basis": ["uu-20-2023:pasal-24"],
    },
)

CLASSES: tuple[dict[str, Any], ...] = (
    {
        "id": "sapaan",
        "family": "lain",
        "verdict": "di_luar_cakupan",
        "when": "Salam saja",
        "answer": "Halo. Silakan bertanya.",
    },
    {
        "id": "rinci",
        "family": "lain",
        "verdict": "perlu_rincian",
        "when": "Perbuatannya tidak disebut",
        "answer": "Sebutkan perbuatannya.",
        "question": "Apa yang dilakukan?",
        "options": [{"text": "Menyukai", "ruling": "like"}, {"text": "Hadir", "ruling": "hadir"}],
    },
)

STATUSES: tuple[dict[str, Any], ...] = (
    {
        "id": "pppk",
        "note": "PPPK juga wajib netral.",
        "basis": ["pp-49-2018:pasal-51"],
        "sanctions": ["pp-49-2018:pasal-53"],
        "replaces": ["pp-94-2021", "pp-53-2010"],
    },
    {
        "id": "kades",
        "note": "Kepala desa bukan ASN.",
        "basis": ["uu-6-2014:pasal-29"],
        "sanctions": ["uu-6-2014:pasal-30"],
        "replaces": ["pp-94-2021", "pp-53-2010"],
    },
    {
        "id": "ppnpn",
        "note": "PPNPN diminta netral.",
        "basis": ["se-menpanrb-1-2023:sanksi"],
        "sanctions": ["se-menpanrb-1-2023:sanksi"],
        "replaces": ["pp-94-2021", "pp-53-2010"],
    },
)


@cache
def words() -> tuple[Cues, dict[str, str]]:
    """The cues and the lexicon that ship with the project: how people write is not made up."""
    return read_cues(BUNDLED), read_lexicon(BUNDLED)


def small_law() -> Knowledge:
    """The small body of law as knowledge."""
    cues, lexicon = words()
    return Knowledge(
        regulations=_by_id(Regulation, map(_regulation, REGULATIONS)),
        provisions=_by_id(Provision, map(_provision, PROVISIONS, PROVISIONS.values())),
        families=_by_id(Family, ({"kinds": ["boleh_tidak"], **entry} for entry in FAMILIES)),
        rulings=_by_id(Ruling, ({"strength": "eksplisit", **entry} for entry in RULINGS)),
        classes=_by_id(QuestionClass, CLASSES),
        statuses=_by_id(StatusModifier, STATUSES),
        examples=(),
        lexicon=lexicon,
        cues=cues,
    )


def branch(knowledge: Knowledge, ruling: str, name: str) -> Branch:
    """A branch of a ruling by its id."""
    return next(b for b in knowledge.rulings[ruling].branches if b.id == name)


def _regulation(fields: dict[str, Any]) -> dict[str, Any]:
    kind, number, year = fields["id"].rsplit("-", 2)
    named = {"kind": _KINDS[kind.split("-")[0]], "number": number, "year": int(year)}
    return {"title": fields["id"], "status": "berlaku", "confidence": "teks", **named, **fields}


def _provision(provision: str, text: str) -> dict[str, Any]:
    regulation, _, units = provision.partition(":")
    return {
        "id": provision,
        "regulation": regulation,
        "locator": units.replace("-", " ").replace(":", " "),
        "text": text,
        "confidence": "teks",
    }


def _by_id(model: type[_Record], entries: Iterable[dict[str, Any]]) -> dict[str, _Record]:
    return {entry["id"]: model.model_validate(entry) for entry in entries}
