"""The admins' confirmations of changed rulings, read anew when their file changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.reviews import confirmations_file, confirmed
from knowledge.settings import Settings

_Seen = tuple[int, int, int] | None


@dataclass
class Confirmations:
    """By ruling, the fingerprints of its basis that an admin has confirmed."""

    settings: Settings
    _kept: tuple[_Seen, Mapping[str, frozenset[str]]] = field(default=(None, {}), init=False)

    def now(self) -> Mapping[str, frozenset[str]]:
        """What is confirmed at this moment; costs one ``stat`` when nothing changed."""
        seen = self._file()
        if self._kept[0] != seen:
            self._kept = (seen, confirmed(self.settings) if seen else {})
        return self._kept[1]

    def _file(self) -> _Seen:
        try:
            found = confirmations_file(self.settings).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size
