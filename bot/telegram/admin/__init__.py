"""What admins do in their private chats: a module each."""
