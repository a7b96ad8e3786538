"""What an amending law does to the law that it amends: one operation for one unit.

The forms of amendment are those of UU 12/2011 Lampiran II (Bab on "Perubahan Peraturan
Perundang-undangan"): a provision is changed (``diubah``), inserted between two others
(``disisipkan``), added at an end (``ditambah``) or deleted (``dihapus``); words alone may be
replaced (``frasa "x" diganti dengan frasa "y"``).
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from ingest.structure.document import Finding, Unit
from knowledge.model import Frozen, Slug

Path = tuple[str, ...]
"""Units inside a regulation as ids name them: ``("pasal-71", "ayat-1")``; empty: all of it.

The path of an elucidation begins with ``penjelasan``."""


class Action(StrEnum):
    """What is done to a unit."""

    CHANGE = "ubah"
    INSERT = "sisip"
    """A new unit between two others."""
    ADD = "tambah"
    """A new unit after the last of its kind."""
    DELETE = "hapus"
    RETITLE = "ubah_judul"
    """A Bab, Bagian or Paragraf gets another title; what stands in it stays."""
    REPLACE_WORDS = "ganti_frasa"
    CHANGE_ELUCIDATION = "ubah_penjelasan"
    """The provision stays, its elucidation is another one."""


class Change(Frozen):
    """One change as an instruction words it, before it is known what law it is about."""

    action: Action
    target: Path
    """The unit changed or deleted; for a new unit, the unit itself."""
    after: Path | None = None
    """The unit after which a new one stands."""
    before: Path | None = None
    old_words: str = ""
    new_words: str = ""
    """Empty when words are only taken out."""


class Operation(Change):
    """A change with its place in the amending law and the new text."""

    law: Slug
    """The amending law."""
    amended: Slug
    """The law that is amended."""
    instruction: str
    """Id of the item that orders it: ``uu-10-2016:pasal-i:angka-27``."""
    text: str
    """The item's own words."""
    restated: tuple[Unit, ...] = ()
    """The units that the item states anew, with ids of the amending law."""
    page: int = Field(default=1, ge=1)


class Reading(Frozen):
    """The operations of one amending law, and what a person must look at."""

    operations: tuple[Operation, ...]
    findings: tuple[Finding, ...]
    instructions: int
    """Items that order changes, whether understood or not."""
    understood: int
