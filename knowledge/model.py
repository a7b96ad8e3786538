"""The words of the knowledge: regulations, provisions, families, rulings, classes and examples.

Every type is frozen and validated; the data files under ``knowledge/data`` hold nothing that
is not described here. Field names are English, values are Indonesian.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
ProvisionId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(:[a-z0-9-]+)+$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Verdict(StrEnum):
    """What an answer says about the conduct that was asked about."""

    DILARANG = "dilarang"
    WAJIB = "wajib"
    BOLEH_BERSYARAT = "boleh_bersyarat"
    BOLEH = "boleh"
    INFORMASI = "informasi"
    PERLU_RINCIAN = "perlu_rincian"
    DI_LUAR_CAKUPAN = "di_luar_cakupan"


class QuestionKind(StrEnum):
    """What is asked about a conduct: may I, what happens if, who and how, what does the law say."""

    BOLEH_TIDAK = "boleh_tidak"
    AKIBAT_SANKSI = "akibat_sanksi"
    PROSEDUR = "siapa_bagaimana_prosedur"
    ISI_HUKUM = "isi_hukum_definisi"
    STATUS = "status_subjek"
    PERLU_RINCIAN = "perlu_rincian"
    BUKAN_TOPIK = "bukan_topik"


FACT_VALUES: dict[str, tuple[str, ...]] = {
    "status": (
        "pns",
        "pppk",
        "cpns",
        "ppnpn",
        "pejabat",
        "kades",
        "perangkat_desa",
        "tni_polri",
        "bumn",
        "pensiunan",
        "keluarga_asn",
        "bukan_asn",
    ),
    "peran": ("pasif", "aktif", "panitia", "tugas_resmi", "penyelenggara", "korban"),
    "waktu": ("jam_kerja", "luar_jam_kerja", "libur", "cuti", "cltn"),
    "fase": (
        "pra_penetapan",
        "masa_kampanye",
        "masa_tenang",
        "hari_pemungutan",
        "setelah_pemungutan",
    ),
    "atribut": ("ya", "tidak"),
    "objek": (
        "calon",
        "bakal_calon",
        "partai",
        "timses",
        "penyelenggara_resmi",
        "instansi",
        "isu_netral",
        "pemilihan_lain",
    ),
    "kanal": ("medsos_publik", "grup_tertutup", "tatap_muka", "media_massa", "luring"),
    "hubungan": (
        "suami_istri",
        "orang_tua_anak",
        "saudara",
        "atasan",
        "bawahan",
        "teman",
    ),
    "fasilitas": ("negara", "pribadi"),
    "niat": ("dukungan", "netral", "tidak_sengaja"),
}
"""The facts a question can state and their values; only stated facts are recorded."""

Facts = dict[str, str]
FactCondition = dict[str, list[str]]


class Strength(StrEnum):
    """How firmly a ruling stands: a written norm, an official's statement, or our reasoning."""

    EKSPLISIT = "eksplisit"
    PERNYATAAN_PEJABAT = "pernyataan_pejabat"
    PENALARAN = "penalaran"


class Frozen(BaseModel):
    """Base of all knowledge types: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RegulationStatus(StrEnum):
    """Whether a regulation may be shown as law in force."""

    BELUM_BERLAKU = "belum_berlaku"
    BERLAKU = "berlaku"
    DIUBAH = "diubah"
    DICABUT = "dicabut"
    TIDAK_PASTI = "tidak_pasti"


class Confidence(StrEnum):
    """How a statement about the law was checked."""

    TEKS = "teks"
    MULTI_SUMBER = "multi_sumber"
    SATU_SUMBER = "satu_sumber"
    UNVERIFIED = "unverified"


class Regulation(Frozen):
    """A legal instrument, in force or not."""

    id: Slug
    kind: Text
    number: Text
    year: int = Field(ge=1945, le=2100)
    title: Text
    issuer: Text | None = None
    enacted: date | None = None
    in_force_since: date | None = None
    status: RegulationStatus
    """As of the day the data were written; ``knowledge.standing`` tells it for any day."""
    repealed_since: date | None = None
    """First day on which it is no longer in force, where it is known."""
    repeals: tuple[Slug, ...] = ()
    repealed_by: tuple[Slug, ...] = ()
    amends: tuple[Slug, ...] = ()
    amended_by: tuple[Slug, ...] = ()
    articles: int | None = Field(default=None, ge=1)
    """Number of the last article of the body, where it is known; None otherwise."""
    url: str | None = None
    relevance: Text | None = None
    confidence: Confidence
    note: Text | None = None
    sources: tuple[Text, ...] = ()


class Version(Frozen):
    """An earlier text of a provision, and the law that made it."""

    text: Text
    made_by: Slug
    since: date | None = None
    until: date | None = None
    """First day on which another text took its place."""


class Provision(Frozen):
    """One addressable unit of a regulation with its text."""

    id: ProvisionId
    regulation: Slug
    locator: Text
    text: Text
    text_kind: Literal["digest", "official"] = "digest"
    lead: Text | None = None
    """The official opening words of the units around it: ``PNS dilarang:``."""
    made_by: tuple[Slug, ...] = ()
    """The chain of laws that made the present text of an amended provision, the first one first."""
    versions: tuple[Version, ...] = ()
    """Earlier texts, the oldest first."""
    since: date | None = None
    """First day of the present text, where it is not the regulation's own first day."""
    repealed_since: date | None = None
    """First day on which this provision alone is no longer in force (deleted by an amendment)."""
    unconfirmed: bool = False
    """A digest of which the official document, since taken in, has no such provision."""
    subjects: tuple[Text, ...] = ()
    kind: Text | None = None
    regime: Text | None = None
    sanction: Text | None = None
    confidence: Confidence
    note: Text | None = None
    sources: tuple[Text, ...] = ()


