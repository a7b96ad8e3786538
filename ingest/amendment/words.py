"""The vocabulary of instructions to amend, in one table."""

from __future__ import annotations

import re

VERBS: dict[str, str] = {
    "diubah": "ubah",
    "dirubah": "ubah",
    "disempurnakan": "ubah",
    "mengubah": "ubah_depan",
    "perubahan": "ubah_depan",
    "dihapus": "hapus",
    "dihapuskan": "hapus",
    "ditiadakan": "hapus",
    "dicabut": "hapus",
    "menghapus": "hapus_depan",
    "penghapusan": "hapus_depan",
    "disisipkan": "sisip",
    "disisipi": "sisip",
    "ditambah": "tambah",
    "ditambahkan": "tambah",
    "menambah": "tambah",
    "menambahkan": "tambah",
    "penambahan": "tambah",
    "menyisipkan": "sisip",
    "diganti": "ganti",
    "digantikan": "ganti",
    "dibaca": "ganti",
    "tetap": "tetap",
}
"""Word -> what it orders; ``..._depan``: the units stand after it ("Mengubah Pasal 5")."""

FILLERS = frozenset(
    {
        *("ketentuan", "ketentuan-ketentuan", "rumusan", "substansi", "isi", "bunyi", "baru"),
        *("dalam", "pada", "dari", "di", "dengan", "untuk", "atas", "kepada", "juga", "maka"),
        *("semua", "seluruh", "seluruhnya", "keseluruhan", "keseluruhannya", "setiap", "serta"),
        *(
            "beberapa",
            "terhadap",
            "beserta",
            "sebagian",
            "yang",
            "berikut",
            "bagian",
            "norma",
            "materi",
            "muatan",
        ),
    }
)
"""Words that change nothing in what an instruction orders."""

COUNTED: dict[str, int] = {
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
    "sepuluh": 10,
    "sebelas": 11,
}

ORDINALS: dict[str, int] = {
    "kesatu": 1,
    "pertama": 1,
    "kedua": 2,
    "ketiga": 3,
    "keempat": 4,
    "kelima": 5,
    "keenam": 6,
    "ketujuh": 7,
    "kedelapan": 8,
    "kesembilan": 9,
    "kesepuluh": 10,
    "kesebelas": 11,
    "kedua belas": 12,
    "ketiga belas": 13,
    "keempat belas": 14,
    "kelima belas": 15,
    "keenam belas": 16,
    "ketujuh belas": 17,
    "kedelapan belas": 18,
    "kesembilan belas": 19,
    "kedua puluh": 20,
}

LAW_NAME = (
    r"(?:(?:peraturan\s+pemerintah\s+pengganti\s+)?undang\s*-\s*undang|peraturan(?:\s+[a-z/-]+){0,6}?"
    r"|keputusan(?:\s+[a-z/-]+){0,6}?)(?:\s+republik\s+indonesia)?\s+nomor\s+[\w./-]+\s+tahun\s+\d{4}"
)
"""How instructions name another regulation; to be matched without regard to case."""

DELETED = re.compile(r"^\W*(?:\(?telah\s+)?dihapus(?:kan)?\W*$", re.IGNORECASE)
"""What stands in place of a unit that was deleted: "d. dihapus;", "(2) Dihapus."."""
