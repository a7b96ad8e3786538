"""Checks of the data files: every rule names file, line and remedy."""

from ingest.check.problem import Problem, Severity
from ingest.check.report import has_errors
from ingest.check.run import check_data

__all__ = ["Problem", "Severity", "check_data", "has_errors"]
