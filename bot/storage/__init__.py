"""What the bot remembers of its chats, for as long as the settings say."""
