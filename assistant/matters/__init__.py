"""The verbs of a self-carried matter."""
