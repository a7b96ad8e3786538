"""Training the bot's own encoder: from a base model and the examples to files that need no torch.

Network, losses, loop and export need the extra ``train``; the samples, the vocabulary and the file of weights do
not. Nothing here is imported when a question is answered.
"""

from __future__ import annotations

from knowledge.errors import TrainingError


def missing_extra(error: ModuleNotFoundError) -> TrainingError:
    """What to tell who trains without the extra."""
    return TrainingError(
        f"Training needs {error.name}, which is not installed. "
        'Run: pip install "asn-neutrality-bot[train]"'
    )
