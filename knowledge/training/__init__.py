"""Training the bot's own encoder: from a base model and the examples to files that need no torch.

Network, losses, loop and export need the extra ``train``; the samples, the vocabulary and the file of weights do
not. Nothing here is imported when a question is answered.
"""
