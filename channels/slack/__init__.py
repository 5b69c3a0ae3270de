"""Slack, by slack-bolt: events and interactivity in, Block Kit messages and dialogs out."""

from channels.slack.channel import open_channel

__all__ = ["open_channel"]
