"""The judge that goes by words alone."""

from __future__ import annotations

import pytest

from evaluation.judge.judging import LexicalJudge

SOURCE = "PNS yang mendukung calon dengan memberi surat dukungan dikenai hukuman berat 12 bulan."


@pytest.mark.parametrize(
    ("statement", "supported"),
    [
        ("Memberi surat dukungan kepada calon berakibat hukuman berat.", True),
        ("PNS yang mendukung calon dikenai hukuman berat 12 bulan.", True),
        ("PNS yang mendukung calon dikenai hukuman berat 24 bulan.", False),
        ("PNS boleh mendukung calon dengan memberi surat.", False),
        ("Kepala desa menerima penghasilan tetap dan tunjangan.", False),
        ("Memberi surat dukungan itu tidak dikenai hukuman.", False),
    ],
)
async def test_the_words_decide(statement: str, supported: bool) -> None:
    assert await LexicalJudge().judge([statement], [SOURCE]) == (supported,)


async def test_sources_count_together() -> None:
    statement = ["Surat dukungan dikenai hukuman berat."]
    assert await LexicalJudge().judge(statement, ["Surat dukungan."]) == (False,)
    both = ["Surat dukungan.", "Hukuman berat dikenai."]
    assert await LexicalJudge().judge(statement, both) == (True,)


async def test_nothing_stated_is_nothing_judged() -> None:
    assert await LexicalJudge().judge([], [SOURCE]) == ()
