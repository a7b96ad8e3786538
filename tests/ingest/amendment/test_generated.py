"""Consolidation against a model: laws and amendments made at random."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.amendment.consolidate import consolidate
from ingest.structure.document import ParsedRegulation, Unit, UnitKind, full_text, walk
from tests.ingest.amendment.laws import BASE, amendment, angka, bab, pasal, regulation, unit
from tests.ingest.amendment.test_instruction import WORDINGS


@dataclass
class Model:
    """What a law should look like: the text and the makers of each article, in order."""

    texts: dict[str, str]
    makers: dict[str, tuple[str, ...]]
    earlier: dict[str, list[str]] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)


def by_number(number: str) -> tuple[int, str]:
    return int(re.sub(r"\D", "", number)), number


def change(model: Model, law: str, number: str, text: str) -> None:
    if number not in model.deleted:
        model.earlier.setdefault(number, []).append(model.texts[number])
    model.deleted.discard(number)
    model.texts[number] = text
    model.makers[number] = (*model.makers[number], law)


@st.composite
def histories(draw: st.DrawFn) -> tuple[ParsedRegulation, list[ParsedRegulation], Model]:
    size = draw(st.integers(2, 12))
    texts = {str(n): f"Bunyi asli {n}." for n in range(1, size + 1)}
    cut = draw(st.integers(1, size))
    articles = [pasal(number, text) for number, text in texts.items()]
    base = regulation(
        "uu-1-2001", bab("IV", "AWAL", *articles[:cut]), bab("V", "AKHIR", *articles[cut:])
    )
    model = Model(dict(texts), dict.fromkeys(texts, ("uu-1-2001",)))
    laws: list[ParsedRegulation] = []
    for place in range(draw(st.integers(1, 3))):
        name = f"uu-{place + 2}-{2002 + place}"
        items: list[Unit] = []
        there = sorted(model.texts, key=by_number)
        chosen = draw(st.lists(st.sampled_from(there), unique=True, max_size=5))
        for number in sorted(chosen, key=by_number):
            order = str(len(items) + 1)
            kind = draw(st.sampled_from(["ubah", "hapus", "sisip"]))
            text = f"Bunyi {number} menurut {name}."
            if kind == "ubah":
                words = f"Ketentuan Pasal {number} diubah sehingga berbunyi sebagai berikut:"
                items.append(angka(order, words, pasal(number, text)))
                change(model, name, number, text)
            elif kind == "hapus" and number not in model.deleted:
                items.append(angka(order, f"Pasal {number} dihapus."))
                model.earlier.setdefault(number, []).append(model.texts[number])
                model.deleted.add(number)
                model.texts[number] = "Dihapus."
                model.makers[number] = (*model.makers[number], name)
            elif kind == "sisip" and number.isdigit():
                letter = draw(st.sampled_from("ABC"))
                new = f"{number}{letter}"
                if new in model.texts:
                    continue
                following = str(int(number) + 1)
                words = (
                    f"Di antara Pasal {number} dan Pasal {following} disisipkan 1 (satu) pasal, "
                    f"yakni Pasal {new} sehingga berbunyi sebagai berikut:"
                )
                items.append(angka(order, words, pasal(new, text)))
                model.texts[new], model.makers[new] = text, (name,)
        if items:
            ordinal = ("", "Kedua ", "Ketiga ")[len(laws)]
            laws.append(amendment(name, *items, title=f"Perubahan {ordinal}atas UU 1/2001"))
    return base, laws, model


@settings(max_examples=150, deadline=None)
@given(histories())
def test_a_generated_history_is_reproduced(
    history: tuple[ParsedRegulation, list[ParsedRegulation], Model],
) -> None:
    base, laws, model = history
    if not laws:
        return
    found = consolidate(base, list(reversed(laws)))
    articles = [unit for unit in walk(found.law.units) if unit.kind is UnitKind.PASAL]
    assert {one.number: full_text(one) for one in articles} == model.texts
    named = {number: f"uu-1-2001:pasal-{number.lower()}" for number in model.texts}
    assert {number: found.makers[named[number]] for number in model.texts} == model.makers
    assert {one.split("pasal-")[1].upper() for one in found.deleted} == model.deleted
    versions = {
        number: [one.text for one in found.versions.get(named[number], ())]
        for number in model.texts
    }
    assert versions == {number: model.earlier.get(number, []) for number in model.texts}
    assert found.findings == ()


PARTS = st.recursive(
    st.builds(
        unit,
        st.sampled_from([UnitKind.AYAT, UnitKind.HURUF, UnitKind.ANGKA, UnitKind.PASAL]),
        st.sampled_from(["1", "2", "2a", "a", "b", "3", "4A"]),
        st.sampled_from(["Bunyi.", "dihapus;", "", "Ketentuan Pasal 2 diubah"]),
    ),
    lambda inner: st.builds(
        lambda kind, number, one, other: unit(kind, number, "Isi:", one, other),
        st.sampled_from([UnitKind.PASAL, UnitKind.AYAT, UnitKind.BAB, UnitKind.ANGKA]),
        st.sampled_from(["1", "2", "3", "4A", "V"]),
        inner,
        inner,
    ),
    max_leaves=5,
)
ITEMS = st.lists(
    st.tuples(st.sampled_from(sorted(WORDINGS)), st.lists(PARTS, max_size=2)), max_size=4
)


@settings(max_examples=200, deadline=None)
@given(ITEMS, st.lists(PARTS, max_size=2))
def test_whatever_a_law_holds_no_article_is_lost(
    items: list[tuple[str, list[Unit]]], explained: list[Unit]
) -> None:
    law = amendment(
        "uu-8-2002",
        *(angka(str(n), words, *inner) for n, (words, inner) in enumerate(items, 1)),
        elucidation=tuple(explained),
    )
    found = consolidate(BASE, [law])
    there = [one.id for one in walk(found.law.units) if one.kind is UnitKind.PASAL]
    assert {one.id for one in walk(BASE.units) if one.kind is UnitKind.PASAL} <= set(there)
    for name, deletion in found.deleted.items():
        assert deletion.by == "uu-8-2002", name
    assert {one.instruction for one in found.operations} >= found.applied
