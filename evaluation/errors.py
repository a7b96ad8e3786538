"""What can go wrong when the bot is evaluated.

AsnBotError (knowledge/errors.py)
`-- EvaluationError        an evaluation cannot be carried out
    `-- SetAbsent          a test set's file is not on this machine
"""

from __future__ import annotations

from knowledge.errors import AsnBotError


class EvaluationError(AsnBotError):
    """An evaluation cannot be carried out; a missed threshold is something else (exit code 1)."""

    exit_code = 7


class SetAbsent(EvaluationError):
    """A test set's file is not on this machine."""
