"""Telegram, by python-telegram-bot: asks for messages on a machine that nobody can reach, is called by a webhook elsewhere."""

from channels.telegram.channel import open_channel

__all__ = ["open_channel"]
