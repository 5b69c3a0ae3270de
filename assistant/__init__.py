"""Recourse: answers with sources, letters, cases and patterns for decisions that AI makes or shapes at work."""
