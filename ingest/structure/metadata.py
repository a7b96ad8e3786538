"""What a regulation says of itself: kind, number, year, title, dates, gazette."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.structure.context import plain
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


MONTHS = (
    "januari februari maret april mei juni juli agustus september oktober november desember".split()
)
_NUMBERED = re.compile(
    r"\bNOMOR\s*[:.]?\s*(?P<number>[A-Z]{0,4}[/-]?[0-9OIL]{1,4}[A-Z]?(?:[./-][\w.]+)*)\s+TAHUN\s+"
    r"(?P<year>[0-9OILZSB]{4})\b"
)
_SLASHED = re.compile(
    r"\bNOMOR\s*[:.]?\s*(?P<number>[A-Z]*[/.-]?\d[\w.-]*(?:/[\w.-]+)+/(?P<year>(?:19|20)\d{2}))\b"
)
_ABOUT = re.compile(r"\bTENTANG\b")
_TITLE_END = re.compile(
    r"\bDENGAN RAHMAT\b|\bPRESIDEN REPUBLIK INDONESIA\b|\bMENIMBANG\b|\bYTH\b|\bDENGAN PERSETUJUAN\b"
    r"|\bI\s?\. UMUM\b|(?<!PEMILIHAN )\bUMUM DALAM\b|\.(?:\s|$)|\bA\. LATAR\b|\b1\. LATAR\b|\bBAHWA\b|\b(?:MENTERI|KEPALA|KETUA)"
    r" [A-Z ,]{3,90}REPUBLIK INDONESIA,"
)
_DATE = r"(?P<day>[\dlIOo]{1,2}(?: [\dlI])?)\s+(?P<month>[A-Za-z]{3,10})\s+(?P<year>[\dOoIlLZ]{4})"
_ENACTED = re.compile(
    rf"\b(?:Ditetapkan|Disahkan|Dikeluarkan)\s+di\s+(?P<place>[A-Z][\w ]{{2,30}}?),?\s+[Pp]ada\s+tanggal\s*[:,]?\s*{_DATE}"
)
_PROMULGATED = re.compile(
    rf"\bDiundangkan\s+di\s+(?P<place>[A-Z][\w ]{{2,30}}?),?\s+[Pp]ada\s+tanggal\s*[:,]?\s*{_DATE}"
)
_GAZETTE = re.compile(
    r"(?<!TAMBAHAN )\b(?:LEMBARAN|BERITA)\s+(?:NEGARA\s+REPUBLIK\s+INDONESIA|DAERAH\s[\w ]{2,40}?)\s+TAHUN\s+"
    r"(?P<year>[0-9OolIZL]{4})\s+NOMOR\s+(?P<number>\d{1,5})"
)
_SUPPLEMENT = re.compile(
    r"\bTAMBAHAN\s+(?:LEMBARAN|BERITA)\s+(?:NEGARA|DAERAH)[\w ]{0,40}?\s+NOMOR\s+(?P<number>[\dOoIl]{1,5})"
)
_IN_FORCE = re.compile(
    r"\bmulai\s+berlaku\s+(?:pada|sejak|terhitung\s+sejak)\s+tanggal\s+(?:"
    rf"(?P<promulgated>diundangkan)|(?P<enacted>ditetapkan)|{_DATE})"
)
_IN_FORCE_AFTER = re.compile(
    r"\bmulai\s+berlaku\s+(?:setelah\s+)?(?P<count>\d{1,3})\s+\([\w ]+\)\s+(?P<unit>hari|bulan|tahun)\s+"
    r"(?:terhitung\s+)?(?:sejak|setelah)\s+(?:tanggal\s+)?diundangkan"
)
_CITED = re.compile(
    r"\b(?P<kind>(?:Undang-[ ]?[Uu]ndang|Peraturan|Keputusan|Instruksi|Surat\s+Edaran)\b[\w, -]{0,120}?)"
    r"\s+Nomor\s+(?P<number>\d{1,4}[A-Z]?)\s+Tahun\s+(?P<year>\d{4})",
    re.IGNORECASE,
)
_REPEALS = re.compile(r"\bdicabut\s+dan\s+dinyatakan\s+tidak\s+berlaku\b")
_LOW = frozenset(
    "dan atau atas tentang dengan di ke dari yang bagi untuk dalam pada oleh serta menjadi sebagai"
    " terhadap antara tanpa".split()
)
_DIGITS = str.maketrans("OoIlLZSB", "00111258")


def read_metadata(
    parse_text: str, own: Instrument, overrides: Overrides, findings: list[tuple[Severity, str, str]]
) -> tuple[Metadata, str]:
    """A regulation's metadata and id, as the document has them or the overrides say.

    Raises StructureError, naming the option to give, when kind, number or year are not found.
    """
    head = plain(parse_text[own.head.start : own.body.start])[:6000]
    title_page = head.upper()
    named_kind, number, year, title = _title_page(title_page)
    if named_kind is None or number is None:
        elsewhere = plain(parse_text[own.elucidation.start : own.elucidation.start + 1200]).upper()
        other = _title_page(elsewhere)
        named_kind = named_kind or other[0]
        number, year = (number, year) if number else (other[1], other[2])
        title = title or other[3]
    kind = _kind(named_kind, overrides)
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
    assert number is not None and year is not None
    closing = plain(parse_text[own.closing.start : own.closing.end])
    enacted = _override_date(findings, "penetapan", _date(_ENACTED, closing), overrides.enacted)
    promulgated = _override_date(
        findings, "pengundangan", _date(_PROMULGATED, closing), overrides.promulgated
    )
    body = plain(parse_text[max(own.body.start, own.body.end - 6000) : own.body.end])
    since = _in_force(body, enacted, promulgated)
    since = _override_date(findings, "mulai berlaku", since, overrides.in_force_since)
    _check_dates(findings, year, enacted, promulgated, since)
    tail = plain(parse_text[own.closing.start : own.elucidation.end]).upper()
    gazette, supplement = _GAZETTE.search(tail), _SUPPLEMENT.search(tail)
    place = _ENACTED.search(closing) or _PROMULGATED.search(closing)
    own_id = overrides.id or f"{kind.id}-{_id_number(number)}-{year}"
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", own_id):
        raise StructureError(
            f"'{own_id[:60]}' cannot be an id; give one of lower-case letters, digits and hyphens with --id"
        )
    whole = plain(parse_text[own.body.start : own.body.end])
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
        amends=_amends(title or "", own_id),
        repeals=_repeals(whole, own_id),
    )
    return metadata, own_id


def _title_page(text: str) -> tuple[Named | None, str | None, int | None, str | None]:
    about = _ABOUT.search(text)
    match = _NUMBERED.search(text) or _SLASHED.search(text)
    title = _title(text, about.end()) if about else None
    if match is None:
        return first_kind(text[:600]), None, None, title
    kind = first_kind(text[max(0, match.start() - 400) : match.end()])
    year = match["year"].translate(_DIGITS)
    following = _ABOUT.search(text, match.end())
    if following is not None:
        title = _title(text, following.end())
    number = match["number"]
    if "/" not in number:
        readings = digits(number)
        number = readings[0].printed if readings else number
    return kind, number, int(year) if year.isdigit() else None, title


def _title(text: str, start: int) -> str | None:
    end = _TITLE_END.search(text, start, start + 900)
    words = text[start : end.start() if end else start + 400].strip(" .,:;")
    for again in re.finditer(r"\b(?:UNDANG-UNDANG|PERATURAN [A-Z]+) REPUBLIK INDONESIA NOMOR\b", words):
        if again.start() > 10 and "ATAS " not in words[max(0, again.start() - 6) : again.start()]:
            words = words[: again.start()]
            break
    return title_case(words.strip(" .,:;")) or None


def title_case(words: str) -> str:
    """A title in capitals as people write it: "Disiplin Pegawai Negeri Sipil"."""
    done = []
    for position, word in enumerate(re.sub(r"-\s+", "-", words).split()):
        low = word.lower()
        if position and low in _LOW and not (low == "dalam" and done[-1] == "Menteri"):
            done.append(low)
        else:
            done.append("-".join(part[:1].upper() + part[1:] for part in low.split("-")))
    return " ".join(done)


def _kind(found: Named | None, overrides: Overrides) -> Named:
    if overrides.kind is not None:
        given = named(overrides.kind)
        if given is None:
            raise StructureError(
                f"unknown regulation type '{overrides.kind[:40]}'; give one of those in jenis.yaml with --kind"
            )
        return given
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
    if overrides.id is None and ("/" in number or not _id_number(number)):
        raise StructureError(
            f"no id can be made of the number '{number[:40]}'; give one with --id (for example: --id {kind.id}-1-{year})"
        )


def _id_number(number: str) -> str:
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


def _date(pattern: re.Pattern[str], text: str) -> date | None:
    match = pattern.search(text)
    return _day(match) if match else None


def _day(match: re.Match[str]) -> date | None:
    month = match["month"].lower()
    names = [i for i, name in enumerate(MONTHS, 1) if name.startswith(month[:3]) or name == month]
    if month.startswith("nop"):
        names = [11]
    try:
        year = int(match["year"].translate(_DIGITS))
        day = int(match["day"].replace(" ", "").translate(_DIGITS))
        return date(year, names[0], day)
    except (ValueError, IndexError):
        return None


def _in_force(body: str, enacted: date | None, promulgated: date | None) -> date | None:
    after = None
    for after in _IN_FORCE_AFTER.finditer(body):
        pass
    last = None
    for last in _IN_FORCE.finditer(body):
        pass
    if after is not None and promulgated is not None and (last is None or after.start() > last.start()):
        return _later(promulgated, int(after["count"]), after["unit"])
    if last is None:
        return None
    if last["promulgated"]:
        return promulgated
    if last["enacted"]:
        return enacted
    return _day(last)


def _later(start: date, count: int, what: str) -> date | None:
    if what == "hari":
        return start + timedelta(days=count)
    months = count * (12 if what == "tahun" else 1)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    try:
        return start.replace(year=year, month=month + 1)
    except ValueError:
        return start.replace(year=year, month=month + 1, day=28)


def _check_dates(
    findings: list[tuple[Severity, str, str]],
    year: int,
    enacted: date | None,
    promulgated: date | None,
    since: date | None,
) -> None:
    if enacted and promulgated and promulgated < enacted:
        _odd_date(findings, f"Diundangkan ({promulgated}) sebelum ditetapkan ({enacted})")
    if enacted and enacted.year != year:
        _odd_date(findings, f"Ditetapkan pada {enacted}, sedangkan peraturannya bertahun {year}")
    elif promulgated and enacted is None and not year <= promulgated.year <= year + 1:
        _odd_date(findings, f"Diundangkan pada {promulgated}, sedangkan peraturannya bertahun {year}")
    if since and enacted and since < enacted:
        _odd_date(findings, f"Mulai berlaku ({since}) sebelum ditetapkan ({enacted})")


def _odd_date(findings: list[tuple[Severity, str, str]], message: str) -> None:
    findings.append(
        (Severity.WARNING, "dates", f"{message}; periksa tanggalnya dan beri dengan opsi bila keliru")
    )


def _slug(match: re.Match[str]) -> str | None:
    kind = first_kind(" ".join(match["kind"].upper().replace("- ", "-").split()) + " NOMOR")
    if kind is None or "{" in kind.id:
        return None
    return f"{kind.id}-{match['number'].lower()}-{match['year']}"


def _amends(title: str, own_id: str) -> tuple[str, ...]:
    change = re.search(r"\bPerubahan\b.{0,40}?\batas\b", title, re.IGNORECASE)
    if change is None:
        return ()
    match = _CITED.search(title, change.end())
    slug = _slug(match) if match else None
    return (slug,) if slug and slug != own_id else ()


def _repeals(body: str, own_id: str) -> tuple[str, ...]:
    found: list[str] = []
    for formula in _REPEALS.finditer(body):
        window = body[max(0, formula.start() - 900) : formula.start()]
        begin = max(
            window.rfind("dinyatakan tidak berlaku"), window.rfind(". "), window.rfind("mulai berlaku")
        )
        sentence = re.sub(r"\([^()]*\)", " ", window[begin + 1 :])
        for match in _CITED.finditer(sentence):
            before = sentence[max(0, match.start() - 60) : match.start()].lower()
            if re.search(r"(?:diubah|terakhir|pelaksanaan|perubahan|atas|tentang|dengan|dalam)\s*$", before):
                continue
            slug = _slug(match)
            if slug and slug != own_id and slug not in found:
                found.append(slug)
    return tuple(found)


__all__ = ["MONTHS", "Overrides", "read_metadata", "title_case"]
