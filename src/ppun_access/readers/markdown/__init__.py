"""Markdown in, documents out."""
