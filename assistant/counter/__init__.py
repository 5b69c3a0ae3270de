"""Cases in a conversation: filing a finished letter, asking after it, writing to the desk, and the desk's own work; it decides and does nothing."""