class Family(Frozen):
    """A kind of conduct, or of question, as a layperson sees it."""

    id: Slug
    topic: Slug
    title: Text
    kinds: tuple[QuestionKind, ...]
    modifier: Literal["status", "pelaku", "waktu", "bahasa", "klaim_aturan"] | None = None


class Branch(Frozen):
    """A turn of a ruling: the fact that changes its verdict, with its own legal basis."""

    id: Slug
    when: Text
    facts: FactCondition = {}
    verdict: Verdict
    summary: Text
    conditions: tuple[Text, ...] = ()
    basis: tuple[ProvisionId, ...] = ()
    sanctions: tuple[Text, ...] = ()


class Ruling(Frozen):
    """Our curated answer to one kind of conduct."""

    id: Slug
    family: Slug
    title: Text
    verdict: Verdict
    default: bool = False
    when: Text
    facts: FactCondition = {}
    kinds: tuple[QuestionKind, ...] = ()
    modifier: Literal["status", "pelaku", "waktu", "bahasa", "klaim_aturan"] | None = None
    summary: Text
    conditions: tuple[Text, ...] = ()
    exceptions: tuple[Text, ...] = ()
    phases: tuple[Text, ...] = ()
    subjects: tuple[Text, ...] = ()
    basis: tuple[ProvisionId, ...] = Field(min_length=1)
    sanctions: tuple[Text, ...] = ()
    """Provision ids, or plain sentences where no provision fits."""
    strength: Strength
    conflicts: Text | None = None
    """Where authorities disagree, in words for the user."""
    note: Text | None = None
    """For editors: why the ruling is as it is, doubts, merges. Not shown to users."""
    branches: tuple[Branch, ...] = ()
    next_steps: tuple[Text, ...] = ()
    merged: tuple[Slug, ...] = ()
    sources: tuple[Text, ...] = ()


class StatusModifier(Frozen):
    """What the asker's status changes in the answer to any conduct: who binds, what punishes."""

    id: Text
    """The status as the facts name it: ``pppk``, ``kades``."""
    note: Text
    """One sentence for the user on what the status changes."""
    basis: tuple[ProvisionId, ...] = Field(min_length=1)
    sanctions: tuple[Text, ...] = ()
    replaces: tuple[Slug, ...] = ()
    """Regulations that do not bind this status: their provisions leave the sanctions."""


class Option(Frozen):
    """One choice offered with a clarifying question."""

    text: Text
    ruling: Slug


class QuestionClass(Frozen):
    """What is no ruling: small talk, other topics, evasion, or a question too vague to judge."""

    id: Slug
    family: Slug
    verdict: Verdict
    default: bool = False
    when: Text
    facts: FactCondition = {}
    kinds: tuple[QuestionKind, ...] = ()
    answer: Text
    basis: tuple[ProvisionId, ...] = ()
    """What the answer rests on, where it states law."""
    question: Text | None = None
    options: tuple[Option, ...] = ()


class Review(Frozen):
    """A ruling whose legal basis is no longer what its authors read."""

    ruling: Slug
    fingerprint: str
    """Of the basis as it stands now; confirming the ruling confirms this."""
    changed: tuple[ProvisionId, ...] = Field(min_length=1)


class Example(Frozen):
    """A labelled question that the bot learns from."""

    q: Text
    ruling: Slug
    verdict: Verdict
    style: Text = "lain"
    author: Text = "lain"
    facts: Facts = {}


class PairSide(Frozen):
    """One of the two questions of a minimal pair."""

    q: Text
    ruling: Slug
    verdict: Verdict


class Pair(Frozen):
    """Two questions that one fact sets apart; a contrast set, never learnt from."""

    id: Slug
    a: PairSide
    b: PairSide
    flip: Text
