"""Training the bot's own encoder: from a base model and the examples to a file without torch.

Needs the extra ``train`` (torch, sentence-transformers). Nothing here is imported when a question is
answered; ``knowledge.encoder`` runs what this room writes.
"""
