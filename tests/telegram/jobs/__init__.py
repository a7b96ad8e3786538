"""Long work of admins, in conversation."""
