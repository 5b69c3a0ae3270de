"""Corpus files, embeddings and indexes behind the ports that search needs."""
