"""Recourse for other assistants: search, ask, dates and letters over the Model Context Protocol."""
