"""Documents that editors send, in conversation."""
