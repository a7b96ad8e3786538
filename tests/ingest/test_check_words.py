"""The cues, the lexicon, and what users read."""

from __future__ import annotations

import pytest

from ingest.check import Severity
from tests.ingest.broken import CLASSES, PROVISIONS, RULINGS, Broken, assert_found
from tests.ingest.tiny import Folder

CASES = [
    Broken(
        "broken pattern",
        "cues.yaml",
        "sanksi(?:nya)?",
        "sanksi(",
        "sanksi(",
        "the pattern sanksi( is no regular expression",
        "put a backslash",
    ),
    Broken(
        "unknown fact of the cues",
        "cues.yaml",
        "  status:",
        "  cuaca:",
        "cuaca:",
        "the fact cuaca is not in the vocabulary",
        "Use one of status",
    ),
    Broken(
        "unknown value of the cues",
        "cues.yaml",
        "    pppk:",
        "    p3k:",
        "p3k:",
        "the fact status has no value p3k",
        "Use one of pns",
    ),
    Broken(
        "cues without a key",
        "cues.yaml",
        "corrections: ['maksud saya']\n",
        "",
        "facts:",
        "Cues.corrections: Field required",
        "Correct this record",
    ),
    Broken(
        "lexicon form in two groups",
        "lexicon.yaml",
        "bgt: sangat",
        "yg: yang",
        "yg: yang",
        "form yg stands already in line 2",
        "Keep one",
    ),
    Broken(
        "lexicon form twice in a group",
        "lexicon.yaml",
        "gk: tidak",
        "yg: tidak",
        "yg: tidak",
        "key yg stands twice",
        "Keep one",
    ),
    Broken(
        "lexicon form that YAML reads as no text",
        "lexicon.yaml",
        "gk: tidak",
        "no: nomor",
        "no: nomor",
        "no or its meaning is no text",
        "quotation marks",
    ),
    Broken(
        "editor's mark in a summary",
        RULINGS,
        "Dilarang juga bagi PPPK.",
        "TULIS alasannya.",
        "TULIS",
        "branch pppk of suka: TULIS is left over in summary",
        "remove the mark",
    ),
    Broken(
        "editor's mark in a class",
        CLASSES,
        "Sebutkan perbuatannya.",
        "Sebutkan TODO.",
        "TODO",
        "rinci: TODO is left over in answer",
        "remove the mark",
    ),
    Broken(
        "editor's mark in a provision",
        PROVISIONS,
        "Hukuman disiplin berat.",
        "CABANG-2 hukuman.",
        "CABANG-",
        "pp-94-2021:pasal-14: CABANG- is left over in text",
        "remove the mark",
    ),
    Broken(
        "the project's own words",
        RULINGS,
        "Batalkan tanda suka.",
        "Lihat dosir.",
        "dosir",
        "ruling suka: next_steps speaks of 'dosir'",
        "without the project's own words",
        Severity.WARNING,
    ),
    Broken(
        "dead advice",
        RULINGS,
        "Batalkan tanda suka.",
        "Lapor ke KASN.",
        "KASN",
        "ruling suka names the KASN in next_steps",
        "Name the PPK, BKN or Bawaslu",
    ),
    Broken(
        "summary that breaks off",
        RULINGS,
        "Boleh, selama isinya utuh.",
        "Boleh, selama",
        "Boleh, selama",
        "ruling bagikan: summary breaks off at 'Boleh, selama'",
        "Finish the sentence",
        Severity.WARNING,
    ),
    Broken(
        "condition that breaks off",
        RULINGS,
        "- Tidak ada",
        "- Tidak ada foto atau",
        "foto atau",
        "ruling suka: conditions breaks off at 'Tidak ada foto atau'",
        "Finish the sentence",
        Severity.WARNING,
    ),
    Broken(
        "summary that is too long",
        RULINGS,
        "Boleh, selama isinya utuh.",
        "Boleh. " * 101,
        "Boleh. Boleh.",
        "ruling bagikan: summary has 706 characters",
        "Shorten it to 700",
        Severity.WARNING,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_place_and_remedy(folder: Folder, case: Broken) -> None:
    assert_found(folder, case)
