"""Ten phrasings each of four questions that nothing in the data answers, written after the level was looked for."""

from __future__ import annotations

from collections.abc import Mapping

PHRASINGS: Mapping[str, tuple[str, ...]] = {
    "perahu": (
        "Apakah boleh mengecat perahu dinas dengan warna partai?",
        "perahu dinas dicat warna partai boleh ga",
        "kapal patroli kantor mau dicat warna partai, gimana min?",
        "cat perahu kantor pake warna parpol melanggar ga sih",
        "Bolehkah kapal milik dinas diwarnai sesuai warna partai politik?",
        "boleh gak perahu inventaris dinas dicat sesuai warna parpol",
        "saya disuruh ngecat perahu dinas jadi warna partai, boleh?",
        "perahu dinas warna partai",
        "mewarnai perahu milik dinas dengan warna partai apakah dilarang",
        "izin tanya, kalau perahu dinas kami dicat warna parpol tertentu bolehkah?",
    ),
    "undian": (
        "Bolehkah ikut giveaway yang diadakan calon bupati?",
        "ikut giveaway cabup boleh ga pns",
        "menang undian dari paslon di instagram, boleh diambil hadiahnya?",
        "asn ikutan kuis berhadiah calon kepala daerah gimana",
        "Apakah ASN dilarang mengikuti undian berhadiah yang diselenggarakan calon?",
        "ikut giveaway caleg di ig aman ga min",
        "boleh gak pns ikut kuis berhadiah dari paslon",
        "saya menang giveaway calon gubernur, salah ga?",
        "giveaway paslon boleh diikuti asn?",
        "ikutan undian hadiah cabup melanggar netralitas gak",
    ),
    "doa": (
        "Bolehkah ASN memimpin doa di acara kampanye?",
        "pns diminta baca doa pas kampanye paslon boleh ga",
        "jadi pembaca doa di kampanye cabup gimana hukumnya",
        "saya penyuluh agama disuruh mimpin doa kampanye, boleh?",
        "Apakah memimpin doa pada kampanye calon melanggar netralitas?",
        "mimpin doa di acara kampanye caleg aman ga buat asn",
        "baca doa kampanye boleh gak",
        "diminta jadi pemimpin doa di kampanye, saya pns",
        "ASN membacakan doa pada acara kampanye pasangan calon, bolehkah?",
        "kalau cuma baca doa di kampanye calon boleh ga min",
    ),
    "posko": (
        "Rumah saya dikontrak untuk posko pemenangan, boleh?",
        "ngontrakin rumah ke timses buat posko boleh ga pns",
        "rumah pribadi asn disewa paslon jadi posko gimana",
        "Apakah PNS boleh menyewakan rumahnya sebagai posko tim sukses?",
        "kontrakan saya mau dipakai posko calon, melanggar ga",
        "boleh ga rumah sendiri disewakan buat posko pemenangan cabup",
        "sewain rumah ke tim kampanye jadi posko aman ga",
        "rumah asn dijadikan posko paslon dengan bayar sewa",
        "saya pns punya rumah kosong mau disewa timses jadi posko, boleh?",
        "menyewakan rumah untuk posko kampanye calon bolehkah ASN",
    ),
}
