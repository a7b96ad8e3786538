"""Builds an edition from another data folder than the bundled one.

Usage: python -m tests.e2e.tiny_build DATA_FOLDER [force], with the settings in the environment.
Prints what was built.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from ingest.build import build
from knowledge.settings import load_settings

if __name__ == "__main__":
    print(
        json.dumps(
            asdict(build(load_settings(), root=Path(sys.argv[1]), force="force" in sys.argv))
        )
    )
