"""The real documents: every line of them is read, quickly enough."""

from __future__ import annotations

import os
import re

import pytest

from ingest.reading.characters import clean
from ingest.reading.limits import Limits
from ingest.reading.markdown import read_markdown
from ingest.reading.pdf import read_pdf
from ingest.reading.read import read_bytes
from tests.ingest.reading.samples import FOLDER, sample

TEXTS = sorted(path.name for path in FOLDER.glob("*-*.md"))


def processor_time() -> float:
    """Seconds of processor time of this process and of those that it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def test_a_law_of_104_pages_is_read_line_by_line_within_its_time() -> None:
    path = sample("pdf/uu-5-2014.pdf")
    start = processor_time()
    source = read_bytes(path.read_bytes(), path.name)
    assert processor_time() - start < 2.5
    assert source.pages == 104
    assert source.warnings == ()
    assert {line.page for line in source.lines} == set(range(1, 105))
    headings = [line.text for line in source.lines if re.fullmatch(r"Pasa[lI] \d+", line.text)]
    numbers = [int(heading.split()[1]) for heading in headings]
    assert numbers == [*range(1, 142), *range(1, 142)]  # the body, then the elucidation
    assert not any(line.cells for line in source.lines)


def test_page_heads_stand_first_on_their_pages() -> None:
    draft = read_pdf(sample("pdf/uu-5-2014.pdf").read_bytes(), Limits())
    first = {line.page: line.text for line in reversed(draft.lines)}
    assert [first[page] for page in range(2, 78)] == [f"- {page} -" for page in range(2, 78)]


def test_words_that_go_on_in_the_next_line_keep_their_hyphen() -> None:
    draft = read_pdf(sample("pdf/uu-5-2014.pdf").read_bytes(), Limits())
    assert "Tahun 1999 tentang Perubahan atas Undang-" in [line.text for line in draft.lines]


def test_an_amending_regulation_keeps_marks_beside_their_text() -> None:
    draft = read_pdf(sample("pdf/permendagri-65-2017.pdf").read_bytes(), Limits())
    texts = [line.text for line in draft.lines]
    assert draft.pages == 12
    assert texts[0] == "SALINAN"
    assert "Mengingat : 1. Undang-Undang Nomor 1 Tahun 1946 tentang Peraturan" in texts
    assert "1. Ketentuan ayat (3) Pasal 4 diubah, sehingga berbunyi" in texts
    assert not any(line.cells for line in draft.lines)


@pytest.mark.parametrize("name", TEXTS or ["pp-94-2021.md"])
def test_no_letter_of_the_real_texts_is_lost(name: str) -> None:
    data = sample(name).read_bytes()
    draft = read_markdown(data)
    raw = [text for line in data.decode().splitlines() if (text := clean(line))]
    assert not any(line.cells for line in draft.lines)
    marks = str.maketrans("", "", "*_`\\#~- ")
    read = [line.text.translate(marks) for line in draft.lines]
    assert [t for t in read if t] == [t for line in raw if (t := line.translate(marks))]
