"""A small edition to look around in, that the test can change."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import date

from bot.answering.answer import Citation
from bot.answering.circumstances import Circumstance
from bot.answering.library import (
    ArticleCard,
    EditionCard,
    RegulationCard,
    RulingCard,
    Sanction,
    Topic,
)
from knowledge.model import Branch, Family, QuestionClass, QuestionKind, Ruling, Strength, Verdict

MANY = 23
"""Rulings in the topic ``kampanye`` and articles of ``uu-7-2017``: more than one page of either."""


def ruling(identity: str = "medsos-like", **fields: object) -> RulingCard:
    """A ruling in short; by default one that forbids."""
    return RulingCard(
        **{  # type: ignore[arg-type]
            "id": identity,
            "topic": "medsos",
            "title": "Bolehkah ASN menyukai unggahan calon?",
            "verdict": Verdict.DILARANG,
            "summary": "Menyukai unggahan calon adalah bentuk dukungan.",
            **fields,
        }
    )


def _rulings() -> list[RulingCard]:
    return [
        ruling(),
        ruling(
            "medsos-komentar",
            title="Bolehkah ASN berkomentar di unggahan calon?",
            review=True,
        ),
        ruling(
            "medsos-ikuti-resmi",
            title="Bolehkah ASN mengikuti akun resmi KPU?",
            verdict=Verdict.BOLEH,
            summary="Mengikuti akun penyelenggara pemilu tidak menunjukkan dukungan.",
        ),
        *(
            ruling(
                f"kampanye-hadir-{number}",
                topic="kampanye",
                title=f"Bolehkah ASN hadir di kampanye ke-{number}?",
                verdict=Verdict.BOLEH_BERSYARAT,
                summary="Bergantung pada peran dan atributnya.",
            )
            for number in range(1, MANY + 1)
        ),
        ruling(
            "lapor-bawaslu",
            topic="melapor",
            title="Ke mana melaporkan dugaan pelanggaran netralitas ASN?",
            verdict=Verdict.INFORMASI,
            summary="Ke Bawaslu setempat; laporan diteruskan kepada BKN.",
        ),
        ruling(
            "keberatan-hukuman",
            topic="melapor",
            title="Bagaimana mengajukan keberatan atas hukuman disiplin?",
            verdict=Verdict.INFORMASI,
            summary="Tertulis kepada atasan pejabat yang berwenang menghukum.",
        ),
    ]


def _regulations() -> list[RegulationCard]:
    return [
        RegulationCard(
            "pp-94-2021",
            "PP 94/2021",
            "Disiplin Pegawai Negeri Sipil",
            "berlaku",
            "https://peraturan.bpk.go.id/Details/177031/pp-no-94-tahun-2021",
            3,
        ),
        RegulationCard("uu-7-2017", "UU 7/2017", "Pemilihan Umum", "diubah", None, MANY),
        RegulationCard(
            "pp-53-2010", "PP 53/2010", "Disiplin Pegawai Negeri Sipil", "dicabut", None, 1
        ),
    ]


def _articles() -> dict[str, tuple[ArticleCard, ...]]:
    def of(regulation: str, *numbers: int) -> tuple[ArticleCard, ...]:
        return tuple(ArticleCard(f"{regulation}:pasal-{n}", f"Pasal {n}") for n in numbers)

    return {
        "pp-94-2021": of("pp-94-2021", 5, 8, 14),
        "uu-7-2017": of("uu-7-2017", *range(280, 280 + MANY)),
        "pp-53-2010": of("pp-53-2010", 4),
    }


def _sanction(level: str, text: str, identity: str, label: str) -> Sanction:
    return Sanction(
        level,
        text,
        Citation(
            id=identity,
            regulation=identity.partition(":")[0],
            label=label,
            status="berlaku",
            text=text,
            kind="digest",
        ),
        heading=_HEADINGS[level],
        subjects=("pns",),
    )


_HEADINGS = {
    "moral": "Sanksi moral (kode etik)",
    "ringan": "Hukuman disiplin ringan",
    "sedang": "Hukuman disiplin sedang",
    "berat": "Hukuman disiplin berat",
    "pidana": "Ancaman pidana",
}


def _sanctions() -> list[Sanction]:
    return [
        _sanction(
            "moral",
            "Pernyataan secara terbuka atas pelanggaran kode etik.",
            "pp-42-2004:pasal-15",
            "PP 42/2004 Pasal 15",
        ),
        _sanction(
            "ringan",
            "Teguran lisan, teguran tertulis, atau pernyataan tidak puas secara tertulis.",
            "pp-94-2021:pasal-8:ayat-2",
            "PP 94/2021 Pasal 8 ayat (2)",
        ),
        _sanction(
            "sedang",
            "Pemotongan tunjangan kinerja 25 persen selama 6, 9, atau 12 bulan.",
            "pp-94-2021:pasal-8:ayat-3",
            "PP 94/2021 Pasal 8 ayat (3)",
        ),
        _sanction(
            "berat",
            "Penurunan jabatan, pembebasan dari jabatan, atau pemberhentian.",
            "pp-94-2021:pasal-8:ayat-4",
            "PP 94/2021 Pasal 8 ayat (4)",
        ),
        _sanction(
            "pidana",
            "Pidana penjara paling lama 1 tahun dan denda paling banyak Rp12.000.000,00.",
            "uu-7-2017:pasal-494",
            "UU 7/2017 Pasal 494",
        ),
    ]


def record(identity: str = "medsos-like", **fields: object) -> Ruling:
    """A ruling as the data have it; by default one that forbids, with a branch that allows."""
    return Ruling(
        **{
            "id": identity,
            "family": "medsos-interaksi",
            "title": "Bolehkah ASN menyukai unggahan calon?",
            "verdict": Verdict.DILARANG,
            "when": "Menyukai unggahan calon atau partai",
            "summary": "Menyukai unggahan calon adalah bentuk dukungan.",
            "basis": ("pp-94-2021:pasal-5:huruf-n",),
            "sanctions": ("pp-94-2021:pasal-8", "Teguran dari atasan langsung."),
            "strength": Strength.EKSPLISIT,
            "branches": (
                Branch(
                    id="akun-resmi",
                    when="Akunnya milik KPU atau Bawaslu",
                    verdict=Verdict.BOLEH,
                    summary="Boleh menyukai unggahan penyelenggara.",
                ),
            ),
            **fields,
        }
    )


def _records() -> list[Ruling]:
    return [
        record(),
        record(
            "medsos-komentar",
            title="Bolehkah ASN berkomentar di unggahan calon?",
            sanctions=("pp-94-2021:pasal-14",),
            branches=(),
        ),
    ]


def _families() -> list[Family]:
    asked = (QuestionKind.BOLEH_TIDAK,)
    return [
        Family(
            id="medsos-interaksi",
            topic="medsos",
            title="Menyukai dan mengomentari unggahan",
            kinds=asked,
        ),
        Family(id="hadir-kampanye", topic="kampanye", title="Hadir di kampanye", kinds=asked),
        Family(
            id="di-luar-topik",
            topic="umum",
            title="Di luar topik",
            kinds=(QuestionKind.BUKAN_TOPIK,),
        ),
    ]


def _classes() -> list[QuestionClass]:
    def of(identity: str, when: str, verdict: Verdict) -> QuestionClass:
        return QuestionClass(
            id=identity, family="di-luar-topik", verdict=verdict, when=when, answer="Maaf."
        )

    return [
        of("rinci-medsos", "Tindakannya di media sosial tidak jelas", Verdict.PERLU_RINCIAN),
        of("kelas-hr-cuti", "Cuti tanpa kaitan dengan politik", Verdict.DI_LUAR_CAKUPAN),
        of("kelas-topik-lain", "Semua topik lain", Verdict.DI_LUAR_CAKUPAN),
    ]


@dataclass
class ScriptedLibrary:
    """Lists what it was given; `find` is by a word of the title."""

    titles: dict[str, str] = field(
        default_factory=lambda: {
            "medsos": "Media sosial",
            "kampanye": "Kampanye",
            "melapor": "Melapor dan keberatan",
        }
    )
    cards: list[RulingCard] = field(default_factory=_rulings)
    laws: list[RegulationCard] = field(default_factory=_regulations)
    units: dict[str, tuple[ArticleCard, ...]] = field(default_factory=_articles)
    ladder: list[Sanction] = field(default_factory=_sanctions)
    records: list[Ruling] = field(default_factory=_records)
    kinds: list[Family] = field(default_factory=_families)
    outside: list[QuestionClass] = field(default_factory=_classes)
    turns: dict[str, tuple[Circumstance, ...]] = field(default_factory=dict)
    """By ruling, the circumstances that change it."""
    names: dict[str, str] = field(default_factory=lambda: {"uu pemilu": "uu-7-2017"})
    """What people call regulations."""
    prepared: set[bool] = field(default_factory=set)
    """Whether it was prepared on the main thread, the one of the event loop."""
    sought: list[str] = field(default_factory=list)
    """The texts that were searched for."""

    def topics(self) -> tuple[Topic, ...]:
        """All topics that have rulings."""
        counts = [
            Topic(topic, title, sum(card.topic == topic for card in self.cards))
            for topic, title in self.titles.items()
        ]
        return tuple(topic for topic in counts if topic.rulings)

    def rulings(self, topic: str) -> tuple[RulingCard, ...]:
        """The rulings of a topic."""
        return tuple(card for card in self.cards if card.topic == topic)

    def ruling(self, ruling: str) -> RulingCard | None:
        """One ruling."""
        return next((card for card in self.cards if card.id == ruling), None)

    def record(self, ruling: str) -> Ruling | None:
        """One ruling as the data have it."""
        return next((one for one in self.records if one.id == ruling), None)

    def families(self) -> tuple[Family, ...]:
        """All families."""
        return tuple(self.kinds)

    def classes(self) -> tuple[QuestionClass, ...]:
        """All classes."""
        return tuple(self.outside)

    def circumstances(self, ruling: str, status: str | None) -> tuple[Circumstance, ...]:
        """The circumstances that change a ruling."""
        return self.turns.get(ruling, ())

    def find(self, text: str, limit: int) -> tuple[RulingCard, ...]:
        """The rulings whose titles have most of the text's words."""
        self.sought.append(text)
        words = text.lower().split()

        def shared(card: RulingCard) -> int:
            return sum(word in card.title.lower() for word in words)

        near = sorted((c for c in self.cards if shared(c)), key=shared, reverse=True)
        return tuple(near[:limit])

    def prepare(self) -> None:
        """Nothing has to be listed; where it was called is remembered."""
        self.prepared.add(threading.current_thread() is threading.main_thread())

    def regulation(self, text: str) -> RegulationCard | None:
        """The regulation that is known by a name."""
        return next((one for one in self.laws if one.id == self.names.get(text.lower())), None)

    def regulations(self) -> tuple[RegulationCard, ...]:
        """All regulations."""
        return tuple(self.laws)

    def articles(self, regulation: str) -> tuple[ArticleCard, ...]:
        """The articles of a regulation."""
        return self.units.get(regulation, ())

    def article(self, article: str) -> tuple[Citation, ...]:
        """One citation of an article that is listed."""
        regulation = article.partition(":")[0]
        card = next((one for one in self.articles(regulation) if one.id == article), None)
        law = next((one for one in self.laws if one.id == regulation), None)
        if card is None or law is None:
            return ()
        return (
            Citation(
                id=article,
                regulation=regulation,
                label=f"{law.label} {card.label}",
                status=law.status,
                text=f"Bunyi {card.label}.",
                kind="digest",
                url=law.url,
            ),
        )

    def sanctions(self) -> tuple[Sanction, ...]:
        """The ladder of sanctions."""
        return tuple(self.ladder)

    def channels(self) -> tuple[RulingCard, ...]:
        """Where to report and how to object."""
        return self.rulings("melapor")

    def about(self) -> EditionCard:
        """What the edition is made of."""
        return EditionCard(
            id="2026-11-21.1",
            built=date(2026, 11, 21),
            rulings=len(self.cards),
            provisions=120,
            official=35,
            regulations=self.regulations(),
        )
