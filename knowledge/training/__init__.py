"""Training the bot's own encoder: from a base model and the examples to a file without torch.

Begun, not finished: nothing is exported yet. Base, network, losses and loop need the extra ``train``; the
samples, the vocabulary and the file of weights do not. Nothing here is imported when a question is answered.
"""
