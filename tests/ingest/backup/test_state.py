"""What of DATA_DIR an archive has."""

from __future__ import annotations

import re

from tests.e2e.programs import ROOT

BACKED_UP = {"editions", "library", "cache", "staging.json", "confirmed.json"}
LEFT_OUT = {
    "asn-bot.sqlite3",  # its rows are taken
    "charts",  # pictures on their way to a chat
    "uploads",  # documents that an admin has just sent: in the library once they are read
}
_NAMED = re.compile(r"data_dir / (?:\"([^\"]+)\"|'([^']+)'|(_[A-Z]+))")


def test_whoever_adds_something_to_the_folder_decides_whether_it_is_backed_up() -> None:
    """Names that lie directly in DATA_DIR, as the code of bot, ingest and knowledge has them."""
    named = set()
    for room in ("bot", "ingest", "knowledge"):
        for path in (ROOT / room).rglob("*.py"):
            if path.is_relative_to(ROOT / "ingest" / "backup"):
                continue
            text = path.read_text(encoding="utf-8")
            for match in _NAMED.finditer(text):
                constant = match[3] and re.search(
                    rf"^{match[3]} = [\"']([^\"']+)", text, re.MULTILINE
                )
                named.add(constant[1] if constant else match[1] or match[2] or match[3])
    assert named <= BACKED_UP | LEFT_OUT, named - BACKED_UP - LEFT_OUT
    assert {"editions", "library", "staging.json", "confirmed.json"} <= named
