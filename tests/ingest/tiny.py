"""A tiny data folder without a fault, for tests to break in one place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FILES = {
    "regulations.yaml": """\
- id: uu-20-2023
  kind: Undang-Undang
  number: '20'
  year: 2023
  title: Aparatur Sipil Negara
  enacted: '2023-10-31'
  in_force_since: '2023-10-31'
  status: berlaku
  repeals:
    - uu-5-2014
  articles: 77
  confidence: teks

- id: uu-5-2014
  kind: Undang-Undang
  number: '5'
  year: 2014
  title: Aparatur Sipil Negara
  enacted: '2014-01-15'
  in_force_since: '2014-01-16'
  status: dicabut
  repealed_by:
    - uu-20-2023
  confidence: teks

- id: pp-94-2021
  kind: Peraturan Pemerintah
  number: '94'
  year: 2021
  title: Disiplin Pegawai Negeri Sipil
  status: diubah
  amended_by:
    - pp-1-2024
  articles: 46
  confidence: teks

- id: pp-1-2024
  kind: Peraturan Pemerintah
  number: '1'
  year: 2024
  title: Perubahan atas Disiplin Pegawai Negeri Sipil
  status: berlaku
  amends:
    - pp-94-2021
  confidence: teks
""",
    "provisions/all.yaml": """\
- id: uu-20-2023:pasal-24
  regulation: uu-20-2023
  locator: Pasal 24
  text: Pegawai ASN wajib menjaga netralitas.
  confidence: teks

- id: uu-5-2014:pasal-9
  regulation: uu-5-2014
  locator: Pasal 9
  text: Pegawai ASN harus bebas dari pengaruh partai.
  confidence: teks

- id: pp-94-2021:pasal-5
  regulation: pp-94-2021
  locator: Pasal 5
  text: PNS dilarang memberi dukungan kepada calon.
  confidence: teks

- id: pp-94-2021:pasal-14
  regulation: pp-94-2021
  locator: Pasal 14
  text: Hukuman disiplin berat.
  confidence: teks
""",
    "families.yaml": """\
- id: reaksi
  topic: medsos
  title: Menyukai atau membagikan konten
  kinds:
    - boleh_tidak

- id: tak-jelas
  topic: lain
  title: Pertanyaan yang belum jelas
  kinds:
    - perlu_rincian
""",
    "rulings/medsos.yaml": """\
- id: suka
  family: reaksi
  title: Bolehkah menyukai unggahan calon?
  verdict: dilarang
  default: true
  when: Menekan tanda suka
  facts:
    objek:
      - calon
      - penyelenggara_resmi
  summary: Dilarang, karena tanda suka terbaca sebagai dukungan.
  conditions:
    - Tidak ada
  basis:
    - pp-94-2021:pasal-5
    - uu-20-2023:pasal-24
  sanctions:
    - pp-94-2021:pasal-14
  strength: eksplisit
  branches:
    - id: pppk
      when: Penanya PPPK
      facts:
        status:
          - pppk
      verdict: dilarang
      summary: Dilarang juga bagi PPPK.
      basis:
        - uu-20-2023:pasal-24
      sanctions:
        - Menurut perjanjian kerja.
    - id: akun-kpu
      when: Akunnya milik KPU
      facts:
        objek:
          - penyelenggara_resmi
      verdict: boleh
      summary: Boleh, karena KPU bukan peserta.
      basis:
        - uu-20-2023:pasal-24
  next_steps:
    - Batalkan tanda suka.

- id: bagikan
  family: reaksi
  title: Bolehkah membagikan info resmi?
  verdict: boleh
  when: Membagikan pengumuman
  summary: Boleh, selama isinya utuh.
  basis:
    - uu-20-2023:pasal-24
  strength: penalaran
  branches:
    - id: dipotong
      when: Dipotong sehingga menonjolkan satu calon
      verdict: dilarang
      summary: Dilarang, karena menonjolkan satu calon.
      basis:
        - pp-94-2021:pasal-5
""",
    "classes.yaml": """\
