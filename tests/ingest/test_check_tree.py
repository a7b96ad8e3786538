"""Families and branches: one default, and a way to every branch."""

from __future__ import annotations

import pytest

from ingest.check import check_data
from tests.ingest.broken import (
    BASIS_PPPK,
    BRANCH_PPPK,
    CLASSES,
    EXAMPLES,
    RULINGS,
    Broken,
    assert_found,
)
from tests.ingest.tiny import Folder

CASES = [
    Broken(
        "family without default",
        CLASSES,
        "  default: true\n",
        "",
        "- id: tak-jelas",
        "family tak-jelas has no default",
        "Set default: true on one of rinci",
        found_in="families.yaml",
    ),
    Broken(
        "family with two defaults",
        RULINGS,
        "  verdict: boleh\n  when: Membagikan",
        "  verdict: boleh\n  default: true\n  when: Membagikan",
        "default: true",
        "family reaksi has the default bagikan beside suka",
        "Keep one",
    ),
    Broken(
        "family without members",
        "families.yaml",
        "- id: tak-jelas",
        "- id: hampa\n  topic: lain\n  title: Kosong\n  kinds: []\n\n- id: tak-jelas",
        "- id: hampa",
        "family hampa has no ruling and no class",
        "Delete it",
    ),
    Broken(
        "unknown fact of a branch",
        RULINGS,
        BRANCH_PPPK,
        BRANCH_PPPK.replace("- pppk", "- p3k"),
        "- p3k",
        "branch pppk of suka: no question can state status: p3k",
        "Use one of pns, pppk",
    ),
    Broken(
        "unknown fact of a class",
        CLASSES,
        "  answer:",
        "  facts:\n    cuaca:\n      - hujan\n  answer:",
        "- hujan",
        "class rinci: no question can state cuaca: hujan",
        "Use one of the facts status",
    ),
    Broken(
        "unknown fact of an example",
        EXAMPLES,
        '{"status": "pppk"}',
        '{"status": "p3k"}',
        "p3k",
        "the example's fact status: p3k is not in the vocabulary",
        "Use one of pns, pppk",
    ),
    Broken(
        "branch against its ruling",
        RULINGS,
        "      - calon\n      - penyelenggara_resmi",
        "      - calon",
        "        objek:",
        "needs objek: penyelenggara_resmi, its ruling needs calon: both can never hold",
        "Widen the ruling's facts",
    ),
    Broken(
        "branch behind another",
        RULINGS,
        "        objek:\n          - penyelenggara_resmi",
        "        status:\n          - pppk",
        "      facts:",
        "branch akun-kpu of suka has the same facts as pppk",
        "Add the fact that sets them apart",
    ),
    Broken(
        "branch that nothing leads to",
        EXAMPLES,
        '{"q": "potong daftar calon sisakan satu", "ruling": "bagikan", "verdict": "dilarang"',
        '{"q": "potong daftar calon sisakan satu", "ruling": "bagikan", "verdict": "boleh"',
        "- id: dipotong",
        "branch dipotong of bagikan has no facts and no example says dilarang",
        "Add examples of bagikan with the verdict dilarang",
        found_in=RULINGS,
    ),
    Broken(
        "branch that loosens and was never learnt",
        EXAMPLES,
        '"like akun KPU boleh?", "ruling": "suka", "verdict": "boleh"',
        '"like akun KPU boleh?", "ruling": "suka", "verdict": "dilarang"',
        "- id: akun-kpu",
        "branch akun-kpu of suka loosens its ruling and no example says boleh",
        "Add examples of suka with the verdict boleh",
        found_in=RULINGS,
    ),
    Broken(
        "branch without facts and with its ruling's verdict",
        RULINGS,
        BRANCH_PPPK,
        "verdict: dilarang",
        "    - id: pppk",
        "branch pppk of suka has no facts and the verdict of its ruling: nothing leads to it",
        "Give it facts, or put its content into the ruling",
    ),
    Broken(
        "branch that repeats its ruling",
        RULINGS,
        BASIS_PPPK + "uu-20-2023:pasal-24",
        BASIS_PPPK + "uu-20-2023:pasal-24\n        - pp-94-2021:pasal-5",
        "Dilarang juga bagi PPPK",
        "branch pppk of suka repeats the ruling's verdict and basis",
        "Give it its own basis",
        below=1,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_place_and_remedy(folder: Folder, case: Broken) -> None:
    assert_found(folder, case)


def test_a_stricter_branch_needs_no_examples_when_it_has_facts(folder: Folder) -> None:
    folder.replace(
        RULINGS,
        "satu calon\n      verdict",
        "satu calon\n      facts:\n        niat:\n          - dukungan\n      verdict",
    )
    folder.replace(
        EXAMPLES,
        '"potong daftar calon sisakan satu", "ruling": "bagikan", "verdict": "dilarang"',
        '"potong daftar calon sisakan satu", "ruling": "bagikan", "verdict": "boleh"',
    )
    assert check_data(folder.root) == []
