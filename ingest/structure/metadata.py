"""What a regulation says of itself: kind, number, year, title, dates, gazette."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ingest.structure.cited import amended_by
from ingest.structure.context import plain
from ingest.structure.dates import (
    ENACTED,
    PROMULGATED,
    check_dates,
    date_in,
    in_force_since,
)
from ingest.structure.document import Metadata, Severity
from ingest.structure.kinds import Named, first_kind, named
from ingest.structure.numbers import digits
from ingest.structure.sections import Instrument
from knowledge.errors import StructureError


@dataclass(frozen=True)
class Overrides:
    """What an admin says of a document; it wins over what the document says."""

    kind: str | None = None
    number: str | None = None
    year: int | None = None
    title: str | None = None
    id: str | None = None
    enacted: date | None = None
    promulgated: date | None = None
    in_force_since: date | None = None


_NUMBERED = re.compile(
    r"\bNOMOR\s*[:.]?\s*(?P<number>[A-Z]{0,4}[/-]?[0-9OIL]{1,4}[A-Z]?(?:[./-][\w.]+)*)\s+TAHUN\s+"
    r"(?P<year>[0-9OILZSB]{4})\b"
)
_SLASHED = re.compile(
    r"\bNOMOR\s*[:.]?\s*(?P<number>[A-Z]*[/.-]?\d[\w.-]*(?:/[\w.-]+)+/(?P<year>(?:19|20)\d{2}))\b"
)
_DECIDED_TITLE = re.compile(
    r"\bMENETAPKAN\s*:?\s+[A-Z][^:]{3,200}?\bTENTANG\s+(?P<title>.+?)\.(?:\s|$)"
)
"""The title after "Menetapkan": as on the title page, and with a full stop (UU 12/2011, Lampiran II, 57)."""
_CIRCULAR = re.compile(r"\bSURAT EDARAN\b")
_CIRCULAR_NUMBER = re.compile(
    r"SE\s*[/.-]?\s*0*(?P<after>[1-9]\d{0,3})/|0*(?P<before>[1-9]\d{0,3})/SE\b"
)
"""The running number of a circular, before its classification: SE/18/M.SM.02.01/2023."""
_MASTHEAD = re.compile(
    r"\b(?:LEMBARAN|BERITA)\s+(?:NEGARA\s+REPUBLIK\s+INDONESIA|DAERAH\s[\w ]{2,40}?)\s+"
    r"(?:NO\.?|NOMOR)\s*(?P<number>\d{1,5}),?\s+(?:TAHUN\s+)?(?P<year>(?:19|20)\d{2})\b"
)
_COURT = re.compile(
    r"\bPUTUSAN\b.{0,40}\bNOMOR\b.{0,20}/PUU-|\bDEMI KEADILAN BERDASARKAN KETUHANAN\b"
)
_ABOUT = re.compile(r"\bTENTANG\b")
_MERCY = re.compile(r"\bDENGAN\s+RAHMAT\s?TUHAN\b|\bMENIMBANG\b")
_TITLE_END = re.compile(
    r"\bDENGAN RAHMAT\b|\bPRESIDEN REPUBLIK INDONESIA\b|\bMENIMBANG\b|\bYTH\b|\bDENGAN PERSETUJUAN\b"
    r"|\bI\s?\. UMUM\b|(?<!PEMILIHAN )\bUMUM DALAM\b|\.(?:\s|$)|\bA\. LATAR\b|\b1\. LATAR\b|\bBAHWA\b"
    r"|\b(?:MENTERI|KEPALA|KETUA) [A-Z ]{3,60}REPUBLIK INDONESIA,"
)
_GAZETTE = re.compile(
    r"(?<!TAMBAHAN )\b(?:LEMBARAN|BERITA)\s+(?:NEGARA\s+REPUBLIK\s+INDONESIA|DAERAH\s[\w ]{2,40}?)\s+TAHUN\s+"
    r"(?P<year>[0-9OolIZL]{4})\s+NOMOR\s+(?P<number>\d{1,5})"
)
_SUPPLEMENT = re.compile(
    r"\bTAMBAHAN\s+(?:LEMBARAN|BERITA)\s+(?:NEGARA|DAERAH)[\w ]{0,40}?\s+NOMOR\s+(?P<number>[\dOoIl]{1,5})"
)
_LOW = frozenset(
    [
        "dan",
        "atau",
        "atas",
        "tentang",
        "dengan",
        "di",
        "ke",
        "dari",
        "yang",
        "bagi",
        "untuk",
        "dalam",
        "pada",
        "oleh",
        "serta",
        "menjadi",
        "sebagai",
        "terhadap",
        "antara",
        "tanpa",
    ]
)
_DIGITS = str.maketrans("OoIlLZSB", "00111258")


def read_metadata(
    parse_text: str,
    own: Instrument,
    overrides: Overrides,
    findings: list[tuple[Severity, str, str]],
) -> tuple[Metadata, str]:
    """A regulation's metadata and id, as the document has them or the overrides say; without what
    it repeals, which its articles tell.

    Raises StructureError, naming the option to give, when kind, number or year are not found.
    """
    head = plain(parse_text[own.head.start : max(own.head.end, own.body.start)])[:6000]
    title_page = head.upper()
    named_kind, number, year, title = _title_page(title_page)
    if named_kind is None or number is None:
        elsewhere = plain(parse_text[own.elucidation.start : own.elucidation.start + 1200]).upper()
        other = _title_page(elsewhere)
        named_kind = named_kind or other[0]
        number, year = (number, year) if number else (other[1], other[2])
        title = title or other[3]
    court = _COURT.search(title_page) is not None
    kind = _kind(named_kind, overrides, decided_by_court=court)
    if overrides.number is not None:
        _contradiction(findings, "nomor", number, overrides.number)
        number = overrides.number
    if overrides.year is not None:
        _contradiction(findings, "tahun", year, overrides.year)
        year = overrides.year
    if overrides.title is not None:
        _contradiction(findings, "judul", title, overrides.title)
        title = overrides.title
    if overrides.kind is not None and named_kind is not None:
        _contradiction(findings, "jenis", named_kind.name, kind.name)
    _require(kind, number, year, overrides)
    assert number is not None
    assert year is not None
    closing = plain(parse_text[own.closing.start : own.closing.end])
    enacted = _override_date(findings, "penetapan", date_in(ENACTED, closing), overrides.enacted)
    promulgated = _override_date(
        findings, "pengundangan", date_in(PROMULGATED, closing), overrides.promulgated
    )
    body = plain(parse_text[max(own.body.start, own.body.end - 6000) : own.body.end])
    since = in_force_since(body, enacted, promulgated)
    since = _override_date(findings, "mulai berlaku", since, overrides.in_force_since)
    check_dates(findings, year, enacted, promulgated, since)
    tail = plain(parse_text[own.closing.start : own.elucidation.end]).upper()
    gazette = _GAZETTE.search(tail) or _MASTHEAD.search(title_page)
    supplement = _SUPPLEMENT.search(tail)
    place = ENACTED.search(closing) or PROMULGATED.search(closing)
    own_id = overrides.id or f"{kind.id}-{_id_number(number, kind)}-{year}"
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", own_id):
        raise StructureError(
            f"'{own_id[:60]}' cannot be an id; give one of lower-case letters, digits and hyphens with --id"
        )
    metadata = Metadata(
        kind=kind.name,
        number=number,
        year=year,
        title=title or "",
        enacted=enacted,
        promulgated=promulgated,
        in_force_since=since,
        place=place["place"].strip() if place else None,
        gazette=f"{gazette['year'].translate(_DIGITS)}/{gazette['number']}" if gazette else None,
        supplement=supplement["number"].upper().translate(_DIGITS) if supplement else None,
        amends=amended_by(title or "", own_id),
    )
    return metadata, own_id


def _title_page(text: str) -> tuple[Named | None, str | None, int | None, str | None]:
    about = _ABOUT.search(text)
    # A number after the title is that of another regulation, cited in the considerations.
    upto = about.start() if about else len(text)
    numbers = [m for m in (_NUMBERED.search(text), _SLASHED.search(text)) if m and m.start() < upto]
    match = min(numbers, key=lambda match: match.start(), default=None)
    title = _title(text, about.end()) if about else None
    if match is None:
        return first_kind(text[:600]), None, None, title
    kind = _issued(text, match.start()) or first_kind(
        text[max(0, match.start() - 400) : match.end()]
    )
    year = match["year"].translate(_DIGITS)
    following = _ABOUT.search(text, match.end())
    if following is not None:
        title = _title(text, following.end())
    number = match["number"]
    if "/" not in number:
        readings = digits(number)
        number = readings[0].printed if readings else number
    decided = _DECIDED_TITLE.search(text, match.end())
    again = title_case(decided["title"]) if decided else None
    if title and again and title.startswith(f"{again} "):
        title = again  # what else the title page has is not the title: who issues it
    return kind, number, int(year) if year.isdigit() else None, title


def _issued(text: str, number_at: int) -> Named | None:
    """The kind of a circular whose issuer stands in the letterhead, before the word "circular"."""
    circular = _CIRCULAR.search(text, 0, number_at)
    if circular is None:
        return None
    between = text[circular.end() : number_at].strip()
    letterhead = re.split(r"\bYTH\b", text[: circular.start()])[0].replace("KEMENTERIAN", "MENTERI")
    return first_kind(f"SURAT EDARAN {between or letterhead.strip()}")


def _title(text: str, start: int) -> str | None:
    end = _MERCY.search(text, start, start + 900) or _TITLE_END.search(text, start, start + 900)
    words = text[start : end.start() if end else start + 400].strip(" .,:;")
    for again in re.finditer(
        r"\b(?:UNDANG-UNDANG|PERATURAN [A-Z]+) REPUBLIK INDONESIA NOMOR\b", words
    ):
        if again.start() > 10 and "ATAS " not in words[max(0, again.start() - 6) : again.start()]:
            words = words[: again.start()]
            break
    return title_case(words.strip(" .,:;")) or None


def title_case(words: str) -> str:
    """A title in capitals as people write it: "Disiplin Pegawai Negeri Sipil"."""
    done: list[str] = []
    for position, word in enumerate(re.sub(r"-\s+", "-", words).split()):
        low = word.lower()
        if position and low in _LOW and not (low == "dalam" and done[-1] == "Menteri"):
            done.append(low)
        else:
            done.append("-".join(part[:1].upper() + part[1:] for part in low.split("-")))
    return " ".join(done)


def _kind(found: Named | None, overrides: Overrides, *, decided_by_court: bool) -> Named:
    if overrides.kind is not None:
        given = named(overrides.kind)
        if given is None:
            raise StructureError(
                f"unknown regulation type '{overrides.kind[:40]}'; give one of those in jenis.yaml with --kind"
            )
        return given
    if found is None and decided_by_court:
        raise StructureError(
            "this is a court decision, not a regulation; enter its holding as a digest instead"
        )
    if found is None:
        raise StructureError(
            "the type of regulation is not known from the text; give it with --kind (for example: --kind pp)"
        )
    return found


def _require(kind: Named, number: str | None, year: int | None, overrides: Overrides) -> None:
    if number is None:
        raise StructureError(
            f"the number of this {kind.name} is not found in the text; give it with --number"
        )
    if year is None or not 1900 <= year <= 2100:
        raise StructureError(
            f"the year of this {kind.name} is not found in the text; give it with --year"
        )
    if overrides.id is None and not _id_number(number, kind):
        raise StructureError(
            f"no id can be made of the number '{number[:40]}';"
            f" give one with --id (for example: --id {kind.id}-1-{year})"
        )


def _id_number(number: str, kind: Named) -> str:
    """What of a number goes into an id; "" when that is not to be told."""
    if "/" in number:
        circular = _CIRCULAR_NUMBER.match(number) if kind.name == "Surat Edaran" else None
        return (circular["after"] or circular["before"]) if circular else ""
    return re.sub(r"[^a-z0-9]+", "", number.lower())


def _contradiction(
    findings: list[tuple[Severity, str, str]], what: str, found: object, given: object
) -> None:
    if found is not None and str(found).casefold() != str(given).casefold():
        findings.append(
            (
                Severity.WARNING,
                "contradiction",
                f"Naskah menyebut {what} '{found}', sedangkan opsi memberi '{given}'; opsi yang dipakai",
            )
        )


def _override_date(
    findings: list[tuple[Severity, str, str]], what: str, found: date | None, given: date | None
) -> date | None:
    if given is None:
        return found
    _contradiction(findings, f"tanggal {what}", found, given)
    return given
