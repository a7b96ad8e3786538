"""Runs a command of ``asn-ingest`` that kills itself on the way, as ``kill -9`` would.

Usage: python -m tests.e2e.killed_command before PLACE COMMAND...  instead of the call of PLACE
       python -m tests.e2e.killed_command after PLACE COMMAND...   when the call of PLACE returns

PLACE is a dotted name, such as ``ingest.backup.restore.load``. The settings stand in the environment.
"""

from __future__ import annotations

import sys
from pkgutil import resolve_name

from ingest.cli import main
from tests.e2e.killed_publish import deadly

if __name__ == "__main__":
    _, when, where, *command = sys.argv
    owner, _, name = where.rpartition(".")
    place = resolve_name(owner)
    setattr(place, name, deadly(getattr(place, name), when))
    sys.argv = ["asn-ingest", *command]
    main()
