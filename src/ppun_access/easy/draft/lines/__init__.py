"""Sense lines: where a long sentence may be broken, and how surely."""
