"""The review queue: what users asked without a sure answer, and complained of, and what an editor makes of it."""
