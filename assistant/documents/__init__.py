"""Adapters for documents: letters, files for calendars, text read out of uploads."""