- id: rinci
  family: tak-jelas
  verdict: perlu_rincian
  default: true
  when: Perbuatannya tidak disebut
  answer: Sebutkan perbuatannya.
  question: Apa yang dilakukan?
  options:
    - text: Menyukai
      ruling: suka
""",
    "statuses.yaml": """\
- id: pppk
  note: PPPK juga wajib netral.
  basis:
    - uu-20-2023:pasal-24
  sanctions:
    - Menurut perjanjian kerja.
  replaces:
    - pp-94-2021
""",
    "lexicon.yaml": """\
singkatan:
  yg: yang
  gk: tidak
slang:
  bgt: sangat
""",
    "cues.yaml": """\
facts:
  status:
    pppk: ['pppk', 'asn kontrak']
kinds:
  akibat_sanksi: ['sanksi(?:nya)?']
follow_up_openers: ['kalau']
corrections: ['maksud saya']
wrappings: ['halo']
conduct_words: [suka]
regulation_aliases:
  pp disiplin: pp-94-2021
""",
    "examples/medsos.jsonl": "".join(
        json.dumps({"q": q, "ruling": ruling, "verdict": verdict, "facts": facts}) + "\n"
        for q, ruling, verdict, facts in [
            ("boleh like postingan cagub?", "suka", "dilarang", {"objek": "calon"}),
            ("Bolehkah menyukai foto calon bupati?", "suka", "dilarang", {}),
            ("pencet love di ig caleg gpp?", "suka", "dilarang", {}),
            ("jempol di fb paslon", "suka", "dilarang", {"status": "pppk"}),
            ("like akun KPU boleh?", "suka", "boleh", {}),
            ("share jadwal TPS", "bagikan", "boleh", {}),
            ("bagikan pengumuman KPU ke grup", "bagikan", "boleh", {}),
            ("teruskan info DPT", "bagikan", "boleh", {}),
            ("sebar edaran Bawaslu", "bagikan", "boleh", {}),
            ("potong daftar calon sisakan satu", "bagikan", "dilarang", {}),
        ]
    ),
    "examples/lain.jsonl": "".join(
        json.dumps({"q": q, "ruling": "rinci", "verdict": "perlu_rincian"}) + "\n"
        for q in ("boleh gak?", "melanggar nggak", "aman kah", "kena ga ya", "gpp kan?")
    ),
    "pairs/pairs.jsonl": json.dumps(
        {
            "id": "pair-001",
            "a": {"q": "like akun bawaslu boleh?", "ruling": "suka", "verdict": "boleh"},
            "b": {"q": "like akun cawalkot boleh?", "ruling": "suka", "verdict": "dilarang"},
            "flip": "pemilik akun",
        }
    )
    + "\n",
    "testsets/proyek.jsonl": "".join(
        json.dumps(
            {
                "id": f"T-{number}",
                "question": question,
                "style": "santai",
                "history": [],
                "category": "medsos",
                "expected_verdict": "dilarang",
                "acceptable_verdicts": ["perlu_rincian"],
                "gold_citations": [["pp-94-2021 pasal 5"]],
                "must_mention": [],
                "must_not": [],
                "rationale": "Tanda suka.",
                "source": "disusun sendiri",
            }
        )
        + "\n"
        for number, question in ((1, "kasih jempol ke cabup?"), (2, "love foto caleg, aman?"))
    ),
}


@dataclass(frozen=True)
class Folder:
    """The data folder of one test."""

    root: Path

    def replace(self, file: str, old: str, new: str) -> None:
        """Change the one place of a file where ``old`` stands."""
        text = (self.root / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (self.root / file).write_text(text.replace(old, new), encoding="utf-8")

    def append(self, file: str, text: str) -> None:
        """Add text at the end of a file."""
        path = self.root / file
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    def line_of(self, file: str, text: str) -> int:
        """Number of the last line of a file that holds a text."""
        lines = (self.root / file).read_text(encoding="utf-8").split("\n")
        return max(number for number, line in enumerate(lines, start=1) if text in line)


def write_tiny(root: Path) -> Folder:
    """Write the folder."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Folder(root)
