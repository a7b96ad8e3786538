"""``python -m ingest`` is ``asn-ingest``."""

from ingest.cli import main

main()
