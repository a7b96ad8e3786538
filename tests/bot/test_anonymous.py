"""Nothing that could name a person is left in a question that is kept; the rest is."""

from __future__ import annotations

import pytest

from bot.anonymous import anonymous


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        # Numbers of people: NIP, NIK, telephone numbers, however they are grouped.
        ("NIP 198001012005011001 boleh like?", "NIP [nomor] boleh like?"),
        ("NIP 19800101 200501 1 001 boleh like?", "NIP [nomor] boleh like?"),
        ("NIK 3201123456780001.", "NIK [nomor]."),
        ("NIK 3201 1234 5678 0001", "NIK [nomor]"),
        ("hubungi 0812-3456-7890 ya", "hubungi [nomor] ya"),
        ("wa +62 812 345 678", "wa [nomor]"),
        ("kode pos 40115", "kode pos [nomor]"),
        # Addresses and accounts.
        ("surel budi.s@bkd.go.id salah?", "surel [alamat] salah?"),
        ("lihat https://t.me/budi?x=1 boleh?", "lihat [alamat] boleh?"),
        ("lihat www.budi.id", "lihat [alamat]"),
        ("video tiktok.com/@budi/123 itu", "video [alamat] itu"),
        ("akun @budi_s like", "akun [akun] like"),
        # Names, with and without capital letters.
        ("Pak Budi Santoso ikut kampanye", "Pak [nama] ikut kampanye"),
        ("pak budi boleh ikut?", "pak [nama] boleh ikut?"),
        ("pak joko widodo boleh ikut?", "pak [nama] boleh ikut?"),
        ("PAK JOKO BOLEH IKUT?", "PAK [nama] BOLEH IKUT?"),
        ("Bu Siti dan Pak Anton hadir", "Bu [nama] dan Pak [nama] hadir"),
        ("kata Bu Rina,saya dilarang", "kata Bu [nama],saya dilarang"),
        ("Sdr. Ahmad M. Fauzi dipanggil", "Sdr. [nama] dipanggil"),
        ("saudara Rahmat like", "saudara [nama] like"),
        ("a.n. Siti Aminah dipanggil", "a.n. [nama] dipanggil"),
        ("an. rahmat dipanggil", "an. [nama] dipanggil"),
        ("surat atas nama Budi Santoso", "surat atas nama [nama]"),
        ("nama saya Rina, PPPK", "nama saya [nama], PPPK"),
        ("Pak Camat Ahmad Fauzi mengajak kami", "Pak Camat [nama] mengajak kami"),
        ("Bapak Ir. H. Joko hadir", "Bapak Ir. H. [nama] hadir"),
        ("mas agus minta di-like", "mas [nama] minta di-like"),
    ],
)
def test_who_could_be_named_is_not(typed: str, kept: str) -> None:
    assert anonymous(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "PP 94/2021 Pasal 5 ayat (2) huruf n angka 4",
        "UU 20 Tahun 2023 dan UU 7 2017",
        "tanggal 27-11-2024 boleh kampanye?",
        "boleh ga pak? saya pns",
        "izin bertanya Bu, bolehkah like?",
        "pak camat nyuruh like, gimana?",
        "APAKAH PAK CAMAT BOLEH IKUT KAMPANYE",
        "Bapak Bupati hadir di kantor",
        "Ibu saya caleg, saudara saya timses",
        "Bapak/Ibu PNS boleh hadir?",
        "saya dan ibu-ibu PKK",
        "saudara kandung ikut pilkada",
        "atas nama instansi, bukan pribadi",
        "gaji 3.500.000 sebulan",
        "H-3 kampanye, jam 19.30",
        "",
    ],
)
def test_what_names_nobody_stays(typed: str) -> None:
    assert anonymous(typed) == typed


@pytest.mark.parametrize("typed", ["Pak Budi 198001012005011001 @budi", "Sdr. Ani"])
def test_once_is_enough(typed: str) -> None:
    assert anonymous(anonymous(typed)) == anonymous(typed)


def test_a_long_message_takes_no_time() -> None:
    assert anonymous("Pak " * 1000 + "1 " * 1000)
