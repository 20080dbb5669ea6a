"""A published folder looked at again: one module a format."""
