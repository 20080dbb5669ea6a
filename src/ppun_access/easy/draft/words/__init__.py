"""Easier words, where they mean the same."""
