"""Tests of the bot on Telegram."""
