"""Small laws, built by hand as the parser builds them."""

from __future__ import annotations

from datetime import date

from ingest.structure.document import Metadata, ParsedRegulation, Report, Unit, UnitKind


def unit(kind: UnitKind, number: str, text: str = "", *inner: Unit, heading: str = "") -> Unit:
    """A unit that does not know its place yet: its id is its last part alone."""
    slug = {"IV": "4", "IVA": "4a", "V": "5", "VI": "6"}.get(number, number.lower())
    return Unit(
        id=f"{kind.value}-{slug}", kind=kind, number=number, heading=heading, text=text, units=inner
    )


def pasal(number: str, text: str = "", *inner: Unit) -> Unit:
    return unit(UnitKind.PASAL, number, text, *inner)


def ayat(number: str, text: str, *inner: Unit) -> Unit:
    return unit(UnitKind.AYAT, number, text, *inner)


def huruf(number: str, text: str, *inner: Unit) -> Unit:
    return unit(UnitKind.HURUF, number, text, *inner)


def angka(number: str, text: str, *inner: Unit) -> Unit:
    return unit(UnitKind.ANGKA, number, text, *inner)


def bab(number: str, heading: str, *inner: Unit) -> Unit:
    return unit(UnitKind.BAB, number, "", *inner, heading=heading)


def placed(one: Unit, home: str, law: str) -> Unit:
    """With the ids that its place gives: an article's names neither its Bab nor its item."""
    own = f"{law}:{one.id}" if one.kind in (UnitKind.PASAL, UnitKind.BAB) else f"{home}:{one.id}"
    return one.model_copy(
        update={"id": own, "units": tuple(placed(inner, own, law) for inner in one.units)}
    )


def regulation(
    name: str,
    *units: Unit,
    elucidation: tuple[Unit, ...] = (),
    amends: tuple[str, ...] = (),
    enacted: date | None = None,
    title: str = "Pemilihan",
) -> ParsedRegulation:
    _, number, year = name.rsplit("-", 2)
    umum = Unit(id=f"{name}:penjelasan:umum", kind=UnitKind.UMUM, number="", text="Umum.")
    return ParsedRegulation(
        id=name,
        metadata=Metadata(
            kind="Undang-Undang",
            number=number,
            year=int(year),
            title=title,
            enacted=enacted or date(int(year), 1, 31),
            amends=amends,
        ),
        units=tuple(placed(one, name, name) for one in units),
        elucidation=(
            umum,
            *(placed(one, f"{name}:penjelasan", f"{name}:penjelasan") for one in elucidation),
        ),
        report=Report(articles=len(units)),
    )


def amendment(
    name: str,
    *items: Unit,
    base: str = "uu-1-2001",
    elucidation: tuple[Unit, ...] = (),
    enacted: date | None = None,
    title: str = "Perubahan atas Undang-Undang Nomor 1 Tahun 2001",
) -> ParsedRegulation:
    """A law whose first article amends another, and whose second says when it is in force."""
    number, year = base.split("-")[1:]
    opening = (
        f"Beberapa ketentuan dalam Undang-Undang Nomor {number} Tahun {year} tentang Pemilihan "
        f"(Lembaran Negara Republik Indonesia Tahun {year} Nomor 23) diubah sebagai berikut:"
    )
    return regulation(
        name,
        pasal("I", opening, *items),
        pasal("II", "Undang-Undang ini mulai berlaku pada tanggal diundangkan."),
        elucidation=elucidation,
        amends=(base,),
        enacted=enacted,
        title=title,
    )


BASE = regulation(
    "uu-1-2001",
    bab(
        "IV",
        "PENCALONAN",
        pasal("1", "Setiap orang berhak memilih."),
        pasal(
            "2",
            "",
            ayat("1", "Calon wajib mendaftar."),
            ayat("2", "Syarat calon:", huruf("a", "setia; dan"), huruf("b", "jujur.")),
            ayat("3", "Pendaftaran dibuka 30 hari."),
        ),
        pasal("3", "Kampanye diatur Menteri."),
    ),
    bab("V", "PENUTUP", pasal("4", "Undang-Undang ini mulai berlaku.")),
    elucidation=(pasal("1", "Cukup jelas."), pasal("2", "Ayat dua jelas.")),
)
