"""What admins may do from a chat; knows nothing of Telegram but its users' ids."""
