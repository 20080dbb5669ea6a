"""A published folder over HTTP, to look at it before it is on line; see ``server.py``."""
