"""Draft, audit and review easy-to-read versions of French texts."""
