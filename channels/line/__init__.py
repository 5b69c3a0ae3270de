"""LINE, by line-bot-sdk: answers with the reply token, which is free, and pushes within a budget where that cannot be."""

from channels.line.channel import open_channel

__all__ = ["open_channel"]
